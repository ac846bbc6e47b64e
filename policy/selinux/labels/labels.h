/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_LABELS_LABELS_H
#define AVOW_POLICY_SELINUX_LABELS_LABELS_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * What a host's file_contexts say of paths, read from a contexts directory without a
 * running SELinux (selabel_file(5), file_contexts(5)). This directory alone uses the
 * labelling calls of libselinux. One thread at a time.
 */
struct avow_labels;

/*
 * Opens /etc/selinux/NAME/contexts, or its directory files. AVOW_E_POLICY and one
 * sentence when there is no file_contexts in it, or libselinux does not take it.
 * Further files that are missing are no error, but notes. @out is freed by
 * avow_labels_close().
 */
int avow_labels_open(const char *directory, struct avow_labels **out,
		     struct avow_error *error) avow_must_check;
void avow_labels_close(struct avow_labels *labels);

/*
 * Appends the contexts directory that belongs to a policy file,
 * /etc/selinux/NAME/contexts to /etc/selinux/NAME/policy/policy.N, or to the running
 * policy the configured one. False when the path tells of none, or it is not there.
 */
bool avow_labels_guess(const char *policy, struct avow_buf *out);

/* The directory as it was given, lent. */
const char *avow_labels_directory(const struct avow_labels *labels);

/* One sentence for each file that is missing; NULL from @index on that is too large. */
const char *avow_labels_note(const struct avow_labels *labels, size_t index);

/* Whether objects of the class are files, which can have a path. */
bool avow_labels_is_file(const char *tclass);

enum avow_label_kind {
	AVOW_LABEL_KNOWN,    /* there is a context for it */
	AVOW_LABEL_NONE,     /* <<none>>: relabelling leaves it alone */
	AVOW_LABEL_NO_ENTRY, /* no pattern fits */
	AVOW_LABEL_RELATIVE, /* a name, or a path without its beginning */
	AVOW_LABEL_NO_PLACE, /* a place that file_contexts has no say in */
	AVOW_LABEL_NOT_ASKED /* there is no contexts directory to ask */
};

struct avow_label {
	enum avow_label_kind kind;
	const char *context;   /* of AVOW_LABEL_KNOWN; lent until the closing */
	struct avow_span type; /* in it */
	const char *why;       /* a sentence about any other kind */
	const char *doubt;     /* a sentence: why it may be wrong; or NULL */
};

/*
 * What the file at @path, whose class is @tclass, should carry. The bytes of @path may
 * be any; @labels may be NULL. Fails when memory is out.
 */
int avow_labels_lookup(const struct avow_labels *labels, struct avow_span path,
		       const char *tclass, struct avow_label *out) avow_must_check;

/* Whether restorecon leaves the type alone without -F (customizable_types(5)). */
bool avow_labels_is_customizable(const struct avow_labels *labels, const char *type);

/* The types of that list, by index; empty from an index on that is too large. */
struct avow_span avow_labels_customizable(const struct avow_labels *labels, size_t index);

/* Where in the file system the patterns of a type lie. */
enum avow_label_area {
	AVOW_AREA_DATA, /* any that is not one of the others */
	AVOW_AREA_CONFIGURATION,
	AVOW_AREA_PROGRAMS,
	AVOW_AREA_RUNTIME,
	AVOW_AREA_TEMPORARY,
	AVOW_AREA_LOGS,
	AVOW_AREA_DEVICES,
	AVOW_AREA_HOMES,
	AVOW_AREAS
};

/* The area that @path, or a pattern, lies in. */
enum avow_label_area avow_labels_area(struct avow_span path);

/* The patterns that file_contexts, its local additions and the homes give to a type. */
struct avow_label_use {
	size_t patterns;          /* 0: nothing gets it but by hand, or by a process */
	size_t areas[AVOW_AREAS]; /* how many lie in each */
	struct avow_span example; /* the first pattern */
};

void avow_labels_use(const struct avow_labels *labels, const char *type,
		     struct avow_label_use *out);

/*
 * The type of a pattern for the one program called @name, wherever it lies: of the
 * patterns that end with it, the one at @index. Empty from an index on that is too large.
 */
struct avow_span avow_labels_of_name(const struct avow_labels *labels,
				     struct avow_span name, size_t index);

/* Whether some pattern begins below @directory: it is no single thing's place. */
bool avow_labels_is_shared(const struct avow_labels *labels, struct avow_span directory);

/*
 * Appends @path as `semanage fcontext` takes it: the regular expression that fits it
 * alone, after the substitutions of file_contexts.subs and .subs_dist.
 */
void avow_labels_pattern(const struct avow_labels *labels, struct avow_span path,
			 struct avow_buf *out);

#endif
