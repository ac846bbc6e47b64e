/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neverallow rules of any bytes, as either language: each is a rule or a remark
 * with a line that the text has, no rule forbids what it does not name, and the
 * rules before a text are read whatever comes behind them.
 */
#include "tests/unit/unit.h"

#include "analyzer/base/buf.h"
#include "policy/selinux/neverallow.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/policies.h"

/* Opened once, at the first input. */
static struct avow_selinux_policy *harbor;

static void open_harbor(void)
{
	char directory[] = "/tmp/avow-fuzz-XXXXXX";

	FUZZ_HOLDS(mkdtemp(directory) && chdir(directory) == 0);
	compile_policy("harbor", "false");
	FUZZ_HOLDS(avow_selinux_policy_open("harbor.31", &harbor, NULL) == 0);
	FUZZ_HOLDS(unlink("harbor.31") == 0 && rmdir(directory) == 0);
}

static void ignore(void *data, const struct avow_neverallow_place *where,
		   const struct avow_assertion_breach *breach)
{
	FUZZ_HOLDS(where->line >= 1 && where->line <= *(size_t *)data);
	FUZZ_HOLDS(strlen(where->text) > 0);
	FUZZ_HOLDS(breach->permissions);
}

static size_t lines_of(struct avow_span text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

static struct avow_neverallow *read_text(struct avow_span text)
{
	struct avow_neverallow *rules = NULL;
	int code = avow_neverallow_read(text, "x", harbor->sepol, &rules, NULL);
	size_t lines = lines_of(text);
	const struct avow_neverallow_remark *remark;

	FUZZ_HOLDS(code == 0 || code == AVOW_E_INPUT);
	if (code < 0)
		return NULL;
	for (size_t i = 0; (remark = avow_neverallow_remark(rules, i)); i++)
		FUZZ_HOLDS(remark->line >= 1 && remark->line <= lines);
	FUZZ_HOLDS(avow_neverallow_violations(rules, harbor->sepol, ignore, &lines) == 0);
	return rules;
}

static void try_behind(const char *rule, struct avow_span bytes)
{
	struct avow_sepol_rule asked = {
		.pair = { avow_sepol_type(harbor->sepol, "tug_t"),
			  avow_sepol_type(harbor->sepol, "gold_t"),
			  avow_sepol_class(harbor->sepol, "file") },
	};
	struct avow_neverallow_place where;
	struct avow_neverallow *rules;
	struct avow_buf text = { 0 };

	asked.permissions =
		avow_sepol_permission(harbor->sepol, asked.pair.tclass, "write");
	avow_buf_puts(&text, rule);
	avow_buf_append(&text, bytes);
	rules = read_text(avow_buf_span(&text));
	if (rules) {
		FUZZ_HOLDS(avow_neverallow_breaks(rules, harbor->sepol, &asked, &where));
		FUZZ_HOLDS(where.line == 1);
		asked.permissions = 0;
		FUZZ_HOLDS(!avow_neverallow_breaks(rules, harbor->sepol, &asked, &where));
	}
	avow_neverallow_free(rules);
	avow_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span bytes = avow_span_make((const char *)data, size);

	if (!harbor)
		open_harbor();
	avow_neverallow_free(read_text(bytes));
	try_behind("neverallow tug_t gold_t:file write;\n", bytes);
	try_behind("(neverallow tug_t gold_t (file (write)))\n", bytes);
	return 0;
}
