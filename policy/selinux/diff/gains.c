/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes of findings what a reader sees: the types that gain, or lose, the same for the
 * same others are told together, with one of the rules behind it where that is written
 * over attributes.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

int avow_diff_add_finding(struct findings *findings, const struct finding *finding)
{
	if (findings->count == findings->capacity) {
		size_t capacity = 2 * findings->capacity + 1024;
		void *grown = realloc(findings->all, capacity * sizeof(*findings->all));

		if (!grown)
			return AVOW_E_NOMEM;
		findings->all = grown;
		findings->capacity = capacity;
	}
	findings->all[findings->count++] = *finding;
	return 0;
}

static int compare_alike(const struct finding *a, const struct finding *b)
{
	const uint64_t left[] = { a->section, a->access, a->sign,      a->axis,
				  a->tclass,  a->name,   a->condition, a->was,
				  a->payload, a->others };
	const uint64_t right[] = { b->section, b->access, b->sign,      b->axis,
				   b->tclass,  b->name,   b->condition, b->was,
				   b->payload, b->others };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(left); i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

static int compare_findings(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order = compare_alike(a, b);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Gains being made, and the lists that they share. */
struct making {
	struct diff *diff;
	const uint32_t **lists; /* by atom of diff->spans */
	struct avow_difference_gain *gains;
	size_t count;
	struct avow_buf text;
	bool failed;
};

static const char *keep(struct making *making)
{
	const char *out = making->text.failed
				  ? NULL
				  : avow_arena_string(&making->diff->arena,
						      avow_buf_span(&making->text));

	making->failed |= !out;
	avow_buf_clear(&making->text);
	return out ? out : "";
}

/* The bytes of an atom need not lie where numbers may. */
static struct avow_difference_names list_of(struct making *making, uint32_t atom)
{
	struct avow_span span = avow_atoms_text(making->diff->spans, atom);
	struct avow_difference_names out = { making->lists[atom],
					     span.length / sizeof(uint32_t) };
	uint32_t *copy;

	if (out.names)
		return out;
	copy = avow_arena_alloc(&making->diff->arena, span.length);
	if (!copy) {
		making->failed = true;
		return (struct avow_difference_names){ 0 };
	}
	memcpy(copy, span.data, span.length);
	out.names = making->lists[atom] = copy;
	return out;
}

static struct avow_difference_names lines_of(struct making *making,
					     const struct finding *first, size_t count)
{
	uint32_t *lines = avow_arena_alloc(&making->diff->arena, count * sizeof(*lines));

	if (!lines) {
		making->failed = true;
		return (struct avow_difference_names){ 0 };
	}
	for (size_t i = 0; i < count; i++)
		lines[i] = first[i].line;
	return (struct avow_difference_names){ lines, count };
}

static void append_permissions(const struct diff *diff, uint16_t tclass, uint64_t bits,
			       struct avow_buf *out)
{
	const struct class_words *words = &diff->classes.words[tclass];
	const char *between = "";

	for (unsigned bit = 0; bit < words->permission_count; bit++)
		if ((bits >> bit) & 1) {
			avow_buf_printf(out, "%s%s", between, words->permissions[bit]);
			between = " ";
		}
}

static void append_what(const struct diff *diff, const struct finding *finding,
			uint64_t payload, struct avow_buf *out)
{
	if (finding->access == ACCESS_KINDS)
		avow_buf_puts(out, avow_atoms_string(diff->texts, (uint32_t)payload));
	else if (is_commands(finding->access))
		avow_diff_commands_text(diff->texts, (uint32_t)payload, out);
	else
		append_permissions(diff, finding->tclass, payload, out);
}

static const char *operation_of(const struct finding *finding)
{
	if (finding->access >= ACCESS_KINDS || !is_commands(finding->access))
		return NULL;
	return finding->access >= ACCESS_ALLOW_NLMSG ? "nlmsg" : "ioctl";
}

static bool overlaps(struct diff *diff, const struct finding *finding, uint64_t payload)
{
	struct command_set left = { 0 }, right = { 0 };

	if (!is_commands(finding->access))
		return (payload & finding->payload) != 0;
	avow_diff_add_commands(diff->texts, (uint32_t)payload, &left);
	avow_diff_add_commands(diff->texts, (uint32_t)finding->payload, &right);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(left.bits); i++)
		if (left.bits[i] & right.bits[i])
			return true;
	return false;
}

/* A rule that grants some of it to the first pair; NULL when there is none. */
static const struct rule *find_rule(struct diff *diff, const struct finding *finding,
				    const struct avow_difference_gain *gain)
{
	int side = gain->sign == AVOW_DIFFERENCE_REMOVED ? OLD : NEW;
	const struct lists *owners = &diff->sets.owners[side];
	uint32_t source = gain->sources.names[0];

	for (uint32_t i = owners->first[source]; i < owners->first[source + 1]; i++) {
		struct rule key = { .kind = finding->access,
				    .tclass = finding->tclass,
				    .source = owners->items[i] };
		size_t first, count = avow_diff_find_rules(&diff->rules[side], BY_SOURCE,
							   &key, &first);

		for (size_t at = first; at < first + count; at++) {
			const struct rule *rule = &diff->rules[side].all[at];

			if (rule->condition == finding->condition &&
			    avow_diff_is_member(&diff->sets, side, rule->target,
						gain->targets.names[0]) &&
			    overlaps(diff, finding, rule->payload))
				return rule;
		}
	}
	return NULL;
}

/* `allow domain file_type:file { open read };`; nothing for a rule of types alone. */
static void append_rule(struct making *making, const struct finding *finding,
			const struct avow_difference_gain *gain)
{
	const struct sets *sets = &making->diff->sets;
	const struct avow_difference_kind *kind = &avow_diff_kinds[finding->section];
	const struct rule *rule = find_rule(making->diff, finding, gain);
	struct avow_buf words = { 0 };
	bool is_one;

	if (!rule || (rule->source < sets->type_count && rule->target < sets->type_count))
		return;
	append_what(making->diff, finding, rule->payload, &words);
	is_one = avow_span_find(avow_buf_span(&words), ' ') == words.length;
	avow_buf_printf(&making->text, "%s %s %s:%s%s%s ", kind->word,
			sets->names[rule->source], sets->names[rule->target],
			gain->tclass, gain->operation ? " " : "",
			gain->operation ? gain->operation : "");
	avow_buf_printf(&making->text, is_one ? "%s;" : "{ %s };",
			avow_buf_string(&words));
	making->failed |= words.failed;
	avow_buf_free(&words);
}

/* Whether one policy alone has them, all of them. */
static bool is_of_new(const struct diff *diff, const struct avow_difference_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (list_length(&diff->sets.members[OLD], names->names[i]) &&
		    list_length(&diff->sets.members[NEW], names->names[i]))
			return false;
	return true;
}

static void make_gain(struct making *making, const struct finding *first, size_t count)
{
	struct diff *diff = making->diff;
	struct avow_difference_gain *gain = &making->gains[making->count++];
	struct avow_difference_names lines = lines_of(making, first, count);
	struct avow_difference_names others = list_of(making, first->others);
	int side = first->sign == AVOW_DIFFERENCE_REMOVED ? OLD : NEW;

	gain->sign = (enum avow_difference_sign)first->sign;
	gain->sources = first->axis == BY_SOURCE ? lines : others;
	gain->targets = first->axis == BY_SOURCE ? others : lines;
	gain->tclass = diff->classes.words[first->tclass].name;
	gain->condition = diff->conditions.all[first->condition].text;
	gain->in_force = diff->conditions.all[first->condition].in_force[side];
	gain->is_of_new =
		is_of_new(diff, &gain->sources) || is_of_new(diff, &gain->targets);
	gain->operation = operation_of(first);
	gain->pairs = (uint64_t)lines.count * others.count;
	if (first->name)
		gain->name = avow_atoms_string(diff->texts, first->name);
	if (first->was)
		gain->was = avow_atoms_string(diff->texts, first->was);
	append_what(diff, first, first->payload, &making->text);
	gain->what = keep(making);
	if (first->access == ACCESS_KINDS || making->failed)
		return;
	append_rule(making, first, gain);
	if (making->text.length || making->text.failed)
		gain->rule = keep(making);
}

static int compare_names(const struct avow_difference_names *a,
			 const struct avow_difference_names *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (a->names[i] != b->names[i])
			return a->names[i] < b->names[i] ? -1 : 1;
	return (a->count > b->count) - (a->count < b->count);
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_gains(const void *left, const void *right)
{
	const struct avow_difference_gain *a = left, *b = right;
	int order = (int)a->is_of_new - (int)b->is_of_new;

	order = order ? order : compare_names(&a->sources, &b->sources);
	order = order ? order : compare_texts(a->tclass, b->tclass);
	order = order ? order : compare_names(&a->targets, &b->targets);
	order = order ? order : compare_texts(a->condition, b->condition);
	order = order ? order : compare_texts(a->name, b->name);
	order = order ? order : compare_texts(a->operation, b->operation);
	order = order ? order : compare_texts(a->what, b->what);
	order = order ? order : (int)a->sign - (int)b->sign;
	return order ? order : compare_texts(a->was, b->was);
}

/* The findings of one section, sorted. */
static int make_section(struct making *making, const struct finding *all, size_t count,
			struct avow_difference_section *section)
{
	size_t groups = 0;

	for (size_t i = 0; i < count; i++)
		groups += i == 0 || compare_alike(&all[i - 1], &all[i]) != 0;
	making->count = 0;
	making->gains =
		avow_arena_alloc(&making->diff->arena, groups * sizeof(*making->gains));
	if (!making->gains)
		return AVOW_E_NOMEM;
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && compare_alike(&all[i], &all[end]) == 0;
		     end++)
			continue;
		make_gain(making, &all[i], end - i);
	}
	if (making->failed)
		return AVOW_E_NOMEM;
	qsort(making->gains, making->count, sizeof(*making->gains), compare_gains);
	section->gains = making->gains;
	section->gain_count = making->count;
	for (size_t i = 0; i < making->count; i++)
		section->counts[making->gains[i].sign] += making->gains[i].pairs;
	return 0;
}

int avow_diff_gains(struct diff *diff)
{
	struct findings *findings = &diff->findings;
	struct making making = { .diff = diff };
	int code = 0;

	if (findings->count == 0)
		return 0;
	qsort(findings->all, findings->count, sizeof(*findings->all), compare_findings);
	making.lists =
		calloc((size_t)avow_atoms_count(diff->spans) + 1, sizeof(*making.lists));
	if (!making.lists)
		return AVOW_E_NOMEM;
	for (size_t i = 0, end; i < findings->count && code == 0; i = end) {
		size_t section = findings->all[i].section;

		for (end = i;
		     end < findings->count && findings->all[end].section == section;
		     end++)
			continue;
		if (avow_diff_wants(diff, section))
			code = make_section(&making, findings->all + i, end - i,
					    &diff->sections[section]);
	}
	avow_buf_free(&making.text);
	free(making.lists);
	return code;
}
