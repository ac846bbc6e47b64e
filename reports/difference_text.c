/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The difference of two policies for people: first what a reviewer has to look at, then
 * kind after kind, with long lists cut to their first names unless all were asked for.
 */
#include <string.h>

#include "reports/difference.h"
#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/stream.h"

enum {
	NAMES_SHOWN = 4,
	VALUES_SHOWN = 8,
	HITS_SHOWN = 12,
	INDENT = 2,
	DETAIL = 6,
	COUNT_WIDTH = 28 /* the longest title, and a blank */
};

struct page {
	const struct avow_difference *difference;
	const struct avow_difference_style *style;
	struct avow_layout layout;
	struct avow_stream stream;
	struct avow_buf scratch;
};

static const struct {
	const char *text;
	enum avow_tint tint;
} signs[] = {
	[AVOW_DIFFERENCE_REMOVED] = { "- ", AVOW_TINT_ALERT },
	[AVOW_DIFFERENCE_ADDED] = { "+ ", AVOW_TINT_GOOD },
	[AVOW_DIFFERENCE_CHANGED] = { "~ ", AVOW_TINT_STRONG },
};

/* What a type does, by kind of rule: when it is new, and when it is gone. */
static const struct {
	const char *kind, *removed, *added;
} verbs[] = {
	{ "allow", "may no longer", "may now" },
	{ "auditallow", "is no longer logged when it does",
	  "is now logged when it does" },
	{ "dontaudit", "is logged again when refused to", "is refused unlogged to" },
	{ "allowxperm", "may no longer use", "may now use" },
	{ "auditallowxperm", "is no longer logged when it uses",
	  "is now logged when it uses" },
	{ "dontauditxperm", "is logged again when refused", "is refused unlogged" },
};

static void put(struct page *page, enum avow_tint tint, const char *text)
{
	avow_layout_puts(&page->layout, tint, text);
}

static void put_scratch(struct page *page, enum avow_tint tint)
{
	avow_layout_put(&page->layout, tint, avow_buf_span(&page->scratch));
	avow_buf_clear(&page->scratch);
}

/* What was laid out goes out line by line: a difference may be larger than memory. */
static void end_line(struct page *page)
{
	avow_layout_end_line(&page->layout);
	if (page->layout.out.length < 65536 || page->layout.out.failed)
		return;
	avow_stream_write(&page->stream, avow_buf_span(&page->layout.out));
	avow_buf_clear(&page->layout.out);
}

static void begin(struct page *page, size_t margin, enum avow_difference_sign sign)
{
	avow_layout_margin(&page->layout, margin);
	put(page, signs[sign].tint, signs[sign].text);
	avow_layout_margin(&page->layout, margin + 2);
}

static size_t shown(const struct page *page, size_t count, size_t most)
{
	/* One more takes no more room than saying that there is one. */
	return page->style->is_all || count <= most + 1 ? count : most;
}

/* The line behind a list that was cut. */
static void put_rest(struct page *page, size_t count)
{
	if (count == 0)
		return;
	avow_layout_margin(&page->layout, DETAIL);
	avow_buf_puts(&page->scratch, "and ");
	avow_phrase_number(&page->scratch, count);
	avow_buf_puts(&page->scratch, " more");
	put_scratch(page, AVOW_TINT_FAINT);
	end_line(page);
}

/* `a b c and 4 more` */
static void put_names(struct page *page, const struct avow_difference_names *names)
{
	size_t count = shown(page, names->count, NAMES_SHOWN);

	for (size_t i = 0; i < count; i++) {
		put(page, AVOW_TINT_NONE, i ? " " : "");
		put(page, AVOW_TINT_NONE, page->difference->names[names->names[i]]);
	}
	if (count == names->count)
		return;
	avow_buf_puts(&page->scratch, " and ");
	avow_phrase_number(&page->scratch, names->count - count);
	avow_buf_puts(&page->scratch, " more");
	put_scratch(page, AVOW_TINT_FAINT);
}

/* The name, or how many there are. */
static void put_set(struct page *page, const struct avow_difference_names *names,
		    const char *more)
{
	if (names->count == 1) {
		put(page, AVOW_TINT_STRONG, page->difference->names[names->names[0]]);
		return;
	}
	avow_phrase_number(&page->scratch, names->count);
	avow_buf_printf(&page->scratch, "%s types", more);
	put_scratch(page, AVOW_TINT_STRONG);
}

static void put_detail(struct page *page, const char *label)
{
	avow_layout_margin(&page->layout, DETAIL);
	put(page, AVOW_TINT_FAINT, label);
	avow_layout_margin(&page->layout, DETAIL + 4);
}

static void show_list(struct page *page, const char *label,
		      const struct avow_difference_names *names)
{
	if (names->count < 2)
		return;
	put_detail(page, label);
	put_names(page, names);
	end_line(page);
}

static void show_text(struct page *page, const char *label, const char *text)
{
	if (!text)
		return;
	put_detail(page, label);
	put(page, AVOW_TINT_NONE, text);
	end_line(page);
}

static void show_condition(struct page *page, const struct avow_difference_gain *gain)
{
	if (!gain->condition)
		return;
	put_detail(page, "if");
	put(page, AVOW_TINT_NONE, gain->condition);
	put(page, AVOW_TINT_FAINT, gain->in_force ? " (in force)" : " (not in force)");
	end_line(page);
}

static const char *verb_of(const struct avow_difference_kind *kind,
			   enum avow_difference_sign sign)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(verbs); i++)
		if (strcmp(verbs[i].kind, kind->name) == 0)
			return sign == AVOW_DIFFERENCE_REMOVED ? verbs[i].removed
							       : verbs[i].added;
	return kind->word;
}

static bool is_itself(const struct avow_difference_gain *gain)
{
	return gain->sources.count == 1 && gain->targets.count == 1 &&
	       gain->sources.names[0] == gain->targets.names[0];
}

/* "httpd_t may now read, write file of 14 more types" */
static void show_access(struct page *page, const struct avow_difference_kind *kind,
			const struct avow_difference_gain *gain)
{
	const char *more = gain->sign == AVOW_DIFFERENCE_ADDED ? " more" : "";
	bool is_one_source = gain->sources.count == 1;

	begin(page, INDENT, gain->sign);
	put_set(page, &gain->sources, more);
	avow_buf_printf(&page->scratch, " %s ", verb_of(kind, gain->sign));
	if (gain->operation)
		avow_buf_printf(&page->scratch, "%s ", gain->operation);
	for (const char *at = gain->what; *at; at++)
		avow_buf_puts(&page->scratch, *at == ' ' ? ", " : (char[]){ *at, 0 });
	avow_buf_printf(&page->scratch, gain->operation ? " on %s of " : " %s of ",
			gain->tclass);
	put_scratch(page, AVOW_TINT_NONE);
	if (is_itself(gain))
		put(page, AVOW_TINT_STRONG, "itself");
	else
		put_set(page, &gain->targets, is_one_source ? more : "");
	end_line(page);
	show_list(page, "who", &gain->sources);
	show_list(page, "of", &gain->targets);
	show_condition(page, gain);
	show_text(page, "by", gain->rule);
}

/* `type_transition a_t b_t:file c_t "name";` */
static void show_move(struct page *page, const struct avow_difference_kind *kind,
		      const struct avow_difference_gain *gain)
{
	begin(page, INDENT, gain->sign);
	put(page, AVOW_TINT_NONE, kind->word);
	put(page, AVOW_TINT_NONE, gain->sources.count > 1 ? " { " : " ");
	put_names(page, &gain->sources);
	put(page, AVOW_TINT_NONE, gain->sources.count > 1 ? " }" : "");
	put(page, AVOW_TINT_NONE, gain->targets.count > 1 ? " { " : " ");
	put_names(page, &gain->targets);
	put(page, AVOW_TINT_NONE, gain->targets.count > 1 ? " }:" : ":");
	put(page, AVOW_TINT_NONE, gain->tclass);
	put(page, AVOW_TINT_NONE, " ");
	put(page, AVOW_TINT_STRONG, gain->what);
	if (gain->name) {
		avow_buf_printf(&page->scratch, " \"%s\"", gain->name);
		put_scratch(page, AVOW_TINT_NONE);
	}
	put(page, AVOW_TINT_NONE, ";");
	end_line(page);
	show_text(page, "was", gain->was);
	show_condition(page, gain);
}

static bool has_values(const struct avow_difference_item *item,
		       const struct avow_difference_item *other)
{
	if (item->sign != other->sign || item->value_count != other->value_count)
		return false;
	for (size_t i = 0; i < item->value_count; i++) {
		const struct avow_difference_value *a = &item->values[i];
		const struct avow_difference_value *b = &other->values[i];

		if (a->is_new != b->is_new || strcmp(a->field, b->field) != 0 ||
		    strcmp(a->value, b->value) != 0)
			return false;
	}
	return true;
}

/*
 * How many items from @first on are permissions of one class with the same constraints:
 * they were one statement, as like as not.
 */
static size_t run_of(const struct avow_difference_section *section, size_t first)
{
	const struct avow_difference_item *item = &section->items[first];
	size_t end = first + 1, length = strcspn(item->key, " ") + 1;

	if (strcmp(section->kind->name, "constraints") != 0)
		return 1;
	while (end < section->item_count &&
	       strncmp(section->items[end].key, item->key, length) == 0 &&
	       has_values(item, &section->items[end]))
		end++;
	return end - first;
}

static void put_key(struct page *page, const struct avow_difference_section *section,
		    size_t first, size_t count)
{
	const char *key = section->items[first].key;
	size_t length = strcspn(key, " ");

	if (*section->kind->word) {
		put(page, AVOW_TINT_NONE, section->kind->word);
		put(page, AVOW_TINT_NONE, " ");
	}
	if (count == 1) {
		put(page, AVOW_TINT_STRONG, key);
		return;
	}
	avow_layout_put(&page->layout, AVOW_TINT_STRONG, avow_span_make(key, length));
	put(page, AVOW_TINT_STRONG, " {");
	for (size_t i = first; i < first + count; i++)
		put(page, AVOW_TINT_STRONG, section->items[i].key + length);
	put(page, AVOW_TINT_STRONG, " }");
}

/* How many values from @first on are of its field. */
static size_t field_run(const struct avow_difference_item *item, size_t first)
{
	size_t end = first + 1;

	while (end < item->value_count &&
	       strcmp(item->values[end].field, item->values[first].field) == 0)
		end++;
	return end - first;
}

static void put_value(struct page *page, const struct avow_difference_value *value,
		      bool has_sign)
{
	if (has_sign)
		begin(page, DETAIL,
		      value->is_new ? AVOW_DIFFERENCE_ADDED : AVOW_DIFFERENCE_REMOVED);
	else
		avow_layout_margin(&page->layout, DETAIL);
	if (strcmp(value->field, "value") != 0) {
		put(page, AVOW_TINT_FAINT, value->field);
		put(page, AVOW_TINT_NONE, " ");
	}
	put(page, AVOW_TINT_NONE, value->value);
}

/* Fields that have any number of values: one that comes takes no other's place. */
static bool is_list(const char *field)
{
	static const char *const lists[] = { "type", "role", "permission", "alias",
					     "by" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(lists); i++)
		if (strcmp(lists[i], field) == 0)
			return true;
	return false;
}

/* `level s0 -> s0:c1` for what one value was, and another is; else one a line. */
static void show_field(struct page *page, const struct avow_difference_item *item,
		       size_t first, size_t count)
{
	const struct avow_difference_value *values = &item->values[first];
	bool is_changed = item->sign == AVOW_DIFFERENCE_CHANGED;
	size_t most = shown(page, count, VALUES_SHOWN);

	if (count == 2 && values[0].is_new != values[1].is_new &&
	    !is_list(values[0].field)) {
		const struct avow_difference_value *old = &values[values[0].is_new];

		put_value(page, old, false);
		put(page, AVOW_TINT_NONE, " -> ");
		put(page, AVOW_TINT_NONE, values[!values[0].is_new].value);
		end_line(page);
		return;
	}
	for (size_t i = 0; i < most; i++) {
		put_value(page, &values[i], is_changed);
		end_line(page);
	}
	put_rest(page, count - most);
}

static void show_items(struct page *page, const struct avow_difference_section *section)
{
	for (size_t i = 0, count; i < section->item_count; i += count) {
		const struct avow_difference_item *item = &section->items[i];

		count = run_of(section, i);
		begin(page, INDENT, item->sign);
		put_key(page, section, i, count);
		end_line(page);
		for (size_t at = 0, run; at < item->value_count; at += run) {
			run = field_run(item, at);
			show_field(page, item, at, run);
		}
	}
}

static const char *sign_word(const struct avow_difference_kind *kind,
			     enum avow_difference_sign sign)
{
	if (kind->is_rules || !kind->is_access || sign == AVOW_DIFFERENCE_CHANGED)
		return avow_difference_sign_name(sign);
	return sign == AVOW_DIFFERENCE_ADDED ? "newly granted" : "newly denied";
}

/* "2 added, 1 removed", of pairs for rules */
static void put_counts(struct page *page, const struct avow_difference_section *section)
{
	static const enum avow_difference_sign order[] = { AVOW_DIFFERENCE_ADDED,
							   AVOW_DIFFERENCE_REMOVED,
							   AVOW_DIFFERENCE_CHANGED };
	const char *between = "";

	if (section->kind->is_always) {
		avow_phrase_number(&page->scratch, section->item_count);
		put_scratch(page, AVOW_TINT_NONE);
		return;
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(order); i++) {
		if (!section->counts[order[i]])
			continue;
		avow_buf_puts(&page->scratch, between);
		avow_phrase_number(&page->scratch, section->counts[order[i]]);
		avow_buf_printf(&page->scratch, " %s",
				sign_word(section->kind, order[i]));
		between = ", ";
	}
	put_scratch(page, AVOW_TINT_NONE);
	if (section->kind->is_rules)
		put(page, AVOW_TINT_FAINT, " (pairs of types)");
}

/* What is about new types is as long as it is unsurprising: it comes last. */
static void show_divide(struct page *page, bool is_behind)
{
	if (!is_behind)
		return;
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_FAINT, "of types that one policy alone has:");
	end_line(page);
}

static void show_section(struct page *page, const struct avow_difference_section *section)
{
	end_line(page);
	for (const char *at = section->kind->title; *at; at++)
		avow_buf_putc(&page->scratch,
			      *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at);
	avow_buf_puts(&page->scratch, ": ");
	put_scratch(page, AVOW_TINT_HEADING);
	put_counts(page, section);
	end_line(page);
	show_items(page, section);
	for (size_t i = 0; i < section->gain_count; i++) {
		if (section->gains[i].is_of_new &&
		    (i == 0 || !section->gains[i - 1].is_of_new))
			show_divide(page, i > 0);
		if (section->kind->is_access)
			show_access(page, section->kind, &section->gains[i]);
		else
			show_move(page, section->kind, &section->gains[i]);
	}
}

static void show_count(struct page *page, const struct avow_difference_section *section)
{
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, section->kind->title);
	avow_layout_margin(&page->layout, INDENT + COUNT_WIDTH);
	put_counts(page, section);
	end_line(page);
}

/* The hits of one mark, from @first to @end. */
static void show_mark(struct page *page, size_t first, size_t end)
{
	const struct avow_difference_hit *hits = page->difference->hits;
	size_t count = shown(page, end - first, HITS_SHOWN);

	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_ALERT, hits[first].mark->code);
	put(page, AVOW_TINT_NONE, ": ");
	put(page, AVOW_TINT_STRONG, hits[first].mark->title);
	put(page, AVOW_TINT_FAINT, ". ");
	put(page, AVOW_TINT_FAINT, hits[first].mark->why);
	end_line(page);
	for (size_t i = first; i < first + count; i++) {
		avow_layout_margin(&page->layout, DETAIL);
		put(page, AVOW_TINT_NONE, hits[i].text);
		end_line(page);
	}
	put_rest(page, end - first - count);
}

static void show_hits(struct page *page)
{
	const struct avow_difference *difference = page->difference;

	if (!difference->hit_count)
		return;
	end_line(page);
	put(page, AVOW_TINT_HEADING, "TO LOOK AT");
	end_line(page);
	for (size_t i = 0, end; i < difference->hit_count; i = end) {
		for (end = i + 1; end < difference->hit_count; end++)
			if (difference->hits[end].mark != difference->hits[i].mark)
				break;
		show_mark(page, i, end);
	}
}

static bool is_empty(const struct avow_difference_section *section)
{
	return !section->item_count && !section->gain_count;
}

static void show_proof(struct page *page)
{
	const struct avow_difference_proof *proof = &page->difference->proof;

	if (!proof->by)
		return;
	avow_buf_printf(&page->scratch,
			"Proved equal by the automata of %s: %zu of %zu profiles; %zu "
			"differ",
			proof->by, proof->equal,
			proof->equal + proof->different + proof->unproved,
			proof->different);
	if (proof->unproved)
		avow_buf_printf(&page->scratch, ", %zu are not told", proof->unproved);
	avow_buf_putc(&page->scratch, '.');
	put_scratch(page, AVOW_TINT_NONE);
	end_line(page);
}

static void show_verdict(struct page *page)
{
	const struct avow_difference *difference = page->difference;
	size_t differing = 0;

	for (size_t i = 0; i < difference->section_count; i++)
		differing += !is_empty(&difference->sections[i]);
	if (difference->is_same_file)
		put(page, AVOW_TINT_GOOD,
		    "The policies are equal: the files are the same, byte by byte.");
	else if (difference->is_equal)
		put(page, AVOW_TINT_GOOD,
		    "The policies are equal in all that was compared.");
	else
		avow_buf_printf(&page->scratch,
				"The policies differ in %zu of %zu kinds of things.",
				differing, difference->section_count);
	put_scratch(page, AVOW_TINT_STRONG);
	end_line(page);
	show_proof(page);
	for (size_t i = 0; i < difference->note_count; i++) {
		put(page, AVOW_TINT_ALERT, "Note: ");
		put(page, AVOW_TINT_NONE, difference->notes[i]);
		end_line(page);
	}
}

int avow_difference_write_text(const struct avow_difference *difference,
			       const struct avow_difference_style *style, FILE *out,
			       struct avow_error *error)
{
	struct page page = {
		.difference = difference,
		.style = style,
		.layout = { .columns = style->terminal.columns,
			    .has_colour = style->terminal.has_colour },
		.stream = { .out = out },
	};
	int result;

	show_verdict(&page);
	show_hits(&page);
	if (style->is_summary && !difference->is_equal)
		end_line(&page);
	for (size_t i = 0; i < difference->section_count; i++) {
		if (is_empty(&difference->sections[i]))
			continue;
		if (style->is_summary)
			show_count(&page, &difference->sections[i]);
		else
			show_section(&page, &difference->sections[i]);
	}
	avow_stream_write(&page.stream, avow_buf_span(&page.layout.out));
	result = page.layout.out.failed || page.scratch.failed
			 ? avow_error_nomem(error)
			 : avow_stream_finish(&page.stream, error);
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	return result;
}
