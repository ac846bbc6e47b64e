/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of forms, and what they share. A form is a file and a row here. */
#include "reports/events/events.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "analyzer/cluster/name.h"

const struct avow_event_form avow_event_forms[] = {
	{ "ecs", "Elastic Common Schema 8, as auditbeat writes", avow_event_ecs },
	{ "ocsf", "OCSF 1.3, detection findings", avow_event_ocsf },
};
const size_t avow_event_form_count = AVOW_ARRAY_SIZE(avow_event_forms);

const struct avow_event_form *avow_event_form_named(const char *name)
{
	for (size_t i = 0; i < avow_event_form_count; i++)
		if (strcmp(avow_event_forms[i].name, name) == 0)
			return &avow_event_forms[i];
	return NULL;
}

void avow_told_denial_fill(const struct avow_denial *denial, const char *input,
			   struct avow_buf *scratch, struct avow_told_denial *out)
{
	const struct avow_name name = avow_name_of_denial(denial, scratch);

	*out = (struct avow_told_denial){ .denial = denial, .input = input };
	avow_name_id(&name, out->cluster);
}

int avow_event_write(const struct avow_event_form *form,
		     const struct avow_told_denial *told, struct avow_stream *stream)
{
	json_t *root = form->make(told);
	char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;

	json_decref(root);
	if (!text)
		return AVOW_E_NOMEM;
	avow_stream_write(stream, avow_span_of(text));
	avow_stream_write(stream, avow_span_of("\n"));
	free(text);
	return AVOW_OK;
}

void avow_event_set(json_t *root, const char *path, json_t *value)
{
	const char *dot;
	char name[64];

	while ((dot = strchr(path, '.')) != NULL) {
		json_t *inner;

		snprintf(name, sizeof(name), "%.*s", (int)(dot - path), path);
		inner = json_object_get(root, name);
		if (!inner) {
			inner = json_object();
			json_object_set_new(root, name, inner);
		}
		root = inner;
		path = dot + 1;
	}
	json_object_set_new(root, path, value);
}

void avow_event_put(json_t *root, const char *path, struct avow_span bytes)
{
	struct avow_buf text = { 0 };

	if (avow_span_is_empty(bytes))
		return;
	avow_escape_display(&text, bytes);
	avow_event_set(root, path, json_string(avow_buf_string(&text)));
	avow_buf_free(&text);
}

void avow_event_put_digits(json_t *root, const char *path, struct avow_span digits)
{
	uint64_t number;

	if (avow_span_to_u64(digits, 10, &number) && number <= INT64_MAX)
		avow_event_set(root, path, json_integer((json_int_t)number));
}

json_t *avow_event_permissions(const struct avow_denial *denial)
{
	json_t *out = json_array();
	struct avow_buf text = { 0 };

	for (size_t i = 0; i < denial->permission_count; i++) {
		avow_buf_clear(&text);
		avow_escape_display(&text, denial->permissions[i]);
		json_array_append_new(out, json_string(avow_buf_string(&text)));
	}
	avow_buf_free(&text);
	return out;
}

bool avow_event_is_refused(const struct avow_denial *denial)
{
	return denial->blocked == AVOW_YES || denial->permissive != AVOW_YES;
}

enum avow_event_topic avow_event_topic(const struct avow_denial *denial)
{
	static const struct {
		const char *name;
		enum avow_event_topic topic;
	} classes[] = {
		{ "file", AVOW_EVENT_FILE },
		{ "dir", AVOW_EVENT_FILE },
		{ "lnk_file", AVOW_EVENT_FILE },
		{ "sock_file", AVOW_EVENT_FILE },
		{ "fifo_file", AVOW_EVENT_FILE },
		{ "chr_file", AVOW_EVENT_FILE },
		{ "blk_file", AVOW_EVENT_FILE },
		{ "filesystem", AVOW_EVENT_FILE },
		{ "mount", AVOW_EVENT_FILE },
		{ "net", AVOW_EVENT_NETWORK },
		{ "unix", AVOW_EVENT_NETWORK },
		{ "node", AVOW_EVENT_NETWORK },
		{ "netif", AVOW_EVENT_NETWORK },
		{ "peer", AVOW_EVENT_NETWORK },
		{ "packet", AVOW_EVENT_NETWORK },
		{ "process", AVOW_EVENT_PROCESS },
		{ "process2", AVOW_EVENT_PROCESS },
		{ "signal", AVOW_EVENT_PROCESS },
		{ "ptrace", AVOW_EVENT_PROCESS },
		{ "capability", AVOW_EVENT_PROCESS },
		{ "capability2", AVOW_EVENT_PROCESS },
		{ "cap", AVOW_EVENT_PROCESS },
	};
	struct avow_span name = denial->lsm == AVOW_LSM_SELINUX
					? denial->selinux.tclass
					: denial->apparmor.class_name;
	size_t tail = strlen("_socket");

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(classes); i++)
		if (avow_span_is(name, classes[i].name))
			return classes[i].topic;
	if (name.length > tail &&
	    avow_span_is(avow_span_skip(name, name.length - tail), "_socket"))
		return AVOW_EVENT_NETWORK;
	return AVOW_EVENT_OTHER;
}
