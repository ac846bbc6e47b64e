/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A whole log: every line is accounted for exactly once, clusters add up to the
 * denials, and nothing of it depends on luck.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analyzer/analysis.h"
#include "analyzer/collect/unpack.h"

static void check_counts(const struct avow_input_counts *counts)
{
	FUZZ_HOLDS(counts->lines ==
		   counts->records + counts->blank + counts->foreign + counts->malformed);
}

static void check_clusters(const struct avow_clusters *clusters,
			   const struct avow_evidence *evidence)
{
	uint64_t denials = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);
		uint64_t accesses = 0;

		for (size_t j = 0; j < cluster->access_count; j++)
			accesses += cluster->accesses[j].count;
		/* Only SELinux's are asked of a policy one by one. */
		FUZZ_HOLDS(accesses ==
			   (cluster->lsm == AVOW_LSM_SELINUX ? cluster->count : 0));
		FUZZ_HOLDS(cluster->permissive_yes + cluster->permissive_no +
				   cluster->permissive_unknown ==
			   cluster->count);
		FUZZ_HOLDS(avow_time_compare(cluster->first, cluster->last) <= 0);
		denials += cluster->count;
	}
	FUZZ_HOLDS(denials == evidence->denials);
}

static size_t count_lines(const uint8_t *data, size_t size)
{
	size_t lines = size && data[size - 1] != '\n';

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

static void on_trouble(void *data, const struct avow_error *error)
{
	(void)data;
	FUZZ_HOLDS(error->message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct avow_analysis_options options = { .on_trouble = on_trouble };
	struct avow_analysis analysis;
	struct avow_error error;
	struct avow_input_counts total;
	char path[64];
	const char *input = path;
	int fd = memfd_create("log", 0);

	FUZZ_HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	FUZZ_HOLDS(avow_analyze(&input, 1, &options, &analysis, &error) == 0);
	total = avow_evidence_total(&analysis.evidence);
	check_counts(&total);
	for (size_t i = 0; i < analysis.evidence.input_count; i++)
		check_counts(&analysis.evidence.inputs[i]);
	if (analysis.evidence.input_count && !analysis.evidence.inputs[0].compression &&
	    !avow_filter_export.is_beginning(avow_span_make((const char *)data, size))) {
		FUZZ_HOLDS(total.lines == count_lines(data, size));
		FUZZ_HOLDS(total.bytes == size);
	}
	check_clusters(analysis.clusters, &analysis.evidence);
	avow_analysis_free(&analysis);
	close(fd);
	return 0;
}
