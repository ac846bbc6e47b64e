/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON lines, put into the forms that auditd and the kernel write, so that one
 * parser reads them all. jansson reads the JSON; which form an object has is told
 * by its fields; nothing of it is kept.
 */
#include "analyzer/record/json.h"

/* Where runtimes and shippers of containers put the line that was logged. */
static enum avow_json_kind read_container(const json_t *entry, struct avow_buf *out)
{
	static const char *const names[] = { "log", "message", "msg", "MESSAGE" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++) {
		avow_buf_clear(out);
		if (!avow_json_text(entry, names[i], out))
			continue;
		while (out->length && out->data[out->length - 1] == ' ')
			out->length--;
		return AVOW_JSON_RECORDS;
	}
	return AVOW_JSON_OTHER;
}

static enum avow_json_kind read_object(const json_t *entry, struct avow_buf *out,
				       enum avow_envelope_kind *envelope)
{
	if (avow_journal_is_entry(entry))
		return avow_journal_read(entry, out, envelope);
	*envelope = AVOW_ENVELOPE_JSON;
	if (avow_laurel_is_event(entry))
		return avow_laurel_read(entry, out);
	*envelope = AVOW_ENVELOPE_PASTED;
	return read_container(entry, out);
}

enum avow_json_kind avow_json_read(struct avow_span line, struct avow_buf *out,
				   enum avow_envelope_kind *envelope)
{
	enum avow_json_kind kind = AVOW_JSON_MALFORMED;
	json_t *entry = json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);

	avow_buf_clear(out);
	if (json_is_object(entry))
		kind = read_object(entry, out, envelope);
	json_decref(entry);
	return kind;
}
