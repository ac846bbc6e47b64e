/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-LABEL-PROGRAM: a service runs in the domain of what started it. When file_contexts
 * give its program a type that would start a domain of its own, the file on the disk
 * carries another; when they do so for programs of its name, it lies in another place.
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

/* What a program is called, the same wherever it was installed. */
static struct avow_span name_of(struct avow_span path)
{
	size_t at = path.length;

	while (at && path.data[at - 1] != '/')
		at--;
	return avow_span_skip(path, at);
}

/* A program that runs in a starter's domain, and what could take it out. */
struct program {
	struct seen_paths paths; /* the one */
	struct avow_span type;   /* with which it would be started in @domain */
	uint32_t domain;         /* 0: there is none for it */
	bool is_elsewhere; /* other places have the type, for programs of its name */
};

/* The domain that a program whose file has @type would be started in; 0: none. */
static uint32_t domain_of(const struct avow_scene *scene, struct avow_span type)
{
	const struct seen_path row = { .label.type = type };
	uint16_t process = avow_sepol_class(scene->sepol, "process");
	uint32_t program = avow_paths_type(scene, &row), out = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(starters) && !out && program; i++)
		out = avow_sepol_transition(scene->sepol,
					    avow_sepol_type(scene->sepol, starters[i]),
					    program, process);
	return out && is_starter(avow_sepol_type_name(scene->sepol, out)) ? 0 : out;
}

/* Looks for a domain by the program's own label, then by its name. */
static void find_domain(const struct avow_scene *scene, struct program *program)
{
	const struct seen_path *row = &program->paths.at[0];
	struct avow_span name = name_of(row->path);

	program->type = row->label.type;
	program->domain = domain_of(scene, program->type);
	for (size_t i = 0; !program->domain; i++) {
		struct avow_span type = avow_labels_of_name(scene->labels, name, i);

		if (!type.length)
			return;
		program->domain = domain_of(scene, type);
		program->is_elsewhere = program->domain != 0;
		if (program->domain)
			program->type = type;
	}
}

static int advise(const struct avow_scene *scene, const struct program *program,
		  struct avow_telling *out)
{
	const struct avow_trial trial = { .source_type = program->domain };
	struct avow_outcome outcome;
	struct avow_buf change = { 0 }, type = { 0 };
	int code = avow_telling_try(out, &trial, &outcome);

	if (code < 0 || outcome.allowed == 0)
		return code;
	avow_buf_append(&type, program->type);
	if (program->is_elsewhere)
		avow_paths_label(scene, &program->paths, avow_buf_string(&type), &change);
	else
		avow_paths_restore(scene, &program->paths, &change);
	code = change.failed || type.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_advice(out,
					  program->is_elsewhere
						  ? &avow_advice_label_path
						  : &avow_advice_restore_label,
					  avow_buf_string(&change), &trial);
	avow_buf_free(&type);
	avow_buf_free(&change);
	return code < 0 ? code
			: avow_tell_note(out, "Then restart the service: a process stays "
					      "in the domain that it was started in.");
}

static void append_text(const struct avow_scene *scene, const struct program *program,
			struct avow_buf *out)
{
	const struct seen_path *row = &program->paths.at[0];
	const char *domain = avow_sepol_type_name(scene->sepol, program->domain);

	avow_escape_display(out, row->path);
	avow_buf_printf(
		out, " runs in %s. file_contexts give it %.*s, with which ",
		avow_atoms_string(scene->atoms, scene->subject->cluster->scontext_type),
		(int)row->label.type.length, row->label.type.data);
	if (!domain)
		avow_buf_puts(out, "no domain of its own starts, and know no other "
				   "place of a program of its name that has one.");
	else if (program->is_elsewhere)
		avow_buf_printf(out,
				"no domain of its own starts. Where the policy expects a "
				"program of its name, it gives it %.*s, and starts it in "
				"%s.",
				(int)program->type.length, program->type.data, domain);
	else
		avow_buf_printf(out,
				"it would be started in %s: the file carries another "
				"label, or was not started as a service.",
				domain);
}

static int tell(const struct avow_scene *scene, const struct program *program,
		struct avow_telling *out)
{
	const struct seen_path *row = &program->paths.at[0];
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code;

	append_text(scene, program, &text);
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
	return code < 0 || !program->domain ? code : advise(scene, program, out);
}

static int look_at(const struct avow_scene *scene, const struct avow_tally_entry *exe,
		   struct avow_telling *out)
{
	const char *source =
		avow_atoms_string(scene->atoms, scene->subject->cluster->scontext_type);
	struct program program = { .paths.count = 1 };
	struct seen_path *row = &program.paths.at[0];

	row->path = exe->value;
	row->count = exe->count;
	if (avow_labels_lookup(scene->labels, row->path, "file", &row->label) < 0)
		return AVOW_E_NOMEM;
	if (row->label.kind != AVOW_LABEL_KNOWN || row->label.doubt)
		return 0;
	find_domain(scene, &program);
	/* The first process and the kernel's threads are where they belong. */
	if (!program.domain &&
	    (strcmp(source, "init_t") == 0 || strcmp(source, "kernel_t") == 0))
		return 0;
	return tell(scene, &program, out);
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
	     i++)
		code = look_at(scene, &cluster->exes.entries[i], out);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_label_program = {
	.code = "SEL-LABEL-PROGRAM",
	.layer = "label",
	.title = "the program does not carry the label that starts its domain",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:60): avc:  denied  { write } for  "
			"pid=77 comm=\"named\" name=\"example.org\" dev=\"dm-0\" ino=9 "
			"scontext=system_u:system_r:unconfined_service_t:s0 "
			"tcontext=system_u:object_r:named_zone_t:s0 tclass=file permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:60): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=1 a3=0 items=1 ppid=1 "
			"pid=77 comm=\"named\" exe=\"/usr/sbin/named\" "
			"subj=system_u:system_r:unconfined_service_t:s0 key=(null)",
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
