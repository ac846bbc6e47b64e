/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One line to one record: the header that every audit record has, whatever its
 * type. The body is only cut out, not read. This is the scan that every line
 * pays for, so it looks at each byte once or twice and allocates nothing.
 */
#include "analyzer/record/record.h"

#include "analyzer/base/escape.h"

#define ENRICHED_SEPARATOR '\x1d' /* AUDIT_INTERP_SEPARATOR of libaudit.h */

/* Names as auditd writes them, numbers as the kernel does (linux/audit.h). */
static const struct {
	struct avow_span name;
	struct avow_span number;
	enum avow_record_type type;
} types[] = {
	{ AVOW_SPAN("AVC"), AVOW_SPAN("1400"), AVOW_RECORD_AVC },
	{ AVOW_SPAN("USER_AVC"), AVOW_SPAN("1107"), AVOW_RECORD_USER_AVC },
	{ AVOW_SPAN("SYSCALL"), AVOW_SPAN("1300"), AVOW_RECORD_SYSCALL },
	{ AVOW_SPAN("CWD"), AVOW_SPAN("1307"), AVOW_RECORD_CWD },
	{ AVOW_SPAN("PATH"), AVOW_SPAN("1302"), AVOW_RECORD_PATH },
	{ AVOW_SPAN("PROCTITLE"), AVOW_SPAN("1327"), AVOW_RECORD_PROCTITLE },
	{ AVOW_SPAN("EXECVE"), AVOW_SPAN("1309"), AVOW_RECORD_EXECVE },
	{ AVOW_SPAN("SOCKADDR"), AVOW_SPAN("1306"), AVOW_RECORD_SOCKADDR },
	{ AVOW_SPAN("EOE"), AVOW_SPAN("1320"), AVOW_RECORD_EOE },
	{ AVOW_SPAN("OBJ_PID"), AVOW_SPAN("1318"), AVOW_RECORD_OBJ_PID },
	{ AVOW_SPAN("MMAP"), AVOW_SPAN("1323"), AVOW_RECORD_MMAP },
	{ AVOW_SPAN("BPRM_FCAPS"), AVOW_SPAN("1321"), AVOW_RECORD_BPRM_FCAPS },
	{ AVOW_SPAN("AVC_PATH"), AVOW_SPAN("1402"), AVOW_RECORD_AVC_PATH },
	{ AVOW_SPAN("APPARMOR"), AVOW_SPAN("1500"), AVOW_RECORD_APPARMOR },
	{ AVOW_SPAN("APPARMOR_AUDIT"), AVOW_SPAN("1501"), AVOW_RECORD_APPARMOR_AUDIT },
	{ AVOW_SPAN("APPARMOR_ALLOWED"), AVOW_SPAN("1502"),
	  AVOW_RECORD_APPARMOR_ALLOWED },
	{ AVOW_SPAN("APPARMOR_DENIED"), AVOW_SPAN("1503"), AVOW_RECORD_APPARMOR_DENIED },
	{ AVOW_SPAN("APPARMOR_HINT"), AVOW_SPAN("1504"), AVOW_RECORD_APPARMOR_HINT },
	{ AVOW_SPAN("APPARMOR_STATUS"), AVOW_SPAN("1505"), AVOW_RECORD_APPARMOR_STATUS },
	{ AVOW_SPAN("APPARMOR_ERROR"), AVOW_SPAN("1506"), AVOW_RECORD_APPARMOR_ERROR },
	{ AVOW_SPAN("APPARMOR_KILL"), AVOW_SPAN("1507"), AVOW_RECORD_APPARMOR_KILL },
};

struct avow_span avow_record_bare_type(struct avow_span name)
{
	if (!avow_span_starts_with(name, "UNKNOWN[") || name.data[name.length - 1] != ']')
		return name;
	return avow_span_make(name.data + strlen("UNKNOWN["),
			      name.length - strlen("UNKNOWN[]"));
}

static enum avow_record_type type_of(struct avow_span name)
{
	name = avow_record_bare_type(name);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++)
		if (avow_span_equal(name, types[i].name) ||
		    avow_span_equal(name, types[i].number))
			return types[i].type;
	return AVOW_RECORD_OTHER;
}

/* Takes @prefix off the front of @rest; false when it is not there. */
static inline bool take(struct avow_span *rest, const char *prefix)
{
	if (!avow_span_starts_with(*rest, prefix))
		return false;
	*rest = avow_span_skip(*rest, strlen(prefix));
	return true;
}

/* Takes the bytes before @end, and @end, off the front; false when it is missing. */
static bool take_until(struct avow_span *rest, char end, struct avow_span *out)
{
	size_t length = avow_span_find(*rest, end);

	if (length == rest->length)
		return false;
	*out = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length + 1);
	return true;
}

/* audit(SECONDS.MILLISECONDS:SERIAL): */
static bool take_stamp(struct avow_span *rest, struct avow_record *out)
{
	struct avow_span seconds, milliseconds, serial;
	uint64_t number;

	if (!take(rest, "audit(") || !take_until(rest, '.', &seconds) ||
	    !take_until(rest, ':', &milliseconds) || !take_until(rest, ')', &serial))
		return false;
	/* auditd of 2006 left the colon out of its own DAEMON_ records. */
	if (!take(rest, ":") && !avow_span_starts_with(*rest, " "))
		return false;
	if (!avow_span_to_u64(milliseconds, 10, &number) || number > 999)
		return false;
	out->time.milliseconds = (uint32_t)number;
	return avow_span_to_u64(seconds, 10, &out->time.seconds) &&
	       avow_span_to_u64(serial, 10, &out->serial);
}

/* `ausearch -i` writes a date there, and a blank before the time. */
static bool is_interpreted(struct avow_span stamp)
{
	struct avow_span inside = avow_span_first(stamp, avow_span_find(stamp, ')'));

	return inside.length < stamp.length && avow_span_starts_with(stamp, "audit(") &&
	       avow_span_find(inside, ' ') < inside.length;
}

static struct avow_span trim(struct avow_span span)
{
	return avow_span_trim_end(avow_span_trim_front(span));
}

/*
 * Where what auditd appended begins: at its separator, or at what became of it on
 * the way, rsyslog's escape or the picture that people paste.
 */
static size_t find_enriched(struct avow_span rest, enum avow_envelope_kind envelope,
			    size_t *separator)
{
	size_t at = avow_span_find(rest, ENRICHED_SEPARATOR);

	*separator = 1;
	if (at < rest.length || envelope == AVOW_ENVELOPE_AUDITD)
		return at;
	*separator = strlen("#035");
	return avow_span_search(rest, "#035");
}

static void cut_body(struct avow_span rest, struct avow_record *out)
{
	size_t separator, tail = find_enriched(rest, out->envelope, &separator);

	out->body = trim(avow_span_first(rest, tail));
	out->enriched = trim(avow_span_skip(rest, tail + separator));
}

/* Sets a high bit when one of the eight bytes is NUL or above 0x7f. */
static uint64_t odd_bits(const char *data)
{
	uint64_t word;

	memcpy(&word, data, sizeof(word));
	return (word - 0x0101010101010101ULL) | word;
}

/* True when some byte is NUL or above 0x7f: one test for 32 bytes at a time. */
static bool has_odd_bytes(struct avow_span span)
{
	const uint64_t highs = 0x8080808080808080ULL;
	const char *data = span.data, *end = span.data + span.length;

	for (; end - data >= 32; data += 32)
		if ((odd_bits(data) | odd_bits(data + 8) | odd_bits(data + 16) |
		     odd_bits(data + 24)) &
		    highs)
			return true;
	for (; data < end; data++)
		if ((signed char)*data <= 0)
			return true;
	return false;
}

/* Tells a NUL and what is no UTF-8 from honest text beyond ASCII. */
static bool has_byte_defect(struct avow_span line, enum avow_defect *defect)
{
	if (avow_span_find(line, '\0') < line.length) {
		*defect = AVOW_DEFECT_NUL_BYTE;
		return true;
	}
	*defect = AVOW_DEFECT_NOT_UTF8;
	return !avow_escape_is_utf8(line);
}

/*
 * The kernel encodes what is not UTF-8; a manager puts its client's command line into a
 * USER_AVC as it is, and a client must not hide its denials so. Which part of it
 * may be odd is judged where it is read.
 */
static bool may_be_odd(enum avow_record_type type, enum avow_defect defect)
{
	return type == AVOW_RECORD_USER_AVC && defect == AVOW_DEFECT_NOT_UTF8;
}

static bool is_separator(struct avow_span line)
{
	return avow_span_is(line, "----") || avow_span_starts_with(line, "time->");
}

/* The stamp, or none where people cut it out: `type=AVC avc: ...`, `audit(): avc: ...` */
static enum avow_line_kind take_stamp_or_none(struct avow_span *rest,
					      struct avow_record *out,
					      enum avow_defect *defect)
{
	take(rest, "msg=");
	if (avow_envelope_is_body(avow_span_trim_front(*rest)) || take(rest, "audit():"))
		return AVOW_LINE_RECORD;
	if (is_interpreted(*rest)) {
		*defect = AVOW_DEFECT_INTERPRETED;
		return AVOW_LINE_MALFORMED;
	}
	out->has_stamp = true;
	return take_stamp(rest, out) ? AVOW_LINE_RECORD : AVOW_LINE_MALFORMED;
}

/* Where one entry takes many lines, no line vouches for another. */
static bool is_entry_in_lines(struct avow_span line)
{
	static const char *const forms[] = { "MESSAGE=AVC ",
					     "MESSAGE=USER_AVC ",
					     "MESSAGE=audit: type=1",
					     "\"MESSAGE\" : \"AVC ",
					     "\"MESSAGE\" : \"USER_AVC ",
					     "\"MESSAGE\" : \"audit: type=1" };

	while (line.length && (line.data[0] == ' ' || line.data[0] == '\t'))
		line = avow_span_skip(line, 1);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++)
		if (avow_span_starts_with(line, forms[i]))
			return true;
	return false;
}

/*
 * `At 17:20:41 11/22/26 ...`: a sentence of `ausearch --format text`; or the first
 * line of its csv. Neither tells contexts and permissions.
 */
static bool is_summary(struct avow_span line)
{
	static const char form[] = "At 99:99:99 9";

	if (avow_span_starts_with(line, "NODE,EVENT,DATE,TIME,SERIAL_NUM,"))
		return true;
	if (line.length < sizeof(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '9' ? line.data[i] < '0' || line.data[i] > '9'
				   : line.data[i] != form[i])
			return false;
	return true;
}

/* `[node=HOST ]type=TYPE [msg=]audit(...):`; FOREIGN when it is no header at all. */
static enum avow_line_kind take_header(struct avow_span *rest, struct avow_record *out,
				       enum avow_defect *defect)
{
	*defect = AVOW_DEFECT_HEADER;
	/* setroubleshoot writes host= for auditd's node=. */
	if ((take(rest, "node=") || take(rest, "host=")) &&
	    !take_until(rest, ' ', &out->node))
		return AVOW_LINE_FOREIGN;
	/* What the netlink socket gives, pasted: the type is not in the text. */
	if (avow_span_starts_with(*rest, "audit("))
		out->type_name = avow_span_of("AVC");
	else if (!take(rest, "type="))
		return AVOW_LINE_FOREIGN;
	else if (!take_until(rest, ' ', &out->type_name))
		return AVOW_LINE_MALFORMED;
	if (avow_span_is_empty(out->type_name))
		return AVOW_LINE_MALFORMED;
	return take_stamp_or_none(rest, out, defect);
}

/*
 * `TYPE BODY`: a name in capitals, as libaudit spells it; or `<audit-NUMBER>`, for
 * which journald had no name.
 */
static enum avow_line_kind take_journal_header(struct avow_span *rest,
					       struct avow_record *out)
{
	size_t length = avow_span_find(*rest, ' ');

	out->type_name = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length);
	if (avow_span_starts_with(out->type_name, "<audit-")) {
		out->type_name = avow_span_skip(out->type_name, strlen("<audit-"));
		out->type_name = avow_span_first(out->type_name,
						 avow_span_find(out->type_name, '>'));
	}
	for (size_t i = 0; i < out->type_name.length; i++)
		if (out->type_name.data[i] >= 'a' && out->type_name.data[i] <= 'z')
			return AVOW_LINE_FOREIGN;
	return out->type_name.length ? AVOW_LINE_RECORD : AVOW_LINE_FOREIGN;
}

static enum avow_line_kind take_any_header(struct avow_span *rest,
					   const struct avow_envelope *envelope,
					   struct avow_record *out,
					   enum avow_defect *defect)
{
	switch (envelope->header) {
	case AVOW_HEADER_FULL:
		return take_header(rest, out, defect);
	case AVOW_HEADER_TYPE:
		return take_journal_header(rest, out);
	case AVOW_HEADER_NONE:
		break;
	}
	out->type_name = avow_span_of(envelope->type);
	return AVOW_LINE_RECORD;
}

enum avow_line_kind avow_record_parse(struct avow_span line, struct avow_record *out,
				      enum avow_defect *defect)
{
	struct avow_envelope envelope;
	struct avow_span rest;
	enum avow_line_kind kind;

	if (avow_span_is_empty(trim(line)) || is_separator(line))
		return AVOW_LINE_BLANK;
	if (!avow_envelope_open(line, &envelope)) {
		*defect = is_summary(line) ? AVOW_DEFECT_SUMMARY : AVOW_DEFECT_ENTRY;
		return *defect == AVOW_DEFECT_SUMMARY || is_entry_in_lines(line)
			       ? AVOW_LINE_MALFORMED
			       : AVOW_LINE_FOREIGN;
	}
	*out = (struct avow_record){ .line = line,
				     .envelope = envelope.kind,
				     .host = envelope.host };
	rest = envelope.payload;
	kind = take_any_header(&rest, &envelope, out, defect);
	if (kind != AVOW_LINE_RECORD)
		return kind;
	out->type = type_of(out->type_name);
	if (has_odd_bytes(line) && has_byte_defect(line, defect) &&
	    !may_be_odd(out->type, *defect))
		return AVOW_LINE_MALFORMED;
	cut_body(rest, out);
	return AVOW_LINE_RECORD;
}
