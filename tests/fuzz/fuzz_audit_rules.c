/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Audit rules of any bytes: as text, each fault is at a place that there is, and what is
 * printed of a rule is read back as that rule, a set of rules is equal to itself, and a
 * second layout changes nothing; compiled, nothing is read that is not there.
 */
#include <string.h>

#include "policy/audit/optimize/optimize.h"
#include "policy/audit/rewrite.h"
#include "tests/fuzz/fuzz.h"

const char fuzz_fixtures[] = "/rules-print";

static struct avow_audit_options options;

static struct avow_audit_rules *read_text(struct avow_span text)
{
	struct avow_audit_rules *rules;

	FUZZ_HOLDS(avow_audit_read_text("fuzz", text, &options, &rules, NULL) == 0);
	return rules;
}

static void check_rule(const struct avow_audit_rule *rule)
{
	struct avow_buf text = { 0 };
	struct avow_audit_rules *again;

	avow_audit_print(rule, &options.target, &text);
	again = read_text(avow_buf_span(&text));
	/* A printed line may be too long. */
	if (text.length <= AVOW_AUDIT_LINE_MAX) {
		FUZZ_HOLDS(!again->error_count && again->order_count == 1);
		FUZZ_HOLDS(
			avow_audit_rule_equal(again->order[0]->statements->rule, rule));
	}
	avow_audit_free(again);
	avow_buf_free(&text);
}

/* Each line in its layout. */
static void format_all(const struct avow_audit_rules *rules, struct avow_buf *out)
{
	for (const struct avow_audit_line *line = rules->lines; line; line = line->next) {
		avow_audit_format_line(line, &options, out);
		avow_buf_putc(out, '\n');
	}
}

static void check_layout(const struct avow_audit_rules *rules)
{
	struct avow_buf once = { 0 }, twice = { 0 };
	struct avow_audit_changes changes;
	struct avow_arena arena = { 0 };
	struct avow_audit_rules *again;

	format_all(rules, &once);
	again = read_text(avow_buf_span(&once));
	FUZZ_HOLDS(avow_audit_diff(rules, again, &arena, &changes) == 0);
	/* A carriage return is gone, and one before it ends the line then. */
	FUZZ_HOLDS(changes.count == 0 || memchr(once.data, '\r', once.length));
	format_all(again, &twice);
	FUZZ_HOLDS(memchr(once.data, '\r', once.length) ||
		   avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice)));
	avow_audit_free(again);
	avow_arena_free(&arena);
	avow_buf_free(&once);
	avow_buf_free(&twice);
}

static void check_statement(const struct avow_audit_statement *statement)
{
	struct avow_buf text = { 0 };

	avow_audit_explain(statement, &options.target, &text);
	FUZZ_HOLDS(text.length > 1);
	avow_buf_free(&text);
	if (statement->rule)
		check_rule(statement->rule);
}

/* What is optimized is held against events by itself; @seed picks some, since it takes
 * its time. */
static void check_optimized(const struct avow_audit_rules *rules, unsigned seed)
{
	const struct avow_audit_optimize_options no_log = { .inputs = NULL };
	struct avow_audit_optimized optimized;
	struct avow_error error = { 0 };

	if (rules->error_count || rules->order_count > 6 || seed % 4)
		return;
	if (avow_audit_optimize(rules, &no_log, &optimized, &error))
		FUZZ_HOLDS(!strstr(error.message, "mistake"));
	FUZZ_HOLDS(!optimized.refused);
	avow_audit_optimized_free(&optimized);
}

static void check_compiled(struct avow_span bytes)
{
	struct avow_arena arena = { 0 };
	struct avow_audit_rule *rule;
	struct avow_buf text = { 0 };
	size_t used;

	while (avow_audit_decompile(bytes, &options.target, &arena, &rule, &used, NULL) ==
	       0) {
		FUZZ_HOLDS(used >= AVOW_AUDIT_HEAD && used <= bytes.length);
		avow_audit_print(rule, &options.target, &text);
		bytes = avow_span_skip(bytes, used);
	}
	avow_arena_free(&arena);
	avow_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_audit_rules *rules;

	options.root = "/nowhere";
	avow_audit_target_default(&options.target);
	if (size)
		options.target.machine =
			avow_machines + data[0] % (avow_machine_count - 1);
	rules = read_text(bytes);
	for (size_t i = 0; i < rules->fault_count; i++) {
		const struct avow_fault *fault = rules->faults + i;

		FUZZ_HOLDS((size_t)fault->column + fault->length <= fault->text.length);
	}
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			check_statement(at);
	if (rules->lines)
		check_layout(rules);
	check_optimized(rules, size ? data[size - 1] : 0);
	avow_audit_free(rules);
	check_compiled(bytes);
	return 0;
}
