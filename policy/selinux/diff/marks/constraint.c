/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks constraints that the new policy does not have: whether one that came in its
 * place is weaker is for the reader to see. Those of a class that is gone are not told.
 */
#include "policy/selinux/diff/marks.h"

static bool has_class(const struct diff *diff, struct avow_span name)
{
	for (uint16_t i = 1; i <= avow_sepol_class_max(diff->policies[NEW]); i++) {
		const char *one = avow_sepol_class_name(diff->policies[NEW], i);

		if (one && avow_span_is(name, one))
			return true;
	}
	return false;
}

static bool has_lost(const struct avow_difference_item *item, const char *expression)
{
	for (size_t i = 0; i < item->value_count; i++)
		if (!item->values[i].is_new &&
		    strcmp(item->values[i].value, expression) == 0)
			return true;
	return false;
}

/* The items from @from to @to are of one class: `file { read write }: l1 dom l2` */
static void tell(struct marking *marking, const struct avow_difference_section *section,
		 size_t from, size_t to, const char *expression)
{
	const char *key = section->items[from].key;
	size_t length = strcspn(key, " "), count = 0;
	struct avow_buf names = { 0 }, text = { 0 };

	for (size_t i = from; i < to; i++)
		if (has_lost(&section->items[i], expression)) {
			avow_buf_puts(&names, section->items[i].key + length);
			count++;
		}
	avow_buf_append(&text, avow_span_make(key, length));
	avow_buf_printf(&text, count > 1 ? " {%s }" : "%s", avow_buf_string(&names));
	avow_buf_printf(&text, ": %s", expression);
	marking->failed |= names.failed || text.failed;
	avow_diff_hit(marking, avow_buf_span(&text));
	avow_buf_free(&names);
	avow_buf_free(&text);
}

static void look(struct marking *marking, const struct avow_difference_section *section,
		 size_t from, size_t to)
{
	for (size_t at = from; at < to; at++) {
		const struct avow_difference_item *item = &section->items[at];

		for (size_t i = 0; i < item->value_count; i++) {
			size_t before = from;

			while (before < at &&
			       !has_lost(&section->items[before], item->values[i].value))
				before++;
			if (!item->values[i].is_new && before == at)
				tell(marking, section, at, to, item->values[i].value);
		}
	}
}

static void look_at_section(struct marking *marking,
			    const struct avow_difference_section *section)
{
	for (size_t i = 0, end; i < section->item_count; i = end) {
		const char *key = section->items[i].key;
		size_t length = strcspn(key, " ");

		for (end = i + 1; end < section->item_count; end++)
			if (strncmp(section->items[end].key, key, length) != 0 ||
			    section->items[end].key[length] != key[length])
				break;
		if (has_class(marking->diff, avow_span_make(key, length)))
			look(marking, section, i, end);
	}
}

void avow_diff_mark_constraint(struct marking *marking)
{
	static const char *const kinds[] = { "constraints", "validatetrans" };

	for (size_t kind = 0; kind < AVOW_ARRAY_SIZE(kinds); kind++)
		look_at_section(marking, avow_diff_section(marking, kinds[kind]));
}
