/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records that the kernel writes beside an AVC when the syscall ends
 * (kernel/auditsc.c: audit_log_exit(), audit_log_name(), audit_log_proctitle()).
 * Every one may be missing, cut or come twice; none of them makes a denial
 * better or worse, they only tell more of it.
 */
#include "analyzer/denial/companions.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "analyzer/base/escape.h"
#include "analyzer/denial/dac.h"
#include "analyzer/denial/details.h"
#include "analyzer/denial/syscalls.h"
#include "analyzer/record/field.h"

void avow_companion_scratch_free(struct avow_companion_scratch *scratch)
{
	avow_buf_free(&scratch->comm);
	avow_buf_free(&scratch->exe);
	avow_buf_free(&scratch->path);
	avow_buf_free(&scratch->command);
	avow_buf_free(&scratch->address);
	avow_buf_free(&scratch->word);
	avow_buf_free(&scratch->cwd);
	avow_buf_free(&scratch->dac);
}

static const struct avow_record *find(const struct avow_record *records, size_t count,
				      enum avow_record_type type)
{
	for (size_t i = 0; i < count; i++)
		if (records[i].type == type)
			return &records[i];
	return NULL;
}

/* The value of @name in @fields, or an empty span. */
static struct avow_field field_named(struct avow_span fields, const char *name)
{
	struct avow_field field;

	while (avow_field_next(&fields, &field))
		if (avow_span_is(field.name, name))
			return field;
	return (struct avow_field){ 0 };
}

static void fill(struct avow_span *target, struct avow_span value)
{
	if (avow_span_is_empty(*target))
		*target = value;
}

/* An access in permissive mode went on; otherwise the call's own result tells. */
static enum avow_tristate is_blocked(const struct avow_denial *denial,
				     enum avow_tristate success)
{
	if (denial->permissive == AVOW_YES)
		return AVOW_NO;
	if (success == AVOW_UNKNOWN)
		return AVOW_UNKNOWN;
	return success == AVOW_NO ? AVOW_YES : AVOW_NO;
}

/* Goes forward in @rest to the field @name, of which a blank and `=` are part. */
static struct avow_field skip_to(struct avow_span *rest, const char *name)
{
	struct avow_field field = { 0 };
	size_t at = avow_span_search(*rest, name);

	if (at < rest->length) {
		*rest = avow_span_skip(*rest, at);
		avow_field_next(rest, &field);
	}
	return field;
}

/* What auditd appended says it best; else the table, if it has the number. */
static void name_syscall(const struct avow_record *record, uint32_t arch,
			 struct avow_denial *denial)
{
	struct avow_span name = field_named(record->enriched, "SYSCALL").value;
	uint64_t number;

	if (avow_span_is_empty(name) && avow_span_to_u64(denial->syscall, 10, &number))
		name = avow_syscall_name(arch, number);
	if (!avow_span_is_empty(name))
		denial->syscall = name;
}

/* Which option of a socket was to be set: some are for the privileged alone. */
static void apply_socket_option(const struct avow_record *record,
				struct avow_denial *denial)
{
	struct avow_span detail;

	if (!avow_span_is(denial->syscall, "setsockopt") ||
	    denial->detail_count == AVOW_DETAILS_MAX)
		return;
	detail = avow_socket_option(field_named(record->body, "a1").value,
				    field_named(record->body, "a2").value);
	if (!avow_span_is_empty(detail))
		denial->details[denial->detail_count++] = detail;
}

/*
 * `arch syscall success ... pid ... comm exe ...`: the kernel's order, and what
 * a process chooses stands last. Returns whether the arch is little-endian
 * (__AUDIT_ARCH_LE).
 */
static bool apply_syscall(const struct avow_record *record,
			  struct avow_companion_scratch *scratch,
			  struct avow_denial *denial)
{
	struct avow_span rest = record->body;
	struct avow_field field = field_named(rest, "arch");
	enum avow_tristate success = AVOW_UNKNOWN;
	uint64_t arch = 0x40000000;

	avow_span_to_u64(field.value, 16, &arch);
	fill(&denial->syscall, skip_to(&rest, " syscall=").value);
	field = skip_to(&rest, " success=");
	if (!avow_span_is_empty(field.value))
		success = avow_span_is(field.value, "yes") ? AVOW_YES : AVOW_NO;
	fill(&denial->pid, skip_to(&rest, " pid=").value);
	field = skip_to(&rest, " comm=");
	fill(&denial->comm, avow_field_text(&field, &scratch->comm));
	field = skip_to(&rest, " exe=");
	fill(&denial->exe, avow_field_text(&field, &scratch->exe));
	name_syscall(record, (uint32_t)arch, denial);
	apply_socket_option(record, denial);
	denial->blocked = is_blocked(denial, success);
	return (arch & 0x40000000) != 0;
}

static struct avow_span base_name(struct avow_span path)
{
	const char *slash;

	while (path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	slash = path.length > 1 ? memrchr(path.data, '/', path.length) : NULL;
	if (!slash)
		return path;
	return avow_span_skip(path, (size_t)(slash - path.data) + 1);
}

/* How well a PATH record fits the AVC's object: inode and name, name, or not at all. */
static int path_fit(struct avow_span path, struct avow_span path_inode,
		    struct avow_span name, struct avow_span inode)
{
	bool is_inode = !avow_span_is_empty(inode) && avow_span_equal(path_inode, inode);
	bool is_name =
		!avow_span_is_empty(name) && avow_span_equal(base_name(path), name);

	if (avow_span_is_empty(path))
		return 0;
	return is_inode && is_name ? 3 : is_inode ? 2 : is_name ? 1 : 0;
}

/* Puts @path behind the working directory when it is relative. */
static void set_path(const struct avow_record *records, size_t count,
		     struct avow_span path, struct avow_companion_scratch *scratch,
		     struct avow_denial *denial)
{
	const struct avow_record *cwd = find(records, count, AVOW_RECORD_CWD);
	struct avow_field field;
	struct avow_span directory;

	avow_buf_clear(&scratch->path);
	if (cwd && !avow_span_starts_with(path, "/")) {
		field = field_named(cwd->body, "cwd");
		directory = avow_field_text(&field, &scratch->cwd);
		avow_buf_append(&scratch->path, directory);
		if (directory.length && directory.data[directory.length - 1] != '/')
			avow_buf_putc(&scratch->path, '/');
		if (avow_span_starts_with(path, "./"))
			path = avow_span_skip(path, 2);
	}
	avow_buf_append(&scratch->path, path);
	denial->path = avow_buf_span(&scratch->path);
}

/* The PATH record that fits best names the object; without one its bare name does. */
static void apply_paths(const struct avow_record *records, size_t count,
			struct avow_span name, struct avow_span inode,
			struct avow_companion_scratch *scratch,
			struct avow_denial *denial)
{
	const struct avow_record *best = NULL;
	int best_fit = 0;
	struct avow_field field;

	for (size_t i = 0; i < count; i++) {
		int fit;

		if (records[i].type != AVOW_RECORD_PATH)
			continue;
		field = field_named(records[i].body, "name");
		fit = path_fit(avow_field_text(&field, &scratch->word),
			       field_named(records[i].body, "inode").value, name, inode);
		if (fit > best_fit) {
			best_fit = fit;
			best = &records[i];
		}
	}
	if (best) {
		field = field_named(best->body, "name");
		set_path(records, count, avow_field_text(&field, &scratch->word), scratch,
			 denial);
	} else {
		denial->path = name;
	}
}

/* A capability's AVC names no file: the first that its owner and mode refuse is it. */
static void apply_dac(const struct avow_record *records, size_t count,
		      struct avow_companion_scratch *scratch, struct avow_denial *denial)
{
	size_t first =
		avow_dac_take(records, count, &scratch->dac, &scratch->word, denial);
	struct avow_field field;

	if (first == count || !avow_span_is_empty(denial->path))
		return;
	field = field_named(records[first].body, "name");
	set_path(records, count, avow_field_text(&field, &scratch->word), scratch,
		 denial);
}

/* Old kernels wrote the object's path into a record of its own. */
static void apply_avc_path(const struct avow_record *records, size_t count,
			   struct avow_companion_scratch *scratch,
			   struct avow_denial *denial)
{
	const struct avow_record *record = find(records, count, AVOW_RECORD_AVC_PATH);
	struct avow_field field;

	if (!record || !avow_span_is_empty(denial->path))
		return;
	field = field_named(record->body, "path");
	avow_buf_clear(&scratch->path);
	avow_buf_append(&scratch->path, avow_field_text(&field, &scratch->word));
	denial->path = avow_buf_span(&scratch->path);
}

static void append_argument(struct avow_buf *command, struct avow_span argument)
{
	size_t room = AVOW_COMMAND_LINE_MAX - command->length;

	if (command->length >= AVOW_COMMAND_LINE_MAX)
		return;
	avow_buf_append(command, avow_span_first(argument, room));
}

/* a0="ls" a1=2D6C a2[0]=...; a2_len= and argc= are no arguments. */
static bool is_argument(struct avow_span name)
{
	return name.length >= 2 && name.data[0] == 'a' && name.data[1] >= '0' &&
	       name.data[1] <= '9' && avow_span_find(name, '_') == name.length;
}

static bool is_continued(struct avow_span name)
{
	size_t bracket = avow_span_find(name, '[');

	return bracket < name.length &&
	       !avow_span_is(avow_span_skip(name, bracket), "[0]");
}

/* All EXECVE records of the event, the arguments apart by blanks. */
static void apply_execve(const struct avow_record *records, size_t count,
			 struct avow_companion_scratch *scratch,
			 struct avow_denial *denial)
{
	struct avow_field field;

	avow_buf_clear(&scratch->command);
	for (size_t i = 0; i < count; i++) {
		struct avow_span rest = records[i].body;

		if (records[i].type != AVOW_RECORD_EXECVE)
			continue;
		while (avow_field_next(&rest, &field)) {
			if (!is_argument(field.name))
				continue;
			if (scratch->command.length && !is_continued(field.name))
				append_argument(&scratch->command, avow_span_of(" "));
			append_argument(&scratch->command,
					avow_field_text(&field, &scratch->word));
		}
	}
	denial->proctitle = avow_buf_span(&scratch->command);
}

/* The command line of the process, its arguments apart by NULs in the record. */
static void apply_proctitle(const struct avow_record *record,
			    struct avow_companion_scratch *scratch,
			    struct avow_denial *denial)
{
	struct avow_field field = field_named(record->body, "proctitle");
	struct avow_span title = avow_field_text(&field, &scratch->word);

	avow_buf_clear(&scratch->command);
	append_argument(&scratch->command, title);
	while (scratch->command.length &&
	       scratch->command.data[scratch->command.length - 1] == '\0')
		scratch->command.length--;
	for (size_t i = 0; i < scratch->command.length; i++)
		if (scratch->command.data[i] == '\0')
			scratch->command.data[i] = ' ';
	denial->proctitle = avow_buf_span(&scratch->command);
}

static void print_internet(struct avow_buf *out, int family, const unsigned char *address,
			   unsigned port)
{
	char text[INET6_ADDRSTRLEN];

	if (!inet_ntop(family, address, text, sizeof(text)))
		return;
	if (family == AF_INET6)
		avow_buf_printf(out, "[%s]:%u", text, port);
	else
		avow_buf_printf(out, "%s:%u", text, port);
}

/* A path, or an abstract name with an at sign before it. */
static void print_local(struct avow_buf *out, struct avow_span path)
{
	bool is_abstract = path.length && path.data[0] == '\0';

	if (is_abstract)
		path = avow_span_skip(path, 1);
	if (is_abstract)
		avow_buf_putc(out, '@');
	while (is_abstract && path.length && path.data[path.length - 1] == '\0')
		path.length--;
	if (!is_abstract)
		path = avow_span_first(path, avow_span_find(path, '\0'));
	avow_buf_append(out, path);
}

/* struct sockaddr in hexadecimal: its family in the caller's byte order. */
static void apply_sockaddr(const struct avow_record *record, bool is_little,
			   struct avow_companion_scratch *scratch,
			   struct avow_denial *denial)
{
	struct avow_span hex = field_named(record->body, "saddr").value;
	const unsigned char *raw;
	unsigned family, port;

	avow_buf_clear(&scratch->word);
	avow_buf_clear(&scratch->address);
	if (!avow_unescape_hex(&scratch->word, hex) || scratch->word.length < 4)
		return;
	raw = (const unsigned char *)scratch->word.data;
	family = is_little ? raw[0] | (unsigned)raw[1] << 8
			   : raw[1] | (unsigned)raw[0] << 8;
	port = (unsigned)raw[2] << 8 | raw[3];
	if (family == AF_INET && scratch->word.length >= 8)
		print_internet(&scratch->address, AF_INET, raw + 4, port);
	else if (family == AF_INET6 && scratch->word.length >= 24)
		print_internet(&scratch->address, AF_INET6, raw + 8, port);
	else if (family == AF_UNIX)
		print_local(&scratch->address, avow_span_make(scratch->word.data + 2,
							      scratch->word.length - 2));
	denial->address = avow_buf_span(&scratch->address);
}

void avow_companions_apply(const struct avow_record *records, size_t count,
			   struct avow_span name, struct avow_span inode,
			   struct avow_companion_scratch *scratch,
			   struct avow_denial *denial)
{
	const struct avow_record *record = find(records, count, AVOW_RECORD_SYSCALL);
	bool is_little = true;

	/* A user-space manager answers for itself; SYSCALL would be the manager's. */
	if (denial->is_user_avc) {
		denial->blocked = is_blocked(
			denial, denial->permissive == AVOW_NO ? AVOW_NO : AVOW_UNKNOWN);
		return;
	}
	denial->blocked = is_blocked(denial, AVOW_UNKNOWN);
	if (record)
		is_little = apply_syscall(record, scratch, denial);
	apply_avc_path(records, count, scratch, denial);
	if (avow_span_is_empty(denial->path))
		apply_paths(records, count, name, inode, scratch, denial);
	apply_dac(records, count, scratch, denial);
	record = find(records, count, AVOW_RECORD_PROCTITLE);
	if (find(records, count, AVOW_RECORD_EXECVE))
		apply_execve(records, count, scratch, denial);
	else if (record)
		apply_proctitle(record, scratch, denial);
	record = find(records, count, AVOW_RECORD_SOCKADDR);
	if (record)
		apply_sockaddr(record, is_little, scratch, denial);
	for (size_t i = 0; i < count; i++)
		avow_details_take_record(denial, &records[i]);
}
