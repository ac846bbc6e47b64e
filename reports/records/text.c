/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events for people: a line a record, as `ausearch -i` has them, but with times that say
 * where they are, and quotes where a value has blanks.
 */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "analyzer/record/scope.h"
#include "reports/phrase.h"
#include "reports/records/records.h"

/* A record on its way. */
struct telling {
	struct avow_records *records;
	const struct avow_interpreted *context;
	struct avow_buf *out;
};

static void put_value(struct telling *telling, const struct avow_field *field)
{
	avow_phrase_word(telling->out, avow_interpret(telling->records->interpreter,
						      telling->context, field));
}

/* Words as they stand, and fields with what they mean. */
static void put_fields(struct telling *telling, struct avow_span text)
{
	const char *between = "";
	struct avow_field field;

	while (avow_field_or_word(&text, &field)) {
		avow_buf_puts(telling->out, between);
		between = " ";
		avow_escape_display(telling->out,
				    field.name.length ? field.name : field.value);
		if (!field.name.length)
			continue;
		avow_buf_putc(telling->out, '=');
		put_value(telling, &field);
	}
}

static void put_body(struct telling *telling, struct avow_span body)
{
	struct avow_span message = avow_scope_message(body);
	size_t at = avow_span_search(body, "msg='");

	put_fields(telling, avow_span_first(body, at));
	if (at == body.length)
		return;
	avow_buf_puts(telling->out, at ? " msg='" : "msg='");
	put_fields(telling, message);
	avow_buf_putc(telling->out, '\'');
}

static void put_head(struct avow_buf *out, const struct avow_group *group)
{
	avow_buf_puts(out, "---- ");
	if (avow_time_is_known(group->time))
		avow_phrase_time(out, group->time);
	else
		avow_buf_puts(out, "at an unknown time");
	if (group->has_stamp)
		avow_buf_printf(out, " event %" PRIu64, group->serial);
	if (group->node.length) {
		avow_buf_puts(out, " on ");
		avow_escape_display(out, group->node);
	}
	if (group->left_out)
		avow_buf_printf(out, " (%zu more, or parts of them, are left out)",
				group->left_out);
	avow_buf_putc(out, '\n');
}

void avow_records_text(struct avow_records *records, const struct avow_group *group)
{
	struct avow_interpreted context;
	struct telling telling = { records, &context, &records->text };

	avow_interpret_begin(group, &context);
	put_head(telling.out, group);
	for (size_t i = 0; i < group->count; i++) {
		context.record = &group->records[i];
		avow_escape_display(telling.out, context.record->type_name);
		avow_buf_puts(telling.out, ": ");
		put_body(&telling, context.record->body);
		avow_buf_putc(telling.out, '\n');
	}
}
