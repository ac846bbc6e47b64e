/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_ANALYSIS_H
#define AVOW_ANALYSIS_H

#include "analyzer/base/error.h"
#include "analyzer/cluster/cluster.h"
#include "analyzer/collect/evidence.h"
#include "analyzer/collect/source.h"
#include "analyzer/window.h"

/* Everything that reading the inputs gives: the groups, and how complete they are. */
struct avow_analysis {
	struct avow_evidence evidence;
	struct avow_clusters *clusters; /* of denials, sorted */
	struct avow_clusters *granted; /* of accesses that were granted; NULL: not kept */
	struct avow_time first, last;  /* of all records; zero when there is none */
	struct avow_window window;     /* all of these lie in it */
};

struct avow_analysis_options {
	/* Called once for each input that cannot be used; the others are still read. */
	void (*on_trouble)(void *data, const struct avow_error *error);
	/* Called now and then with the bytes read so far and in all (0: not known). */
	void (*on_progress)(void *data, uint64_t done, uint64_t total);
	/*
	 * Called a few times a second, also while nothing comes, and when all has been
	 * read; NULL: never. What has come by then and is whole is in
	 * @analysis->clusters, which are not sorted yet and may be read, as well as
	 * @analysis->evidence.epochs, until it returns; the counts are not added up.
	 */
	void (*on_pulse)(void *data, const struct avow_analysis *analysis);
	/*
	 * Called for each denial in its turn, with the name of its input and data of its
	 * own, in the thread that decodes; NULL: not. A negative return ends the reading.
	 */
	int (*on_denial)(void *data, const struct avow_denial *denial, const char *input);
	void *denial_data;
	/*
	 * Instead of all that: called for each record within the window, with data of its
	 * own. What is older is not even read, where that can be told. Nothing is
	 * clustered, and of the evidence only lines are counted, of what was read. A
	 * negative return ends the reading.
	 */
	int (*on_record)(void *data, const struct avow_record *record);
	/* The same besides all that, with the same data. */
	int (*on_record_too)(void *data, const struct avow_record *record);
	void *record_data;
	const bool *is_enough; /* set by it once nothing more is wanted; NULL: all is */
	void *data;
	bool takes_empty;   /* an input without a byte is a note and no trouble */
	bool keeps_granted; /* granted accesses are clustered too, in a set of their own
			     */
	struct avow_window window; /* what is outside is counted and not looked at */
	/* Only looks for these, and clusters nothing; NULL: the inputs are read. */
	struct avow_points *points;
	/* How inputs are read: past their end, and until when. */
	struct avow_source_options source;
};

/*
 * Reads @inputs (paths of files or directories of rotated logs, "-" for the
 * standard input, sources by name) in the order given, live ones last, and clusters what
 * they hold. Returns 0 also when some inputs could not be used; a negative code only when
 * memory is out. @out is to be freed in either case.
 */
int avow_analyze(const char *const *inputs, size_t input_count,
		 const struct avow_analysis_options *options, struct avow_analysis *out,
		 struct avow_error *error) avow_must_check;

void avow_analysis_free(struct avow_analysis *analysis);

#endif
