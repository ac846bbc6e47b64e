/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `ausearch -i` writes what processes chose without quotes, blanks and all
 * (`comm=my httpd name=my file dev="sda1"`). So a value goes up to the next name
 * that this type of record is known to have, and not to the next blank. A value
 * that holds such a name spoils its own record and no other.
 */
#include "analyzer/record/interpreted.h"

#include <time.h>

#include "analyzer/base/escape.h"

/* The names of a type's fields, and whether a value may be any text. */
struct form {
	const char *type;
	/* Apart by blanks, one at each end; NULL: one field, to the end. */
	const char *names;
	const char *texts; /* of AppArmor, which reads blanks in quotes; else NULL */
};

static const struct form forms[] = {
	{ "AVC",
	  " pid comm path name dev ino ioctlcmd capability src dest saddr daddr laddr "
	  "lport faddr fport netif key ipc_key opid ocomm kmod anonclass scontext "
	  "tcontext tclass permissive srawcon trawcon ",
	  NULL },
	{ "USER_AVC",
	  " pid uid auid ses subj msg gid path cmdline function scontext tcontext "
	  "tclass permissive exe sauid hostname addr terminal msgtype interface "
	  "member dest spid tpid ",
	  NULL },
	{ "SYSCALL",
	  " arch syscall success exit a0 a1 a2 a3 items ppid pid auid uid gid euid "
	  "suid fsuid egid sgid fsgid tty ses comm exe subj key ",
	  NULL },
	{ "PATH",
	  " item name inode dev mode ouid ogid rdev obj objtype nametype cap_fp cap_fi "
	  "cap_fe cap_fver cap_frootid ",
	  NULL },
	{ "EXECVE", " argc a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 ",
	  NULL },
	{ "CWD", NULL, NULL },
	{ "PROCTITLE", NULL, NULL },
};

/* Of an AVC whose first word is apparmor=. */
static const struct form apparmor_form = {
	"AVC",
	" apparmor operation class info error namespace profile label name pid parent "
	"comm capability capname requested_mask denied_mask requested denied fsuid ouid "
	"target peer peer_addr addr family sock_type protocol laddr lport faddr fport "
	"saddr src daddr dest netif path opid ocomm signal srcname fstype flags options "
	"trans rlimit value execpath tcontext FSUID OUID subj ",
	" info namespace profile label name comm requested_mask denied_mask requested "
	"denied target peer path ocomm srcname flags options trans execpath tcontext "
};

/* Fields that hold what a process chose, and so are quoted or hexadecimal when raw. */
static const char texts[] =
	" comm path name exe cmdline cwd proctitle ocomm kmod srawcon "
	"trawcon a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 "
	"a15 ";

static const char contexts[] = " scontext tcontext ";

/* Whether @name is one of @names (blanks between, one at each end). */
static bool is_named(const char *names, struct avow_span name)
{
	const char *at = names;

	while (*++at) {
		size_t length = strcspn(at, " ");

		if (name.length == length && memcmp(name.data, at, length) == 0)
			return true;
		at += length;
	}
	return false;
}

/* Reads up to @most digits off the front. */
static bool take_number(struct avow_span *rest, size_t most, int *out)
{
	size_t length = 0;

	*out = 0;
	while (length < most && length < rest->length && rest->data[length] >= '0' &&
	       rest->data[length] <= '9')
		*out = *out * 10 + (rest->data[length++] - '0');
	*rest = avow_span_skip(*rest, length);
	return length > 0;
}

static bool take_byte(struct avow_span *rest, const char *any)
{
	if (!rest->length || !rest->data[0] || !strchr(any, rest->data[0]))
		return false;
	*rest = avow_span_skip(*rest, 1);
	return true;
}

/* 2024-01-31, 31.01.2024, 01/31/24, 31/01/2024 */
static bool take_date(struct avow_span *rest, struct tm *out)
{
	int first, second, third, day, month, year;
	char separator;

	if (!take_number(rest, 4, &first) || !rest->length)
		return false;
	separator = rest->data[0];
	if (!take_byte(rest, "/.-") || !take_number(rest, 2, &second) ||
	    !take_byte(rest, "/.-") || !take_number(rest, 4, &third))
		return false;
	if (separator == '-') {
		year = first, month = second, day = third;
	} else {
		bool is_day_first = separator == '.' || first > 12;

		day = is_day_first ? first : second;
		month = is_day_first ? second : first;
		year = third;
	}
	if (year < 100)
		year += year < 70 ? 2000 : 1900;
	*out = (struct tm){ .tm_mday = day, .tm_mon = month - 1, .tm_year = year - 1900 };
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && year >= 1970;
}

/* `DATE HH:MM:SS.mmm:SERIAL`, to `SECONDS.mmm:SERIAL` */
static bool put_stamp(struct avow_span stamp, struct avow_buf *out)
{
	int milliseconds;
	struct tm time;

	if (!take_date(&stamp, &time) || !take_byte(&stamp, " ") ||
	    !take_number(&stamp, 2, &time.tm_hour) || !take_byte(&stamp, ":") ||
	    !take_number(&stamp, 2, &time.tm_min) || !take_byte(&stamp, ":") ||
	    !take_number(&stamp, 2, &time.tm_sec) || !take_byte(&stamp, ".,") ||
	    !take_number(&stamp, 3, &milliseconds) || !take_byte(&stamp, ":") ||
	    !stamp.length)
		return false;
	avow_buf_printf(out, "%lld.%03d:", (long long)timegm(&time), milliseconds);
	avow_buf_append(out, stamp);
	return true;
}

/* The length of the field's name and `=` when one of @names stands at the front. */
static size_t name_at(struct avow_span rest, const char *names)
{
	size_t equals = avow_span_find(avow_span_first(rest, 16), '=');

	if (equals == rest.length || equals >= 16 || equals == 0 ||
	    !is_named(names, avow_span_first(rest, equals)))
		return 0;
	return equals + 1;
}

/* Where the next field begins behind a blank, or the end. */
static size_t next_field(struct avow_span rest, const char *names)
{
	size_t at = 0;

	while (at < rest.length) {
		at += avow_span_find(avow_span_skip(rest, at), ' ');
		if (at >= rest.length || name_at(avow_span_skip(rest, at + 1), names))
			break;
		at++;
	}
	return at < rest.length ? at : rest.length;
}

/*
 * A text as auditd has it: in quotes, or hexadecimal when that would not do, for
 * bytes below @first.
 */
static void put_text(struct avow_span value, char first, struct avow_buf *out)
{
	bool is_plain = value.length > 0;

	for (size_t i = 0; i < value.length && is_plain; i++)
		is_plain = value.data[i] >= first && value.data[i] < 0x7f &&
			   value.data[i] != '"';
	if (avow_span_is(value, "(null)") || (value.length && value.data[0] == '"')) {
		avow_buf_append(out, value);
	} else if (is_plain || !value.length) {
		avow_buf_putc(out, '"');
		avow_buf_append(out, value);
		avow_buf_putc(out, '"');
	} else {
		avow_escape_hex(out, value);
	}
}

/* The commas between categories come out as blanks beside a capability. */
static void put_context(struct avow_span value, struct avow_buf *out)
{
	for (size_t i = 0; i < value.length; i++)
		avow_buf_putc(out, value.data[i] == ' ' ? ',' : value.data[i]);
}

/* `NAME=VALUE` off the front of @rest, which has a name there of @length bytes. */
static void put_field(struct avow_span *rest, size_t length, const struct form *form,
		      struct avow_buf *out)
{
	struct avow_span name = avow_span_first(*rest, length - 1), value;

	*rest = avow_span_skip(*rest, length);
	avow_buf_append(out, name);
	avow_buf_putc(out, '=');
	value = form->names ? avow_span_first(*rest, next_field(*rest, form->names))
			    : *rest;
	*rest = avow_span_skip(*rest, value.length);
	if (form->texts && is_named(form->texts, name))
		put_text(avow_span_trim_end(value), ' ', out);
	else if (is_named(texts, name))
		put_text(avow_span_trim_end(value), '!', out);
	else if (is_named(contexts, name))
		put_context(avow_span_trim_end(value), out);
	else
		avow_buf_append(out, value);
}

static void put_body(struct avow_span rest, const struct form *form, struct avow_buf *out)
{
	const char *names = form->names;
	size_t length = names ? name_at(rest, names) : avow_span_find(rest, '=') + 1;

	while (rest.length) {
		if (length && length <= rest.length) {
			put_field(&rest, length, form, out);
		} else {
			size_t words = next_field(rest, names ? names : " ");

			avow_buf_append(out, avow_span_first(rest, words));
			rest = avow_span_skip(rest, words);
		}
		if (!rest.length)
			break;
		avow_buf_putc(out, ' ');
		rest = avow_span_skip(rest, 1);
		length = names ? name_at(rest, names) : 0;
	}
}

static const struct form *form_of(struct avow_span type, struct avow_span body)
{
	if (avow_span_is(type, "AVC") && avow_span_starts_with(body, "apparmor="))
		return &apparmor_form;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++)
		if (avow_span_is(type, forms[i].type))
			return &forms[i];
	return NULL;
}

bool avow_interpreted_read(struct avow_span line, struct avow_buf *out)
{
	size_t stamp = avow_span_search(line, " msg=audit(") + strlen(" msg=audit(");
	size_t type = avow_span_search(line, "type=") + strlen("type=");
	size_t end = avow_span_search(line, ") :");
	const struct form *form;
	struct avow_span body;

	if (type >= stamp || stamp >= end || end >= line.length)
		return false;
	avow_buf_clear(out);
	avow_buf_append(out, avow_span_first(line, stamp));
	if (!put_stamp(avow_span_make(line.data + stamp, end - stamp), out))
		return false;
	avow_buf_puts(out, "): ");
	body = avow_span_skip(line, end + strlen(") :"));
	if (avow_span_starts_with(body, " "))
		body = avow_span_skip(body, 1);
	form = form_of(
		avow_span_make(line.data + type, stamp - strlen(" msg=audit(") - type),
		body);
	if (form)
		put_body(body, form, out);
	else
		avow_buf_append(out, body);
	return !out->failed;
}
