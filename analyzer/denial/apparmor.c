/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The body of an AppArmor record: name=value by name=value, looked up in a table.
 * A value ends with its quote, and only without one at a blank: kernels leave the
 * blank out now and then (`denied_mask="send"signal=unknown(70)`). What the fields
 * mean together (which class, which object) is not decided here.
 */
#include "analyzer/denial/apparmor.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "analyzer/record/field.h"

/* How a value is written. */
enum kind {
	KIND_PLAIN,  /* as it is: words and numbers that the kernel chose */
	KIND_TEXT,   /* audit_log_untrustedstring(): quoted, or hexadecimal */
	KIND_ADDRESS /* of a unix socket, audit_unix_addr(): may also be "@HEX" */
};

struct row {
	struct avow_span name;
	size_t offset; /* into struct avow_apparmor */
	enum kind kind;
};

#define ROW(name, member, kind)                                                          \
	{                                                                                \
		AVOW_SPAN(name), offsetof(struct avow_apparmor, member), kind            \
	}

/* In the order of their names' bytes: it is searched by halving. */
static const struct row rows[] = {
	ROW("addr", addr, KIND_ADDRESS),
	ROW("attribute", attribute, KIND_PLAIN),
	ROW("bus", bus, KIND_PLAIN),
	ROW("capability", capability, KIND_PLAIN),
	ROW("capname", capname, KIND_TEXT),
	ROW("class", class_name, KIND_PLAIN),
	ROW("comm", comm, KIND_TEXT),
	ROW("daddr", daddr, KIND_PLAIN),
	ROW("denied", denied_mask, KIND_PLAIN),
	ROW("denied_mask", denied_mask, KIND_PLAIN),
	ROW("dest", dest, KIND_PLAIN),
	ROW("error", error, KIND_PLAIN),
	ROW("execpath", execpath, KIND_TEXT),
	ROW("faddr", faddr, KIND_PLAIN),
	ROW("family", family, KIND_PLAIN),
	ROW("flags", flags, KIND_PLAIN),
	ROW("fport", fport, KIND_PLAIN),
	ROW("fstype", fstype, KIND_TEXT),
	ROW("fsuid", fsuid, KIND_PLAIN),
	ROW("info", info, KIND_PLAIN),
	ROW("interface", interface, KIND_PLAIN),
	ROW("label", profile, KIND_TEXT),
	ROW("laddr", laddr, KIND_PLAIN),
	ROW("lport", lport, KIND_PLAIN),
	ROW("magic_token", magic_token, KIND_PLAIN),
	ROW("mask", denied_mask, KIND_PLAIN),
	ROW("member", member, KIND_PLAIN),
	ROW("method", member, KIND_PLAIN), /* dbus-broker */
	ROW("name", name, KIND_TEXT),
	ROW("name2", target, KIND_TEXT),
	ROW("namespace", namespace, KIND_TEXT),
	ROW("ns", namespace, KIND_TEXT),
	ROW("operation", operation, KIND_PLAIN),
	ROW("options", options, KIND_TEXT),
	ROW("ouid", ouid, KIND_PLAIN),
	ROW("parent", parent, KIND_PLAIN),
	ROW("path", path, KIND_ADDRESS),
	ROW("peer", peer, KIND_TEXT),
	ROW("peer_addr", peer_addr, KIND_ADDRESS),
	ROW("peer_label", peer, KIND_TEXT),
	ROW("peer_pid", peer_pid, KIND_PLAIN),
	ROW("peer_profile", peer, KIND_TEXT),
	ROW("pid", pid, KIND_PLAIN),
	ROW("profile", profile, KIND_TEXT),
	ROW("protocol", protocol, KIND_PLAIN),
	ROW("requested", requested_mask, KIND_PLAIN),
	ROW("requested_mask", requested_mask, KIND_PLAIN),
	ROW("rlimit", rlimit, KIND_PLAIN),
	ROW("saddr", saddr, KIND_PLAIN),
	ROW("signal", signal, KIND_PLAIN),
	ROW("sock_type", sock_type, KIND_PLAIN),
	ROW("src", src, KIND_PLAIN),
	ROW("srcname", srcname, KIND_TEXT),
	ROW("target", target, KIND_TEXT),
	ROW("task", task, KIND_PLAIN),
	ROW("tcontext", peer, KIND_TEXT), /* io_uring */
	ROW("trans", trans, KIND_TEXT),
	ROW("value", value, KIND_PLAIN),
};

static int compare_row(const void *key, const void *row)
{
	return avow_span_compare(*(const struct avow_span *)key,
				 ((const struct row *)row)->name);
}

/*
 * The kernel writes the fields of a kind of record in one order: behind each, the row
 * that was found there last time is tried first, and found nearly always.
 */
static const struct row *row_named(struct avow_span name, const struct row *before)
{
	static _Thread_local unsigned char followers[AVOW_ARRAY_SIZE(rows) + 1];
	unsigned char *follower = followers + (before ? before - rows + 1 : 0);
	const struct row *row = rows + *follower;

	if (avow_span_equal(name, row->name))
		return row;
	row = bsearch(&name, rows, AVOW_ARRAY_SIZE(rows), sizeof(rows[0]), compare_row);
	if (row)
		*follower = (unsigned char)(row - rows);
	return row;
}

static bool is_numbered(struct avow_span body)
{
	return avow_span_starts_with(body, "type=150");
}

/* The text within msg='...', whose end printk may have left on another line. */
static struct avow_span unwrap(struct avow_span body)
{
	struct avow_span inside =
		avow_span_skip(body, avow_span_search(body, "msg='") + strlen("msg='"));
	const char *end =
		inside.length ? memrchr(inside.data, '\'', inside.length) : NULL;

	return end ? avow_span_first(inside, (size_t)(end - inside.data)) : inside;
}

bool avow_apparmor_is(const struct avow_record *record)
{
	if (avow_span_starts_with(record->body, "apparmor="))
		return record->type == AVOW_RECORD_AVC ||
		       record->type == AVOW_RECORD_USER_AVC;
	if (record->type == AVOW_RECORD_AVC)
		return is_numbered(record->body);
	if (record->type == AVOW_RECORD_USER_AVC)
		return avow_span_starts_with(unwrap(record->body), "apparmor=");
	return record->type >= AVOW_RECORD_APPARMOR &&
	       record->type <= AVOW_RECORD_APPARMOR_KILL;
}

/* The verdict of the old types, by the last digit of their number. */
static bool verdict_of_type(unsigned digit, enum avow_apparmor_verdict *out)
{
	static const enum avow_apparmor_verdict verdicts[] = {
		AVOW_APPARMOR_AUDIT,  AVOW_APPARMOR_ALLOWED, AVOW_APPARMOR_DENIED,
		AVOW_APPARMOR_HINT,   AVOW_APPARMOR_STATUS,  AVOW_APPARMOR_ERROR,
		AVOW_APPARMOR_KILLED,
	};

	if (digit == 0 || digit > AVOW_ARRAY_SIZE(verdicts))
		return false;
	*out = verdicts[digit - 1];
	return true;
}

static bool verdict_named(struct avow_span name, enum avow_apparmor_verdict *out)
{
	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT; i++) {
		*out = (enum avow_apparmor_verdict)i;
		if (avow_span_is(name, avow_apparmor_verdict_name(*out)))
			return true;
	}
	return false;
}

/*
 * Takes what tells the verdict off the front of @body, the record's text: `apparmor=`,
 * or the number that kernels before 2.6.36 put behind the header.
 */
static bool take_verdict(const struct avow_record *record, struct avow_span *body,
			 enum avow_apparmor_verdict *out)
{
	struct avow_field field;
	uint64_t number = 0;

	if (avow_span_starts_with(*body, "apparmor="))
		return avow_field_next(body, &field) && verdict_named(field.value, out);
	if (is_numbered(*body)) {
		avow_field_next(body, &field);
		return avow_span_to_u64(field.value, 10, &number) &&
		       verdict_of_type((unsigned)(number - 1500), out);
	}
	return verdict_of_type((unsigned)(record->type - AVOW_RECORD_APPARMOR), out);
}

/*
 * auditd's translations of user numbers, glued to the value before them where 0x1d
 * got lost: what begins with them goes back to @rest.
 */
static void unglue(struct avow_field *field, struct avow_span *rest)
{
	static const char *const tails[] = { "FSUID=\"", "OUID=\"", "SAUID=\"", "AUID=\"",
					     "UID=\"" };
	struct avow_span value = field->value;
	size_t cut;

	if (field->quote != AVOW_QUOTE_NONE || value.length < strlen("UID=\""))
		return;
	cut = avow_span_search(value, "UID=\"");
	if (cut == value.length)
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(tails); i++) {
		size_t at = avow_span_search(value, tails[i]);

		cut = at < cut ? at : cut;
	}
	field->value = avow_span_first(value, cut);
	*rest = avow_span_make(value.data + cut,
			       (size_t)(rest->data + rest->length - value.data) - cut);
}

/* The bytes behind @field's hexadecimal, or an empty span when it is none. */
static struct avow_span decode(struct avow_span hex, struct avow_buf *scratch)
{
	size_t from = scratch->length;

	if (!avow_unescape_hex(scratch, hex) || scratch->failed)
		return avow_span_make("", 0);
	return avow_span_make(scratch->data + from, scratch->length - from);
}

static struct avow_span text_of(const struct avow_field *field, struct avow_buf *scratch)
{
	struct avow_span decoded;

	if (field->quote != AVOW_QUOTE_NONE)
		return field->value;
	if (avow_span_is(field->value, "(null)") || avow_span_is(field->value, "?"))
		return avow_span_make("", 0);
	decoded = decode(field->value, scratch);
	return avow_span_is_empty(decoded) ? field->value : decoded;
}

/*
 * Whether the kernel would have written @text in hexadecimal. What is no UTF-8 was
 * rather a name that only looks like hexadecimal.
 */
static bool has_odd_bytes(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < '!' || text.data[i] > '~' || text.data[i] == '"')
			return avow_escape_is_utf8(text);
	return false;
}

static struct avow_span trim_nuls(struct avow_span text)
{
	while (text.length && text.data[text.length - 1] == '\0')
		text.length--;
	return text;
}

/*
 * An abstract name stands behind an at sign, as "@NAME", as "@HEX" when it has odd
 * bytes, or, in path=, as HEX that begins with its NUL. It may be padded with NULs.
 */
static struct avow_span address_of(const struct avow_field *field,
				   struct avow_buf *scratch)
{
	struct avow_span value = field->value, decoded;
	size_t from = scratch->length;

	if (field->quote == AVOW_QUOTE_NONE) {
		if (avow_span_is(value, "none"))
			return avow_span_make("", 0);
		value = text_of(field, scratch);
		if (value.length && value.data[0] == '\0')
			scratch->data[from] = '@';
		return trim_nuls(value);
	}
	if (!avow_span_starts_with(value, "@"))
		return value;
	avow_buf_putc(scratch, '@');
	decoded = decode(avow_span_skip(value, 1), scratch);
	if (avow_span_is_empty(decoded) || !has_odd_bytes(decoded))
		return value;
	return trim_nuls(avow_span_make(scratch->data + from, decoded.length + 1));
}

/* A first quote's worth of a record, then a header: a newline was lost between two. */
static bool is_second_record(const struct avow_field *field)
{
	return avow_span_is(field->name, "apparmor") ||
	       (avow_span_is(field->name, "msg") &&
		avow_span_starts_with(field->value, "audit("));
}

/* Whether @word is the front of a field's name: the rest of the record is missing. */
static bool is_cut_name(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (word.length <= rows[i].name.length &&
		    avow_span_equal(word, avow_span_first(rows[i].name, word.length)))
			return true;
	return false;
}

/* Puts the field's value where @row says; false when it is cut. */
static bool take_field(const struct avow_field *field, const struct row *row,
		       struct avow_buf *scratch, struct avow_apparmor *out)
{
	struct avow_span *target;

	if (field->is_cut)
		return false;
	if (!row)
		return true;
	target = (void *)((char *)out + row->offset);
	switch (row->kind) {
	case KIND_PLAIN:
		*target = field->value;
		break;
	case KIND_TEXT:
		*target = text_of(field, scratch);
		break;
	case KIND_ADDRESS:
		*target = address_of(field, scratch);
		break;
	}
	return field->quote != AVOW_QUOTE_NONE || !avow_span_is_empty(field->value);
}

static bool take_fields(struct avow_span rest, struct avow_buf *scratch,
			struct avow_apparmor *out, enum avow_defect *defect)
{
	const struct row *row = NULL;
	struct avow_field field;
	bool ends_in_name = false;

	while (avow_field_or_word(&rest, &field)) {
		ends_in_name = avow_span_is_empty(field.name) && is_cut_name(field.value);
		*defect = AVOW_DEFECT_GLUED;
		if (is_second_record(&field))
			return false;
		*defect = AVOW_DEFECT_APPARMOR_CUT;
		unglue(&field, &rest);
		row = row_named(field.name, row);
		if (!take_field(&field, row, scratch, out))
			return false;
	}
	return !ends_in_name;
}

/*
 * A record that is cut between two fields looks whole. But the kernel never leaves
 * out comm= (dump_common_audit_data()), nor the users behind the masks of a file
 * (file_audit_cb()). People do who copy a record, and then also its stamp.
 */
static bool is_whole(const struct avow_record *record, const struct avow_apparmor *out)
{
	if (record->type != AVOW_RECORD_AVC || !record->has_stamp ||
	    !avow_span_starts_with(record->body, "apparmor="))
		return true;
	/* A process may call itself "". */
	if (!out->comm.data)
		return false;
	return avow_span_is_empty(out->name) || avow_span_is_empty(out->requested_mask) ||
	       !avow_span_is_empty(out->ouid);
}

bool avow_apparmor_parse(const struct avow_record *record, struct avow_buf *scratch,
			 struct avow_apparmor *out, enum avow_defect *defect)
{
	struct avow_span body = record->body, first;

	*out = (struct avow_apparmor){ 0 };
	if (record->type == AVOW_RECORD_USER_AVC &&
	    !avow_span_starts_with(body, "apparmor="))
		body = unwrap(body);
	/* Decoding only shortens: spans into the scratch stay where they are. */
	avow_buf_clear(scratch);
	avow_buf_extend(scratch, body.length);
	avow_buf_clear(scratch);
	first = avow_span_first(body, avow_span_find(body, ' '));
	*defect = AVOW_DEFECT_APPARMOR_WORDS;
	if (avow_span_find(first, '=') == first.length)
		return false;
	*defect = AVOW_DEFECT_APPARMOR_VERDICT;
	if (!take_verdict(record, &body, &out->verdict) ||
	    !take_fields(body, scratch, out, defect))
		return false;
	*defect = AVOW_DEFECT_APPARMOR_CUT;
	return is_whole(record, out);
}
