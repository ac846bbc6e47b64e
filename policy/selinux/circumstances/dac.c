/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-DAC: a capability that passes over owner and mode was refused, so owner and mode
 * had refused already. Says which file it is and which bits would do. Access control
 * lists and supplementary groups are in no record; directories further up have none.
 */
#include <sys/stat.h>

#include "analyzer/base/escape.h"
#include "analyzer/denial/dac.h"
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

#define FILES_MAX 3

enum { MODE_READ = 4, MODE_WRITE = 2, MODE_SEARCH = 1 };

static const char *const classes[] = { "capability", "cap_userns", NULL };

/* What the process was about, as far as the order of the kernel's questions tells. */
enum want { WANT_READ, WANT_WRITE, WANT_OWN, WANT_NOTHING, WANTS };

/*
 * generic_permission() in fs/namei.c, since Linux 4.12: to read a file or search a
 * directory it asks for dac_read_search, then for dac_override; to write, for
 * dac_override alone.
 */
static const char *const want_texts[WANTS] = {
	[WANT_READ] = "Both capabilities were asked for, so the process wanted to read a "
		      "file or to search a directory: for that dac_read_search would do, "
		      "and dac_override would be too much.",
	[WANT_WRITE] = "dac_override was asked for alone, so the process wanted to write "
		       "(before Linux 4.12 also to read).",
	[WANT_OWN] = "fowner was asked for: the process wanted what only the owner of a "
		     "file may do, such as to change its mode or its times.",
	[WANT_NOTHING] = "Nothing failed by it: the kernel asks for dac_read_search "
			 "first, and goes on to dac_override, which the policy allows.",
};

struct view {
	const struct avow_scene *scene;
	struct avow_telling *telling;
	enum want want;
	uint64_t count;
	struct avow_dac files[FILES_MAX];
	size_t file_count;
};

static bool is_allowed(const struct avow_scene *scene, const char *name)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;

	return pair->source && pair->target && pair->tclass &&
	       (avow_sepol_allowed(scene->sepol, pair) &
		avow_sepol_permission(scene->sepol, pair->tclass, name));
}

/* False when none of these capabilities was refused. */
static bool find_want(struct view *view)
{
	uint64_t search = avow_signs_refused(view->scene, "dac_read_search");
	uint64_t override = avow_signs_refused(view->scene, "dac_override");
	uint64_t owner = avow_signs_refused(view->scene, "fowner");

	view->count = override > search ? override : search;
	if (!view->count) {
		view->want = WANT_OWN;
		view->count = owner;
	} else if (is_allowed(view->scene, "dac_override")) {
		view->want = WANT_NOTHING;
	} else {
		view->want = search && search >= override ? WANT_READ : WANT_WRITE;
	}
	return view->count > 0;
}

/* The bits that are missing of those that the process can have wanted. */
static unsigned missing(const struct view *view, const struct avow_dac *file)
{
	unsigned wanted = view->want == WANT_READ ? MODE_READ | MODE_SEARCH
						  : MODE_READ | MODE_WRITE | MODE_SEARCH;

	if (file->is_parent)
		wanted &= MODE_WRITE | MODE_SEARCH;
	else if (!S_ISDIR(file->mode))
		wanted &= MODE_READ | MODE_WRITE;
	return wanted & ~avow_dac_given(file);
}

/* Those that can be what was wanted. */
static void take_files(struct view *view)
{
	const struct avow_tally *details = &view->scene->subject->cluster->details;

	for (uint32_t i = 0; i < details->length && view->file_count < FILES_MAX; i++)
		if (avow_dac_parse(details->entries[i].value,
				   &view->files[view->file_count]) &&
		    (view->want == WANT_OWN ||
		     missing(view, &view->files[view->file_count])))
			view->file_count++;
}

static void append_bits(unsigned bits, struct avow_buf *out)
{
	static const struct {
		unsigned bit;
		char letter;
	} letters[] = { { MODE_READ, 'r' }, { MODE_WRITE, 'w' }, { MODE_SEARCH, 'x' } };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(letters); i++)
		if (bits & letters[i].bit)
			avow_buf_putc(out, letters[i].letter);
}

/* Whose bits of the mode count for the process. */
static char share(const struct avow_dac *file)
{
	if (avow_span_equal(file->ouid, file->fsuid))
		return 'u';
	return avow_span_equal(file->ogid, file->fsgid) ? 'g' : 'o';
}

static void append_file(const struct view *view, const struct avow_dac *file,
			struct avow_buf *out)
{
	unsigned given = avow_dac_given(file);

	avow_buf_putc(out, ' ');
	avow_escape_display(out, file->path);
	avow_buf_printf(out, " has mode %04o, owner ", file->mode & 07777);
	avow_escape_display(out, file->ouid);
	avow_buf_puts(out, " and group ");
	avow_escape_display(out, file->ogid);
	avow_buf_puts(out, "; the process has fsuid ");
	avow_escape_display(out, file->fsuid);
	avow_buf_puts(out, " and fsgid ");
	avow_escape_display(out, file->fsgid);
	if (view->want == WANT_OWN) {
		avow_buf_putc(out, '.');
		return;
	}
	avow_buf_puts(out,
		      given ? ", to which that gives " : ", to which that gives nothing");
	append_bits(given, out);
	avow_buf_puts(out, "; what can be missing is ");
	append_bits(missing(view, file), out);
	avow_buf_putc(out, '.');
}

static int tell_reason(const struct view *view)
{
	const struct avow_tally *calls = &view->scene->subject->cluster->syscalls;
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_puts(&text, want_texts[view->want]);
	if (view->want != WANT_NOTHING)
		avow_buf_puts(&text, " Owner and mode had refused it before SELinux was "
				     "asked.");
	for (size_t i = 0; i < view->file_count && view->want != WANT_NOTHING; i++)
		append_file(view, &view->files[i], &text);
	if (!view->file_count && view->want != WANT_NOTHING)
		avow_buf_puts(&text, " No record names a file that does: paths were not "
				     "recorded, or a directory further up refuses.");
	if (calls->length) {
		avow_buf_puts(&evidence, "syscall ");
		avow_signs_list(calls, &evidence);
	}
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(view->telling, &avow_circumstance_dac,
					view->count, avow_buf_string(&text),
					evidence.length ? avow_buf_string(&evidence)
							: NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/* The bits go to the group, and the group to the process, so that nobody else gains. */
static void append_command(const struct view *view, const struct avow_dac *file,
			   struct avow_buf *out)
{
	if (share(file) == 'o') {
		avow_buf_puts(out, "chgrp ");
		avow_escape_shell(out, file->fsgid);
		avow_buf_putc(out, ' ');
		avow_escape_shell(out, file->path);
		avow_buf_puts(out, " && ");
	}
	avow_buf_printf(out, "chmod %c+", share(file) == 'u' ? 'u' : 'g');
	append_bits(missing(view, file), out);
	avow_buf_putc(out, ' ');
	avow_escape_shell(out, file->path);
}

/* The file's own group loses what it had by the mode. */
static int note_group(const struct view *view, const struct avow_dac *file)
{
	struct avow_buf note = { 0 };
	int code;

	if (share(file) != 'o' || !(file->mode >> 3 & 7))
		return 0;
	avow_buf_puts(&note, "The group ");
	avow_escape_display(&note, file->ogid);
	avow_buf_puts(&note, " loses what the mode gives it.");
	code = note.failed ? AVOW_E_NOMEM
			   : avow_tell_note(view->telling, avow_buf_string(&note));
	avow_buf_free(&note);
	return code;
}

static int advise(const struct view *view)
{
	static const char *const first[] = { "dac_read_search", NULL };
	struct avow_buf change = { 0 };
	bool is_told = false;
	int code = 0;

	if (view->want == WANT_NOTHING)
		return avow_signs_hide(view->scene, view->telling, first);
	for (size_t i = 0; i < view->file_count && code == 0; i++) {
		const struct avow_dac *file = &view->files[i];

		if (view->want == WANT_OWN || !missing(view, file) ||
		    avow_span_starts_with(file->fsgid, "-") ||
		    !avow_span_starts_with(file->path, "/"))
			continue;
		avow_buf_clear(&change);
		append_command(view, file, &change);
		code = change.failed ? AVOW_E_NOMEM
				     : avow_tell_advice(view->telling, &avow_advice_mode,
							avow_buf_string(&change), NULL);
		code = code == 0 ? note_group(view, file) : code;
		is_told = true;
	}
	avow_buf_free(&change);
	if (code == 0 && !view->file_count)
		return avow_tell_advice(view->telling, &avow_advice_record_paths,
					"auditctl -w /etc/shadow -p w -k paths", NULL);
	if (code == 0 && !is_told)
		return avow_tell_advice(view->telling, &avow_advice_mode, NULL, NULL);
	return code;
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	struct view view = { .scene = scene, .telling = out };
	int code;

	if (!avow_signs_is_class(scene, classes) || !find_want(&view))
		return 0;
	take_files(&view);
	code = tell_reason(&view);
	return code == 0 ? advise(&view) : code;
}

const struct avow_circumstance_kind avow_circumstance_dac = {
	.code = "SEL-DAC",
	.layer = "owner and mode",
	.title = "owner and mode refused it first",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:44): avc:  denied  { dac_override } "
			"for  pid=77 comm=\"lamplighter\" capability=1  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:44): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=2 a3=0 items=1 ppid=1 pid=77 "
			"auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 "
			"tty=(none) ses=4294967295 comm=\"lamplighter\" "
			"exe=\"/usr/sbin/lamplighter\" subj=system_u:system_r:lamp_t:s0 "
			"key=(null)\n"
			"type=PATH msg=audit(1790000000.123:44): item=0 "
			"name=\"/var/lib/lamp/oil.db\" inode=77 dev=fd:00 mode=0100600 ouid=88 "
			"ogid=88 rdev=00:00 obj=system_u:object_r:lamp_var_t:s0 nametype=NORMAL",
		.explanation =
			"The kernel looks at owner and mode before it asks SELinux. When they "
			"refuse, it asks whether the process has a capability that passes over "
			"them: dac_read_search to read a file or search a directory, "
			"dac_override for anything, fowner for what only the owner may do. A "
			"service that runs as root without these is stopped by a file of mode "
			"0600 that another user owns. Full auditing has PATH records, which name "
			"the file with its mode.",
		.safe_change =
			"Mend owner or mode of that one file, or run the service as the user who "
			"owns it. To write into a log of a user, root's group with the bit for "
			"the group is enough.",
		.not_when =
			"Not when the service has to pass over the modes of other users' files "
			"by its nature, as a backup does: then allow it dac_read_search, and "
			"dac_override only if it writes.",
	},
};
