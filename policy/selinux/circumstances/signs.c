/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the records of a cluster and the policy say of who did what by which call. It
 * only reads what is there: where the records have no SYSCALL, there is no sign.
 */
#include "policy/selinux/circumstances/signs.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/sepol/network.h"
#include "policy/selinux/sepol/types.h"

#define LISTED_MAX 4

bool avow_signs_is_one_of(struct avow_span span, const char *const *names)
{
	for (; *names; names++)
		if (avow_span_is(span, *names))
			return true;
	return false;
}

struct avow_span avow_signs_base(struct avow_span path)
{
	const char *slash = path.length ? memrchr(path.data, '/', path.length) : NULL;

	return slash ? avow_span_skip(path, (size_t)(slash - path.data) + 1) : path;
}

bool avow_signs_is_class(const struct avow_scene *scene, const char *const *classes)
{
	return avow_signs_is_one_of(
		avow_atoms_text(scene->atoms, scene->subject->cluster->tclass), classes);
}

const char *avow_signs_source(const struct avow_scene *scene)
{
	return avow_atoms_string(scene->atoms, scene->subject->cluster->scontext_type);
}

const char *avow_signs_target(const struct avow_scene *scene)
{
	return avow_atoms_string(scene->atoms, scene->subject->cluster->tcontext_type);
}

static bool is_known(const struct avow_sepol_pair *pair)
{
	return pair->source && pair->target && pair->tclass;
}

uint64_t avow_signs_refused(const struct avow_scene *scene, const char *permission)
{
	const struct avow_tally *refused = &scene->subject->cluster->permissions;
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	uint32_t at = 0;

	while (at < refused->length &&
	       !avow_span_is(refused->entries[at].value, permission))
		at++;
	if (at == refused->length ||
	    (is_known(pair) &&
	     (avow_sepol_allowed(scene->sepol, pair) &
	      avow_sepol_permission(scene->sepol, pair->tclass, permission))))
		return 0;
	return refused->entries[at].count;
}

static uint64_t count_named(const struct avow_tally *tally, const char *const *names,
			    bool is_path)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < tally->length; i++) {
		struct avow_span value = tally->entries[i].value;

		if (avow_signs_is_one_of(is_path ? avow_signs_base(value) : value, names))
			count += tally->entries[i].count;
	}
	return count;
}

uint64_t avow_signs_known_calls(const struct avow_scene *scene)
{
	const struct avow_tally *calls = &scene->subject->cluster->syscalls;
	uint64_t count = 0;

	for (uint32_t i = 0; i < calls->length; i++)
		count += calls->entries[i].count;
	return count;
}

uint64_t avow_signs_calls(const struct avow_scene *scene, const char *const *calls)
{
	return count_named(&scene->subject->cluster->syscalls, calls, false);
}

uint64_t avow_signs_comms(const struct avow_scene *scene, const char *const *names)
{
	return count_named(&scene->subject->cluster->comms, names, false);
}

uint64_t avow_signs_exes(const struct avow_scene *scene, const char *const *names)
{
	return count_named(&scene->subject->cluster->exes, names, true);
}

/* `kmod="net-pf-10"` begins with `kmod=net-pf-10`. */
static bool begins(struct avow_span detail, const char *wanted)
{
	size_t equals = avow_span_find(avow_span_of(wanted), '=') + 1;
	struct avow_span value = avow_span_skip(detail, equals);

	if (detail.length < equals || memcmp(detail.data, wanted, equals) != 0)
		return false;
	if (avow_span_starts_with(value, "\""))
		value = avow_span_skip(value, 1);
	return avow_span_starts_with(value, wanted + equals);
}

uint64_t avow_signs_details(const struct avow_scene *scene, const char *const *details)
{
	const struct avow_tally *seen = &scene->subject->cluster->details;
	uint64_t count = 0;

	for (uint32_t i = 0; i < seen->length; i++)
		for (const char *const *at = details; *at; at++)
			if (begins(seen->entries[i].value, *at)) {
				count += seen->entries[i].count;
				break;
			}
	return count;
}

bool avow_signs_has_attribute(const struct avow_scene *scene, uint32_t type,
			      const char *name)
{
	uint32_t attribute = avow_sepol_attribute(scene->sepol, name);

	return attribute && type && avow_sepol_is_member(scene->sepol, type, attribute);
}

static bool has_one_of(const struct avow_scene *scene, const char *const *attributes)
{
	uint32_t source = scene->subject->pair.source;

	for (; *attributes; attributes++)
		if (avow_signs_has_attribute(scene, source, *attributes))
			return true;
	return false;
}

bool avow_signs_is_user(const struct avow_scene *scene)
{
	static const char *const attributes[] = { "userdomain", "unpriv_userdomain",
						  "unconfined_domain_type",
						  "login_userdomain", NULL };
	static const char *const types[] = {
		"unconfined_t", "sysadm_t", "staff_t", "user_t",
		"guest_t",      "xguest_t", NULL
	};

	return has_one_of(scene, attributes) ||
	       avow_signs_is_one_of(avow_span_of(avow_signs_source(scene)), types);
}

/* Whether rules in force let the source bind sockets of @tclass to a port of any type. */
static bool takes_port(const struct avow_scene *scene, const char *tclass)
{
	struct avow_sepol_pair pair = { .source = scene->subject->pair.source,
					.tclass =
						avow_sepol_class(scene->sepol, tclass) };
	uint32_t bind, *types;
	size_t count;
	bool takes = false;

	if (!pair.source || !pair.tclass)
		return false;
	bind = avow_sepol_permission(scene->sepol, pair.tclass, "name_bind");
	if (!bind ||
	    avow_sepol_network_types(scene->sepol, AVOW_NETWORK_PORT, &types, &count) < 0)
		return false;
	for (size_t i = 0; i < count && !takes; i++) {
		pair.target = types[i];
		takes = (avow_sepol_allowed(scene->sepol, &pair) & bind) != 0;
	}
	free(types);
	return takes;
}

bool avow_signs_is_starter(const struct avow_scene *scene)
{
	static const char *const types[] = { "init_t", "initrc_t", "unconfined_service_t",
					     "kernel_t", NULL };

	return avow_signs_is_one_of(avow_span_of(avow_signs_source(scene)), types);
}

/* Asked once of a domain, of which there may be many clusters. */
bool avow_signs_is_server(const struct avow_scene *scene)
{
	signed char *known = &scene->servers[scene->subject->pair.source];

	if (!*known)
		*known = !avow_signs_is_user(scene) && !avow_signs_is_starter(scene) &&
					 (takes_port(scene, "tcp_socket") ||
					  takes_port(scene, "udp_socket"))
				 ? 1
				 : -1;
	return *known > 0;
}

bool avow_signs_is_daemon(const struct avow_scene *scene)
{
	static const char *const attributes[] = { "daemon", NULL };

	return !avow_signs_is_user(scene) && !avow_signs_is_starter(scene) &&
	       (has_one_of(scene, attributes) || avow_signs_is_server(scene));
}

bool avow_signs_checks_passwords(const struct avow_scene *scene)
{
	struct avow_sepol_pair pair = {
		.source = scene->subject->pair.source,
		.target = avow_sepol_type(scene->sepol, "chkpwd_exec_t"),
		.tclass = avow_sepol_class(scene->sepol, "file"),
	};

	return pair.source && pair.target && pair.tclass &&
	       (avow_sepol_allowed(scene->sepol, &pair) &
		avow_sepol_permission(scene->sepol, pair.tclass, "execute"));
}

static bool ends_with(struct avow_span span, const char *end)
{
	size_t length = strlen(end);

	return span.length >= length &&
	       memcmp(span.data + span.length - length, end, length) == 0;
}

bool avow_signs_is_bytecode(const struct avow_scene *scene)
{
	const struct avow_tally *paths = &scene->subject->cluster->paths;

	for (uint32_t i = 0; i < paths->length; i++) {
		struct avow_span path = paths->entries[i].value;

		if (avow_span_search(path, "__pycache__") == path.length &&
		    !ends_with(path, ".pyc"))
			return false;
	}
	return paths->length > 0 && !paths->has_more;
}

static void add_quiet(void *data, const struct avow_sepol_rule *rule)
{
	uint32_t *quiet = data;

	if (rule->is_dontaudit && rule->is_enabled)
		*quiet |= rule->permissions;
}

/* `self:capability sys_ptrace;`, or in braces when there are several. */
static void append_rule(const struct avow_scene *scene, const struct avow_buf *words,
			size_t count, struct avow_buf *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;

	avow_buf_printf(out, "dontaudit %s %s:%s ", avow_signs_source(scene),
			pair->source == pair->target ? "self" : avow_signs_target(scene),
			avow_sepol_class_name(scene->sepol, pair->tclass));
	avow_buf_puts(out, count > 1 ? "{ " : "");
	avow_buf_append(out, avow_buf_span(words));
	avow_buf_puts(out, count > 1 ? " };" : ";");
	out->failed |= words->failed;
}

int avow_signs_hide(const struct avow_scene *scene, struct avow_telling *telling,
		    const char *const *permissions)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	struct avow_buf words = { 0 }, change = { 0 };
	struct avow_trial trial = { .hidden = 0 };
	uint32_t quiet = 0;
	size_t count = 0;
	int code = 0;

	if (!is_known(pair))
		return 0;
	avow_sepol_rules(scene->sepol, pair, add_quiet, &quiet);
	for (; *permissions; permissions++) {
		uint32_t bit =
			avow_sepol_permission(scene->sepol, pair->tclass, *permissions);

		if (!(bit & ~quiet) || !avow_signs_refused(scene, *permissions))
			continue;
		avow_buf_printf(&words, "%s%s", count++ ? " " : "", *permissions);
		trial.hidden |= bit;
	}
	append_rule(scene, &words, count, &change);
	if (change.failed)
		code = AVOW_E_NOMEM;
	else if (count)
		code = avow_tell_advice(telling, &avow_advice_hide,
					avow_buf_string(&change), &trial);
	avow_buf_free(&words);
	avow_buf_free(&change);
	return code;
}

void avow_signs_count(uint64_t count, uint64_t of, struct avow_buf *out)
{
	if (of == 1)
		avow_buf_puts(out, "The denial");
	else if (count == of)
		avow_buf_printf(out, "All %llu denials", (unsigned long long)of);
	else
		avow_buf_printf(out, "%llu of the %llu denials",
				(unsigned long long)count, (unsigned long long)of);
}

void avow_signs_list(const struct avow_tally *tally, struct avow_buf *out)
{
	uint32_t shown = tally->length > LISTED_MAX ? LISTED_MAX - 1 : tally->length;
	bool has_more = tally->has_more || shown < tally->length;

	for (uint32_t i = 0; i < shown; i++) {
		if (i > 0)
			avow_buf_puts(out, i + 1 == shown && !has_more ? " and " : ", ");
		avow_escape_display(out, tally->entries[i].value);
	}
	if (tally->has_more)
		avow_buf_puts(out, " and others");
	else if (has_more)
		avow_buf_printf(out, " and %u more", tally->length - shown);
}
