/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-DOMAIN: a program runs in the domain of what started it, because its label starts
 * none of its own. What file_contexts say of the program is told by label_program.c;
 * here the policy says whether it has a domain that goes by the program's name.
 */
#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/paths.h"
#include "policy/selinux/circumstances/signs.h"
#include "policy/selinux/sepol/types.h"

#define PROGRAMS_MAX 4

/* They belong where they run. */
static const char *const managers[] = {
	"init",        "systemd",          "systemctl",        "upstart", "openrc",
	"openrc-init", "systemd-tmpfiles", "systemd-executor", "rc",      "dracut",
	NULL
};

/* Their label says nothing of the script that they run. */
static const char *const interpreters[] = { "sh",   "bash",  "dash",    "ash",  "ksh",
					    "zsh",  "perl",  "ruby",    "node", "java",
					    "php",  "tclsh", "busybox", "env",  "lua",
					    "gawk", NULL };

/* The entry of a domain, and that domain. */
struct entry {
	uint32_t program, domain, starter;
};

static bool is_interpreter(struct avow_span name)
{
	return avow_signs_is_one_of(name, interpreters) ||
	       avow_span_starts_with(name, "python") ||
	       avow_span_starts_with(name, "platform-python");
}

/* Whether a type is named for the program: horn_exec_t for horn and hornd. */
static bool is_named_for(const char *type, struct avow_span name)
{
	static const char end[] = "_exec_t";
	struct avow_span stem = avow_span_of(type);

	if (stem.length <= strlen(end) ||
	    strcmp(type + stem.length - strlen(end), end) != 0)
		return false;
	stem.length -= strlen(end);
	if (stem.length + 1 == name.length && name.data[stem.length] == 'd')
		name.length--;
	return avow_span_equal(stem, name);
}

/* The entry that is named for the program, if what starts services enters by it. */
static bool find_entry(const struct avow_scene *scene, struct avow_span name,
		       struct entry *out)
{
	static const char *const starters[] = { "init_t", "initrc_t", "kernel_t" };
	uint16_t process = avow_sepol_class(scene->sepol, "process");
	uint32_t max = avow_sepol_type_max(scene->sepol);

	for (uint32_t type = 1; type <= max && process; type++) {
		if (!avow_sepol_is_type(scene->sepol, type) ||
		    !is_named_for(avow_sepol_type_name(scene->sepol, type), name))
			continue;
		for (size_t i = 0; i < AVOW_ARRAY_SIZE(starters); i++) {
			out->program = type;
			out->starter = avow_sepol_type(scene->sepol, starters[i]);
			if (!out->starter)
				continue;
			out->domain = avow_sepol_transition(scene->sepol, out->starter,
							    type, process);
			if (out->domain && out->domain != scene->subject->pair.source)
				return true;
		}
	}
	return false;
}

/* Whether file_contexts have something to say of the program: label_program.c does. */
static int is_labelled(const struct avow_scene *scene, struct avow_span path, bool *out)
{
	struct avow_label label;

	*out = false;
	if (!scene->labels)
		return 0;
	if (avow_labels_lookup(scene->labels, path, "file", &label) < 0)
		return AVOW_E_NOMEM;
	*out = label.kind == AVOW_LABEL_KNOWN && !label.doubt;
	return 0;
}

static int tell_reason(const struct avow_scene *scene, struct avow_span path,
		       uint64_t count, const struct entry *entry,
		       struct avow_telling *out)
{
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_escape_display(&text, path);
	avow_buf_printf(
		&text,
		" runs in %s, where programs stay whose label starts no domain of "
		"their own.",
		avow_signs_source(scene));
	if (entry) {
		const char *program = avow_sepol_type_name(scene->sepol, entry->program);
		const char *domain = avow_sepol_type_name(scene->sepol, entry->domain);

		avow_buf_printf(
			&text,
			" The policy has %s, which a program labelled %s is started "
			"in: by its name this one is meant.",
			domain, program);
		avow_buf_printf(&evidence, "type_transition %s %s:process %s;",
				avow_sepol_type_name(scene->sepol, entry->starter),
				program, domain);
	} else if (is_interpreter(avow_signs_base(path))) {
		avow_buf_puts(&text, " It is an interpreter: what counts is the label of "
				     "the script that was started.");
	} else {
		avow_buf_puts(&text,
			      " The policy has no domain that goes by the program's "
			      "name.");
	}
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			out, &avow_circumstance_domain, count, avow_buf_string(&text),
			evidence.length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

static int advise(const struct avow_scene *scene, struct avow_span path,
		  const struct entry *entry, struct avow_telling *out)
{
	const struct avow_trial trial = { .source_type = entry->domain };
	struct seen_paths program = { .count = 1, .at[0].path = path };
	struct avow_buf change = { 0 };
	int code;

	avow_paths_label(scene, &program,
			 avow_sepol_type_name(scene->sepol, entry->program), &change);
	code = change.failed ? AVOW_E_NOMEM
			     : avow_tell_advice(out, &avow_advice_label_program,
						avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code;
}

static int look_at(const struct avow_scene *scene, const struct avow_tally_entry *exe,
		   struct avow_telling *out)
{
	struct avow_span name = avow_signs_base(exe->value);
	struct entry entry;
	bool is_told, is_found;
	int code = is_labelled(scene, exe->value, &is_told);

	if (code < 0 || is_told || !avow_span_starts_with(exe->value, "/") ||
	    avow_signs_is_one_of(name, managers) ||
	    avow_span_starts_with(name, "systemd-"))
		return code;
	is_found = !is_interpreter(name) && find_entry(scene, name, &entry);
	code = tell_reason(scene, exe->value, exe->count, is_found ? &entry : NULL, out);
	if (code < 0)
		return code;
	return is_found ? advise(scene, exe->value, &entry, out)
			: avow_tell_advice(out, &avow_advice_own_domain, NULL, NULL);
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	const struct avow_tally *exes = &scene->subject->cluster->exes;
	int code = 0;

	if (!avow_signs_is_starter(scene) ||
	    avow_scene_has_reason(scene, "SEL-UNKNOWN-TYPE") ||
	    (avow_scene_has_reason(scene, "SEL-ALLOWED") &&
	     !avow_scene_has_reason(scene, "SEL-TE")))
		return 0;
	for (uint32_t i = 0; i < exes->length && i < PROGRAMS_MAX && code == 0; i++)
		code = look_at(scene, &exes->entries[i], out);
	return code;
}

const struct avow_circumstance_kind avow_circumstance_domain = {
	.code = "SEL-DOMAIN",
	.layer = "domain",
	.title = "the program runs in no domain of its own",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:51): avc:  denied  { write } for  "
			"pid=77 comm=\"hornd\" name=\"pressure\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:initrc_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:51): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=1 a3=0 items=1 ppid=1 pid=77 "
			"comm=\"hornd\" exe=\"/opt/horn/hornd\" "
			"subj=system_u:system_r:initrc_t:s0 key=(null)",
		.explanation =
			"A process enters a domain when a type_transition rule of the policy "
			"names the domain of its parent and the label of its program. Without "
			"one it stays where its parent was: init_t, initrc_t, "
			"unconfined_service_t, or kernel_t for what was started before the "
			"policy was loaded. A rule for such a domain is a rule for every "
			"program that stays there.",
		.safe_change =
			"Give the program the label that starts its domain, if the policy has "
			"one, and restart the service. If it has none, write one: `sepolicy "
			"generate --init PROGRAM` makes the frame.",
		.not_when =
			"Not for the service manager itself and for what it does before it "
			"starts a service (comm is then in brackets): its rules belong to "
			"init_t.",
	},
};
