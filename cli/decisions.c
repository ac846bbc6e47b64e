/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file of decisions as the command line has it: read, told of, written. */
#include "cli/decisions.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/places.h"
#include "cli/print.h"
#include "cli/steering.h"

#define TOLD_MAX 10 /* of one kind */

static void tell_doubts(const char *path, const struct avow_rulings *rulings)
{
	for (size_t i = 0; i < rulings->doubt_count; i++)
		avow_print_place(path, rulings->doubts[i].line, "",
				 rulings->doubts[i].text);
	avow_print_more(rulings->all_doubts, rulings->doubt_count,
			"lines that are not understood");
}

void avow_decisions_today(const struct avow_analysis *analysis, char out[11])
{
	time_t now = (time_t)(analysis->last.seconds ? analysis->last.seconds
						     : (uint64_t)time(NULL));
	struct tm day;

	if (gmtime_r(&now, &day))
		strftime(out, 11, "%Y-%m-%d", &day);
}

/* An entry whose codes are none would say nothing, and nobody would notice. */
static int check_codes(struct avow_rulings *rulings)
{
	struct avow_error error;
	int code = 0;

	for (size_t i = 0; i < rulings->count && code == 0; i++) {
		const struct avow_ruling *ruling = &rulings->at[i];

		if (avow_steering_check_ruling(ruling, &error) < 0)
			code = avow_rulings_doubt(rulings, ruling->line, error.message);
	}
	return code;
}

int avow_decisions_open(const char *path, const struct avow_analysis *analysis,
			bool may_be_new, struct avow_rulings *out,
			struct avow_error *error)
{
	int code;

	avow_decisions_today(analysis, out->today);
	if (may_be_new && access(path, F_OK) != 0 && errno == ENOENT)
		return avow_rulings_parse(avow_span_make("", 0), out) < 0
			       ? avow_error_nomem(error)
			       : 0;
	code = avow_rulings_read(path, out, error);
	if (code == 0 && check_codes(out) < 0)
		code = avow_error_nomem(error);
	if (code == 0)
		tell_doubts(path, out);
	return code;
}

void avow_decisions_tell(const char *path, struct avow_rulings *rulings)
{
	static const char *const texts[] = {
		[AVOW_RULING_UNMET] = "these logs have no such cluster",
		[AVOW_RULING_EXPIRED] = "its last day is over: the cluster is open again",
		[AVOW_RULING_STALE] =
			"the change that was accepted is not advised now, or "
			"something speaks against it: the cluster is open "
			"again",
		[AVOW_RULING_FOLLOWED] = NULL,
	};
	size_t told[AVOW_ARRAY_SIZE(texts)] = { 0 };

	for (size_t i = 0; i < rulings->count; i++) {
		const struct avow_ruling *ruling = &rulings->at[i];

		/* Of twins, the first is what is followed. */
		if (texts[ruling->fate] && !ruling->is_contradicted &&
		    avow_rulings_find(rulings, ruling->cluster) == ruling &&
		    told[ruling->fate]++ < TOLD_MAX)
			avow_print_place(path, ruling->line, "", texts[ruling->fate]);
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(told); i++)
		if (texts[i] && told[i] > TOLD_MAX) {
			char text[160];

			snprintf(text, sizeof(text), "and %zu more entries: %s",
				 told[i] - TOLD_MAX, texts[i]);
			avow_print_error(text);
		}
}

int avow_decisions_save(const char *path, const struct avow_rulings *rulings,
			struct avow_error *error)
{
	struct avow_buf text = { 0 };
	struct avow_output output;
	int code;

	avow_rulings_print(rulings, &text);
	code = text.failed ? avow_error_nomem(error)
			   : avow_output_open(&output, path, error);
	if (code == 0) {
		fwrite(avow_buf_span(&text).data, 1, text.length, output.stream);
		code = avow_output_commit(&output, error);
	}
	avow_buf_free(&text);
	return code;
}
