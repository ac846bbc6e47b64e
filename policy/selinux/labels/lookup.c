/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks a path up by libselinux, with the kind of file that its class tells; the plain
 * calls would ask a translating daemon, so these are the raw ones (selabel_lookup(3)).
 */
#include <errno.h>
#include <regex.h>
#include <selinux/label.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "policy/selinux/labels/internal.h"

static const struct {
	const char *tclass;
	mode_t mode;
} classes[] = {
	{ "file", S_IFREG },      { "dir", S_IFDIR },      { "lnk_file", S_IFLNK },
	{ "chr_file", S_IFCHR },  { "blk_file", S_IFBLK }, { "sock_file", S_IFSOCK },
	{ "fifo_file", S_IFIFO },
};

static mode_t mode_of(const char *tclass)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(classes); i++)
		if (strcmp(classes[i].tclass, tclass) == 0)
			return classes[i].mode;
	return 0;
}

bool avow_labels_is_file(const char *tclass)
{
	return mode_of(tclass) != 0;
}

static struct avow_span type_of(const char *context)
{
	struct avow_span span = avow_span_of(context);

	for (int i = 0; i < 2; i++)
		span = avow_span_skip(span, avow_span_find(span, ':') + 1);
	return avow_span_first(span, avow_span_find(span, ':'));
}

static int keep_context(const struct avow_labels *labels, const char *context,
			struct avow_label *out)
{
	uint32_t atom;

	atom = avow_atoms_intern(labels->contexts, avow_span_of(context));
	if (!atom)
		return AVOW_E_NOMEM;
	out->kind = AVOW_LABEL_KNOWN;
	out->context = avow_atoms_string(labels->contexts, atom);
	out->type = type_of(out->context);
	return 0;
}

/* Whether the pattern, which is anchored (file_contexts(5)), fits the path. */
static bool fits(struct avow_span pattern, const char *path)
{
	struct avow_buf anchored = { 0 };
	regex_t regex;
	bool is_match;

	avow_buf_printf(&anchored, "^(%.*s)$", (int)pattern.length, pattern.data);
	if (anchored.failed ||
	    regcomp(&regex, avow_buf_string(&anchored), REG_EXTENDED | REG_NOSUB) != 0) {
		avow_buf_free(&anchored);
		return false;
	}
	is_match = regexec(&regex, path, 0, NULL, 0) == 0;
	regfree(&regex);
	avow_buf_free(&anchored);
	return is_match;
}

/*
 * selabel_lookup() gives ENOENT for <<none>> as for the want of an entry. Had any other
 * pattern counted, it would have given that, so one <<none>> that fits is enough. Its
 * specs have no type and so come first.
 */
static void tell_absent(const struct avow_labels *labels, const char *path,
			struct avow_label *out)
{
	out->kind = AVOW_LABEL_NO_ENTRY;
	out->why = "file_contexts has no entry for it.";
	for (size_t i = 0; i < labels->spec_count && !labels->specs[i].type.length; i++) {
		if (!fits(labels->specs[i].pattern, path))
			continue;
		out->kind = AVOW_LABEL_NONE;
		out->why = "file_contexts leaves it alone on purpose (<<none>>).";
		return;
	}
}

static int ask(const struct avow_labels *labels, const char *path, mode_t mode,
	       struct avow_label *out)
{
	struct labels_quiet before = avow_labels_quiet_begin();
	char *context = NULL;
	int code = selabel_lookup_raw(labels->handle, &context, path, (int)mode);
	int cause = errno;

	avow_labels_quiet_end(before);
	if (code == 0) {
		code = keep_context(labels, context, out);
		freecon(context);
		return code;
	}
	if (cause == ENOMEM)
		return AVOW_E_NOMEM;
	tell_absent(labels, path, out);
	return 0;
}

static struct labels_memory *memory_of(const struct avow_labels *labels,
				       struct avow_span path, mode_t mode)
{
	uint64_t hash = avow_span_hash(path) ^ mode;

	return &labels->remembered[(hash ^ (hash >> 32)) % AVOW_LABELS_REMEMBERED];
}

static int look_up(const struct avow_labels *labels, struct avow_span path, mode_t mode,
		   struct avow_label *out)
{
	struct labels_memory *memory = memory_of(labels, path, mode);
	int code;

	if (memory->is_used && memory->mode == mode &&
	    avow_span_equal(avow_buf_span(&memory->path), path)) {
		*out = memory->label;
		return 0;
	}
	memory->is_used = false;
	avow_buf_free(&memory->path);
	memory->path = (struct avow_buf){ 0 };
	avow_buf_append(&memory->path, path);
	code = memory->path.failed
		       ? AVOW_E_NOMEM
		       : ask(labels, avow_buf_string(&memory->path), mode, out);
	if (code < 0)
		return code;
	out->doubt = avow_labels_doubt(labels, path);
	memory->label = *out;
	memory->mode = mode;
	memory->is_used = true;
	return 0;
}

int avow_labels_lookup(const struct avow_labels *labels, struct avow_span path,
		       const char *tclass, struct avow_label *out)
{
	mode_t mode = mode_of(tclass);

	while (path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	memset(out, 0, sizeof(*out));
	out->kind = AVOW_LABEL_NO_PLACE;
	out->why = avow_labels_foreign_place(path);
	if (out->why)
		return 0;
	if (!mode) {
		out->why = "It is no file.";
		return 0;
	}
	if (!path.length || path.data[0] != '/') {
		out->kind = AVOW_LABEL_RELATIVE;
		out->why = "Only its name is known, not where it is.";
		return 0;
	}
	if (labels)
		return look_up(labels, path, mode, out);
	out->kind = AVOW_LABEL_NOT_ASKED;
	out->why = "There is no contexts directory to ask for its label.";
	return 0;
}
