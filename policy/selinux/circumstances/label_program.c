/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-PROGRAM: a service runs in the domain of what started it. When file_contexts
 * give its program a type that would start a domain of its own, the file on the disk
 * carries another.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/paths.h"

#include "analyzer/base/escape.h"
#include "policy/selinux/sepol/types.h"

#define PROGRAMS_MAX 4

/* Domains that processes are in until their program's label takes them out. */
static const char *const starters[] = { "init_t", "initrc_t", "unconfined_service_t",
					"kernel_t" };

static bool is_starter(const char *type)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(starters); i++)
		if (strcmp(starters[i], type) == 0)
			return true;
	return false;
}

/* The domain that a program with its label would be started in; 0: none. */
static uint32_t domain_of(const struct avow_scene *scene, const struct seen_path *row)
{
	uint16_t process = avow_sepol_class(scene->sepol, "process");
	uint32_t program = avow_paths_type(scene, row), out = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(starters) && !out && program; i++)
		out = avow_sepol_transition(scene->sepol,
					    avow_sepol_type(scene->sepol, starters[i]),
					    program, process);
	return out == scene->subject->pair.source ? 0 : out;
}

static int advise(const struct avow_scene *scene, const struct seen_paths *program,
		  uint32_t domain, struct avow_telling *out)
{
	const struct avow_trial trial = { .source_type = domain };
	struct avow_outcome outcome;
	struct avow_buf change = { 0 };
	int code = avow_telling_try(out, &trial, &outcome);

	if (code < 0 || outcome.allowed == 0)
		return code;
	avow_paths_restore(scene, program, &change);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(out, &avow_advice_restore_label,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code < 0 ? code
			: avow_tell_note(out, "Then restart the service: a process stays "
					      "in the domain that it was started in.");
}

static int tell(const struct avow_scene *scene, const struct seen_paths *program,
		uint32_t domain, struct avow_telling *out)
{
	const struct seen_path *row = &program->at[0];
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code;

	avow_escape_display(&text, row->path);
	avow_buf_printf(
		&text,
		" runs in %s. file_contexts give it %.*s, with which it would be "
		"started in %s: the file carries another label, or was not "
		"started as a service.",
		avow_atoms_string(scene->atoms, scene->subject->cluster->scontext_type),
		(int)row->label.type.length, row->label.type.data,
		avow_sepol_type_name(scene->sepol, domain));
	avow_escape_display(&evidence, row->path);
	avow_buf_printf(&evidence, " %s\n%s", row->label.context,
			avow_labels_directory(scene->labels));
	avow_paths_notes(scene, &evidence);
	code = text.failed || evidence.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_reason(out, &avow_circumstance_label_program,
					  row->count, avow_buf_string(&text),
					  avow_buf_string(&evidence));
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code < 0 ? code : advise(scene, program, domain, out);
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	int code = 0;

	if (!scene->labels || !scene->subject->pair.source ||
	    avow_scene_has_reason(scene, "SEL-ALLOWED") ||
	    !is_starter(avow_atoms_string(scene->atoms, cluster->scontext_type)))
		return 0;
	for (uint32_t i = 0; i < cluster->exes.length && i < PROGRAMS_MAX && code == 0;
	     i++) {
		struct seen_paths program = { .count = 1 };
		struct seen_path *row = &program.at[0];
		uint32_t domain;

		row->path = cluster->exes.entries[i].value;
		row->count = cluster->exes.entries[i].count;
		code = avow_labels_lookup(scene->labels, row->path, "file", &row->label);
		if (code < 0 || row->label.kind != AVOW_LABEL_KNOWN || row->label.doubt)
			continue;
		domain = domain_of(scene, row);
		if (domain)
			code = tell(scene, &program, domain, out);
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_label_program = {
	.code = "SEL-LABEL-PROGRAM",
	.layer = "label",
	.title = "the program does not carry the label that starts its domain",
	.look = look,
	.entry = {
		.record = "type=AVC msg=audit(1700000000.000:1): avc:  denied  { write } "
			  "for  pid=1 comm=\"named\" exe=\"/usr/sbin/named\" "
			  "scontext=system_u:system_r:unconfined_service_t:s0 "
			  "tcontext=system_u:object_r:named_zone_t:s0 tclass=file "
			  "permissive=0",
		.explanation =
			"A process gets its domain from the label of its program when it "
			"is started. A program that was copied or built in place has "
			"another label, such as bin_t, and so the service stays in the "
			"domain of what started it: init_t, initrc_t or "
			"unconfined_service_t.",
		.safe_change = "restorecon -v on the program, and restart the service.",
		.not_when = "When the program is not what its path says.",
	},
};
