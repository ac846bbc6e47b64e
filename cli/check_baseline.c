/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file of the baseline as avow check has it: read, told of, written anew. */
#include "cli/check_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/decisions.h"
#include "cli/output.h"
#include "cli/places.h"
#include "cli/print.h"

/* "5" or "30d". */
static bool read_prune(const char *text, unsigned *runs, unsigned *days)
{
	struct avow_span rest = avow_span_of(text);
	bool is_days = rest.length && rest.data[rest.length - 1] == 'd';
	uint64_t number;

	*runs = *days = 0;
	rest.length -= is_days;
	if (!avow_span_to_u64(rest, 10, &number) || !number || number > 100000)
		return false;
	*(is_days ? days : runs) = (unsigned)number;
	return true;
}

int avow_check_files_check(const struct avow_check_files *files, struct avow_error *error)
{
	unsigned runs, days;

	if (!files->baseline && (files->is_update || files->prune || files->allows_broad))
		return avow_error_set(error, AVOW_E_USAGE, "%s needs --baseline",
				      files->is_update ? "--update"
				      : files->prune   ? "--prune"
						       : "--allow-broad");
	if (files->prune && !read_prune(files->prune, &runs, &days))
		return avow_error_set(error, AVOW_E_USAGE,
				      "--prune=%s: it is a number of updates, or of days "
				      "with d behind it",
				      files->prune);
	return AVOW_OK;
}

int avow_check_open_baseline(const struct avow_check_files *files,
			     const struct avow_analysis *analysis,
			     struct avow_baseline *out, struct avow_error *error)
{
	int result;

	*error = (struct avow_error){ 0 };
	out->allows_broad = files->allows_broad;
	avow_decisions_today(analysis, out->today);
	if (files->is_update && access(files->baseline, F_OK) != 0 && errno == ENOENT)
		result = avow_baseline_parse(avow_span_make("", 0), out)
				 ? avow_error_nomem(error)
				 : AVOW_OK;
	else
		result = avow_baseline_read(files->baseline, out, error);
	for (size_t i = 0; i < out->doubt_count; i++)
		avow_print_place(files->baseline, out->doubts[i].line, "",
				 out->doubts[i].text);
	avow_print_more(out->all_doubts, out->doubt_count,
			"lines that are not understood");
	return result ? result : out->all_doubts ? AVOW_E_INPUT : AVOW_OK;
}

static int save(const char *path, struct avow_baseline *baseline,
		struct avow_error *error)
{
	struct avow_buf text = { 0 };
	struct avow_output output;
	int result;

	avow_baseline_print(baseline, &text);
	result = text.failed ? avow_error_nomem(error)
			     : avow_output_open(&output, path, error);
	if (!result) {
		fwrite(avow_buf_string(&text), 1, text.length, output.stream);
		result = avow_output_commit(&output, error);
	}
	avow_buf_free(&text);
	return result;
}

static int update(const struct avow_analysis *analysis, struct avow_baseline *baseline,
		  size_t *added, struct avow_error *error)
{
	int result = avow_baseline_update(baseline, analysis->clusters, false, added);

	if (!result && analysis->granted)
		result = avow_baseline_update(baseline, analysis->granted, true, added);
	if (!result)
		result = avow_baseline_miss(baseline);
	return result ? avow_error_nomem(error) : AVOW_OK;
}

/* What was seen now is told by the check that follows. */
static void forget_seen(struct avow_baseline *baseline)
{
	for (size_t i = 0; i < baseline->count; i++)
		baseline->at[i].seen = 0;
}

/* Without --update it is not known yet what the log meets. */
static void look(const struct avow_analysis *analysis, struct avow_baseline *baseline)
{
	struct avow_baseline_entry *entry;

	for (size_t i = 0; i < avow_clusters_count(analysis->clusters); i++)
		avow_baseline_judge(baseline, analysis->clusters,
				    avow_clusters_at(analysis->clusters, i), false,
				    &entry);
}

int avow_check_update_baseline(const struct avow_check_files *files,
			       const struct avow_analysis *analysis,
			       struct avow_baseline *baseline, struct avow_error *error)
{
	unsigned runs = 0, days = 0;
	size_t added = 0, pruned = 0;
	struct avow_error note;
	int result = AVOW_OK;

	if (!files->is_update && !files->prune)
		return AVOW_OK;
	if (files->is_update)
		result = update(analysis, baseline, &added, error);
	else
		look(analysis, baseline);
	if (!result && files->prune && read_prune(files->prune, &runs, &days))
		pruned = avow_baseline_prune(baseline, runs, days);
	if (!result)
		result = save(files->baseline, baseline, error);
	if (!result) {
		avow_error_set(&note, AVOW_OK,
			       "%s: %zu entries added or widened, %zu taken out, %zu in "
			       "all",
			       files->baseline, added, pruned, baseline->count);
		avow_print_error(note.message);
	}
	forget_seen(baseline);
	return result;
}
