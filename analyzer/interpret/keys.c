/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keys of terminals. */
#include "analyzer/interpret/keys.h"

static const struct {
	const char *sends, *name;
	size_t length;
} keys[] = {
#define KEY(sends, name) { sends, name, sizeof(sends) - 1 },
#include "analyzer/interpret/keys.def"
#undef KEY
};

/* The index of the key that @typed begins with; AVOW_ARRAY_SIZE(keys) when it is text. */
static size_t find(struct avow_span typed)
{
	size_t i = 0;

	while (i < AVOW_ARRAY_SIZE(keys) &&
	       (keys[i].length > typed.length ||
		memcmp(keys[i].sends, typed.data, keys[i].length) != 0))
		i++;
	return i;
}

static void put_byte(struct avow_buf *out, unsigned char byte)
{
	if (byte < 0x20 || byte > 0x7e) {
		avow_buf_printf(out, "\\%03o", byte);
		return;
	}
	if (byte == '\\' || byte == '"')
		avow_buf_putc(out, '\\');
	avow_buf_putc(out, (char)byte);
}

void avow_keys_put(struct avow_buf *out, struct avow_span typed)
{
	const char *between = "";
	bool is_text = false;

	while (typed.length) {
		size_t i = find(typed);

		if (i < AVOW_ARRAY_SIZE(keys)) {
			avow_buf_printf(out, "%s%s<%s>", is_text ? "\"" : "", between,
					keys[i].name);
			typed = avow_span_skip(typed, keys[i].length);
			is_text = false;
		} else {
			if (!is_text)
				avow_buf_printf(out, "%s\"", between);
			put_byte(out, (unsigned char)typed.data[0]);
			typed = avow_span_skip(typed, 1);
			is_text = true;
		}
		between = ",";
	}
	if (is_text)
		avow_buf_putc(out, '"');
}
