/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which files a process was refused by owner and mode, so that the kernel asked for a
 * capability. Supplementary groups and access control lists are in no record, so a
 * file is a candidate, not a verdict. Directories above the last one have no record.
 */
#include "analyzer/denial/dac.h"

#include <sys/stat.h>

#include "analyzer/record/field.h"

enum { MODE_READ = 4, MODE_WRITE = 2, MODE_SEARCH = 1 };

static const char *const capabilities[] = { "dac_override", "dac_read_search", "fowner" };

static bool has_permission(const struct avow_denial *denial, const char *name)
{
	for (size_t i = 0; i < denial->permission_count; i++)
		if (avow_span_is(denial->permissions[i], name))
			return true;
	return false;
}

static bool is_asked(const struct avow_denial *denial)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(capabilities); i++)
		if (has_permission(denial, capabilities[i]))
			return denial->lsm == AVOW_LSM_SELINUX;
	return false;
}

static struct avow_span value_of(struct avow_span fields, const char *name)
{
	struct avow_field field;

	while (avow_field_next(&fields, &field))
		if (avow_span_is(field.name, name))
			return field.value;
	return avow_span_make(NULL, 0);
}

/* What a PATH tells of a file stands behind its name, which may hold as much. */
static struct avow_span last_value_of(struct avow_span fields, const char *name)
{
	struct avow_span last = avow_span_make(NULL, 0);
	struct avow_field field;

	while (avow_field_next(&fields, &field))
		if (avow_span_is(field.name, name))
			last = field.value;
	return last;
}

/* `0100644`, or `file,644` and `dir,755` where ausearch -i wrote it. */
static bool parse_mode(struct avow_span text, unsigned *out)
{
	static const struct {
		const char *name;
		unsigned kind;
	} kinds[] = { { "file,", S_IFREG }, { "dir,", S_IFDIR } };
	unsigned kind = 0;
	size_t comma = avow_span_find(text, ',');
	uint64_t mode;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++)
		if (avow_span_starts_with(text, kinds[i].name))
			kind = kinds[i].kind;
	if (comma < text.length)
		text = avow_span_skip(text, comma + 1);
	if (!avow_span_to_u64(text, 8, &mode) || mode > 0177777)
		return false;
	*out = (unsigned)mode | kind;
	return true;
}

unsigned avow_dac_given(const struct avow_dac *dac)
{
	if (avow_span_equal(dac->ouid, dac->fsuid))
		return dac->mode >> 6 & 7;
	if (avow_span_equal(dac->ogid, dac->fsgid))
		return dac->mode >> 3 & 7;
	return dac->mode & 7;
}

/* What of the mode can be in the way of the call. */
static unsigned wanted(const struct avow_dac *dac, bool has_object)
{
	if (dac->is_parent)
		return has_object ? MODE_SEARCH : MODE_SEARCH | MODE_WRITE;
	if (S_ISDIR(dac->mode))
		return MODE_READ | MODE_WRITE | MODE_SEARCH;
	return MODE_READ | MODE_WRITE;
}

static bool read_path(struct avow_span body, struct avow_dac *out)
{
	out->ouid = last_value_of(body, "ouid");
	out->ogid = last_value_of(body, "ogid");
	out->is_parent = avow_span_is(last_value_of(body, "nametype"), "PARENT");
	return out->ouid.length && out->ogid.length &&
	       parse_mode(last_value_of(body, "mode"), &out->mode);
}

static void append(struct avow_buf *out, const struct avow_dac *dac)
{
	const struct {
		const char *name;
		struct avow_span value;
	} fields[] = {
		{ "ouid", dac->ouid },
		{ "ogid", dac->ogid },
		{ "fsuid", dac->fsuid },
		{ "fsgid", dac->fsgid },
		{ "nametype", avow_span_of(dac->is_parent ? "PARENT" : "NORMAL") },
	};

	avow_buf_printf(out, "mode=0%o", dac->mode);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields); i++) {
		avow_buf_printf(out, " %s=", fields[i].name);
		avow_buf_append(out, fields[i].value);
	}
}

static bool has_object(const struct avow_record *records, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (records[i].type == AVOW_RECORD_PATH &&
		    avow_span_is(last_value_of(records[i].body, "nametype"), "NORMAL"))
			return true;
	return false;
}

/* Whether the record tells of a file that may be the one. */
static bool is_candidate(const struct avow_record *record, bool has_other,
			 const struct avow_denial *denial, struct avow_dac *dac)
{
	if (record->type != AVOW_RECORD_PATH || !read_path(record->body, dac))
		return false;
	if (has_permission(denial, "fowner"))
		return !dac->is_parent && !avow_span_equal(dac->ouid, dac->fsuid);
	return (wanted(dac, has_other) & ~avow_dac_given(dac)) != 0;
}

static struct avow_span text_of(const struct avow_record *record, const char *name,
				struct avow_buf *word)
{
	struct avow_span rest = record->body, text = avow_span_make(NULL, 0);
	struct avow_field field;

	while (avow_field_next(&rest, &field))
		if (avow_span_is(field.name, name)) {
			text = avow_field_text(&field, word);
			break;
		}
	if (text.length && memchr(text.data, '\0', text.length))
		return avow_span_make(NULL, 0);
	return text;
}

/* The working directory, with a slash, if there is one in the event. */
static void append_directory(const struct avow_record *records, size_t count,
			     struct avow_buf *out, struct avow_buf *word)
{
	for (size_t i = 0; i < count; i++)
		if (records[i].type == AVOW_RECORD_CWD) {
			struct avow_span text = text_of(&records[i], "cwd", word);

			avow_buf_append(out, text);
			if (text.length && text.data[text.length - 1] != '/')
				avow_buf_putc(out, '/');
			return;
		}
}

static void append_path(const struct avow_record *records, size_t count, size_t index,
			struct avow_buf *out, struct avow_buf *word)
{
	struct avow_span path = text_of(&records[index], "name", word);

	avow_buf_puts(out, " path=");
	if (!avow_span_starts_with(path, "/")) {
		append_directory(records, count, out, word);
		path = text_of(&records[index], "name", word);
	}
	if (avow_span_starts_with(path, "./"))
		path = avow_span_skip(path, 2);
	avow_buf_append(out, path);
}

/* The buffer is whole now and does not move any more. */
static void keep(struct avow_denial *denial, struct avow_span text)
{
	while (text.length && denial->detail_count < AVOW_DETAILS_MAX) {
		size_t length = avow_span_find(text, '\0');

		denial->details[denial->detail_count++] = avow_span_first(text, length);
		text = avow_span_skip(text, length + 1);
	}
}

size_t avow_dac_take(const struct avow_record *records, size_t count,
		     struct avow_buf *out, struct avow_buf *word,
		     struct avow_denial *denial)
{
	bool has_other = has_object(records, count);
	struct avow_dac dac = { 0 };
	size_t taken = 0, first = count;

	avow_buf_clear(out);
	for (size_t i = 0; i < count; i++)
		if (records[i].type == AVOW_RECORD_SYSCALL) {
			dac.fsuid = value_of(records[i].body, "fsuid");
			dac.fsgid = value_of(records[i].body, "fsgid");
		}
	if (!is_asked(denial) || !dac.fsuid.length || !dac.fsgid.length)
		return count;
	for (size_t i = 0; i < count && taken < AVOW_DAC_MAX; i++) {
		if (!is_candidate(&records[i], has_other, denial, &dac) ||
		    !text_of(&records[i], "name", word).length)
			continue;
		append(out, &dac);
		append_path(records, count, i, out, word);
		avow_buf_putc(out, '\0');
		first = taken++ ? first : i;
	}
	if (!out->failed)
		keep(denial, avow_buf_span(out));
	return first;
}

bool avow_dac_parse(struct avow_span detail, struct avow_dac *out)
{
	static const char begin[] = " path=";
	size_t at = avow_span_search(detail, begin);
	struct avow_span fields = avow_span_first(detail, at);

	memset(out, 0, sizeof(*out));
	if (at == detail.length || !avow_span_starts_with(detail, "mode="))
		return false;
	out->path = avow_span_skip(detail, at + strlen(begin));
	out->fsuid = value_of(fields, "fsuid");
	out->fsgid = value_of(fields, "fsgid");
	return read_path(fields, out) && out->fsuid.length && out->fsgid.length;
}
