/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entries of the journal (systemd.journal-fields(7)). Only what journald itself
 * vouches for is believed, its "trusted" fields, whose names begin with an
 * underscore: an entry of the audit or the kernel transport, or of a program by
 * where its executable is. An entry that was printed without them is taken at its word.
 */
#include "analyzer/record/json.h"

static bool has(const json_t *entry, const char *name)
{
	return json_object_get(entry, name) != NULL;
}

bool avow_journal_is_entry(const json_t *entry)
{
	return has(entry, "_TRANSPORT") || has(entry, "__REALTIME_TIMESTAMP") ||
	       has(entry, "__CURSOR") || has(entry, "_AUDIT_TYPE") ||
	       has(entry, "DBUS_BROKER_POLICY_TYPE") || has(entry, "SYSLOG_IDENTIFIER");
}

/* A field that is a decimal number. */
static bool number_of(const json_t *entry, const char *name, uint64_t *out)
{
	const char *text = json_string_value(json_object_get(entry, name));

	return text && avow_span_to_u64(avow_span_of(text), 10, out);
}

/* `node=HOST type=TYPE msg=audit(SECONDS.MILLISECONDS:SERIAL): ` */
static bool append_header(const json_t *entry, struct avow_buf *out)
{
	uint64_t type, serial, microseconds;

	if (!number_of(entry, "_AUDIT_TYPE", &type) ||
	    !number_of(entry, "_AUDIT_ID", &serial) ||
	    !number_of(entry, "_SOURCE_REALTIME_TIMESTAMP", &microseconds))
		return false;
	avow_buf_puts(out, "node=");
	if (!avow_json_text(entry, "_HOSTNAME", out))
		avow_buf_putc(out, '?');
	avow_buf_printf(
		out, " type=%llu msg=audit(%llu.%03llu:%llu): ", (unsigned long long)type,
		(unsigned long long)(microseconds / 1000000),
		(unsigned long long)(microseconds / 1000 % 1000),
		(unsigned long long)serial);
	return true;
}

/*
 * MESSAGE is `TYPE BODY`. libselinux ends the text of a USER_AVC with a newline,
 * for which auditd writes a blank (format_raw()), and so does this. Where type,
 * serial and time were not printed with it, the name alone tells the type.
 */
static enum avow_json_kind read_audit(const json_t *entry, struct avow_buf *out)
{
	struct avow_buf message = { 0 };
	struct avow_span text;
	bool is_whole = avow_json_text(entry, "MESSAGE", &message);

	text = avow_buf_span(&message);
	if (append_header(entry, out))
		text = avow_span_skip(text, avow_span_find(text, ' ') + 1);
	else
		avow_buf_puts(out, "audit: ");
	avow_buf_append(out, text);
	out->failed |= message.failed;
	avow_buf_free(&message);
	return is_whole ? AVOW_JSON_RECORDS : AVOW_JSON_OTHER;
}

/*
 * Whether @path is of a directory into which the administrator alone installs: a
 * user may give any name to a program of his own.
 */
static bool is_installed(const char *path)
{
	static const char *const directories[] = { "/usr/",  "/bin/",       "/sbin/",
						   "/lib/",  "/lib64/",     "/opt/",
						   "/app/",  "/nix/store/", "/gnu/store/",
						   "/snap/", NULL };

	for (size_t i = 0; directories[i]; i++)
		if (strncmp(path, directories[i], strlen(directories[i])) == 0)
			return true;
	return false;
}

/* Whether journald saw the process that logged @entry, and that was printed. */
static bool is_of_process(const json_t *entry)
{
	return has(entry, "_EXE") || has(entry, "_PID") || has(entry, "_UID");
}

/*
 * The name of the program that logged @entry; NULL when nothing vouches for one. A
 * process chooses its _COMM and its SYSLOG_IDENTIFIER: they are for entries of which
 * no more was printed.
 */
static const char *program_of(const json_t *entry)
{
	static const char *const names[] = { "_COMM", "SYSLOG_IDENTIFIER" };
	const char *path = json_string_value(json_object_get(entry, "_EXE"));

	if (is_of_process(entry))
		return path && is_installed(path) ? strrchr(path, '/') + 1 : NULL;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++) {
		const char *text = json_string_value(json_object_get(entry, names[i]));

		if (text)
			return text;
	}
	return NULL;
}

/* Whether dbus-broker logged @entry; or who did was not printed. */
static bool is_brokers(const json_t *entry)
{
	const char *program = program_of(entry);

	if (!program)
		return !is_of_process(entry);
	return strcmp(program, "dbus-broker") == 0 ||
	       strcmp(program, "dbus-broker-launch") == 0 ||
	       strcmp(program, "dbus-broker-lau") == 0; /* its _COMM, of 15 bytes */
}

/*
 * What an object manager logged itself, behind its name. No program may go by the
 * names under which the kernel's own text stands.
 */
static enum avow_json_kind read_program(const json_t *entry, struct avow_buf *out)
{
	const char *program = program_of(entry);
	bool is_believed = program && avow_envelope_is_logger(avow_span_of(program)) &&
			   strcmp(program, "kernel") != 0 &&
			   strcmp(program, "audit") != 0;

	if (is_believed)
		avow_buf_printf(out, "%s: ", program);
	if (!avow_json_text(entry, "MESSAGE", out))
		return AVOW_JSON_OTHER;
	return is_believed ? AVOW_JSON_RECORDS : AVOW_JSON_OTHER;
}

static bool is_kernel(const json_t *entry)
{
	return avow_json_is(entry, "_TRANSPORT", "kernel") ||
	       (!has(entry, "_TRANSPORT") &&
		avow_json_is(entry, "SYSLOG_IDENTIFIER", "kernel"));
}

static bool is_audit(const json_t *entry)
{
	return avow_json_is(entry, "_TRANSPORT", "audit") ||
	       (!has(entry, "_TRANSPORT") &&
		(has(entry, "_AUDIT_TYPE") ||
		 avow_json_is(entry, "SYSLOG_IDENTIFIER", "audit")));
}

enum avow_json_kind avow_journal_read(const json_t *entry, struct avow_buf *out,
				      enum avow_envelope_kind *envelope)
{
	*envelope = AVOW_ENVELOPE_JOURNAL;
	if (is_audit(entry))
		return read_audit(entry, out);
	if (avow_dbus_broker_is_denial(entry) && is_brokers(entry)) {
		avow_dbus_broker_read(entry, out);
		return AVOW_JSON_RECORDS;
	}
	*envelope = AVOW_ENVELOPE_JOURNAL_KERNEL;
	if (is_kernel(entry)) {
		avow_buf_puts(out, "kernel: ");
		return avow_json_text(entry, "MESSAGE", out) ? AVOW_JSON_RECORDS
							     : AVOW_JSON_OTHER;
	}
	*envelope = AVOW_ENVELOPE_JOURNAL;
	if (has(entry, "_TRANSPORT") || has(entry, "SYSLOG_IDENTIFIER"))
		return read_program(entry, out);
	/* Printed with --output-fields=MESSAGE: nothing tells who wrote it. */
	*envelope = AVOW_ENVELOPE_PASTED;
	return avow_json_text(entry, "MESSAGE", out) ? AVOW_JSON_RECORDS
						     : AVOW_JSON_OTHER;
}
