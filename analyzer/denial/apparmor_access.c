/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From the fields of an AppArmor record to the access it tells of: the class, the
 * object that a rule would name, the permissions. Records of old and new kernels
 * come out alike. No profile is looked at here.
 */
#include "analyzer/denial/apparmor_access.h"

#define FIELD(member) offsetof(struct avow_apparmor, member)

static struct avow_span field_at(const struct avow_apparmor *fields, size_t offset)
{
	return *(const struct avow_span *)(const void *)((const char *)fields + offset);
}

static struct avow_span either(struct avow_span a, struct avow_span b)
{
	return avow_span_is_empty(a) ? b : a;
}

bool avow_apparmor_is_denial(enum avow_apparmor_verdict verdict)
{
	return verdict == AVOW_APPARMOR_DENIED || verdict == AVOW_APPARMOR_KILLED ||
	       verdict == AVOW_APPARMOR_ALLOWED;
}

/* What aa_class_names[] of Linux 6.6 calls the class of an operation. */
static const struct {
	const char *operation, *class_name;
} operations[] = {
	{ "capable", "cap" },
	{ "exec", "file" },
	{ "mount", "mount" },
	{ "pivotroot", "mount" },
	{ "profile_load", "label" },
	{ "profile_remove", "label" },
	{ "profile_replace", "label" },
	{ "ptrace", "ptrace" },
	{ "setrlimit", "rlimits" },
	{ "signal", "signal" },
	{ "sysv_mqueue", "sysv_mqueue" },
	{ "umount", "mount" },
	{ "uring_override", "io_uring" },
	{ "uring_sqpoll", "io_uring" },
	{ "userns_create", "namespace" },
};

/* Operations of several classes (file_inherit, create): told by what they name. */
static const struct {
	size_t field;
	const char *class_name;
} signs[] = {
	{ FIELD(bus), "dbus" },
	{ FIELD(family), "net" },
	{ FIELD(sock_type), "net" },
	{ FIELD(capname), "cap" },
};

static struct avow_span class_of(const struct avow_apparmor *fields)
{
	struct avow_span logged = fields->class_name;

	if (!avow_span_is_empty(logged) && !avow_span_is(logged, "none") &&
	    !avow_span_is(logged, "unknown"))
		return logged;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(operations); i++)
		if (avow_span_is(fields->operation, operations[i].operation))
			return avow_span_of(operations[i].class_name);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (!avow_span_is_empty(field_at(fields, signs[i].field)))
			return avow_span_of(signs[i].class_name);
	return avow_span_of("file");
}

/* Changes of profile: of class file for the kernel, though name= is a profile. */
static bool is_transition(const struct avow_apparmor *fields)
{
	return avow_span_starts_with(fields->operation, "change_") ||
	       avow_span_starts_with(fields->operation, "stack");
}

/*
 * The kernel writes both masks of a file behind its name (file_audit_cb()): a stamped
 * record that has a name and neither is cut.
 */
static bool lacks_masks(const struct avow_record *record,
			const struct avow_apparmor *fields)
{
	return record->type == AVOW_RECORD_AVC && record->has_stamp &&
	       avow_span_is(fields->class_name, "file") && !is_transition(fields) &&
	       !avow_span_is_empty(fields->name) &&
	       avow_span_is_empty(fields->requested_mask) &&
	       avow_span_is_empty(fields->denied_mask);
}

static bool is_unix(const struct avow_apparmor *fields)
{
	return avow_span_is(fields->family, "unix");
}

/* "inet stream", and of unix sockets the address, or the peer where it has none. */
static struct avow_span name_socket(const struct avow_apparmor *fields,
				    struct avow_buf *scratch)
{
	struct avow_span address = either(fields->peer_addr, fields->addr);

	avow_buf_append(scratch, fields->family);
	avow_buf_putc(scratch, ' ');
	avow_buf_append(scratch, fields->sock_type);
	address = either(address, either(fields->path, fields->peer));
	if (is_unix(fields) && !avow_span_is_empty(address)) {
		avow_buf_putc(scratch, ' ');
		avow_buf_append(scratch, address);
	}
	return avow_buf_span(scratch);
}

/* "system org.example.Interface.Member", or the name that was to be owned. */
static struct avow_span name_message(const struct avow_apparmor *fields,
				     struct avow_buf *scratch)
{
	bool is_bind = avow_span_is_empty(fields->member);

	avow_buf_append(scratch, fields->bus);
	avow_buf_putc(scratch, ' ');
	avow_buf_append(scratch, is_bind ? fields->name : fields->interface);
	if (!is_bind) {
		if (!avow_span_is_empty(fields->interface))
			avow_buf_putc(scratch, '.');
		avow_buf_append(scratch, fields->member);
	}
	return avow_buf_span(scratch);
}

/* The fields that name the object of a class, the best first. */
static const struct {
	const char *class_name;
	size_t first, second;
} objects[] = {
	{ "cap", FIELD(capname), FIELD(name) },
	{ "io_uring", FIELD(peer), FIELD(name) },
	{ "namespace", FIELD(execpath), FIELD(target) },
	{ "ptrace", FIELD(peer), FIELD(target) },
	{ "rlimits", FIELD(rlimit), FIELD(name) },
	{ "signal", FIELD(peer), FIELD(target) },
};

static struct avow_span object_of(const struct avow_apparmor *fields,
				  struct avow_span class_name, struct avow_buf *scratch)
{
	avow_buf_clear(scratch);
	if (avow_span_is(class_name, "net"))
		return name_socket(fields, scratch);
	if (avow_span_is(class_name, "dbus"))
		return name_message(fields, scratch);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(objects); i++)
		if (avow_span_is(class_name, objects[i].class_name))
			return either(field_at(fields, objects[i].first),
				      field_at(fields, objects[i].second));
	return either(fields->name, fields->target);
}

static void add_permission(struct avow_denial *out, struct avow_span word)
{
	if (!avow_span_is_empty(word) && out->permission_count < AVOW_PERMISSIONS_MAX)
		out->permissions[out->permission_count++] = word;
}

/* `rw`, of old kernels `r::w` (the owner's, then others'); else words and blanks. */
static void read_mask(struct avow_span mask, bool has_letters, struct avow_denial *out)
{
	while (mask.length) {
		size_t length = has_letters ? 1 : avow_span_find(mask, ' ');

		if (mask.data[0] != ':')
			add_permission(out, avow_span_first(mask, length));
		mask = avow_span_skip(mask, has_letters || !length ? 1 : length);
	}
}

/* Whether @mask is of a file's permissions, one letter each (aa_file_perm_chrs). */
static bool is_of_letters(struct avow_span mask)
{
	static const char letters[] = "rwaxmklcdiIpPuUnN:";

	for (size_t i = 0; i < mask.length; i++)
		if (!memchr(letters, mask.data[i], sizeof(letters) - 1))
			return false;
	return true;
}

/* A record that lacks denied_mask (Linux 6.8 for sockets) has asked for what it got. */
static void fill_permissions(struct avow_denial *out)
{
	const struct avow_apparmor *fields = &out->apparmor;
	struct avow_span mask = either(fields->denied_mask, fields->requested_mask);

	read_mask(mask, avow_span_is(fields->class_name, "file") && is_of_letters(mask),
		  out);
	if (out->permission_count == 0)
		add_permission(out, fields->operation);
	avow_denial_settle_permissions(out);
}

/* The far end, or for a socket that waits or is only made, the near one. */
static void fill_socket(struct avow_denial *out)
{
	const struct avow_apparmor *fields = &out->apparmor;
	struct avow_span far = either(fields->daddr, fields->faddr);
	struct avow_span near = either(fields->saddr, fields->laddr);
	struct avow_span far_port = either(fields->dest, fields->fport);

	out->port = either(far_port, either(fields->src, fields->lport));
	out->address =
		avow_span_is_empty(far_port) ? either(near, far) : either(far, near);
	if (is_unix(fields))
		out->address =
			either(fields->peer_addr, either(fields->addr, fields->path));
}

static void fill_path(struct avow_denial *out)
{
	const struct avow_apparmor *fields = &out->apparmor;

	if (avow_span_is(fields->class_name, "dbus"))
		out->path = fields->path;
	else if (avow_span_is(fields->class_name, "mount") ||
		 (avow_span_is(fields->class_name, "file") && !is_transition(fields)))
		out->path = fields->name;
}

bool avow_apparmor_access(const struct avow_record *record,
			  const struct avow_apparmor *fields, struct avow_buf *scratch,
			  struct avow_denial *out, enum avow_defect *defect)
{
	avow_denial_begin(out, record);
	out->lsm = AVOW_LSM_APPARMOR;
	out->permissive = fields->verdict == AVOW_APPARMOR_ALLOWED ? AVOW_YES : AVOW_NO;
	out->apparmor = *fields;
	out->pid = fields->pid;
	out->comm = fields->comm;
	*defect = AVOW_DEFECT_APPARMOR_OPERATION;
	if (avow_span_is_empty(fields->operation))
		return false;
	out->apparmor.class_name = class_of(fields);
	*defect = AVOW_DEFECT_APPARMOR_CUT;
	if (lacks_masks(record, &out->apparmor))
		return false;
	out->apparmor.object = object_of(fields, out->apparmor.class_name, scratch);
	fill_permissions(out);
	fill_path(out);
	if (avow_span_is(out->apparmor.class_name, "net"))
		fill_socket(out);
	return true;
}

/*
 * Errors before any rule is asked: path_name() in security/apparmor/file.c, and
 * profile_transition() in domain.c when the profile to change to is not loaded.
 */
static bool fails_anyway(const struct avow_apparmor *fields)
{
	return avow_span_starts_with(fields->info, "Failed name lookup") ||
	       avow_span_is(fields->info, "profile transition not found");
}

void avow_apparmor_settle(struct avow_denial *denial)
{
	if (denial->apparmor.verdict == AVOW_APPARMOR_KILLED ||
	    (denial->permissive == AVOW_YES && fails_anyway(&denial->apparmor)))
		denial->blocked = AVOW_YES;
}
