/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A store of whatever log: it gives back what was put into it, knows the log again, and
 * with a few bytes of its file changed it is told to be damaged or does no harm.
 */
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/store/store.h"

#define DAMAGES 3

/* A store takes a while: logs of every kind of cluster are enough to begin with. */
const char fuzz_fixtures[] = "/cluster";

static char directory[] = "/tmp/avow-fuzz-store-XXXXXX";
static char store_path[64];

static void ignore(void *data, const struct avow_error *error)
{
	(void)data;
	FUZZ_HOLDS(error->message[0]);
}

static void remove_store(void)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char path[80];

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", store_path, ends[i]);
		unlink(path);
	}
}

static void remove_directory(void)
{
	remove_store();
	rmdir(directory);
}

static void make_directory(void)
{
	if (store_path[0])
		return;
	FUZZ_HOLDS(mkdtemp(directory));
	snprintf(store_path, sizeof(store_path), "%s/store", directory);
	atexit(remove_directory);
}

static void put(const struct avow_identity *identity,
		const struct avow_analysis *analysis)
{
	const struct avow_store_file file = { 0 };
	struct avow_store *store;
	struct avow_error error;
	enum avow_store_change change;

	FUZZ_HOLDS(!avow_store_open(store_path, AVOW_STORE_WRITE, &store, &error));
	FUZZ_HOLDS(!avow_store_put(store, identity, &file, analysis, &change, &error));
	FUZZ_HOLDS(change == AVOW_STORE_NEW);
	FUZZ_HOLDS(!avow_store_put(store, identity, &file, analysis, &change, &error));
	FUZZ_HOLDS(change == AVOW_STORE_KNOWN);
	avow_store_close(store);
}

static int load(struct avow_analysis *out)
{
	struct avow_store *store;
	struct avow_error error = { 0 };
	int result = avow_store_open(store_path, AVOW_STORE_READ, &store, &error);

	*out = (struct avow_analysis){ 0 };
	if (!result)
		result = avow_store_load(store, true, out, &error);
	avow_store_close(store);
	FUZZ_HOLDS(!result || error.message[0]);
	return result;
}

static void compare(const struct avow_analysis *analysis)
{
	struct avow_analysis got;
	size_t count = avow_clusters_count(analysis->clusters);

	FUZZ_HOLDS(load(&got) == 0);
	FUZZ_HOLDS(got.evidence.denials == analysis->evidence.denials);
	FUZZ_HOLDS(got.evidence.events == analysis->evidence.events);
	FUZZ_HOLDS(got.evidence.epoch_count == analysis->evidence.epoch_count);
	FUZZ_HOLDS(got.evidence.inputs[0].lines == analysis->evidence.inputs[0].lines);
	FUZZ_HOLDS(avow_time_compare(got.first, analysis->first) == 0);
	FUZZ_HOLDS(avow_clusters_count(got.clusters) == count);
	for (size_t i = 0; i < count; i++) {
		const struct avow_cluster *a = avow_clusters_at(analysis->clusters, i);
		const struct avow_cluster *b = avow_clusters_at(got.clusters, i);

		FUZZ_HOLDS(strcmp(a->id, b->id) == 0 && a->count == b->count);
		FUZZ_HOLDS(avow_span_equal(avow_buf_span(&a->sample),
					   avow_buf_span(&b->sample)));
		FUZZ_HOLDS(a->access_count == b->access_count);
	}
	avow_analysis_free(&got);
}

/* Changes bytes that the log chooses; the file may be whole afterwards, too. */
static void damage(const uint8_t *data, size_t size)
{
	uint64_t seed = avow_span_hash(avow_span_make((const char *)data, size));
	struct avow_analysis got;
	struct stat status;
	int fd = open(store_path, O_RDWR | O_CLOEXEC);

	FUZZ_HOLDS(fd >= 0 && fstat(fd, &status) == 0);
	for (unsigned i = 0; i < DAMAGES; i++) {
		uint8_t byte = (uint8_t)(seed >> 56);

		FUZZ_HOLDS(pwrite(fd, &byte, 1,
				  (off_t)(seed % (uint64_t)status.st_size)) == 1);
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		(void)!load(&got);
		avow_analysis_free(&got);
	}
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct avow_analysis_options options = { .on_trouble = ignore,
						       .keeps_granted = true };
	struct avow_inputs inputs = { 0 };
	struct avow_identity identity;
	struct avow_analysis analysis;
	struct avow_error error;
	char path[64];
	const char *input = path;
	int fd = memfd_create("log", 0);

	make_directory();
	FUZZ_HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	FUZZ_HOLDS(avow_analyze(&input, 1, &options, &analysis, &error) == 0);
	FUZZ_HOLDS(avow_inputs_add(&inputs, path, ignore, NULL) == 0);
	if (inputs.count == 1 && !analysis.evidence.inputs[0].is_broken &&
	    avow_identity_read(&inputs.items[0], 0, &identity, &error) == 0) {
		FUZZ_HOLDS(avow_identity_is_whole(&identity));
		put(&identity, &analysis);
		compare(&analysis);
		damage(data, size);
		remove_store();
		avow_identity_free(&identity);
	}
	avow_inputs_free(&inputs);
	avow_analysis_free(&analysis);
	close(fd);
	return 0;
}
