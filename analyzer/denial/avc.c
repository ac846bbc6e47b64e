/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The body of an AVC, from the kernel (avc_audit_pre_callback() and
 * avc_audit_post_callback() in security/selinux/avc.c, the object part from
 * dump_common_audit_data() in security/lsm_audit.c) or from a user-space object
 * manager (avc_audit() in libselinux, wrapped in msg='...' by libaudit):
 *
 *     avc:  denied  { read open } for  OBJECT scontext=C tcontext=C tclass=T
 *           permissive=0 [srawcon=S] [trawcon=S]
 *
 * Managers such as systemd put the client's command line into OBJECT without
 * escaping it. So the contexts are taken from behind the last ` scontext=`, which
 * the manager writes after it, and OBJECT only ever describes.
 */
#include "analyzer/denial/avc.h"

#include "analyzer/base/escape.h"
#include "analyzer/denial/details.h"
#include "analyzer/record/field.h"

void avow_avc_scratch_free(struct avow_avc_scratch *scratch)
{
	avow_buf_free(&scratch->comm);
	avow_buf_free(&scratch->path);
	avow_buf_free(&scratch->name);
	avow_buf_free(&scratch->srawcon);
	avow_buf_free(&scratch->trawcon);
	avow_buf_free(&scratch->proctitle);
}

/*
 * The text within msg='...' of a USER_AVC; the last quote ends it. A manager that
 * has no audit socket logs the text alone.
 */
static bool unwrap(struct avow_span body, struct avow_span *out)
{
	size_t at = avow_span_search(body, "msg='");
	const char *end;

	*out = body;
	if (avow_span_starts_with(body, "avc:"))
		return true;
	if (at == body.length)
		return false;
	body = avow_span_skip(body, at + strlen("msg='"));
	end = body.length ? memrchr(body.data, '\'', body.length) : NULL;
	if (!end)
		return false;
	*out = avow_span_first(body, (size_t)(end - body.data));
	return true;
}

static bool is_permission(struct avow_span word)
{
	for (size_t i = 0; i < word.length; i++)
		if (!((word.data[i] >= 'a' && word.data[i] <= 'z') ||
		      (word.data[i] >= '0' && word.data[i] <= '9') ||
		      word.data[i] == '_'))
			return false;
	return word.length > 0;
}

/* `{ read open }`, with whatever blanks */
static bool take_permissions(struct avow_span *rest, struct avow_denial *out)
{
	struct avow_span inside;
	size_t length;

	*rest = avow_span_trim_front(*rest);
	if (!avow_span_starts_with(*rest, "{"))
		return false;
	length = avow_span_find(*rest, '}');
	if (length == rest->length)
		return false;
	inside = avow_span_trim_front(avow_span_make(rest->data + 1, length - 1));
	*rest = avow_span_skip(*rest, length + 1);
	while (inside.length) {
		size_t word = avow_span_find(inside, ' ');

		if (out->permission_count == AVOW_PERMISSIONS_MAX ||
		    !is_permission(avow_span_first(inside, word)))
			return false;
		out->permissions[out->permission_count++] = avow_span_first(inside, word);
		inside = avow_span_trim_front(avow_span_skip(inside, word));
	}
	avow_denial_settle_permissions(out);
	return out->permission_count > 0;
}

/* Where @sign, which begins with a blank, stands last in @text, or its length. */
static size_t find_last(struct avow_span text, const char *sign)
{
	struct avow_span front = text;

	while (front.length) {
		const char *blank = memrchr(front.data, ' ', front.length);

		if (!blank)
			break;
		front.length = (size_t)(blank - front.data);
		if (avow_span_starts_with(avow_span_skip(text, front.length), sign))
			return front.length;
	}
	return text.length;
}

/* Where the contexts begin, or the length of @text. */
static size_t find_contexts(struct avow_span text)
{
	size_t at = find_last(text, " scontext=");

	return at < text.length ? at : find_last(text, " ssid=");
}

/*
 * An abstract socket's name begins with a NUL and may be padded with more: it is
 * shown with an at sign before it, as ss(8) does. Such bytes can only be @scratch's.
 */
static struct avow_span settle_path(struct avow_span path, struct avow_buf *scratch)
{
	if (path.length == 0 || path.data != scratch->data || path.data[0] != '\0')
		return path;
	scratch->data[0] = '@';
	while (path.length > 1 && path.data[path.length - 1] == '\0')
		path.length--;
	return path;
}

/* The object part: what was accessed and by whom. All of it is only description. */
static void read_object(struct avow_span object, struct avow_avc_scratch *scratch,
			struct avow_denial *out, struct avow_span *name,
			struct avow_span *inode)
{
	struct avow_field field;

	while (avow_field_next(&object, &field)) {
		if (avow_span_is(field.name, "pid") || avow_span_is(field.name, "spid"))
			out->pid = field.value;
		else if (avow_span_is(field.name, "comm"))
			out->comm = avow_field_text(&field, &scratch->comm);
		else if (avow_span_is(field.name, "path"))
			out->path = settle_path(avow_field_text(&field, &scratch->path),
						&scratch->path);
		else if (avow_span_is(field.name, "name"))
			*name = avow_field_text(&field, &scratch->name);
		else if (avow_span_is(field.name, "ino"))
			*inode = field.value;
		else if (avow_span_is(field.name, "src") ||
			 avow_span_is(field.name, "dest"))
			out->port = field.value;
		else if (avow_span_is(field.name, "cmdline"))
			out->proctitle = avow_field_text(&field, &scratch->proctitle);
		avow_details_take(out, &field);
	}
	/* dest= of D-Bus is a bus name, and no port. */
	if (out->is_user_avc)
		out->port = avow_span_make("", 0);
}

/* NAME=: what auditd appended, glued to the value before it when 0x1d got lost. */
static bool is_enrichment(struct avow_span rest)
{
	size_t length = 0;

	while (length < rest.length && rest.data[length] >= 'A' &&
	       rest.data[length] <= 'Z')
		length++;
	return length > 1 && length < rest.length && rest.data[length] == '=';
}

static bool take_tclass(struct avow_span value, struct avow_denial *out)
{
	size_t length = 0;

	while (length < value.length &&
	       is_permission(avow_span_make(value.data + length, 1)))
		length++;
	out->selinux.tclass = avow_span_first(value, length);
	out->is_enriched |= length < value.length;
	return length &&
	       (length == value.length || is_enrichment(avow_span_skip(value, length)));
}

static bool take_permissive(struct avow_span value, struct avow_denial *out)
{
	if (value.length == 0 || (value.data[0] != '0' && value.data[0] != '1'))
		return false;
	/* rsyslog writes libselinux's newline behind it as #012. */
	if (value.length > 1 && !is_enrichment(avow_span_skip(value, 1)) &&
	    !avow_span_is(avow_span_skip(value, 1), "#012"))
		return false;
	out->permissive = value.data[0] == '1' ? AVOW_YES : AVOW_NO;
	return true;
}

/* `b/78460200`: older Android kernels put a bug's number behind a denial. */
static bool is_bug(const struct avow_field *field)
{
	uint64_t number;

	return avow_span_is_empty(field->name) &&
	       avow_span_starts_with(field->value, "b/") &&
	       avow_span_to_u64(avow_span_skip(field->value, 2), 10, &number);
}

/*
 * A context; or, where the kernel could not tell it (avc_dump_query()), the number
 * of its SID, which stands for user, role and type alike: `ssid=31`.
 */
static bool take_context(const struct avow_field *field, const char *sid,
			 struct avow_context *out)
{
	uint64_t number;

	if (!avow_span_is(field->name, sid))
		return avow_context_parse(field->value, out);
	if (!avow_span_to_u64(field->value, 10, &number))
		return false;
	out->text = avow_span_make(field->name.data,
				   field->name.length + 1 + field->value.length);
	out->user = out->role = out->type = out->text;
	return true;
}

/* One field behind scontext, each only once; false, and @defect, when it is not what it
 * should be. */
static bool take_context_field(const struct avow_field *field,
			       struct avow_avc_scratch *scratch, struct avow_denial *out,
			       enum avow_defect *defect)
{
	if (avow_span_is(field->name, "tcontext") || avow_span_is(field->name, "tsid")) {
		*defect = AVOW_DEFECT_AVC_TCONTEXT;
		return avow_span_is_empty(out->selinux.tcontext.text) &&
		       take_context(field, "tsid", &out->selinux.tcontext);
	}
	if (avow_span_is(field->name, "tclass")) {
		*defect = AVOW_DEFECT_AVC_TCLASS;
		return avow_span_is_empty(out->selinux.tclass) &&
		       take_tclass(field->value, out);
	}
	*defect = AVOW_DEFECT_AVC_TAIL;
	if (avow_span_is(field->name, "permissive"))
		return out->permissive == AVOW_UNKNOWN &&
		       take_permissive(field->value, out);
	if (avow_span_is(field->name, "srawcon"))
		out->selinux.srawcon = avow_field_text(field, &scratch->srawcon);
	else if (avow_span_is(field->name, "trawcon"))
		out->selinux.trawcon = avow_field_text(field, &scratch->trawcon);
	avow_details_take(out, field);
	/*
	 * The kernel writes no bare word here, so one is a name cut short. Managers
	 * do (`: exe=... (hostname=?, ...)`), and their message has an end of its own.
	 */
	if (out->is_user_avc || is_bug(field))
		return true;
	return !field->is_cut && !avow_span_is_empty(field->name);
}

/* ` scontext=C tcontext=C tclass=T ...` to the end; kernels of 2006 had tclass second. */
static bool read_contexts(struct avow_span text, struct avow_avc_scratch *scratch,
			  struct avow_denial *out, enum avow_defect *defect)
{
	struct avow_field field;

	*defect = AVOW_DEFECT_AVC_SCONTEXT;
	if (!avow_field_next(&text, &field) ||
	    !take_context(&field, "ssid", &out->selinux.scontext))
		return false;
	while (avow_field_or_word(&text, &field))
		if (!take_context_field(&field, scratch, out, defect))
			return false;
	*defect = AVOW_DEFECT_AVC_TCONTEXT;
	if (avow_span_is_empty(out->selinux.tcontext.text))
		return false;
	*defect = AVOW_DEFECT_AVC_TCLASS;
	return !avow_span_is_empty(out->selinux.tclass);
}

/* `denied` or `granted`; false for any other word. */
static bool take_result(struct avow_span *rest, struct avow_denial *out)
{
	struct avow_span word;

	*rest = avow_span_trim_front(*rest);
	word = avow_span_first(*rest, avow_span_find(*rest, ' '));
	out->is_granted = avow_span_is(word, "granted");
	if (!out->is_granted && !avow_span_is(word, "denied"))
		return false;
	*rest = avow_span_skip(*rest, word.length);
	return true;
}

/* What is no SELinux access, told by its first word, which the sender chose. */
static bool is_other(struct avow_span text, enum avow_avc_kind *kind)
{
	static const struct {
		const char *begin;
		enum avow_avc_kind kind;
	} others[] = {
		{ "lsm=", AVOW_AVC_OTHER_LSM },
		{ "avc:  received ", AVOW_AVC_NOTICE },
		{ "avc:  could not ", AVOW_AVC_NOTICE },
		{ "avc: received ", AVOW_AVC_NOTICE },
		{ "avc: could not ", AVOW_AVC_NOTICE },
		{ "avc:  op=", AVOW_AVC_NOTICE },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(others); i++) {
		if (avow_span_starts_with(text, others[i].begin)) {
			*kind = others[i].kind;
			return true;
		}
	}
	return false;
}

/*
 * Two records on one line: a newline was lost between them. What the kernel writes
 * of a process has no blanks (they are hexadecimal), so it cannot look like this; a
 * command line in a USER_AVC can, and then spoils its own record alone.
 */
static bool is_glued(struct avow_span body, bool is_user_avc)
{
	if (avow_span_find(body, '(') < body.length &&
	    avow_span_search(body, " msg=audit(") < body.length)
		return true;
	return !is_user_avc &&
	       avow_span_search(body, " scontext=") != find_last(body, " scontext=");
}

enum avow_avc_kind avow_avc_parse(const struct avow_record *record,
				  struct avow_avc_scratch *scratch,
				  struct avow_denial *out, struct avow_span *name,
				  struct avow_span *inode, enum avow_defect *defect)
{
	struct avow_span text = record->body;
	enum avow_avc_kind kind;
	size_t contexts;

	avow_denial_begin(out, record);
	*name = *inode = avow_span_make("", 0);
	*defect = AVOW_DEFECT_USER_AVC_MESSAGE;
	if (out->is_user_avc && !unwrap(text, &text))
		return AVOW_AVC_MALFORMED;
	if (is_other(text, &kind))
		return kind;
	*defect = AVOW_DEFECT_GLUED;
	if (is_glued(record->body, out->is_user_avc))
		return AVOW_AVC_MALFORMED;
	*defect = AVOW_DEFECT_AVC_RESULT;
	if (!avow_span_starts_with(text, "avc:"))
		return AVOW_AVC_MALFORMED;
	text = avow_span_skip(text, strlen("avc:"));
	if (!take_result(&text, out))
		return AVOW_AVC_MALFORMED;
	*defect = AVOW_DEFECT_AVC_PERMISSIONS;
	if (!take_permissions(&text, out))
		return AVOW_AVC_MALFORMED;
	contexts = find_contexts(text);
	out->is_ambiguous = avow_span_search(text, " scontext=") < contexts;
	*defect = AVOW_DEFECT_NOT_UTF8;
	if (out->is_user_avc && !avow_escape_is_utf8(avow_span_skip(text, contexts)))
		return AVOW_AVC_MALFORMED;
	if (!read_contexts(avow_span_skip(text, contexts), scratch, out, defect))
		return AVOW_AVC_MALFORMED;
	*defect = AVOW_DEFECT_AVC_TAIL;
	/* Kernels since 3.17 end a denial with permissive=: the last line may be cut. */
	if (record->is_unterminated && !out->is_user_avc && !out->is_granted &&
	    !out->is_enriched && out->permissive == AVOW_UNKNOWN)
		return AVOW_AVC_MALFORMED;
	read_object(avow_span_first(text, contexts), scratch, out, name, inode);
	return AVOW_AVC_ACCESS;
}
