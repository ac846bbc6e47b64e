/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of audit rules came to be used in a log, for people. */
#include "reports/coverage.h"

#include "reports/layout.h"
#include "reports/stream.h"

enum { TYPES_SHOWN = 12, WIDTH = 14 };

static void heading(struct avow_layout *layout, const char *text)
{
	avow_layout_end_line(layout);
	avow_layout_puts(layout, AVOW_TINT_HEADING, text);
	avow_layout_end_line(layout);
}

/* How many of a hundred bytes of the log. */
static void put_share(struct avow_layout *layout, const struct avow_coverage *coverage,
		      uint64_t bytes)
{
	char share[32];

	snprintf(share, sizeof(share), "%6.1f %%  ",
		 coverage->bytes ? 100.0 * (double)bytes / (double)coverage->bytes : 0.0);
	avow_layout_puts(layout, AVOW_TINT_FAINT, share);
}

static void put_row(struct avow_layout *layout, const struct avow_coverage *coverage,
		    uint64_t count, uint64_t bytes)
{
	avow_layout_number(layout, AVOW_TINT_NONE, count, WIDTH);
	avow_layout_number(layout, AVOW_TINT_NONE, bytes, WIDTH);
	put_share(layout, coverage, bytes);
}

static void put_place(struct avow_layout *layout, const char *place)
{
	if (!place)
		return;
	avow_layout_puts(layout, AVOW_TINT_FAINT, " (");
	avow_layout_puts(layout, AVOW_TINT_FAINT, place);
	avow_layout_puts(layout, AVOW_TINT_FAINT, ")");
}

static void put_count(struct avow_layout *layout, uint64_t count, const char *what)
{
	avow_layout_number(layout, AVOW_TINT_STRONG, count, 0);
	avow_layout_puts(layout, AVOW_TINT_NONE, what);
}

static void put_summary(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	put_count(layout, coverage->keyed_events, " of ");
	put_count(layout, coverage->events, " events carry a key: ");
	put_count(layout, coverage->keyed_bytes, " of ");
	put_count(layout, coverage->bytes, " bytes.");
	avow_layout_end_line(layout);
	if (coverage->rules_without_key) {
		put_count(layout, coverage->rules_without_key, " of ");
		put_count(layout, coverage->rules,
			  " rules have no key: whether they fire cannot be told.");
		avow_layout_end_line(layout);
	}
}

static void put_fired(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	heading(layout, "        events         bytes   share   key");
	for (size_t i = 0; i < coverage->key_count; i++) {
		const struct avow_coverage_key *key = coverage->keys + i;

		if (!key->events)
			continue;
		put_row(layout, coverage, key->events, key->bytes);
		avow_layout_puts(layout, AVOW_TINT_STRONG, key->name);
		if (!key->rules)
			avow_layout_puts(layout, AVOW_TINT_ALERT, " (no rule gives it)");
		avow_layout_end_line(layout);
	}
}

static void put_unused(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	bool is_first = true;

	for (size_t i = 0; i < coverage->key_count; i++) {
		const struct avow_coverage_key *key = coverage->keys + i;

		if (key->events)
			continue;
		if (is_first)
			heading(layout, "Keys that never fired");
		is_first = false;
		avow_layout_margin(layout, 2);
		avow_layout_puts(layout, AVOW_TINT_STRONG, key->name);
		avow_layout_puts(layout, AVOW_TINT_NONE, ": ");
		put_count(layout, key->rules, key->rules == 1 ? " rule" : " rules");
		put_place(layout, key->place);
		avow_layout_end_line(layout);
	}
}

static void put_types(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	heading(layout, "       records         bytes   share   type");
	for (size_t i = 0; i < coverage->type_count && i < TYPES_SHOWN; i++) {
		const struct avow_coverage_type *type = coverage->types + i;

		put_row(layout, coverage, type->records, type->bytes);
		avow_layout_puts(layout, AVOW_TINT_STRONG, type->name);
		avow_layout_end_line(layout);
	}
}

/* What is to be copied is not wrapped. */
static void put_rule(struct avow_layout *layout, const char *rule)
{
	avow_buf_printf(&layout->out, "    %s\n", rule);
}

static void put_spares(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	bool is_first = true;

	for (size_t i = 0; i < coverage->type_count; i++) {
		const struct avow_coverage_type *type = coverage->types + i;

		if (!type->rule)
			continue;
		if (is_first)
			heading(layout, "What can be left out without a denial being "
					"hidden");
		is_first = false;
		avow_layout_margin(layout, 2);
		put_share(layout, coverage, type->bytes);
		avow_layout_puts(layout, AVOW_TINT_NONE, "then nobody sees ");
		avow_layout_puts(layout, AVOW_TINT_NONE, type->loses);
		avow_layout_end_line(layout);
		put_rule(layout, type->rule);
	}
}

static void put_denials(struct avow_layout *layout, const struct avow_coverage *coverage)
{
	heading(layout, "Paths of denials");
	avow_layout_margin(layout, 2);
	put_count(layout, coverage->denials, " denials, ");
	put_count(layout, coverage->nameless,
		  " of a file that they do not name in full: ");
	put_count(layout, coverage->with_path, " with PATH, ");
	put_count(layout, coverage->without_call, " without SYSCALL");
	avow_layout_end_line(layout);
	for (size_t i = 0; i < coverage->hint_count; i++) {
		const struct avow_coverage_hint *hint = coverage->hints + i;

		avow_layout_margin(layout, 2);
		avow_layout_puts(layout, AVOW_TINT_ALERT, hint->code);
		avow_layout_puts(layout, AVOW_TINT_NONE, ": ");
		avow_layout_puts(layout, AVOW_TINT_NONE, hint->says);
		put_place(layout, hint->place);
		avow_layout_end_line(layout);
		if (hint->rule)
			put_rule(layout, hint->rule);
	}
}

int avow_coverage_text(const struct avow_coverage *coverage,
		       const struct avow_report_style *style, FILE *out,
		       struct avow_error *error)
{
	struct avow_layout layout = { .columns = style->columns,
				      .has_colour = style->has_colour };
	struct avow_stream stream = { .out = out };

	put_summary(&layout, coverage);
	put_fired(&layout, coverage);
	put_unused(&layout, coverage);
	put_types(&layout, coverage);
	put_spares(&layout, coverage);
	put_denials(&layout, coverage);
	if (layout.out.failed) {
		avow_buf_free(&layout.out);
		return avow_error_nomem(error);
	}
	avow_stream_write(&stream, avow_buf_span(&layout.out));
	avow_buf_free(&layout.out);
	return avow_stream_finish(&stream, error);
}
