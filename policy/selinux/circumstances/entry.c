/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-ENTRY: a domain was to be entered by a file that is no entry to it, or a program
 * that is the entry to a domain was to be run without entering it. Says by which types
 * the one is entered, into which domain the other leads, and for whom.
 */
#include <stdlib.h>

#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/paths.h"
#include "policy/selinux/circumstances/signs.h"
#include "policy/selinux/sepol/types.h"

#define LISTED_MAX 4
#define STARTERS_MAX 4

static const char *const classes[] = { "file", NULL };

static uint32_t bit_of(const struct avow_scene *scene, const char *permission)
{
	return avow_sepol_permission(scene->sepol, scene->subject->pair.tclass,
				     permission);
}

/* Appends "a_t, b_t and 3 more". */
static void append_types(const struct avow_scene *scene, const uint32_t *types,
			 size_t count, struct avow_buf *out)
{
	size_t shown = count > LISTED_MAX ? LISTED_MAX - 1 : count;

	for (size_t i = 0; i < shown; i++) {
		if (i > 0)
			avow_buf_puts(out, i + 1 == count ? " and " : ", ");
		avow_buf_puts(out, avow_sepol_type_name(scene->sepol, types[i]));
	}
	if (shown < count)
		avow_buf_printf(out, " and %zu more", count - shown);
}

/*
 * The types by which the source may be entered, in the order of their values, into
 * @types, which has room for all of the policy's. Returns how many.
 */
static size_t find_entries(const struct avow_scene *scene, uint32_t *types)
{
	uint32_t max = avow_sepol_type_max(scene->sepol);
	uint32_t entrypoint = bit_of(scene, "entrypoint");
	size_t count = 0;

	avow_sepol_reached(scene->sepol, scene->subject->pair.source,
			   scene->subject->pair.tclass, types);
	for (uint32_t type = 1; type <= max; type++)
		if ((types[type - 1] & entrypoint) &&
		    avow_sepol_is_type(scene->sepol, type))
			types[count++] = type;
	return count;
}

static int propose(const struct avow_scene *scene, uint32_t type,
		   struct avow_telling *out)
{
	const struct avow_tally *paths = &scene->subject->cluster->paths;
	const struct avow_trial trial = { .target_type = type };
	struct seen_paths program = { .count = 1 };
	struct avow_buf change = { 0 };
	int code;

	if (paths->length != 1 || paths->has_more ||
	    !avow_span_starts_with(paths->entries[0].value, "/"))
		return 0;
	program.at[0].path = paths->entries[0].value;
	avow_paths_label(scene, &program, avow_sepol_type_name(scene->sepol, type),
			 &change);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(out, &avow_advice_label_program,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

static int tell_no_entry(const struct avow_scene *scene, uint64_t count,
			 struct avow_telling *out)
{
	uint32_t *types = calloc(avow_sepol_type_max(scene->sepol) + 1, sizeof(*types));
	struct avow_buf text = { 0 };
	size_t entries;
	int code;

	if (!types)
		return AVOW_E_NOMEM;
	entries = find_entries(scene, types);
	avow_buf_printf(&text, "A file of %s is no entry to %s.",
			avow_signs_target(scene), avow_signs_source(scene));
	if (entries) {
		avow_buf_puts(&text, " It is entered by ");
		append_types(scene, types, entries, &text);
		avow_buf_putc(&text, '.');
	} else {
		avow_buf_puts(&text, " No type is: nothing can be started in it.");
	}
	code = text.failed ? AVOW_E_NOMEM
			   : avow_tell_reason(out, &avow_circumstance_entry, count,
					      avow_buf_string(&text), NULL);
	if (code == 0 && entries == 1)
		code = propose(scene, types[0], out);
	avow_buf_free(&text);
	free(types);
	return code;
}

/* Who enters a domain by the target, and which: up to a few, by their values. */
static size_t find_starters(const struct avow_scene *scene, uint32_t *starters,
			    uint32_t *domain)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	uint16_t process = avow_sepol_class(scene->sepol, "process");
	uint32_t max = avow_sepol_type_max(scene->sepol);
	size_t count = 0;

	*domain = process ? avow_sepol_transition(scene->sepol, pair->source,
						  pair->target, process)
			  : 0;
	if (*domain) {
		starters[0] = pair->source;
		return 1;
	}
	if (!process || !avow_sepol_is_leading(scene->sepol, pair->target))
		return 0;
	for (uint32_t type = 1; type <= max && count < STARTERS_MAX; type++) {
		uint32_t entered;

		if (!avow_sepol_is_type(scene->sepol, type))
			continue;
		entered =
			avow_sepol_transition(scene->sepol, type, pair->target, process);
		if (!entered || (count && entered != *domain))
			continue;
		*domain = entered;
		starters[count++] = type;
	}
	return count;
}

/* The source has the rule and stayed where it was all the same. */
static int tell_stayed(const struct avow_scene *scene, uint64_t count, uint32_t domain,
		       struct avow_telling *out)
{
	const char *source = avow_signs_source(scene), *target = avow_signs_target(scene);
	const char *name = avow_sepol_type_name(scene->sepol, domain);
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_printf(
		&text,
		"A program of %s takes %s into %s, and this time it did not: the "
		"process may gain no privileges (no_new_privs, NoNewPrivileges= in "
		"a unit), the file system is mounted nosuid, or the caller chose "
		"the domain itself.",
		target, source, name);
	avow_buf_printf(&evidence, "type_transition %s %s:process %s;", source, target,
			name);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(out, &avow_circumstance_entry, count,
					avow_buf_string(&text),
					avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

static int tell_no_transition(const struct avow_scene *scene, uint64_t count,
			      struct avow_telling *out)
{
	uint32_t starters[STARTERS_MAX], domain = 0;
	size_t found = find_starters(scene, starters, &domain);
	struct avow_buf text = { 0 };
	int code;

	if (!found)
		return 0;
	if (starters[0] == scene->subject->pair.source)
		return tell_stayed(scene, count, domain, out);
	avow_buf_printf(&text, "%s runs a program of %s in its own domain. For ",
			avow_signs_source(scene), avow_signs_target(scene));
	append_types(scene, starters, found, &text);
	avow_buf_printf(
		&text,
		"%s it is the entry to %s; for %s no type_transition rule says so.",
		found == STARTERS_MAX ? ", and perhaps others," : "",
		avow_sepol_type_name(scene->sepol, domain), avow_signs_source(scene));
	code = text.failed ? AVOW_E_NOMEM
			   : avow_tell_reason(out, &avow_circumstance_entry, count,
					      avow_buf_string(&text), NULL);
	avow_buf_free(&text);
	return code == 0 ? avow_tell_advice(out, &avow_advice_enter_domain, NULL, NULL)
			 : code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	uint64_t count;
	int code = 0;

	if (!pair->source || !pair->target || !pair->tclass ||
	    !avow_signs_is_class(scene, classes))
		return 0;
	count = avow_signs_refused(scene, "entrypoint");
	if (count)
		code = tell_no_entry(scene, count, out);
	count = avow_signs_refused(scene, "execute_no_trans");
	if (count && code == 0)
		code = tell_no_transition(scene, count, out);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_entry = {
	.code = "SEL-ENTRY",
	.layer = "domain",
	.title = "program and domain do not fit",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:54): avc:  denied  { entrypoint } "
			"for  pid=77 comm=\"lamplighter\" path=\"/opt/lamp/lamplighter\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:bin_t:s0 tclass=file permissive=0",
		.explanation =
			"A domain is entered only by files of the types that the policy names as "
			"its entries (permission entrypoint), so that nobody can start something "
			"else in it: by runcon, by SELinuxContext= in a unit, or by a "
			"type_transition. The other way round, execute_no_trans is asked for "
			"when a program is run without leaving the domain.",
		.safe_change =
			"Label the program with an entry of its domain. Where a program with a "
			"domain of its own is to be started by another service, give that "
			"service the transition (in refpolicy domtrans_pattern(), or the "
			"_domtrans interface of the module).",
		.not_when =
			"Not by a rule that makes bin_t or shell_exec_t an entry: any program "
			"could be started in the domain then.",
	},
};
