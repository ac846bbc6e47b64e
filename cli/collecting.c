/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/collecting.h"

#include <sys/stat.h>
#include <time.h>

#include "cli/print.h"

#define TRIES 3 /* to read a file that is being rotated */

void avow_collecting_trouble(void *data, const struct avow_error *error)
{
	struct avow_collecting *collecting = data;
	uint64_t hash = avow_span_hash(avow_span_of(error->message));
	bool is_told = false;

	collecting->troubles += error->code != AVOW_OK;
	for (size_t i = 0; i < collecting->told_count; i++)
		is_told |= collecting->told[i] == hash;
	if (is_told)
		return;
	avow_print_error(error->message);
	if (collecting->told_count < AVOW_COLLECTING_TOLD_MAX)
		collecting->told[collecting->told_count++] = hash;
}

static int state_of(const struct avow_input *input, struct avow_store_file *out,
		    struct avow_error *error)
{
	struct stat status;

	if (stat(input->path, &status) != 0)
		return avow_input_tell(input, AVOW_E_IO, "it is gone", error);
	*out = (struct avow_store_file){
		.device = status.st_dev,
		.inode = status.st_ino,
		.size = (uint64_t)status.st_size,
		.changed = (uint64_t)status.st_mtim.tv_sec * 1000000000 +
			   (uint64_t)status.st_mtim.tv_nsec,
	};
	return AVOW_OK;
}

/* Whether the path still leads to the file, which has at most grown. */
static bool is_still(const struct avow_input *input, const struct avow_store_file *before)
{
	struct avow_store_file now = { 0 };
	struct avow_error error;

	return state_of(input, &now, &error) == AVOW_OK && now.device == before->device &&
	       now.inode == before->inode && now.size >= before->size;
}

/* What became of one attempt. */
enum outcome { TAKEN, REFUSED, MOVED };

/* Puts what was read; the identity is made that of as much as was. */
static enum outcome put(struct avow_collecting *collecting,
			const struct avow_input *input,
			const struct avow_store_file *file,
			const struct avow_analysis *analysis,
			struct avow_identity *identity)
{
	uint64_t bytes = analysis->evidence.inputs[0].bytes;
	enum avow_store_change change;
	struct avow_error error;
	int result = AVOW_OK;

	if (bytes != identity->size) {
		avow_identity_free(identity);
		result = avow_identity_read(input, bytes, identity, &error);
	}
	if (!result && (!is_still(input, file) || bytes != identity->size))
		return MOVED;
	if (!result)
		result = avow_store_put(collecting->store, identity, file, analysis,
					&change, &error);
	if (result) {
		avow_collecting_trouble(collecting, &error);
		return REFUSED;
	}
	collecting->changes[change]++;
	return TAKEN;
}

/* Says once that avow itself was refused something, or what goes by its name. */
static void tell_own(struct avow_collecting *collecting,
		     const struct avow_clusters *clusters)
{
	for (size_t i = 0; i < avow_clusters_count(clusters) && !collecting->has_told_own;
	     i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);
		struct avow_error note;

		for (uint32_t k = 0; k < cluster->comms.length; k++) {
			if (!avow_span_is(cluster->comms.entries[k].value, "avow") ||
			    collecting->has_told_own)
				continue;
			avow_error_set(
				&note, AVOW_OK,
				"some of what was refused was refused to a program "
				"called avow: avow why %s",
				cluster->id);
			avow_print_error(note.message);
			collecting->has_told_own = true;
		}
	}
}

static enum outcome read_log(struct avow_collecting *collecting,
			     const struct avow_input *input,
			     const struct avow_store_file *file,
			     struct avow_identity *identity)
{
	const struct avow_analysis_options options = { .on_trouble =
							       avow_collecting_trouble,
						       .data = collecting,
						       .keeps_granted = true };
	unsigned troubles = collecting->troubles;
	struct avow_analysis analysis;
	struct avow_error error;
	enum outcome outcome = REFUSED;

	if (avow_analyze(&input->path, 1, &options, &analysis, &error))
		avow_collecting_trouble(collecting, &error);
	else if (collecting->troubles == troubles && analysis.evidence.input_count == 1)
		outcome = put(collecting, input, file, &analysis, identity);
	if (outcome == TAKEN)
		tell_own(collecting, analysis.clusters);
	avow_analysis_free(&analysis);
	return outcome;
}

/* Takes one log unless the store has it. */
static enum outcome take(struct avow_collecting *collecting,
			 const struct avow_input *input,
			 const struct avow_store_file *file,
			 struct avow_identity *identity)
{
	enum avow_store_change change = AVOW_STORE_NEW;
	struct avow_error error;
	int result = avow_identity_read(input, 0, identity, &error);

	if (!result && identity->size == 0)
		return TAKEN;
	if (!result)
		result = avow_store_ask(collecting->store, identity, &change, &error);
	if (!result && change <= AVOW_STORE_GROWN)
		return read_log(collecting, input, file, identity);
	if (!result && !is_still(input, file))
		return MOVED;
	if (!result)
		result = avow_store_note(collecting->store, identity, file, input->path,
					 &error);
	if (result) {
		avow_collecting_trouble(collecting, &error);
		return REFUSED;
	}
	collecting->changes[change]++;
	return TAKEN;
}

bool avow_collecting_file(struct avow_collecting *collecting,
			  const struct avow_input *input)
{
	enum outcome outcome = MOVED;
	struct avow_error error = { 0 };

	for (unsigned i = 0; i < TRIES && outcome == MOVED; i++) {
		struct avow_identity identity = { 0 };
		struct avow_store_file file;
		int has = state_of(input, &file, &error);

		if (!has)
			has = avow_store_has_file(collecting->store, &file, &error);
		if (has < 0) {
			avow_collecting_trouble(collecting, &error);
			return false;
		}
		if (has) {
			collecting->unchanged++;
			return true;
		}
		outcome = take(collecting, input, &file, &identity);
		avow_identity_free(&identity);
	}
	if (outcome == MOVED) {
		avow_input_tell(input, AVOW_E_IO,
				"it changes faster than it can be read: collect it again",
				&error);
		avow_collecting_trouble(collecting, &error);
	}
	return outcome == TAKEN;
}

/* A stream that a pattern stands for has no name of its own to be put away by. */
static bool is_file(struct avow_collecting *collecting, const struct avow_input *input)
{
	struct avow_error error;
	struct stat status;

	if (!input->named && strcmp(input->path, "-") != 0 &&
	    (stat(input->path, &status) != 0 || S_ISREG(status.st_mode)))
		return true;
	avow_input_tell(input, AVOW_E_USAGE,
			"it is neither a file nor a stream that can be collected",
			&error);
	avow_collecting_trouble(collecting, &error);
	return false;
}

/* The clock bounds it: a stamp of the future is no newest. */
void avow_collecting_forget(struct avow_collecting *collecting)
{
	struct avow_error error;
	size_t forgotten;

	if (!collecting->keep_seconds)
		return;
	if (avow_store_forget(collecting->store, collecting->keep_seconds,
			      (uint64_t)time(NULL), &forgotten, &error))
		avow_collecting_trouble(collecting, &error);
	collecting->forgotten += forgotten;
}

void avow_collecting_files(struct avow_collecting *collecting, const char *const *names,
			   size_t count)
{
	struct avow_inputs inputs = { 0 };
	struct avow_error error;
	int result = AVOW_OK;

	for (size_t i = 0; i < count && !result; i++)
		result = avow_inputs_add(&inputs, names[i], avow_collecting_trouble,
					 collecting);
	if (result) {
		avow_error_nomem(&error);
		avow_collecting_trouble(collecting, &error);
	}
	avow_inputs_sort(&inputs);
	for (size_t i = 0; i < inputs.count; i++)
		if (is_file(collecting, &inputs.items[i]))
			(void)avow_collecting_file(collecting, &inputs.items[i]);
	avow_inputs_free(&inputs);
}
