/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths: whether they are there, where they lead, and which lies in which. */
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "policy/audit/linter.h"

static struct avow_span without_slashes(struct avow_span path)
{
	while (path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	return path;
}

static bool is_under(struct avow_span path, struct avow_span directory)
{
	directory = without_slashes(directory);
	if (directory.length == 1)
		return path.length > 1;
	return path.length > directory.length + 1 && path.data[directory.length] == '/' &&
	       avow_span_equal(avow_span_first(path, directory.length), directory);
}

static const struct avow_audit_field *place_of(const struct avow_audit_rule *rule)
{
	const struct avow_audit_field *directory = avow_audit_field_of(rule, AUDIT_DIR);

	return directory ? directory : avow_audit_field_of(rule, AUDIT_WATCH);
}

static bool covers(const struct avow_audit_rule *wide, const struct avow_audit_rule *rule)
{
	const struct avow_audit_field *directory = avow_audit_field_of(wide, AUDIT_DIR);

	return directory && wide->list == rule->list && wide->action == rule->action &&
	       is_under(place_of(rule)->text, directory->text) &&
	       avow_audit_has_calls_of(wide, rule) &&
	       avow_audit_is_wider(wide, rule, AVOW_AUDIT_BUT_KEY | AVOW_AUDIT_BUT_PLACE);
}

static void check_inside(struct avow_audit_linter *linter, size_t at)
{
	const struct avow_audit_item *item = linter->items + at;
	struct avow_buf where = { 0 };

	for (size_t i = 0; i < linter->item_count && i < AVOW_AUDIT_COMPARED_MAX; i++) {
		const struct avow_audit_item *wide = linter->items + i;

		if (i == at || !covers(wide->rule, item->rule))
			continue;
		avow_audit_found(
			linter, AVOW_AUD_INSIDE, item->statement,
			place_of(item->rule)->mark, NULL,
			"%s watches the directory around it",
			avow_audit_where(wide->statement, item->statement, &where));
		break;
	}
	avow_buf_free(&where);
}

/* The directory that has to be there: of a file, the one around it. */
static struct avow_span needed_directory(const struct avow_audit_field *place)
{
	struct avow_span path = without_slashes(place->text);

	if (place->type == AUDIT_DIR)
		return path;
	while (path.length > 1 && path.data[path.length - 1] != '/')
		path.length--;
	return without_slashes(path);
}

static bool is_there(const struct avow_audit_linter *linter, struct avow_span path)
{
	struct avow_buf full = { 0 };
	struct stat status;
	bool is;

	avow_buf_puts(&full, linter->root);
	avow_buf_append(&full, path);
	is = stat(avow_buf_string(&full), &status) == 0;
	avow_buf_free(&full);
	return is;
}

static void check_missing(struct avow_audit_linter *linter,
			  const struct avow_audit_item *item,
			  const struct avow_audit_field *place)
{
	struct avow_span directory = needed_directory(place);

	if (memchr(directory.data, 0, directory.length) || is_there(linter, directory))
		return;
	avow_audit_found(linter, AVOW_AUD_MISSING, item->statement, place->mark, NULL,
			 "there is no %.*s", (int)directory.length, directory.data);
}

/* Where a link leads is asked of each part of the path, under the root. */
static void check_link(struct avow_audit_linter *linter,
		       const struct avow_audit_item *item,
		       const struct avow_audit_field *program)
{
	struct avow_span path = program->text;

	for (size_t end = 1; end <= path.length; end++) {
		struct avow_span part = avow_span_first(path, end);
		struct avow_buf full = { 0 };
		struct stat status;
		bool is_link;

		if (end < path.length && path.data[end] != '/')
			continue;
		avow_buf_puts(&full, linter->root);
		avow_buf_append(&full, part);
		is_link = lstat(avow_buf_string(&full), &status) == 0 &&
			  S_ISLNK(status.st_mode);
		avow_buf_free(&full);
		if (!is_link)
			continue;
		avow_audit_found(linter, AVOW_AUD_SYMLINK, item->statement, program->mark,
				 NULL, "%.*s is a symbolic link", (int)part.length,
				 part.data);
		return;
	}
}

void avow_audit_check_places(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;
		const struct avow_audit_field *place = place_of(item->rule);
		const struct avow_audit_field *program =
			avow_audit_field_of(item->rule, AUDIT_EXE);

		if (place)
			check_inside(linter, i);
		if (linter->is_rooted && place)
			check_missing(linter, item, place);
		if (linter->is_rooted && program)
			check_link(linter, item, program);
	}
}
