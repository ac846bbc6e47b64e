/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-EXECMEM: memory that was written is to be executed. Nearly always it is how the
 * program or a library was built; which of the four permissions was asked for tells what
 * is the matter (security/selinux/hooks.c, file_map_prot_check(),
 * selinux_file_mprotect()). The label for libraries with text relocations is told by
 * label_missing.c.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

static const struct {
	const char *tclass, *permission;
	const char *text;
} kinds[] = {
	{ "process", "execheap",
	  "The program executes its heap. No program needs that: the pages that it makes "
	  "executable overlap the heap by mistake." },
	{ "process", "execstack",
	  "The program executes its stack. A library or an object in it lacks the mark "
	  "that "
	  "says it does not need to (assembler files without .note.GNU-stack, functions "
	  "within functions in C), and so the kernel gives the whole process an "
	  "executable "
	  "stack." },
	{ "file", "execmod",
	  "A file that was mapped privately was changed in memory and is to be executed: "
	  "the "
	  "library has text relocations, because it was not built as "
	  "position-independent "
	  "code (-fPIC). `readelf -d FILE` shows TEXTREL then." },
	{ "process", "execmem",
	  "The program makes memory executable that it can write to, or has written. "
	  "Compilers within programs (Java, JavaScript, regular expressions, graphics "
	  "drivers) do; most other programs never should." },
};

static int tell(const struct avow_scene *scene, size_t kind, uint64_t count,
		struct avow_telling *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	const struct avow_tally *seen =
		cluster->paths.length ? &cluster->paths : &cluster->exes;
	struct avow_buf evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_puts(&evidence, seen == &cluster->paths ? "path " : "exe ");
	avow_signs_list(seen, &evidence);
	if (!evidence.failed)
		code = avow_tell_reason(out, &avow_circumstance_memory, count,
					kinds[kind].text,
					seen->length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&evidence);
	return code == 0 ? avow_tell_advice(out, &avow_advice_rebuild, NULL, NULL) : code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	int code = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds) && code == 0; i++) {
		const char *const classes[] = { kinds[i].tclass, NULL };
		uint64_t count;

		if (!avow_signs_is_class(scene, classes))
			continue;
		count = avow_signs_refused(scene, kinds[i].permission);
		if (count)
			code = tell(scene, i, count, out);
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_memory = {
	.code = "SEL-EXECMEM",
	.layer = "memory",
	.title = "written memory is to be executed",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:56): avc:  denied  { execstack } for  "
			"pid=77 comm=\"sketch\" scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:system_r:wick_t:s0 tclass=process permissive=0",
		.explanation =
			"Code that is put into a running process has to be written to its memory "
			"and executed there. SELinux asks for execheap, execstack, execmem or, "
			"for a file that was changed in memory, execmod. Programs that are well "
			"built need none of them, but for those with a compiler inside.",
		.safe_change =
			"Have the program or library built anew: -fPIC for text relocations, the "
			".note.GNU-stack mark in assembler files for the stack (`execstack -c "
			"FILE` sets it by hand). For compilers within programs use the boolean "
			"of the domain, if it has one.",
		.not_when =
			"Not by a rule for a service that talks to the network: the rule would "
			"take away what stops injected code.",
	},
};
