/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Turns the types that would do for a file into advice: each is tried first. */
#include <stdio.h>

#include "policy/selinux/advice.h"
#include "policy/selinux/circumstances/file_types.h"
#include "policy/selinux/circumstances/signs.h"

#include "analyzer/base/escape.h"

static void append_change(const struct avow_scene *scene, const struct seen_paths *paths,
			  const char *type, struct avow_buf *out)
{
	if (paths->count) {
		avow_paths_label(scene, paths, type, out);
		return;
	}
	avow_buf_puts(out, "semanage fcontext -a -t ");
	avow_escape_shell(out, avow_span_of(type));
	avow_buf_puts(out, " <PATH> && restorecon -v <PATH>");
}

static int note(struct avow_telling *out, size_t gainers)
{
	char text[128];

	if (gainers == 0)
		return avow_tell_note(out, "No other domain gains the file by it.");
	snprintf(text, sizeof(text),
		 "%zu other domain%s may do the same to the file then.", gainers,
		 gainers == 1 ? "" : "s");
	return avow_tell_note(out, text);
}

static uint64_t count_denials(const struct seen_paths *paths)
{
	uint64_t count = 0;

	for (size_t i = 0; i < paths->count; i++)
		count += paths->at[i].count;
	return count;
}

/* Advises the type when it helps, or nothing better is there. */
static int advise(const struct avow_scene *scene, const struct seen_paths *paths,
		  const struct file_types *types, size_t index, struct avow_telling *out)
{
	const struct avow_advice_kind *kind =
		paths->count ? &avow_advice_label_path : &avow_advice_label_found;
	const struct avow_trial trial = {
		.target_type = types->at[index].type,
		.part = 1,
		.answers = count_denials(paths),
		.is_weak = types->at[index].is_weak || avow_signs_is_user(scene),
	};
	struct avow_outcome outcome;
	struct avow_buf change = { 0 };
	int code = avow_telling_try(out, &trial, &outcome);

	if (code < 0 || (!types->is_near && outcome.allowed == 0))
		return code;
	append_change(scene, paths, avow_sepol_type_name(scene->sepol, trial.target_type),
		      &change);
	code = change.failed
		       ? AVOW_E_NOMEM
		       : avow_tell_advice(out, kind, avow_buf_string(&change), &trial);
	avow_buf_free(&change);
	return code < 0 ? code : note(out, types->at[index].gainers);
}

int avow_file_types_advise(const struct avow_scene *scene, const struct seen_paths *paths,
			   const struct file_types *types, struct avow_telling *out)
{
	int code = 0;

	for (size_t i = 0; i < types->count && code == 0; i++)
		code = advise(scene, paths, types, i, out);
	return code;
}
