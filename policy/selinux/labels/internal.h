/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_LABELS_INTERNAL_H
#define AVOW_POLICY_SELINUX_LABELS_INTERNAL_H

/* What the files of this directory share; nobody else includes it. */
#include <sys/types.h>

#include "analyzer/base/arena.h"
#include "analyzer/base/atoms.h"
#include "policy/selinux/labels/labels.h"

#define AVOW_LABEL_PATH_MAX 4096 /* PATH_MAX: the kernel has no longer one */
#define AVOW_LABELS_REMEMBERED 512

/* The files of a contexts directory; the table of open.c is in this order. */
enum labels_file {
	FILE_BASE,
	FILE_LOCAL,
	FILE_HOMEDIRS,
	FILE_SUBS,
	FILE_SUBS_DIST,
	FILE_CUSTOMIZABLE,
	FILES
};

/* One line of file_contexts. */
struct labels_spec {
	struct avow_span pattern;
	struct avow_span type; /* of its context; empty for <<none>> */
};

/* One line of a subs file: @from at the front of a path stands for @to. */
struct labels_alias {
	struct avow_span from, to;
};

/* A path that was looked up: the next look-up of it is free. */
struct labels_memory {
	struct avow_buf path;
	mode_t mode;
	struct avow_label label;
	bool is_used;
};

struct avow_labels {
	struct avow_arena arena; /* holds all spans below */
	const char *directory;
	bool has[FILES];
	const char *notes[FILES];
	size_t note_count;

	struct selabel_handle *handle;
	struct avow_atoms *contexts; /* that were handed out */
	struct labels_memory *remembered;

	struct labels_spec *specs; /* by type, then in the order of the files */
	size_t spec_count, spec_capacity;
	struct avow_span *stems; /* what of their patterns stands for itself, in order */
	struct labels_alias *aliases; /* the first that fits is the one that counts */
	size_t alias_count, alias_capacity;
	struct avow_span *customizable;
	size_t customizable_count, customizable_capacity;
};

/* The parts of a line, blanks between, without its comment; how many there are. */
size_t avow_labels_words(struct avow_span line, struct avow_span *out, size_t max);

/* Take what a file holds (specs.c); @bytes outlives @labels. */
int avow_labels_take_specs(struct avow_labels *labels,
			   struct avow_span bytes) avow_must_check;
int avow_labels_take_aliases(struct avow_labels *labels,
			     struct avow_span bytes) avow_must_check;
int avow_labels_take_types(struct avow_labels *labels,
			   struct avow_span bytes) avow_must_check;
/* Puts the specs and their stems in order, once all are there. */
int avow_labels_sort_specs(struct avow_labels *labels) avow_must_check;
void avow_labels_free_specs(struct avow_labels *labels);

/* The alias that fits @path, or NULL. */
const struct labels_alias *avow_labels_find_alias(const struct avow_labels *labels,
						  struct avow_span path);

/* Why file_contexts has no say in @path, or NULL (places.c). */
const char *avow_labels_foreign_place(struct avow_span path);
/* Why what it says may be wrong for want of a file, or NULL. */
const char *avow_labels_doubt(const struct avow_labels *labels, struct avow_span path);

/* Turn libselinux's messages off, and what was there on again (quiet.c). */
struct labels_quiet {
	int (*log)(int type, const char *format, ...);
};
struct labels_quiet avow_labels_quiet_begin(void);
void avow_labels_quiet_end(struct labels_quiet before);

#endif
