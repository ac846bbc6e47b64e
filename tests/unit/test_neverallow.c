/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neverallow rules of both languages against fixtures/policy/harbor.cil: what each
 * form forbids, what is not understood and where, and that nothing around it is lost.
 */
#include "tests/unit/unit.h"

#include "analyzer/base/buf.h"
#include "policy/selinux/neverallow.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "tests/unit/policies.h"

static struct avow_selinux_policy *harbor;

static struct avow_neverallow *read_rules(const char *text)
{
	struct avow_neverallow *out;
	struct avow_error error = { 0 };

	if (avow_neverallow_read(avow_span_of(text), "rules", harbor->sepol, &out,
				 &error) < 0)
		fail_msg("%s", error.message);
	return out;
}

/* "SOURCE TARGET CLASS PERMISSION" */
static struct avow_sepol_rule rule_of(const char *text)
{
	char source[64], target[64], tclass[64], permission[64];
	struct avow_sepol_rule rule = { .is_enabled = true };

	assert_int_equal(
		sscanf(text, "%63s %63s %63s %63s", source, target, tclass, permission),
		4);
	rule.pair.source = avow_sepol_type(harbor->sepol, source);
	rule.pair.target = avow_sepol_type(harbor->sepol, target);
	rule.pair.tclass = avow_sepol_class(harbor->sepol, tclass);
	rule.permissions =
		avow_sepol_permission(harbor->sepol, rule.pair.tclass, permission);
	assert_true(rule.pair.source && rule.pair.target && rule.permissions);
	return rule;
}

static size_t line_of(const struct avow_neverallow *rules, const char *rule)
{
	struct avow_sepol_rule asked = rule_of(rule);
	struct avow_neverallow_place where;

	return avow_neverallow_breaks(rules, harbor->sepol, &asked, &where) ? where.line
									    : 0;
}

static void assert_remark(const struct avow_neverallow *rules, size_t index, size_t line,
			  const char *text)
{
	const struct avow_neverallow_remark *remark =
		avow_neverallow_remark(rules, index);

	assert_non_null(remark);
	assert_string_equal(remark->text, text);
	assert_int_equal(remark->line, line);
}

static void print_remarks(const struct avow_neverallow *rules)
{
	for (size_t i = 0; i < avow_neverallow_remarks(rules); i++)
		print_message("%zu: %s\n", avow_neverallow_remark(rules, i)->line,
			      avow_neverallow_remark(rules, i)->text);
}

struct verdict {
	const char *rules;
	const char *asked;
	bool is_forbidden;
};

static void assert_verdicts(const struct verdict *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct avow_neverallow *rules = read_rules(cases[i].rules);

		print_remarks(rules);
		if (avow_neverallow_count(rules) != 1 || avow_neverallow_remarks(rules))
			fail_msg("not one rule: %s", cases[i].rules);
		if ((line_of(rules, cases[i].asked) != 0) != cases[i].is_forbidden)
			fail_msg("%s: %s", cases[i].rules, cases[i].asked);
		avow_neverallow_free(rules);
	}
}

static const struct verdict te_sets[] = {
	{ "neverallow tug_t crate_t:file write;", "tug_t crate_t file write", true },
	{ "neverallow tug_t crate_t:file write;", "tug_t crate_t file read", false },
	{ "neverallow tug_t crate_t:file write;", "tug_t gold_t file write", false },
	{ "neverallow tug_t crate_t:file write;", "ferry_t crate_t file write", false },
	{ "neverallow domain cargo:file { read write };", "tug_t gold_t file write",
	  true },
	{ "neverallow {domain -tug_t} cargo:file write;", "tug_t gold_t file write",
	  false },
	{ "neverallow {domain -tug_t} cargo:file write;", "ferry_t gold_t file write",
	  true },
	{ "neverallow { -tug_t domain } cargo:file write;", "tug_t gold_t file write",
	  false },
	{ "neverallow domain - tug_t cargo:file write;", "tug_t gold_t file write",
	  false },
	{ "neverallow { { pilot_t tug_t } diver_t } cargo:file write;",
	  "tug_t gold_t file write", true },
	{ "neverallow * gold_t:file *;", "tug_t gold_t file execute", true },
	{ "neverallow ~tug_t gold_t:file *;", "tug_t gold_t file execute", false },
	{ "neverallow ~tug_t gold_t:file *;", "ferry_t gold_t file read", true },
	{ "neverallow ~{ domain -tug_t } gold_t:file *;", "tug_t gold_t file read",
	  true },
	{ "neverallow ~{ domain -tug_t } gold_t:file *;", "ferry_t gold_t file read",
	  false },
	{ "neverallow tug_t cargo:file ~read;", "tug_t gold_t file read", false },
	{ "neverallow tug_t cargo:file ~read;", "tug_t gold_t file write", true },
	{ "neverallow tug_t cargo:file ~{ read write };", "tug_t gold_t file write",
	  false },
	{ "neverallow tug_t cargo:{ process file } { ptrace write };",
	  "tug_t gold_t file write", true },
	{ "neverallow domain self:process ptrace;", "tug_t tug_t process ptrace", true },
	{ "neverallow domain self:process ptrace;", "tug_t ferry_t process ptrace",
	  false },
	{ "neverallow domain { self ferry_t }:process ptrace;",
	  "tug_t ferry_t process ptrace", true },
	{ "neverallow domain ~self:process ptrace;", "tug_t tug_t process ptrace",
	  false },
	{ "neverallow domain ~self:process ptrace;", "tug_t ferry_t process ptrace",
	  true },
	{ "neverallow domain { domain -self }:process ptrace;",
	  "tug_t tug_t process ptrace", false },
	{ "neverallow domain { domain -self }:process ptrace;",
	  "tug_t ferry_t process ptrace", true },
	{ "# a comment; neverallow\nneverallow tug_t # here\n crate_t : file\n"
	  "write ; # there",
	  "tug_t crate_t file write", true },
	{ "policy_module(x, 1.0)\ngen_require(`type tug_t;')\nneverallow tug_t "
	  "crate_t:file write;",
	  "tug_t crate_t file write", true },
	{ "module x 1.0; require { type tug_t; class file { write }; }\n"
	  "neverallow tug_t crate_t:file write;",
	  "tug_t crate_t file write", true },
	{ "class file inherits common { x }\nneverallow tug_t crate_t:file "
	  "write;",
	  "tug_t crate_t file write", true },
	{ "if (a && b) { allow a b:file read; } else { neverallow tug_t "
	  "crate_t:file write; }",
	  "tug_t crate_t file write", true },
	{ "attribute mine; typeattribute tug_t other, mine;\n"
	  "neverallow mine gold_t:file write;",
	  "tug_t gold_t file write", true },
};

static void te_sets_mean_what_checkpolicy_says(void **state)
{
	(void)state;
	assert_verdicts(te_sets, AVOW_ARRAY_SIZE(te_sets));
}

static const struct verdict cil_sets[] = {
	{ "(neverallow tug_t crate_t (file (write)))", "tug_t crate_t file write", true },
	{ "(neverallow tug_t crate_t (file (write)))", "tug_t crate_t file read", false },
	{ "(neverallow domain cargo (file (all)))", "tug_t gold_t file read", true },
	{ "(neverallow domain cargo (file (not (read))))", "tug_t gold_t file read",
	  false },
	{ "(neverallow domain cargo (file (not (read))))", "tug_t gold_t file write",
	  true },
	{ "(neverallow domain cargo (file (and (all) (not (read)))))",
	  "tug_t gold_t file read", false },
	{ "(neverallow domain cargo (file (xor (read write) (write))))",
	  "tug_t gold_t file write", false },
	{ "(neverallow domain self (process (ptrace)))", "tug_t tug_t process ptrace",
	  true },
	{ "(neverallow domain self (process (ptrace)))", "tug_t ferry_t process ptrace",
	  false },
	{ "(neverallow domain notself (process (ptrace)))", "tug_t tug_t process ptrace",
	  false },
	{ "(neverallow domain notself (process (ptrace)))",
	  "tug_t crate_t process ptrace", true },
	{ "(neverallow domain other (process (ptrace)))", "tug_t ferry_t process ptrace",
	  true },
	{ "(neverallow domain other (process (ptrace)))", "tug_t crate_t process ptrace",
	  false },
	{ "(neverallow most gold_t (file (write)))\n(typeattribute most)\n"
	  "(typeattributeset most (and (domain) (not (tug_t))))",
	  "tug_t gold_t file write", false },
	{ "(neverallow most gold_t (file (write)))\n(typeattribute most)\n"
	  "(typeattributeset most (and (domain) (not (tug_t))))",
	  "ferry_t gold_t file write", true },
	{ "(typeattribute a)(typeattribute b)(typeattributeset a (b ferry_t))\n"
	  "(typeattributeset b tug_t)(neverallow a gold_t (file (write)))",
	  "tug_t gold_t file write", true },
	{ "(typeattribute a)(typeattributeset a (xor domain (or tug_t)))\n"
	  "(neverallow a gold_t (file (write)))",
	  "tug_t gold_t file write", false },
	{ "(typeattribute a)(typeattributeset a (all))\n"
	  "(neverallow a gold_t (file (write)))",
	  "tug_t gold_t file write", true },
	{ "(classpermission cp)(classpermissionset cp (file (write)))\n"
	  "(classpermissionset cp (process (ptrace)))\n"
	  "(neverallow tug_t gold_t cp)",
	  "tug_t gold_t file write", true },
	{ "; (neverallow\n(optional o (neverallow tug_t gold_t (file (write))))",
	  "tug_t gold_t file write", true },
	{ "(filecon \"/a (b\" file (()))(neverallow tug_t gold_t (file (write)))",
	  "tug_t gold_t file write", true },
};

static void cil_sets_mean_what_secilc_says(void **state)
{
	(void)state;
	assert_verdicts(cil_sets, AVOW_ARRAY_SIZE(cil_sets));
}

/* tug_t has ioctl on crate_t without any allowxperm, ferry_t 0x5401 to 0x5403. */
static const struct verdict commands[] = {
	{ "neverallowxperm tug_t crate_t:file ioctl 0x5401;", "tug_t crate_t file ioctl",
	  true },
	{ "neverallowxperm tug_t crate_t:file ioctl 0x5401;", "tug_t crate_t file read",
	  false },
	{ "neverallowxperm ferry_t crate_t:file ioctl 0x5400;",
	  "ferry_t crate_t file ioctl", false },
	{ "neverallowxperm ferry_t crate_t:file ioctl 0x5403;",
	  "ferry_t crate_t file ioctl", true },
	{ "neverallowxperm ferry_t crate_t:file ioctl { 0 0x5404-0xffff };",
	  "ferry_t crate_t file ioctl", false },
	{ "neverallowxperm ferry_t crate_t:file ioctl { 1-0x5401 };",
	  "ferry_t crate_t file ioctl", true },
	{ "neverallowxperm ferry_t crate_t:file ioctl ~{ 0x5401-0x5403 };",
	  "ferry_t crate_t file ioctl", false },
	{ "neverallowxperm domain cargo:file ioctl ~{ 0x5401-0x5403 };",
	  "ferry_t gold_t file ioctl", true },
	{ "neverallowxperm domain { cargo -gold_t }:file ioctl 0x1;",
	  "ferry_t crate_t file ioctl", false },
	{ "neverallowxperm domain ~self:file ioctl 21505;", "ferry_t crate_t file ioctl",
	  true },
	{ "(neverallowx ferry_t crate_t (ioctl file (0x5400 (range 0 1))))",
	  "ferry_t crate_t file ioctl", false },
	{ "(neverallowx ferry_t crate_t (ioctl file (not (range 0x5401 "
	  "0x54ff))))",
	  "ferry_t crate_t file ioctl", false },
	{ "(neverallowx ferry_t crate_t (ioctl file (and (range 0x5400 0x54ff) "
	  "(not 0x5401 ))))",
	  "ferry_t crate_t file ioctl", true },
	{ "(permissionx px (ioctl file (0x5402)))(neverallowx ferry_t crate_t "
	  "px)",
	  "ferry_t crate_t file ioctl", true },
	{ "(neverallowx ferry_t crate_t (ioctl file (all)))",
	  "ferry_t crate_t file ioctl", true },
};

static void commands_are_those_that_stay_open(void **state)
{
	(void)state;
	assert_verdicts(commands, AVOW_ARRAY_SIZE(commands));
}

struct odd {
	const char *text, *says;
};

/* The rules on both sides of what is odd are read. */
static const struct odd odd_te[] = {
	{ "neverallow { domain except(`-tug_t') } gold_t:file write;",
	  "the rule is not checked: macros are not expanded: \"except\"" },
	{ "ifdef(`x', `neverallow a b:file read;')",
	  "macros are not expanded, nor read: \"ifdef\"" },
	{ "neverallow nobody_t gold_t:file write;",
	  "the policy has no type or attribute \"nobody_t\"" },
	{ "neverallow domain gold_t:fiel write;", "the policy has no class \"fiel\"" },
	{ "neverallow domain gold_t:file write_file_perms;",
	  "no class of the rule has a permission \"write_file_perms\"" },
	{ "neverallow $1 gold_t:file write;",
	  "the rule is not checked: unexpected \"$\"" },
	{ "neverallow domain gold_t:file write",
	  "the rule is not checked: it lacks a semicolon before \"neverallow\"" },
	{ "neverallow { domain gold_t:file write;",
	  "the rule is not checked: unexpected \":\"" },
	{ "neverallow domain { gold_t ",
	  "the rule is not checked: unexpected \"neverallow\"" },
	{ "neverallow domain gold_t file write;",
	  "the rule is not checked: it lacks a colon before \"file\"" },
	{ "neverallow self gold_t:file write;",
	  "the rule is not checked: its source is self" },
	{ "neverallowxperm domain gold_t:file nlmsg 1;",
	  "the rule is not checked: avow knows no commands of \"nlmsg\"" },
	{ "neverallowxperm domain gold_t:file ioctl 0x10000;",
	  "the rule is not checked: no ioctl command: \"0x10000\"" },
	{ "neverallowxperm domain gold_t:file ioctl 5-4;",
	  "the rule is not checked: no range up to \"4\"" },
	{ "neverallowxperm domain gold_t:file ioctl { };",
	  "the rule is not checked: it names no command: \";\"" },
	{ "bogus statement;", "not a statement: \"bogus\"" },
	{ "\x1b[31m;", "not a statement: \"\\x1b\"" },
};

static void te_says_what_it_does_not_understand(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(odd_te); i++) {
		struct avow_buf text = { 0 };
		struct avow_neverallow *rules;

		avow_buf_printf(&text,
				"neverallow tug_t crate_t:file write;\n%s\n"
				"neverallow tug_t barrel_t:file write;\n",
				odd_te[i].text);
		rules = read_rules(avow_buf_string(&text));
		if (avow_neverallow_remarks(rules) != 1)
			fail_msg("%zu remarks: %s", avow_neverallow_remarks(rules),
				 odd_te[i].text);
		assert_string_equal(avow_neverallow_remark(rules, 0)->text,
				    odd_te[i].says);
		assert_in_range(avow_neverallow_remark(rules, 0)->line, 2, 3);
		assert_int_equal(line_of(rules, "tug_t crate_t file write"), 1);
		assert_int_equal(line_of(rules, "tug_t barrel_t file write"), 3);
		avow_neverallow_free(rules);
		avow_buf_free(&text);
	}
}

static const struct odd odd_cil[] = {
	{ "(neverallow domain gold_t", "a bracket is not closed: \"(neverallow "
				       "domain gold_t\"" },
	{ "(neverallow domain gold_t)", "the rule is not checked: it lacks a "
					"part: \"(neverallow domain gold_t)\"" },
	{ "(neverallow nobody_t gold_t (file (write)))",
	  "the policy has no type or attribute \"nobody_t\"" },
	{ "(neverallow domain gold_t (fiel (write)))",
	  "the policy has no class \"fiel\"" },
	{ "(neverallow domain gold_t (file (wriet)))",
	  "the class has no permission \"wriet\"" },
	{ "(neverallow domain gold_t cp)", "the rule is not checked: the file "
					   "has no classpermission \"cp\"" },
	{ "(neverallowx domain gold_t px)",
	  "the rule is not checked: the file has no permissionx \"px\"" },
	{ "(neverallowx domain gold_t (ioctl file (range 2 1)))",
	  "the rule is not checked: no range of \"ioctl\"" },
	{ "(neverallow (domain) gold_t (file (write)))",
	  "the rule is not checked: a name is missing before \"(domain)\"" },
	{ "(typeattribute a)(typeattributeset a (b))(typeattribute b)"
	  "(typeattributeset b (a))(neverallow a gold_t (file (write)))",
	  "an attribute that holds itself: \"a\"" },
	{ "(call mac (x))", "is not read: \"call\"" },
	{ "(block b (neverallow domain gold_t (file (write))))",
	  "is not read: \"block\"" },
	{ "word", "not in brackets: \"word\"" },
	{ ")", "not in brackets: \")\"" },
	{ "(())", "a statement has no name: \"(())\"" },
};

static void cil_says_what_it_does_not_understand(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(odd_cil); i++) {
		struct avow_buf text = { 0 };
		struct avow_neverallow *rules;

		avow_buf_printf(&text,
				"(neverallow tug_t crate_t (file (write)))\n%s\n"
				"(neverallow tug_t barrel_t (file (write)))\n",
				odd_cil[i].text);
		rules = read_rules(avow_buf_string(&text));
		if (avow_neverallow_remarks(rules) != 1)
			fail_msg("%zu remarks: %s", avow_neverallow_remarks(rules),
				 odd_cil[i].text);
		assert_remark(rules, 0, 2, odd_cil[i].says);
		assert_int_equal(line_of(rules, "tug_t crate_t file write"), 1);
		assert_int_equal(line_of(rules, "tug_t barrel_t file write"), 3);
		avow_neverallow_free(rules);
		avow_buf_free(&text);
	}
}

static void nesting_is_bounded(void **state)
{
	struct avow_buf text = { 0 };
	struct avow_neverallow *rules;

	(void)state;
	avow_buf_puts(&text, "(typeattribute a)(typeattributeset a ");
	for (int i = 0; i < 100000; i++)
		avow_buf_putc(&text, '(');
	for (int i = 0; i < 100000; i++)
		avow_buf_putc(&text, ')');
	avow_buf_puts(&text, ")(neverallow a gold_t (file (write)))");
	rules = read_rules(avow_buf_string(&text));
	assert_int_equal(avow_neverallow_count(rules), 0);
	assert_remark(rules, 0, 1, "an expression is too deep");
	avow_neverallow_free(rules);
	avow_buf_clear(&text);
	avow_buf_puts(&text, "neverallow ");
	for (int i = 0; i < 100000; i++)
		avow_buf_putc(&text, '{');
	rules = read_rules(avow_buf_string(&text));
	assert_remark(rules, 0, 1, "the rule is not checked: too deep: \"{\"");
	avow_neverallow_free(rules);
	avow_buf_free(&text);
}

static void remarks_are_counted_and_bounded(void **state)
{
	struct avow_buf text = { 0 };
	struct avow_neverallow *rules;

	(void)state;
	for (int i = 0; i < 1000; i++)
		avow_buf_puts(&text, "neverallow no_t crate_t:file read;\n");
	rules = read_rules(avow_buf_string(&text));
	assert_int_equal(avow_neverallow_remarks(rules), 1000);
	assert_non_null(avow_neverallow_remark(rules, AVOW_NEVERALLOW_REMARKS_MAX - 1));
	assert_null(avow_neverallow_remark(rules, AVOW_NEVERALLOW_REMARKS_MAX));
	assert_int_equal(avow_neverallow_count(rules), 1000);
	avow_neverallow_free(rules);
	avow_buf_free(&text);
}

static void print_violation(void *data, const struct avow_neverallow_place *where,
			    const struct avow_assertion_breach *breach)
{
	avow_buf_printf(
		data, "%s:%zu %s > %s %s %x %u %d\n", where->path, where->line,
		where->text, avow_sepol_type_name(harbor->sepol, breach->pair.source),
		avow_sepol_type_name(harbor->sepol, breach->pair.target),
		breach->permissions, breach->conditional != 0, breach->is_enabled);
}

/* The policy as it is: rules of attributes, conditional ones, ioctl. */
static void the_policy_itself_is_checked(void **state)
{
	struct avow_neverallow *rules =
		read_rules("neverallow { pilot_t tug_t } gold_t:file { read\n\twrite };\n"
			   "neverallow diver_t port_type:tcp_socket name_bind; # ports\n"
			   "neverallow tug_t cargo:file write;\n"
			   "neverallowxperm domain cargo:file ioctl 0x1;\n"
			   "neverallowxperm ferry_t cargo:file ioctl 0x5402;\n"
			   "neverallow domain { domain -self }:process ptrace;\n"
			   "neverallow domain self:process ptrace;\n");
	struct avow_buf out = { 0 };

	(void)state;
	assert_int_equal(
		avow_neverallow_violations(rules, harbor->sepol, print_violation, &out),
		0);
	assert_string_equal(
		avow_buf_string(&out),
		"rules:1 neverallow { pilot_t tug_t } gold_t:file { read write }; > "
		"pilot_t cargo 2 0 1\n"
		"rules:3 neverallow diver_t port_type:tcp_socket name_bind; > "
		"diver_t pilot_port_t 1 1 0\n"
		"rules:5 neverallowxperm domain cargo:file ioctl 0x1; > "
		"tug_t crate_t 1 0 1\n"
		"rules:6 neverallowxperm ferry_t cargo:file ioctl 0x5402; > "
		"ferry_t crate_t 1 0 1\n"
		"rules:8 neverallow domain self:process ptrace; > "
		"pilot_t pilot_t 2 0 1\n"
		"rules:8 neverallow domain self:process ptrace; > "
		"ferry_t ferry_t 2 0 1\n"
		"rules:8 neverallow domain self:process ptrace; > "
		"tug_t tug_t 2 0 1\n"
		"rules:8 neverallow domain self:process ptrace; > "
		"diver_t diver_t 2 0 1\n");
	avow_buf_free(&out);
	avow_neverallow_free(rules);
}

static void files_that_cannot_be_read_are_told(void **state)
{
	static const struct {
		const char *path, *says;
	} cases[] = {
		{ "nowhere.te",
		  "nowhere.te: cannot open the neverallow rules: No such file or "
		  "directory" },
		{ ".", ".: cannot read the neverallow rules: Is a directory" },
		{ "harbor.31", "harbor.31: is not a text of neverallow rules" },
		{ "/dev/zero", "/dev/zero: is larger than any file of neverallow rules" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct avow_error error = { 0 };
		struct avow_neverallow *rules;

		assert_int_equal(avow_neverallow_load(cases[i].path, harbor->sepol,
						      &rules, &error),
				 AVOW_E_INPUT);
		assert_null(rules);
		assert_string_equal(error.message, cases[i].says);
	}
}

static void a_file_is_read(void **state)
{
	struct avow_neverallow *rules;

	(void)state;
	write_file("own.te", avow_span_of("neverallow tug_t crate_t:file write;"));
	assert_int_equal(avow_neverallow_load("own.te", harbor->sepol, &rules, NULL), 0);
	assert_int_equal(line_of(rules, "tug_t crate_t file write"), 1);
	avow_neverallow_free(rules);
	write_file("own.te", avow_span_of(""));
	assert_int_equal(avow_neverallow_load("own.te", harbor->sepol, &rules, NULL), 0);
	assert_int_equal(avow_neverallow_count(rules), 0);
	avow_neverallow_free(rules);
	avow_neverallow_free(NULL);
}

static int open_harbor(void **state)
{
	struct avow_error error = { 0 };

	(void)state;
	if (avow_selinux_policy_open("harbor.31", &harbor, &error) < 0)
		fail_msg("%s", error.message);
	return 0;
}

static int close_harbor(void **state)
{
	(void)state;
	avow_selinux_policy_close(harbor);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(te_sets_mean_what_checkpolicy_says),
		cmocka_unit_test(cil_sets_mean_what_secilc_says),
		cmocka_unit_test(commands_are_those_that_stay_open),
		cmocka_unit_test(te_says_what_it_does_not_understand),
		cmocka_unit_test(cil_says_what_it_does_not_understand),
		cmocka_unit_test(nesting_is_bounded),
		cmocka_unit_test(remarks_are_counted_and_bounded),
		cmocka_unit_test(the_policy_itself_is_checked),
		cmocka_unit_test(files_that_cannot_be_read_are_told),
		cmocka_unit_test(a_file_is_read),
	};

	compile_policy("harbor", "false");
	return cmocka_run_group_tests_name("neverallow", tests, open_harbor,
					   close_harbor);
}
