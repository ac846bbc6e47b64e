/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_INPUTS_H
#define AVOW_COLLECT_INPUTS_H

#include <sys/types.h>

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "analyzer/collect/named.h"

/* Called for what cannot be read; error->code AVOW_OK marks a mere note. */
typedef void (*avow_trouble_function)(void *data, const struct avow_error *error);

/* One thing to read from, in the order in which it is to be read. */
struct avow_input {
	const char *path;                      /* "-" is the standard input */
	const struct avow_named_source *named; /* then it is no path; else NULL */
	uint64_t size;                         /* bytes; 0 when not known beforehand */
	dev_t device; /* with the inode: which file it is; 0 when it is none */
	ino_t inode;
	dev_t directory_device; /* where it lies */
	ino_t directory_inode;
	uint32_t set; /* inputs of one rotated set have the same number */
	bool is_last; /* of its set: the one that is written to */
};

/* The inputs; zero it to begin. Paths live in the arena. */
struct avow_inputs {
	struct avow_arena arena;
	struct avow_input *items;
	size_t count, capacity;
};

/*
 * Adds what the user named: a source by its name (named.h), "-", a file, a
 * directory, which stands for the logs in it (rotated.h), or a pattern of glob(7),
 * which stands for the files and directories of such names. Whatever cannot be
 * used is told through @on_trouble and left out. Fails only when memory is out.
 */
int avow_inputs_add(struct avow_inputs *inputs, const char *name,
		    avow_trouble_function on_trouble, void *data) avow_must_check;

/*
 * Puts the files of each rotated set (rotated.h) into the order of time, at the
 * place where the set was first named.
 */
void avow_inputs_sort(struct avow_inputs *inputs);

/* Sets @error to @what, after the input's name, and returns @code. */
int avow_input_tell(const struct avow_input *input, int code, const char *what,
		    struct avow_error *error);

/* What the evidence calls its kind: "file", "stdin", or the name of a source. */
const char *avow_input_kind(const struct avow_input *input);

/* Whether it has more once it is read to where it is now, as long as one waits. */
bool avow_input_is_live(const struct avow_input *input,
			const struct avow_source_options *options);

/*
 * Opens one input for reading, with the filters that its bytes need; AVOW_E_IO
 * or another code, and one sentence with its name, when that cannot be. @options
 * is lent until the source is closed.
 */
int avow_input_open(const struct avow_input *input,
		    const struct avow_source_options *options, struct avow_source **out,
		    struct avow_error *error) avow_must_check;

void avow_inputs_free(struct avow_inputs *inputs);

#endif
