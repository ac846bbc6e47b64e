/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What m4 might make of headers, of any bytes, and of any order of the words that it
 * makes: every rule names what the policy has, an interface before the text is read
 * whatever comes behind it, and calls answer what was wanted.
 */
#include "tests/unit/unit.h"

#include "policy/selinux/interfaces/internal.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "policy/selinux/sepol/types.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/policies.h"

#define INTERFACES 4

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

static void term_holds(const struct avow_interface_term *term, bool may_be_none)
{
	FUZZ_HOLDS(term->parameter <= 9);
	FUZZ_HOLDS(may_be_none || term->parameter || term->is_self || term->type);
	FUZZ_HOLDS(term->type <= avow_sepol_type_max(harbor->sepol));
}

static void rules_hold(const struct avow_interfaces *interfaces)
{
	for (size_t i = 0; i < interfaces->count; i++)
		FUZZ_HOLDS(interfaces->at[i].first + interfaces->at[i].count <=
			   interfaces->rule_count);
	for (size_t i = 0; i < interfaces->rule_count; i++) {
		const struct avow_interface_rule *rule = &interfaces->rules[i];

		term_holds(&rule->source, false);
		term_holds(&rule->target, false);
		term_holds(&rule->to, !rule->is_transition);
		FUZZ_HOLDS(rule->tclass && (rule->permissions || rule->is_transition));
	}
}

static void match_holds(const struct avow_interfaces *interfaces)
{
	uint16_t file = avow_sepol_class(harbor->sepol, "file");
	struct avow_wanted wanted = {
		.target = avow_sepol_type(harbor->sepol, "gold_t"),
		.tclass = file,
		.permissions = avow_sepol_permission(harbor->sepol, file, "write"),
	};
	const struct avow_wanted_set set = {
		.source = avow_sepol_type(harbor->sepol, "tug_t"),
		.at = &wanted,
		.count = 1,
	};
	struct avow_arena arena = { 0 };
	struct avow_call *calls;
	size_t count;

	FUZZ_HOLDS(wanted.target && wanted.permissions);
	FUZZ_HOLDS(avow_interfaces_match(interfaces, &set, &arena, &calls, &count) == 0);
	FUZZ_HOLDS(count <= 1);
	if (count)
		FUZZ_HOLDS(calls->asked == 1 && calls->answer_count == 1);
	avow_arena_free(&arena);
}

static void try_text(struct avow_span text)
{
	static const char before[] =
		"avow_begin 0;\nallow avow_1 gold_t:file write;\navow_end;\n"
		"avow_begin 1;\n";
	struct avow_interfaces interfaces = { .sepol = harbor->sepol };
	struct avow_buf whole = { 0 };
	int code;

	for (size_t i = 0; i < INTERFACES; i++) {
		struct avow_interface *interface = avow_interfaces_add(&interfaces);

		FUZZ_HOLDS(interface);
		interface->name = interface->module = "quay";
	}
	avow_buf_puts(&whole, before);
	avow_buf_append(&whole, text);
	code = avow_interfaces_parse(&interfaces, avow_buf_span(&whole));
	FUZZ_HOLDS(code == 0 || code == AVOW_E_INPUT);
	FUZZ_HOLDS(interfaces.rule_count >= 1 && interfaces.rules[0].tclass);
	rules_hold(&interfaces);
	if (code == 0) {
		FUZZ_HOLDS(avow_interfaces_index(&interfaces) == 0);
		match_holds(&interfaces);
	}
	avow_buf_free(&whole);
	avow_arena_free(&interfaces.arena);
}

/* Each byte is a word: few orders of bytes would be statements. */
static void spell(const uint8_t *data, size_t size, struct avow_buf *out)
{
	static const char *const words[] = {
		"allow",
		"avow_1",
		"avow_2",
		"avow_3",
		"self",
		"gold_t",
		"tug_t",
		"cargo",
		"domain",
		":",
		"file",
		"process",
		"{",
		"}",
		";",
		"read",
		"write",
		"transition",
		"~",
		"-",
		"*",
		",",
		"require",
		"optional",
		"if",
		"else",
		"type",
		"attribute",
		"typeattribute",
		"role",
		"harbor_r",
		"dontaudit",
		"type_transition",
		"allowxperm",
		"0x5401",
		"\"name\"",
		"# comment\n",
		"avow_end;\n",
		"none_t",
		"(a && b)",
		"avow_begin 2;\n",
		"avow_begin 3;",
		"\n",
		"bool",
	};

	for (size_t i = 0; i < size && i < 4096; i++) {
		avow_buf_puts(out, words[data[i] % AVOW_ARRAY_SIZE(words)]);
		avow_buf_putc(out, ' ');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_buf spelt = { 0 };

	if (!harbor)
		open_harbor();
	try_text(avow_span_make((const char *)data, size));
	spell(data, size, &spelt);
	try_text(avow_buf_span(&spelt));
	avow_buf_free(&spelt);
	return 0;
}
