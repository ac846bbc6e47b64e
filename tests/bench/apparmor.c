/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads each line of a log again and again, with avow's parser and with libapparmor's
 * parse_record() in turn, and prints the records that each takes a second. A record
 * counts only where it was understood.
 */
#include <aalogparse/aalogparse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "analyzer/denial/apparmor.h"

#define SECONDS 2.0

struct log {
	char **lines;
	size_t count;
};

static bool read_log(const char *path, struct log *log)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t capacity = 0;

	while (file && getline(&line, &capacity, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		log->lines = reallocarray(log->lines, log->count + 1, sizeof(char *));
		log->lines[log->count++] = strdup(line);
	}
	free(line);
	if (file)
		fclose(file);
	return log->count > 0;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t pass_avow(const struct log *log)
{
	static struct avow_buf scratch;
	struct avow_apparmor fields;
	struct avow_record record;
	enum avow_defect defect;
	size_t taken = 0;

	for (size_t i = 0; i < log->count; i++)
		taken += avow_record_parse(avow_span_of(log->lines[i]), &record,
					   &defect) == AVOW_LINE_RECORD &&
			 avow_apparmor_is(&record) &&
			 avow_apparmor_parse(&record, &scratch, &fields, &defect);
	return taken;
}

static size_t pass_libapparmor(const struct log *log)
{
	size_t taken = 0;

	for (size_t i = 0; i < log->count; i++) {
		aa_log_record *record = parse_record(log->lines[i]);

		taken += record && record->event != AA_RECORD_INVALID;
		if (record)
			free_record(record);
	}
	return taken;
}

static void measure(FILE *out, const char *name, size_t (*pass)(const struct log *),
		    const struct log *log)
{
	size_t taken = 0, passes = 0;
	double begin = now(), spent;

	do {
		taken += pass(log);
		passes++;
		spent = now() - begin;
	} while (spent < SECONDS);
	fprintf(out, "%s: %zu of %zu records understood, %.2f million a second\n", name,
		taken / passes, log->count, (double)taken / spent / 1e6);
}

int main(int argc, char **argv)
{
	/* The library's scanner echoes what it does not know. */
	FILE *out = fdopen(dup(STDOUT_FILENO), "w");
	struct log log = { 0 };

	if (argc != 2 || !out || !freopen("/dev/null", "w", stdout) ||
	    !read_log(argv[1], &log))
		return 2;
	for (int round = 0; round < 3; round++) {
		measure(out, "avow       ", pass_avow, &log);
		measure(out, "libapparmor", pass_libapparmor, &log);
	}
	fclose(out);
	return 0;
}
