/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The ways in which an audit record reaches a line of text. Each is read by its
 * form from the front on; nothing is searched for, so a record inside another's
 * text is never found. What a record says is not looked at here.
 */
#include "analyzer/record/envelope.h"

#include "analyzer/record/prefix.h"

#define GREP_PREFIXES 2 /* `FILE:` and `NUMBER:` */

/* What a record begins with once all envelopes are off. */
static bool is_record(struct avow_span rest)
{
	return avow_span_starts_with(rest, "type=") ||
	       avow_span_starts_with(rest, "node=") ||
	       avow_span_starts_with(rest, "host=") ||
	       avow_span_starts_with(rest, "audit(");
}

bool avow_envelope_is_body(struct avow_span text)
{
	return avow_span_starts_with(text, "avc: ") ||
	       avow_span_starts_with(text, "apparmor=\"");
}

/* `c2    433 `: the processor and thread that some vendors' kernels add. */
static void take_caller(struct avow_span *rest)
{
	struct avow_span left = *rest, word = avow_prefix_word(&left);

	if (word.length < 2 || word.length > 4 || word.data[0] != 'c' ||
	    word.data[1] < '0' || word.data[1] > '9')
		return;
	word = avow_prefix_word(&left);
	if (word.length && word.data[0] >= '0' && word.data[0] <= '9')
		*rest = left;
}

/* What printk puts before a record: level, time, caller, and `audit: ` since 4.0. */
static bool open_printk(struct avow_span rest, struct avow_envelope *out)
{
	avow_prefix_priority(&rest);
	while (avow_prefix_bracket(&rest))
		;
	take_caller(&rest);
	avow_prefix_take(&rest, "audit: ");
	out->kind = AVOW_ENVELOPE_KERNEL;
	out->payload = rest;
	return avow_span_starts_with(rest, "type=") ||
	       avow_span_starts_with(rest, "audit(");
}

static bool open_kernel(struct avow_span rest, struct avow_envelope *out)
{
	bool is_open = open_printk(rest, out);

	out->kind = AVOW_ENVELOPE_SYSLOG;
	return is_open;
}

/* journald's own `TYPE BODY`; or printk's text, whose tag is the same word. */
static bool open_audit(struct avow_span rest, struct avow_envelope *out)
{
	if (is_record(rest))
		return open_kernel(rest, out);
	out->kind = AVOW_ENVELOPE_JOURNAL;
	out->header = AVOW_HEADER_TYPE;
	out->payload = rest;
	return (rest.length && rest.data[0] >= 'A' && rest.data[0] <= 'Z') ||
	       avow_span_starts_with(rest, "<audit-");
}

static bool open_plugin(struct avow_span rest, struct avow_envelope *out)
{
	out->kind = AVOW_ENVELOPE_SYSLOG;
	out->payload = rest;
	return is_record(rest);
}

/*
 * An object manager that has no audit socket (a session bus, a user's systemd)
 * logs the text of its USER_AVC itself.
 */
static bool open_manager(struct avow_span rest, struct avow_envelope *out)
{
	avow_prefix_bracket(&rest); /* [session uid=1000 pid=9] */
	avow_prefix_take(&rest, "selinux: ");
	avow_prefix_take(&rest, "SELinux: ");
	out->kind = AVOW_ENVELOPE_SYSLOG;
	out->header = AVOW_HEADER_NONE;
	out->type = "USER_AVC";
	out->payload = rest;
	return avow_envelope_is_body(rest);
}

/* The programs whose text is believed, by the tag before it. */
static const struct {
	const char *tag;
	bool (*open)(struct avow_span, struct avow_envelope *);
} loggers[] = {
	{ "kernel", open_kernel },
	{ "audit", open_audit },
	{ "audispd", open_plugin },
	{ "audisp-syslog", open_plugin },
	{ "auditd", open_plugin },
	{ "dbus", open_manager },
	{ "dbus-daemon", open_manager },
	{ "dbus-broker", open_manager },
	{ "systemd", open_manager },
	{ "systemd-logind", open_manager },
	{ "Xorg", open_manager },
	{ "nscd", open_manager },
	{ "init", open_manager },
	/* logd into the kernel log, and the tags of rsyslog's imfile guides. */
	{ "logd.auditd", open_plugin },
	{ "audit_log", open_plugin },
	{ "auditlog", open_plugin },
	{ "tag_audit_log", open_plugin },
};

/* The row of the program @tag, or the count of rows. */
static size_t find_logger(struct avow_span tag)
{
	size_t i = 0;

	while (i < AVOW_ARRAY_SIZE(loggers) && !avow_span_is(tag, loggers[i].tag))
		i++;
	return i;
}

bool avow_envelope_is_logger(struct avow_span tag)
{
	return find_logger(tag) < AVOW_ARRAY_SIZE(loggers);
}

/* What stands behind the tag, by who wrote it. */
static bool open_tagged(struct avow_span tag, struct avow_span rest,
			struct avow_envelope *out)
{
	size_t row;

	/* socklog(8) of runit: facility and priority, and no name. */
	if (avow_span_starts_with(tag, "kern."))
		return open_kernel(rest, out);
	row = find_logger(tag);
	return row < AVOW_ARRAY_SIZE(loggers) && loggers[row].open(rest, out);
}

/* `NOTICE `: the level that some daemons write before the tag. */
static void take_severity(struct avow_span *rest)
{
	static const char *const words[] = { "EMERG ",  "ALERT ", "CRIT ",
					     "ERR ",    "ERROR ", "WARNING ",
					     "NOTICE ", "INFO ",  "DEBUG " };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (avow_prefix_take(rest, words[i]))
			return;
}

/* [<PRIORITY>]TIME [HOST] [LEVEL] TAG[PID]: */
static bool open_syslog(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span host = { 0 }, tag, left;

	avow_prefix_priority(&rest);
	if (!avow_prefix_time(&rest))
		return false;
	left = rest;
	if (avow_prefix_tag(&left, &tag) && open_tagged(tag, left, out))
		return true;
	host = avow_prefix_word(&rest);
	take_severity(&rest);
	if (!avow_prefix_tag(&rest, &tag) || !open_tagged(tag, rest, out))
		return false;
	out->host = host;
	return true;
}

/* `-`, or `[ID NAME="VALUE"...]...`, in whose values a quote or ] is escaped. */
static void take_structured_data(struct avow_span *rest)
{
	bool is_quoted = false;
	size_t at = 0;

	if (!avow_span_starts_with(*rest, "[")) {
		avow_prefix_word(rest);
		return;
	}
	for (; at < rest->length; at++) {
		char byte = rest->data[at];

		if (byte == '\\' && is_quoted)
			at++;
		else if (byte == '"')
			is_quoted = !is_quoted;
		else if (byte == ' ' && !is_quoted && at && rest->data[at - 1] == ']')
			break;
	}
	*rest = avow_span_trim_front(avow_span_skip(*rest, at));
}

/* <PRIORITY>1 TIME HOST APP PROCID MSGID STRUCTURED-DATA MESSAGE (RFC 5424) */
static bool open_rfc5424(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span host, tag;

	if (!avow_prefix_priority(&rest) || !avow_prefix_take(&rest, "1 ") ||
	    !avow_prefix_time(&rest))
		return false;
	host = avow_prefix_word(&rest);
	tag = avow_prefix_word(&rest);
	avow_prefix_word(&rest);
	avow_prefix_word(&rest);
	take_structured_data(&rest);
	avow_prefix_take(&rest, "\xef\xbb\xbf");
	if (!open_tagged(tag, rest, out))
		return false;
	out->host = host;
	return true;
}

/* A tag and no time: `kernel: audit: type=...`, `audit[812]: AVC ...` */
static bool open_untimed(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span tag;
	bool is_open = avow_prefix_tag(&rest, &tag) && open_tagged(tag, rest, out);

	out->kind = AVOW_ENVELOPE_PASTED;
	return is_open;
}

/* logd's copy of a record, or of what libselinux's callers log under `SELinux`. */
static bool open_logcat(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span tag;
	bool has_time;

	if (!avow_prefix_logcat(&rest, &tag, &has_time))
		return false;
	out->kind = has_time ? AVOW_ENVELOPE_LOGCAT : AVOW_ENVELOPE_PASTED;
	out->payload = rest;
	if ((avow_span_is(tag, "SELinux") || avow_span_is(tag, "auditd")) &&
	    avow_envelope_is_body(rest)) {
		out->header = AVOW_HEADER_NONE;
		out->type = "USER_AVC";
		return true;
	}
	return has_time ? avow_span_starts_with(rest, "type=")
			: avow_span_starts_with(rest, "type=1400 audit(0.0:");
}

/* ISO time and the record: a runner's log, or `kubectl logs --timestamps`. */
static bool open_timed(struct avow_span rest, struct avow_envelope *out)
{
	bool is_open = avow_prefix_iso_time(&rest) &&
		       (open_printk(rest, out) || open_plugin(rest, out));

	out->kind = AVOW_ENVELOPE_PASTED;
	return is_open;
}

/* `AVC avc: ...`, `avc: ...`: the text of `journalctl -o cat`, or of a mail. */
static bool open_bare(struct avow_span rest, struct avow_envelope *out)
{
	struct avow_span body = rest;

	out->kind = AVOW_ENVELOPE_PASTED;
	out->payload = rest;
	out->header = AVOW_HEADER_TYPE;
	if (avow_prefix_take(&body, "USER_AVC "))
		return true;
	if (avow_prefix_take(&body, "AVC "))
		return avow_envelope_is_body(body);
	out->header = AVOW_HEADER_NONE;
	out->type = "AVC";
	return avow_envelope_is_body(rest);
}

static bool open_auditd(struct avow_span rest, struct avow_envelope *out)
{
	out->kind = AVOW_ENVELOPE_AUDITD;
	out->payload = rest;
	return is_record(rest) && !avow_span_starts_with(rest, "audit(");
}

static bool open_form(struct avow_span line, struct avow_envelope *out)
{
	static bool (*const forms[])(struct avow_span, struct avow_envelope *) = {
		open_printk,  open_syslog, open_rfc5424, open_logcat,
		open_untimed, open_timed,  open_bare
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++) {
		*out = (struct avow_envelope){ .payload = line };
		if (forms[i](line, out))
			return true;
	}
	return false;
}

/*
 * Loggers begin at the first column, and indent what is left of a message of
 * several lines: a line that is indented or marked is a copy at best.
 */
static bool open_copy(struct avow_span line, struct avow_envelope *out)
{
	avow_prefix_mark(&line);
	for (int prefixes = 0; prefixes <= GREP_PREFIXES; prefixes++) {
		*out = (struct avow_envelope){ .payload = line };
		if (open_auditd(line, out) || open_form(line, out)) {
			out->kind = AVOW_ENVELOPE_PASTED;
			return true;
		}
		if (!avow_prefix_grep(&line))
			break;
	}
	return false;
}

bool avow_envelope_open(struct avow_span line, struct avow_envelope *out)
{
	struct avow_span trimmed = avow_span_trim_front(line);

	*out = (struct avow_envelope){ .payload = line };
	if (open_auditd(line, out))
		return true;
	if (trimmed.length == line.length && open_form(line, out))
		return true;
	return open_copy(trimmed, out);
}

bool avow_envelope_kernel(struct avow_span line, struct avow_span *text)
{
	struct avow_span rest = line, word;
	bool is_printk;

	avow_prefix_priority(&rest);
	is_printk = avow_prefix_bracket(&rest);
	if (!is_printk)
		avow_prefix_time(&rest);
	while (avow_prefix_bracket(&rest))
		;
	*text = rest;
	/* HOST and LEVEL may stand before the tag; the first tag is whose line it is. */
	for (int words = 0; words < 3; words++) {
		word = avow_prefix_word(&rest);
		if (!word.length || word.data[word.length - 1] != ':')
			continue;
		if (!avow_span_is(word, "kernel:"))
			return is_printk && words == 0;
		avow_prefix_bracket(&rest);
		*text = rest;
		return true;
	}
	return false;
}

bool avow_envelope_is_message(struct avow_span line)
{
	struct avow_span rest = line, tag;

	avow_prefix_priority(&rest);
	if (!avow_prefix_time(&rest))
		return false;
	if (avow_prefix_tag(&rest, &tag))
		return true;
	avow_prefix_word(&rest);
	return avow_prefix_tag(&rest, &tag);
}

bool avow_envelope_is_shared(enum avow_envelope_kind kind)
{
	return kind == AVOW_ENVELOPE_SYSLOG || kind == AVOW_ENVELOPE_JOURNAL ||
	       kind == AVOW_ENVELOPE_JOURNAL_KERNEL || kind == AVOW_ENVELOPE_LOGCAT;
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
		[AVOW_ENVELOPE_JSON] = "JSON lines",
		[AVOW_ENVELOPE_PASTED] = "pasted text",
	};

	return names[kind];
}
