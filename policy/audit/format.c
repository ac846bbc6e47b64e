/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines in one layout, and all of them in one file. */
#include "policy/audit/rewrite.h"

static struct avow_span marked(const struct avow_audit_line *line,
			       struct avow_audit_mark mark)
{
	return avow_span_first(avow_span_skip(line->text, mark.column), mark.length);
}

/* As it was written: with its option where the mark holds it, as that of -p does. */
static void put_field(const struct avow_audit_line *line,
		      const struct avow_audit_field *field, struct avow_buf *out)
{
	struct avow_span text = marked(line, field->mark);

	if (!text.length || field->type == AUDIT_FILTERKEY)
		return;
	avow_buf_putc(out, ' ');
	if (field->type == AUDIT_FIELD_COMPARE && text.data[0] != 'f')
		avow_buf_puts(out, "-C ");
	else if (text.data[0] != '-')
		avow_buf_puts(out, "-F ");
	avow_buf_append(out, text);
}

static void put_calls(const struct avow_audit_rule *rule, struct avow_buf *out)
{
	for (size_t i = 0; i < rule->call_count; i++) {
		avow_buf_puts(out, i ? "," : " -S ");
		avow_buf_append(out, rule->calls[i].name);
	}
}

static void put_keys(const struct avow_audit_rule *rule, struct avow_buf *out)
{
	const struct avow_audit_field *key = avow_audit_field_of(rule, AUDIT_FILTERKEY);
	struct avow_span rest = key ? key->text : avow_span_make("", 0);

	while (rest.length) {
		size_t length = avow_span_find(rest, 1);

		avow_buf_puts(out, " -k ");
		for (size_t i = 0; i < length; i++) {
			if (rest.data[i] == ' ' || rest.data[i] == '\\')
				avow_buf_putc(out, '\\');
			avow_buf_putc(out, rest.data[i]);
		}
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_rule(const struct avow_audit_line *line,
		     const struct avow_audit_rule *rule, struct avow_buf *out)
{
	const struct avow_audit_field *arch = avow_audit_field_of(rule, AUDIT_ARCH);
	struct avow_span list = marked(line, rule->list_mark);
	size_t option = avow_span_find(list, ' ');
	/* The path of a watch is in its list. */
	size_t at = rule->is_watch;

	avow_buf_append(out, avow_span_first(list, option));
	avow_buf_putc(out, ' ');
	avow_buf_append(out, avow_span_trim_front(avow_span_skip(list, option)));
	while (arch && rule->fields + at <= arch)
		put_field(line, rule->fields + at++, out);
	put_calls(rule, out);
	while (at < rule->field_count)
		put_field(line, rule->fields + at++, out);
	put_keys(rule, out);
}

static bool is_same(struct avow_span text, const struct avow_audit_options *options,
		    const struct avow_audit_rule *rule)
{
	struct avow_audit_rules *again;
	bool is = false;

	if (avow_audit_read_text("", text, options, &again, NULL))
		return false;
	if (again->order_count == 1 && again->order[0]->statements &&
	    again->order[0]->statements->rule)
		is = avow_audit_rule_equal(again->order[0]->statements->rule, rule);
	avow_audit_free(again);
	return is;
}

void avow_audit_format_line(const struct avow_audit_line *line,
			    const struct avow_audit_options *options,
			    struct avow_buf *out)
{
	const struct avow_audit_statement *statement = line->statements;
	struct avow_buf text = { 0 };

	if (!statement || statement->next) {
		avow_buf_append(out, line->is_comment || line->is_blank
					     ? avow_span_trim_end(line->text)
					     : line->text);
		return;
	}
	if (statement->rule)
		put_rule(line, statement->rule, &text);
	else
		avow_audit_print_statement(statement, &options->target, &text);
	if (statement->rule && !is_same(avow_buf_span(&text), options, statement->rule))
		avow_buf_append(out, line->text);
	else
		avow_buf_append(out, avow_buf_span(&text));
	avow_buf_free(&text);
}

void avow_audit_merge(const struct avow_audit_rules *rules, struct avow_buf *out)
{
	const struct avow_audit_line *before = NULL;

	for (size_t i = 0; i < rules->order_count; i++) {
		const struct avow_audit_line *line = rules->order[i];

		if (!before || before->source != line->source ||
		    before->number + 1 != line->number)
			avow_buf_printf(out, "# %s:%u\n", line->source->path,
					line->number);
		avow_buf_append(out, avow_span_trim_front(line->text));
		avow_buf_putc(out, '\n');
		before = line;
	}
}
