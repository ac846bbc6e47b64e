/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Words of a line as auditctl takes them apart (preprocess(), audit_strsplit(),
 * postprocess()): at blanks alone, with `\ ` and `\\` for a blank and a backslash in all
 * but the first. It knows no quotes, no tabs.
 */
#include "policy/audit/reader.h"

/* @raw without its escapes. */
static struct avow_span resolve(struct avow_audit_reader *reader, struct avow_span raw)
{
	char *bytes = avow_audit_alloc(reader, raw.length + 1);
	size_t length = 0;

	if (!bytes)
		return avow_span_make("", 0);
	for (size_t i = 0; i < raw.length; i++) {
		char byte = raw.data[i];

		if (byte == '\\' && i + 1 < raw.length &&
		    (raw.data[i + 1] == ' ' || raw.data[i + 1] == '\\'))
			byte = raw.data[++i];
		bytes[length++] = byte;
	}
	return avow_span_make(bytes, length);
}

/* Where the word at the front of @rest ends. */
static size_t word_length(struct avow_span rest)
{
	size_t at = 0;

	while (at < rest.length && rest.data[at] != ' ')
		at += rest.data[at] == '\\' && at + 1 < rest.length &&
				      (rest.data[at + 1] == ' ' ||
				       rest.data[at + 1] == '\\')
			      ? 2
			      : 1;
	return at;
}

static bool check_bytes(struct avow_audit_reader *reader, struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		struct avow_audit_mark mark = { (uint32_t)i, 1 };

		if (text.data[i] == '\t')
			avow_audit_fault(
				reader, AVOW_AUD_LINE, mark,
				"a tab does not separate words: auditctl takes it "
				"for a part of one");
		else if (text.data[i] == '\0')
			avow_audit_fault(reader, AVOW_AUD_LINE, mark,
					 "auditctl reads no further than this NUL byte");
		else
			continue;
		return false;
	}
	return true;
}

/* No fewer than there are: an escaped blank counts. */
static size_t count_words(struct avow_span text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ');
	return count;
}

struct avow_audit_word *avow_audit_split(struct avow_audit_reader *reader, size_t *count)
{
	struct avow_span text = reader->line->text, rest = text;
	struct avow_audit_word *words;

	if (text.length > AVOW_AUDIT_LINE_MAX) {
		avow_audit_fault(reader, AVOW_AUD_LINE, (struct avow_audit_mark){ 0, 0 },
				 "the line has %zu bytes, and auditctl cuts it in two "
				 "after %d",
				 text.length, AVOW_AUDIT_LINE_MAX);
		return NULL;
	}
	if (!check_bytes(reader, text))
		return NULL;
	words = avow_audit_alloc(reader, (count_words(text) + 1) * sizeof(*words));
	if (!words)
		return NULL;
	for (*count = 0;; ++*count) {
		struct avow_audit_word *word = words + *count;
		struct avow_span raw;

		rest = avow_span_trim_front(rest);
		if (!rest.length)
			return words;
		raw = avow_span_first(rest, word_length(rest));
		word->mark = (struct avow_audit_mark){ (uint32_t)(rest.data - text.data),
						       (uint32_t)raw.length };
		word->is_plain = !memchr(raw.data, '\\', raw.length);
		word->text = word->is_plain || *count == 0 ? raw : resolve(reader, raw);
		rest = avow_span_skip(rest, raw.length);
	}
}

struct avow_audit_mark avow_audit_part(const struct avow_audit_word *word,
				       struct avow_span part)
{
	struct avow_audit_mark mark = word->mark;

	if (!word->is_plain || part.data < word->text.data ||
	    part.data + part.length > word->text.data + word->text.length || !part.length)
		return mark;
	mark.column += (uint32_t)(part.data - word->text.data);
	mark.length = (uint32_t)part.length;
	return mark;
}
