/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `accounts FILE...`: reads each file alone and prints what its lines were, one row
 * a file, and below it each reason for which lines were malformed, with their
 * numbers. Whether a row adds up is checked here: a line that is counted twice or
 * not at all ends the program.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/analysis.h"

static void ignore_trouble(void *data, const struct avow_error *error)
{
	(void)data;
	(void)error;
}

static void print_defects(const struct avow_evidence *evidence)
{
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++) {
		const struct avow_samples *samples = &evidence->defects[i];

		if (samples->count == 0)
			continue;
		printf("    %llu %s:", (unsigned long long)samples->count,
		       avow_defect_text((enum avow_defect)i));
		for (size_t k = 0; k < avow_samples_kept(samples); k++)
			printf(" %llu", (unsigned long long)samples->items[k].place.line);
		puts(samples->count > AVOW_SAMPLES_MAX ? " ..." : "");
	}
}

static int print_row(const char *path, const struct avow_input_counts *row)
{
	uint64_t known = row->used + row->companions + row->told_before;

	if (row->lines != row->records + row->blank + row->foreign + row->malformed ||
	    known > row->records) {
		fprintf(stderr, "%s: the lines do not add up\n", path);
		return 1;
	}
	printf("%s: %llu lines, %llu used, %llu companions, %llu other, "
	       "%llu told before, %llu blank, %llu foreign, %llu malformed\n",
	       path, (unsigned long long)row->lines, (unsigned long long)row->used,
	       (unsigned long long)row->companions,
	       (unsigned long long)(row->records - known),
	       (unsigned long long)row->told_before, (unsigned long long)row->blank,
	       (unsigned long long)row->foreign, (unsigned long long)row->malformed);
	return 0;
}

static int account(const char *path)
{
	const struct avow_analysis_options options = { .on_trouble = ignore_trouble };
	struct avow_analysis analysis;
	struct avow_error error;
	int result = avow_analyze(&path, 1, &options, &analysis, &error);

	if (result)
		return 1;
	if (analysis.evidence.input_count == 1) {
		result = print_row(path, &analysis.evidence.inputs[0]);
		print_defects(&analysis.evidence);
	} else {
		printf("%s: cannot be read\n", path);
	}
	avow_analysis_free(&analysis);
	return result;
}

int main(int argc, char **argv)
{
	int result = 0;

	for (int i = 1; i < argc && !result; i++)
		result = account(argv[i]);
	return result;
}
