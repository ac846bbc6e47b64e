/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The profiles of the kernel beside those of the files: what differs comes first. */
#include "reports/standing.h"

#include "reports/layout.h"
#include "reports/stream.h"
#include "reports/strings.h"

#define MODE_WIDTH 12 /* "unconfined", and two blanks */

/* The headings, in their order, which is not that of the states. */
static const struct {
	enum avow_standing_state state;
	const char *heading;
	enum avow_tint tint; /* of the mode */
} groups[] = {
	{ AVOW_STANDING_MODE, "LOADED IN ANOTHER MODE THAN THE FILE SAYS",
	  AVOW_TINT_ALERT },
	{ AVOW_STANDING_OLDER, "LOADED BEFORE THE FILE WAS CHANGED", AVOW_TINT_ALERT },
	{ AVOW_STANDING_NOT_LOADED, "NOT LOADED", AVOW_TINT_ALERT },
	{ AVOW_STANDING_NO_FILE, "LOADED, AND IN NO FILE", AVOW_TINT_ALERT },
	{ AVOW_STANDING_DISABLED, "DISABLED", AVOW_TINT_FAINT },
	{ AVOW_STANDING_SAME, "LOADED", AVOW_TINT_GOOD },
};

static size_t count_of(const struct avow_standings *standings,
		       enum avow_standing_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < standings->count; i++)
		count += standings->items[i].state == state;
	return count;
}

static void put_number(struct avow_layout *layout, size_t number, const char *word)
{
	avow_layout_number(layout, AVOW_TINT_NONE, number, 0);
	avow_layout_puts(layout, AVOW_TINT_NONE, " ");
	avow_layout_puts(layout, AVOW_TINT_NONE, word);
	if (number != 1)
		avow_layout_puts(layout, AVOW_TINT_NONE, "s");
}

static void put_row(struct avow_layout *layout, const struct avow_standing *standing,
		    enum avow_tint tint)
{
	char line[16];

	avow_layout_margin(layout, 2);
	avow_layout_puts(layout, tint,
			 standing->loaded_mode ? standing->loaded_mode
					       : standing->file_mode);
	avow_layout_margin(layout, 2 + MODE_WIDTH);
	avow_layout_puts(layout, AVOW_TINT_STRONG, standing->name);
	if (standing->state == AVOW_STANDING_MODE) {
		avow_layout_puts(layout, AVOW_TINT_NONE, "  its file says ");
		avow_layout_puts(layout, AVOW_TINT_NONE, standing->file_mode);
	}
	if (standing->processes) {
		avow_layout_puts(layout, AVOW_TINT_NONE, "  ");
		avow_layout_number(layout, AVOW_TINT_NONE, standing->processes, 0);
		avow_layout_puts(layout, AVOW_TINT_NONE,
				 standing->processes == 1 ? " process" : " processes");
	}
	if (standing->path) {
		avow_layout_puts(layout, AVOW_TINT_FAINT, "  ");
		avow_layout_puts(layout, AVOW_TINT_FAINT, standing->path);
		snprintf(line, sizeof(line), ":%u", standing->line);
		avow_layout_puts(layout, AVOW_TINT_FAINT, line);
	}
	avow_layout_end_line(layout);
}

static void put_group(struct avow_layout *layout, const struct avow_standings *standings,
		      size_t group)
{
	enum avow_standing_state state = groups[group].state;

	if (!count_of(standings, state))
		return;
	avow_layout_puts(layout, AVOW_TINT_HEADING, groups[group].heading);
	avow_layout_end_line(layout);
	for (size_t i = 0; i < standings->count; i++)
		if (standings->items[i].state == state)
			put_row(layout, standings->items + i, groups[group].tint);
	avow_layout_end_line(layout);
}

static void put_summary(struct avow_layout *layout,
			const struct avow_standings *standings)
{
	size_t absent = count_of(standings, AVOW_STANDING_NOT_LOADED) +
			count_of(standings, AVOW_STANDING_DISABLED);

	put_number(layout, standings->count - absent, "profile");
	avow_layout_puts(layout, AVOW_TINT_NONE,
			 standings->count - absent == 1 ? " is loaded; "
							: " are loaded; ");
	if (standings->different)
		put_number(layout, standings->different, "profile");
	else
		avow_layout_puts(layout, AVOW_TINT_NONE, "none");
	avow_layout_puts(layout, AVOW_TINT_NONE,
			 standings->different > 1 ? " stand" : " stands");
	avow_layout_puts(layout, AVOW_TINT_NONE, " otherwise than the files say.");
	avow_layout_end_line(layout);
}

static void put_mediations(struct avow_layout *layout,
			   const struct avow_standings *standings)
{
	const char *before = "Rules of these classes have no effect in this kernel: ";

	for (size_t i = 0; i < standings->mediation_count; i++) {
		if (standings->mediations[i].is_mediated)
			continue;
		avow_layout_puts(layout, AVOW_TINT_NONE, before);
		avow_layout_puts(layout, AVOW_TINT_STRONG,
				 standings->mediations[i].class);
		before = ", ";
	}
	if (*before != ',')
		return;
	avow_layout_puts(layout, AVOW_TINT_NONE, ".");
	avow_layout_end_line(layout);
}

int avow_standings_text(const struct avow_standings *standings,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error)
{
	struct avow_layout layout = { .columns = style->columns,
				      .has_colour = style->has_colour };
	struct avow_stream stream = { .out = out };
	int result;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(groups); i++)
		put_group(&layout, standings, i);
	put_summary(&layout, standings);
	put_mediations(&layout, standings);
	avow_stream_write(&stream, avow_buf_span(&layout.out));
	result = layout.out.failed ? avow_error_nomem(error)
				   : avow_stream_finish(&stream, error);
	avow_buf_free(&layout.out);
	return result;
}

static json_t *make_row(const struct avow_standings *standings,
			const struct avow_standing *standing)
{
	json_t *out = json_object();

	json_object_set_new(out, "name", avow_json_string(standing->name));
	json_object_set_new(out, "state",
			    avow_json_string(avow_standing_name(standing->state)));
	json_object_set_new(out, "loaded_mode", avow_json_string(standing->loaded_mode));
	json_object_set_new(out, "file_mode", avow_json_string(standing->file_mode));
	json_object_set_new(out, "path", avow_json_string(standing->path));
	if (standing->path)
		json_object_set_new(out, "line", avow_json_number(standing->line));
	if (standings->has_processes)
		json_object_set_new(out, "processes",
				    avow_json_number(standing->processes));
	return out;
}

int avow_standings_json(const struct avow_standings *standings,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error)
{
	json_t *root = json_object(), *profiles = json_array(), *mediates = json_object();

	(void)style;
	for (size_t i = 0; i < standings->count; i++)
		json_array_append_new(profiles,
				      make_row(standings, standings->items + i));
	for (size_t i = 0; i < standings->mediation_count; i++)
		json_object_set_new(mediates, standings->mediations[i].class,
				    json_boolean(standings->mediations[i].is_mediated));
	json_object_set_new(root, "schema_version",
			    avow_json_string(AVOW_REPORT_SCHEMA_VERSION));
	json_object_set_new(root, "different", avow_json_number(standings->different));
	json_object_set_new(root, "profiles", profiles);
	json_object_set_new(root, "mediates", mediates);
	return avow_json_finish(root, out, error);
}
