/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OCSF 1.3 (schema.ocsf.io): class 2004, Detection Finding, with the security_control
 * profile, which says what was done about it.
 */
#include "reports/events/events.h"

#include "config.h"

#include "analyzer/base/escape.h"

enum {
	CATEGORY_FINDINGS = 2,
	CLASS_DETECTION_FINDING = 2004,
	ACTIVITY_CREATE = 1,
	SEVERITY_LOW = 2,
	SEVERITY_MEDIUM = 3,
	ACTION_ALLOWED = 1,
	ACTION_DENIED = 2,
	DISPOSITION_ALLOWED = 1,
	DISPOSITION_BLOCKED = 2,
	STATUS_NEW = 1
};

static void put_number(json_t *root, const char *path, uint64_t number)
{
	avow_event_set(root, path, json_integer((json_int_t)number));
}

static void put_text(json_t *root, const char *path, const char *text)
{
	avow_event_set(root, path, json_string(text));
}

static void put_class(json_t *root, const struct avow_denial *denial)
{
	bool is_refused = avow_event_is_refused(denial);

	put_number(root, "category_uid", CATEGORY_FINDINGS);
	put_number(root, "class_uid", CLASS_DETECTION_FINDING);
	put_number(root, "activity_id", ACTIVITY_CREATE);
	put_number(root, "type_uid", CLASS_DETECTION_FINDING * 100 + ACTIVITY_CREATE);
	put_number(root, "severity_id", is_refused ? SEVERITY_MEDIUM : SEVERITY_LOW);
	put_number(root, "status_id", STATUS_NEW);
	put_number(root, "action_id", is_refused ? ACTION_DENIED : ACTION_ALLOWED);
	put_number(root, "disposition_id",
		   is_refused ? DISPOSITION_BLOCKED : DISPOSITION_ALLOWED);
	put_number(root, "time", denial->time.seconds * 1000 + denial->time.milliseconds);
}

static void put_metadata(json_t *root, const struct avow_denial *denial)
{
	put_text(root, "metadata.version", "1.3.0");
	put_text(root, "metadata.product.name", PACKAGE_NAME);
	put_text(root, "metadata.product.vendor_name", PACKAGE_NAME);
	put_text(root, "metadata.product.version", PACKAGE_VERSION);
	put_text(root, "metadata.log_name",
		 denial->lsm == AVOW_LSM_SELINUX ? "SELinux" : "AppArmor");
	avow_event_set(root, "metadata.profiles", json_pack("[s]", "security_control"));
	if (denial->serial)
		put_number(root, "metadata.sequence", denial->serial);
}

/* "a_t may not read b_t:file", with every name in display form. */
static void put_title(json_t *root, const struct avow_denial *denial)
{
	bool is_selinux = denial->lsm == AVOW_LSM_SELINUX;
	struct avow_buf title = { 0 };

	avow_escape_display(&title, is_selinux ? denial->selinux.scontext.type
					       : denial->apparmor.profile);
	avow_buf_puts(&title, " was refused");
	for (size_t i = 0; i < denial->permission_count; i++) {
		avow_buf_putc(&title, ' ');
		avow_escape_display(&title, denial->permissions[i]);
	}
	avow_buf_puts(&title, " on ");
	avow_escape_display(&title, is_selinux ? denial->selinux.tcontext.type
					       : denial->apparmor.object);
	avow_buf_puts(&title, " (");
	avow_escape_display(&title, is_selinux ? denial->selinux.tclass
					       : denial->apparmor.class_name);
	avow_buf_putc(&title, ')');
	put_text(root, "finding_info.title", avow_buf_string(&title));
	put_text(root, "message", avow_buf_string(&title));
	avow_buf_free(&title);
}

static struct avow_span base_of(struct avow_span path)
{
	size_t at = path.length;

	while (at && path.data[at - 1] != '/')
		at--;
	return avow_span_skip(path, at);
}

/* A file needs a name and a type, of which 0 is "unknown". */
static void put_file(json_t *root, const char *path, struct avow_span file)
{
	json_t *object = json_object();

	avow_event_put(object, "name", base_of(file).length ? base_of(file) : file);
	if (avow_span_starts_with(file, "/"))
		avow_event_put(object, "path", file);
	put_number(object, "type_id", 0);
	if (avow_span_is_empty(file))
		json_decref(object);
	else
		avow_event_set(root, path, object);
}

static void put_evidence(json_t *root, const struct avow_told_denial *told)
{
	const struct avow_denial *denial = told->denial;
	json_t *evidence = json_object();

	avow_event_put_digits(evidence, "process.pid", denial->pid);
	avow_event_put(evidence, "process.name", denial->comm);
	avow_event_put(evidence, "process.cmd_line", denial->proctitle);
	put_file(evidence, "process.file", denial->exe);
	put_file(evidence, "file", denial->path);
	avow_event_put(evidence, "dst_endpoint.ip", denial->address);
	avow_event_put_digits(evidence, "dst_endpoint.port", denial->port);
	avow_event_set(evidence, "data.permissions", avow_event_permissions(denial));
	avow_event_put(evidence, "data.scontext", denial->selinux.scontext.text);
	avow_event_put(evidence, "data.tcontext", denial->selinux.tcontext.text);
	avow_event_put(evidence, "data.tclass", denial->selinux.tclass);
	avow_event_put(evidence, "data.profile", denial->apparmor.profile);
	avow_event_put(evidence, "data.operation", denial->apparmor.operation);
	avow_event_put(evidence, "data.object", denial->apparmor.object);
	avow_event_set(root, "evidences", json_pack("[o]", evidence));
}

/* What OCSF has no name for, and the bytes themselves where they are no plain text. */
static void put_unmapped(json_t *root, const struct avow_told_denial *told)
{
	struct avow_span line = told->denial->line;
	struct avow_buf hex = { 0 };

	avow_event_put(root, "raw_data", line);
	avow_event_put(root, "unmapped.input", avow_span_of(told->input));
	put_number(root, "unmapped.line", told->denial->place.line);
	if (avow_escape_is_clean(line))
		return;
	avow_escape_hex(&hex, line);
	put_text(root, "unmapped.raw_data_hex", avow_buf_string(&hex));
	avow_buf_free(&hex);
}

json_t *avow_event_ocsf(const struct avow_told_denial *told)
{
	const struct avow_denial *denial = told->denial;
	json_t *root = json_object();

	put_class(root, denial);
	put_metadata(root, denial);
	put_text(root, "finding_info.uid", told->cluster);
	put_title(root, denial);
	avow_event_put(root, "device.hostname", denial->node);
	if (denial->node.length)
		put_number(root, "device.type_id", 0);
	put_evidence(root, told);
	put_unmapped(root, told);
	return root;
}
