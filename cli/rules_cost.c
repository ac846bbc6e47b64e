/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules cost: how much longer system calls take with these rules. */
#include <stdlib.h>

#include "cli/print.h"
#include "cli/rules.h"
#include "policy/audit/calibrate.h"
#include "policy/audit/cost.h"

enum { SHOWN = 20 };

struct row {
	unsigned call;
	struct avow_audit_cost cost;
};

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->cost.nanoseconds < b->cost.nanoseconds)
		return 1;
	if (a->cost.nanoseconds > b->cost.nanoseconds)
		return -1;
	return a->call < b->call ? -1 : a->call > b->call;
}

/* Calls that cost the same in one line, the dearest first. */
static void put_rows(const struct avow_audit_asked *asked, const struct row *rows,
		     size_t count, double factor, struct avow_buf *out)
{
	size_t i = 0;

	for (size_t lines = 0; i < count && lines < SHOWN; lines++) {
		const struct avow_audit_cost *cost = &rows[i].cost;
		size_t begin = i, shown = 0;

		avow_buf_printf(out, "%8.0f ns  %3zu rules  ", factor * cost->nanoseconds,
				cost->asked);
		for (; i < count && compare_rows(rows + i, rows + begin) >= 0 &&
		       rows[i].cost.nanoseconds >= cost->nanoseconds;
		     i++) {
			struct avow_span name =
				avow_call_name(asked->machine, rows[i].call);

			if (++shown > 6)
				continue;
			avow_buf_puts(out, shown > 1 ? ", " : "");
			avow_buf_append(out, name);
		}
		if (shown > 6)
			avow_buf_printf(out, ", and %zu more", shown - 6);
		avow_buf_putc(out, '\n');
	}
	if (i < count)
		avow_buf_printf(out, "and %zu calls that cost less\n", count - i);
}

/* What of it was timed: rules alone, without what any rule makes the kernel do. */
static void put_timed(const struct avow_audit_asked *asked, struct avow_buf *out)
{
	static const char *const names[] = { "getppid", "read", "openat", "unlinkat" };

	avow_buf_puts(out, "These rules in the loop, timed:\n");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++) {
		int call = avow_call_number(asked->machine, avow_span_of(names[i]), NULL);

		if (call >= 0)
			avow_buf_printf(out, "%8.0f ns  %s\n",
					avow_audit_time(asked, (unsigned)call), names[i]);
	}
	avow_buf_putc(out, '\n');
}

static int tell(const struct avow_audit_rules *rules, double factor, bool is_timed,
		struct avow_buf *out)
{
	struct row rows[AVOW_AUDIT_NUMBERS];
	struct avow_audit_asked asked;
	struct avow_arena arena = { 0 };
	size_t count = 0;

	if (avow_audit_asked_of(rules, &arena, &asked))
		return AVOW_E_NOMEM;
	for (unsigned call = 0; call < AVOW_AUDIT_NUMBERS; call++)
		if (avow_call_name(asked.machine, call).length)
			rows[count++] =
				(struct row){ call, avow_audit_cost_of(&asked, call) };
	qsort(rows, count, sizeof(*rows), compare_rows);
	if (is_timed)
		put_timed(&asked, out);
	if (asked.is_off)
		avow_buf_puts(out, "never,task is loaded: no call takes longer, and none "
				   "is recorded.\n");
	else
		avow_buf_printf(out,
				"What each call of a 64-bit program takes longer, by an "
				"estimate, with %zu rules of the list exit:\n",
				asked.count);
	if (!asked.is_off)
		put_rows(&asked, rows, count, factor, out);
	avow_arena_free(&arena);
	return 0;
}

static void put_calibration(const struct avow_audit_calibration *calibration,
			    struct avow_buf *out)
{
	avow_buf_printf(
		out,
		"Rules take this machine %.2f times as long as the one that the "
		"weights are from.\nOne more rule, in a loop like the kernel's:\n",
		calibration->factor);
	for (size_t i = 0; i < AVOW_AUDIT_CALIBRATED_KINDS; i++) {
		const struct avow_audit_calibrated_kind *kind = calibration->kinds + i;

		avow_buf_printf(out, "%8.1f ns, there %5.1f ns  %s\n", kind->here,
				kind->there, kind->name);
	}
	avow_buf_puts(out,
		      "Sets of them, as the sum of their rules says and as timed:\n");
	for (size_t i = 0; i < AVOW_AUDIT_CALIBRATED_SETS; i++) {
		const struct avow_audit_calibrated_set *set = calibration->sets + i;

		avow_buf_printf(out,
				"%8.0f ns, timed %6.0f ns  %zu rules, off by %+.0f %%\n",
				set->predicted, set->measured, set->rules,
				100 * (set->predicted / set->measured - 1));
	}
	avow_buf_printf(out,
			"A getppid takes %.0f ns here, with the rules that are loaded "
			"now.\n\n",
			calibration->getppid);
}

/* The factor of this machine, and how it came about; 0 with a sentence. */
static double calibrate(struct avow_buf *out)
{
	struct avow_audit_calibration calibration;
	struct avow_error error;

	if (avow_audit_calibrate(&calibration, &error)) {
		avow_print_error(error.message);
		return 0;
	}
	put_calibration(&calibration, out);
	return calibration.factor;
}

static int run_cost(const struct avow_rules_job *job)
{
	double factor = 1;
	struct avow_audit_rules *rules = avow_rules_read(job);
	struct avow_buf out = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (!rules)
		return status;
	if (job->options->is_calibrated)
		factor = calibrate(&out);
	if (factor > 0 && tell(rules, factor, job->options->is_calibrated, &out))
		avow_print_error("memory is out");
	else if (factor > 0)
		status = avow_rules_write(
			job, &out, rules->error_count ? AVOW_EXIT_NO : AVOW_EXIT_FINE);
	avow_audit_free(rules);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_cost = {
	.name = "cost",
	.says = "estimates by how much each system call takes longer, by weights that "
		"were measured on one machine, or with --calibrate for this one; without "
		"what a record itself costs",
	.options = "calibrate",
	.run = run_cost,
};
