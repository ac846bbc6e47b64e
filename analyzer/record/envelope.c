/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The ways in which an audit record reaches a line of text. Each is read by its
 * form from the front on; nothing is searched for, so a record inside another's
 * text is never found. What a record says is not looked at here.
 */
#include "analyzer/record/envelope.h"

#define LOGCAT_TAG_MAX 32

static bool take(struct avow_span *rest, const char *prefix)
{
	if (!avow_span_starts_with(*rest, prefix))
		return false;
	*rest = avow_span_skip(*rest, strlen(prefix));
	return true;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static void skip_blanks(struct avow_span *rest)
{
	*rest = avow_span_trim_front(*rest);
}

/* The bytes up to a blank, and the blanks after them. */
static struct avow_span take_word(struct avow_span *rest)
{
	struct avow_span word = avow_span_first(*rest, avow_span_find(*rest, ' '));

	*rest = avow_span_skip(*rest, word.length);
	skip_blanks(rest);
	return word;
}

/*
 * Whether @word has the form of @pattern, where 9 stands for a digit, every other
 * byte for itself; @word may go on after it.
 */
static bool has_form(struct avow_span word, const char *pattern)
{
	size_t length = strlen(pattern);

	if (word.length < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (pattern[i] == '9' ? !is_digit(word.data[i])
				      : word.data[i] != pattern[i])
			return false;
	return true;
}

/* What may begin once all envelopes are off. */
static bool is_record(struct avow_span rest)
{
	return avow_span_starts_with(rest, "type=") ||
	       avow_span_starts_with(rest, "node=") ||
	       avow_span_starts_with(rest, "audit(");
}

/* `[   43.997557] `, `[Tue Nov 14 22:13:20 2023] `, `[   T22] `, `[C0] ` */
static bool take_bracket(struct avow_span *rest)
{
	size_t end = avow_span_find(*rest, ']');

	if (!avow_span_starts_with(*rest, "[") || end == rest->length || end > 40)
		return false;
	*rest = avow_span_skip(*rest, end + 1);
	skip_blanks(rest);
	return true;
}

/* What printk puts before a record: level, time, caller, and `audit: ` since 4.0. */
static bool open_printk(struct avow_span rest, struct avow_envelope *out)
{
	if (avow_span_starts_with(rest, "<")) {
		size_t end = avow_span_find(rest, '>');

		if (end > 4 || end == rest.length)
			return false;
		rest = avow_span_skip(rest, end + 1);
		skip_blanks(&rest);
	}
	while (take_bracket(&rest))
		;
	take(&rest, "audit: ");
	out->kind = AVOW_ENVELOPE_KERNEL;
	out->payload = rest;
	return is_record(rest) && !avow_span_starts_with(rest, "node=");
}

/* The name before `[PID]: ` or `: `; @rest goes on behind it. */
static bool take_tag(struct avow_span *rest, struct avow_span *tag)
{
	size_t colon = avow_span_find(*rest, ':'), bracket;

	if (colon == rest->length || colon > 64)
		return false;
	*tag = avow_span_first(*rest, colon);
	bracket = avow_span_find(*tag, '[');
	*tag = avow_span_first(*tag, bracket);
	*rest = avow_span_skip(*rest, colon + 1);
	skip_blanks(rest);
	return true;
}

/* What stands behind the tag, by who wrote it. */
static bool open_tagged(struct avow_span tag, struct avow_span rest,
			struct avow_envelope *out)
{
	static const char *const plugins[] = { "audispd", "audisp-syslog", "auditd" };

	if (avow_span_is(tag, "kernel")) {
		if (!open_printk(rest, out))
			return false;
		out->kind = AVOW_ENVELOPE_SYSLOG;
		return true;
	}
	if (avow_span_is(tag, "audit")) {
		out->kind = AVOW_ENVELOPE_JOURNAL;
		out->payload = rest;
		return rest.length && rest.data[0] >= 'A' && rest.data[0] <= 'Z';
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(plugins); i++)
		if (avow_span_is(tag, plugins[i])) {
			out->kind = AVOW_ENVELOPE_SYSLOG;
			out->payload = rest;
			return is_record(rest);
		}
	return false;
}

/* `Mon DD HH:MM:SS ` (RFC 3164) or `YYYY-MM-DDTHH:MM:SS... ` (ISO 8601) */
static bool take_syslog_time(struct avow_span *rest)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct avow_span time = *rest;

	if (has_form(time, "9999-99-99T99:99:99")) {
		take_word(rest);
		return true;
	}
	for (size_t i = 0; i < 12; i++) {
		if (time.length < 4 || memcmp(time.data, months + 3 * i, 3) != 0 ||
		    time.data[3] != ' ')
			continue;
		take_word(&time);
		if (!time.length || !is_digit(time.data[0]))
			return false;
		take_word(&time);
		if (!has_form(take_word(&time), "99:99:99"))
			return false;
		*rest = time;
		return true;
	}
	return false;
}

/* TIME HOST TAG[PID]: */
static bool open_syslog(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span host, tag;

	if (!take_syslog_time(&rest))
		return false;
	host = take_word(&rest);
	if (!take_tag(&rest, &tag) || !open_tagged(tag, rest, out))
		return false;
	out->host = host;
	return true;
}

/* <PRIORITY>1 TIME HOST APP PROCID MSGID STRUCTURED-DATA MESSAGE (RFC 5424) */
static bool open_rfc5424(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span host, tag;
	size_t end = avow_span_find(rest, '>');

	if (!avow_span_starts_with(rest, "<") || end == rest.length || end > 4)
		return false;
	rest = avow_span_skip(rest, end + 1);
	if (!take(&rest, "1 ") || !take_syslog_time(&rest))
		return false;
	host = take_word(&rest);
	tag = take_word(&rest);
	take_word(&rest);
	take_word(&rest);
	/* Structured data of more than one word is no record's neighbour. */
	take_word(&rest);
	take(&rest, "\xef\xbb\xbf");
	if (!open_tagged(tag, rest, out))
		return false;
	out->host = host;
	return true;
}

/* `MM-DD HH:MM:SS.mmm [UID] PID TID LEVEL TAG: ` (logcat -v threadtime) */
static bool open_logcat(struct avow_span rest, struct avow_envelope *out)
{
	size_t end;

	if (!has_form(rest, "99-99 99:99:99."))
		return false;
	take_word(&rest);
	take_word(&rest);
	for (int numbers = 0; rest.length && is_digit(rest.data[0]); numbers++) {
		if (numbers == 3)
			return false;
		take_word(&rest);
	}
	if (rest.length < 2 || rest.data[1] != ' ' || !strchr("VDIWEF", rest.data[0]))
		return false;
	take_word(&rest);
	out->kind = AVOW_ENVELOPE_LOGCAT;
	/* The tag is a thread's name, padded, and may hold colons: `Binder:812_3: `. */
	end = avow_span_search(rest, ": ");
	out->payload = avow_span_skip(rest, end + 2);
	return end <= LOGCAT_TAG_MAX && avow_span_starts_with(out->payload, "type=");
}

bool avow_envelope_open(struct avow_span line, struct avow_envelope *out)
{
	static bool (*const forms[])(struct avow_span, struct avow_envelope *) = {
		open_syslog, open_rfc5424, open_logcat, open_printk
	};

	*out = (struct avow_envelope){ .kind = AVOW_ENVELOPE_AUDITD, .payload = line };
	if (avow_span_starts_with(line, "type=") || avow_span_starts_with(line, "node="))
		return true;
	skip_blanks(&line);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++)
		if (forms[i](line, out))
			return true;
	return false;
}

const char *avow_envelope_name(enum avow_envelope_kind kind)
{
	static const char *const names[] = {
		[AVOW_ENVELOPE_AUDITD] = "audit.log",
		[AVOW_ENVELOPE_KERNEL] = "kernel log",
		[AVOW_ENVELOPE_SYSLOG] = "syslog",
		[AVOW_ENVELOPE_JOURNAL] = "journal",
		[AVOW_ENVELOPE_JOURNAL_KERNEL] = "journal",
		[AVOW_ENVELOPE_INTERPRETED] = "ausearch -i",
		[AVOW_ENVELOPE_LOGCAT] = "logcat",
	};

	return names[kind];
}
