/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Elastic Common Schema 8, in the fields that auditbeat's auditd module fills for the
 * same records (auditd.*, user.selinux.*), so that both can be looked at together. What
 * ECS has no name for is below avow.
 */
#include "reports/events/events.h"

#include "analyzer/base/escape.h"
#include "reports/phrase.h"

struct field {
	const char *path;
	size_t offset; /* of a span in the denial */
	bool is_number;
};

#define FIELD(path, member)                                                              \
	{                                                                                \
		path, offsetof(struct avow_denial, member), false                        \
	}
#define NUMBER(path, member)                                                             \
	{                                                                                \
		path, offsetof(struct avow_denial, member), true                         \
	}
static const struct field common[] = {
	FIELD("host.name", node),
	NUMBER("process.pid", pid),
	FIELD("process.name", comm),
	FIELD("process.executable", exe),
	FIELD("process.command_line", proctitle),
	FIELD("destination.address", address),
	FIELD("auditd.data.syscall", syscall),
};

static const struct field of_selinux[] = {
	FIELD("user.selinux.user", selinux.scontext.user),
	FIELD("user.selinux.role", selinux.scontext.role),
	FIELD("user.selinux.domain", selinux.scontext.type),
	FIELD("user.selinux.level", selinux.scontext.range),
	FIELD("auditd.data.scontext", selinux.scontext.text),
	FIELD("auditd.data.tcontext", selinux.tcontext.text),
	FIELD("auditd.data.tclass", selinux.tclass),
};

static const struct field of_apparmor[] = {
	FIELD("auditd.data.operation", apparmor.operation),
	FIELD("auditd.data.profile", apparmor.profile),
	FIELD("auditd.data.namespace", apparmor.namespace),
	FIELD("auditd.data.class", apparmor.class_name),
	FIELD("auditd.data.name", apparmor.name),
	FIELD("auditd.data.target", apparmor.target),
	FIELD("auditd.data.peer", apparmor.peer),
	FIELD("auditd.data.info", apparmor.info),
	FIELD("auditd.data.requested_mask", apparmor.requested_mask),
	FIELD("auditd.data.denied_mask", apparmor.denied_mask),
	FIELD("auditd.data.capname", apparmor.capname),
	FIELD("auditd.data.family", apparmor.family),
	FIELD("auditd.data.sock_type", apparmor.sock_type),
	FIELD("auditd.data.fsuid", apparmor.fsuid),
	FIELD("auditd.data.ouid", apparmor.ouid),
};

static void put_fields(json_t *root, const struct avow_denial *denial,
		       const struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *at = (const char *)denial + fields[i].offset;
		const struct avow_span *value = (const void *)at;

		if (fields[i].is_number)
			avow_event_put_digits(root, fields[i].path, *value);
		else
			avow_event_put(root, fields[i].path, *value);
	}
}

static void put_text(json_t *root, const char *path, const char *text)
{
	avow_event_set(root, path, json_string(text));
}

/* As aucoalesce of go-libaudit names them (normalizations.yaml). */
static const char *action_of(const struct avow_denial *denial)
{
	if (denial->lsm == AVOW_LSM_APPARMOR)
		return "violated-apparmor-policy";
	return denial->is_user_avc ? "access-permission" : "violated-selinux-policy";
}

/* event.*, by the allowed values of ECS. */
static void put_event(json_t *root, const struct avow_denial *denial)
{
	static const char *const categories[] = {
		[AVOW_EVENT_FILE] = "file",
		[AVOW_EVENT_NETWORK] = "network",
		[AVOW_EVENT_PROCESS] = "process",
		[AVOW_EVENT_OTHER] = "configuration",
	};
	bool is_refused = avow_event_is_refused(denial);
	struct avow_buf time = { 0 };

	avow_phrase_time(&time, denial->time);
	if (time.length)
		put_text(root, "@timestamp", avow_buf_string(&time));
	avow_buf_free(&time);
	put_text(root, "ecs.version", "8.11.0");
	put_text(root, "event.kind", "event");
	put_text(root, "event.module", "auditd");
	put_text(root, "event.dataset", "auditd.log");
	put_text(root, "event.action", action_of(denial));
	put_text(root, "event.outcome", is_refused ? "failure" : "success");
	avow_event_set(root, "event.category",
		       json_pack("[s]", categories[avow_event_topic(denial)]));
	avow_event_set(root, "event.type",
		       json_pack("[s]", is_refused ? "denied" : "allowed"));
	if (denial->serial)
		avow_event_set(root, "event.sequence",
			       json_integer((json_int_t)denial->serial));
	avow_event_put(root, "event.original", denial->line);
}

static void put_auditd(json_t *root, const struct avow_denial *denial)
{
	put_text(root, "service.type", "auditd");
	put_text(root, "auditd.message_type", denial->is_user_avc ? "user_avc" : "avc");
	put_text(root, "auditd.result",
		 avow_event_is_refused(denial) ? "fail" : "success");
	if (denial->serial)
		avow_event_set(root, "auditd.sequence",
			       json_integer((json_int_t)denial->serial));
	if (denial->permissive != AVOW_UNKNOWN)
		put_text(root, "auditd.data.permissive",
			 denial->permissive == AVOW_YES ? "1" : "0");
	if (denial->lsm == AVOW_LSM_APPARMOR)
		put_text(root, "auditd.data.apparmor",
			 avow_apparmor_verdict_name(denial->apparmor.verdict));
	else
		put_text(root, "auditd.data.seresult", "denied");
	avow_event_set(root, "auditd.data.seperms", avow_event_permissions(denial));
}

/* Where it stood, and all of its bytes where they are not plain text. */
static void put_own(json_t *root, const struct avow_told_denial *told)
{
	const struct avow_denial *denial = told->denial;
	struct avow_buf hex = { 0 };

	avow_event_put(root, "log.file.path", avow_span_of(told->input));
	put_text(root, "avow.cluster", told->cluster);
	put_text(root, "avow.lsm",
		 denial->lsm == AVOW_LSM_SELINUX ? "selinux" : "apparmor");
	avow_event_set(root, "avow.line", json_integer((json_int_t)denial->place.line));
	if (avow_escape_is_clean(denial->line))
		return;
	avow_escape_hex(&hex, denial->line);
	put_text(root, "avow.original_hex", avow_buf_string(&hex));
	avow_buf_free(&hex);
}

json_t *avow_event_ecs(const struct avow_told_denial *told)
{
	const struct avow_denial *denial = told->denial;
	json_t *root = json_object();

	put_event(root, denial);
	put_fields(root, denial, common, AVOW_ARRAY_SIZE(common));
	avow_event_put(root,
		       avow_span_starts_with(denial->path, "/") ? "file.path"
								: "file.name",
		       denial->path);
	avow_event_put_digits(root, "destination.port", denial->port);
	put_auditd(root, denial);
	if (denial->lsm == AVOW_LSM_SELINUX)
		put_fields(root, denial, of_selinux, AVOW_ARRAY_SIZE(of_selinux));
	else
		put_fields(root, denial, of_apparmor, AVOW_ARRAY_SIZE(of_apparmor));
	put_own(root, told);
	return root;
}
