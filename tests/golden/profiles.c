/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the reader of AppArmor profiles makes of them:
 *   profiles dump PATH [BASE]   every profile, rule and defect
 *   profiles check PATH [BASE]  the defects alone; exit status 1 when there are any
 *   profiles print PATH [BASE]  them as text, from what was read
 *   profiles cover PATH [BASE]  for each path on standard input what the first profile
 *                               grants of it, to its owner and to others, as a mask
 *   profiles accept BASE        for each path of a file on standard input its first
 *                               defect, or nothing
 *   profiles match PATTERN      the lines of standard input that it matches
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/apparmor/cover.h"
#include "policy/apparmor/profiles/print.h"

/* The bits of AppArmor's file permissions (parser/immunix.h), by ours. */
static const unsigned kernel_bits[] = { 4, 2, 8, 1, 0x40, 0x20, 0x10 };

static void print_place(const struct avow_profile_place *place)
{
	const char *slash = strrchr(place->source->path, '/');

	printf("%s:%u", slash ? slash + 1 : place->source->path, place->line);
}

static void print_condition(const struct avow_rule_condition *condition)
{
	printf(" %s%s", condition->key,
	       condition->comparison == AVOW_RULE_IN ? " in" : "");
	for (size_t i = 0; i < condition->value_count; i++)
		printf(" [%.*s]", (int)condition->values[i].expanded.length,
		       condition->values[i].expanded.data);
}

static void print_permissions(const struct avow_profile_rule *rule)
{
	const struct avow_class *class = avow_class_of(rule->class);

	for (unsigned bit = 0; bit < 64; bit++)
		if (rule->permissions >> bit & 1)
			printf(" %s", avow_class_permission_name(class, bit));
}

static void print_rule(const struct avow_profile_rule *rule)
{
	static const char *const modes[] = { "allow", "deny", "prompt" };
	static const char *const owners[] = { "", " owner", " other" };

	printf("  ");
	print_place(&rule->place);
	if (rule->place.source->includer)
		printf(" (included in line %u)", rule->place.source->include_line);
	printf(": %s%s%s %s:", rule->is_audit ? "audit " : "", modes[rule->mode],
	       owners[rule->owner], avow_class_of(rule->class)->keyword);
	print_permissions(rule);
	if (rule->exec)
		printf(" exec=%s", rule->exec);
	if (rule->target)
		printf(" to=%s", rule->target);
	if (rule->is_subset)
		printf(" subset");
	if (rule->priority)
		printf(" priority=%d", rule->priority);
	for (size_t i = 0; i < rule->condition_count; i++)
		print_condition(rule->conditions + i);
	if (rule->doubt)
		printf(" DOUBT");
	if (rule->comment.length)
		printf(" %.*s", (int)rule->comment.length, rule->comment.data);
	putchar('\n');
}

static void print_profile(const struct avow_profile *profile)
{
	static const char *const states[] = { "enforce",    "complain",      "kill",
					      "unconfined", "default_allow", "prompt" };

	print_place(&profile->place);
	printf("-%u: %s%s%s%s attaches [%.*s] %s flags (%.*s)\n", profile->end.line,
	       profile->namespace ? ":" : "",
	       profile->namespace ? profile->namespace : "",
	       profile->namespace ? ":" : "", profile->name,
	       (int)profile->attachment.length, profile->attachment.data,
	       states[profile->state], (int)profile->flags.length, profile->flags.data);
	if (profile->abi.length)
		printf("  abi %.*s\n", (int)profile->abi.length, profile->abi.data);
	if (profile->xattrs.length)
		printf("  xattrs (%.*s)\n", (int)profile->xattrs.length,
		       profile->xattrs.data);
	for (const struct avow_profile_include *at = profile->includes; at; at = at->next)
		printf("  include %.*s%s%s\n", (int)at->text.length, at->text.data,
		       at->is_optional ? " if it exists" : "",
		       at->is_found ? "" : ", which is not there");
	for (const struct avow_profile_rule *at = profile->rules; at; at = at->next)
		print_rule(at);
}

static void print_defect(const struct avow_profile_defect *defect)
{
	print_place(&defect->place);
	printf(": %s%s\n", defect->is_unknown ? "unknown: " : "", defect->text);
}

static void print_defects(const struct avow_profiles *profiles)
{
	for (const struct avow_profile_defect *at = profiles->defects; at; at = at->next)
		print_defect(at);
}

static void print_text(const struct avow_profiles *profiles)
{
	struct avow_buf text = { 0 };

	avow_profiles_print(profiles, &text);
	if (text.length)
		fwrite(text.data, 1, text.length, stdout);
	avow_buf_free(&text);
}

static unsigned mask_of(struct avow_profiles *profiles,
			struct avow_profile_access *access, enum avow_tristate is_owner)
{
	unsigned mask = 0;

	access->is_owner = is_owner;
	for (unsigned bit = 0; bit < AVOW_ARRAY_SIZE(kernel_bits); bit++) {
		struct avow_cover cover = avow_profile_cover(
			&profiles->arena, profiles->first, access, bit);

		if (cover.coverage == AVOW_COVER_ALLOWED)
			mask |= kernel_bits[bit];
	}
	return mask;
}

static void cover(struct avow_profiles *profiles)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	while (profiles->first && (length = getline(&line, &room, stdin)) > 0) {
		struct avow_profile_access access = { .class = AVOW_RULE_FILE };
		unsigned owner, other;

		if (line[length - 1] == '\n')
			length--;
		if (!avow_access_add(&access, "path",
				     avow_span_make(line, (size_t)length)))
			continue;
		owner = mask_of(profiles, &access, AVOW_YES);
		other = mask_of(profiles, &access, AVOW_NO);
		printf("%.*s\towner=%#x\tother=%#x\n", (int)length, line, owner, other);
	}
	free(line);
}

static int accept(const char *base)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getline(&line, &room, stdin)) > 0) {
		struct avow_profiles *profiles;
		struct avow_error error;

		line[length - 1] = '\0';
		if (avow_profiles_read(line, base, &profiles, &error)) {
			printf("%s\t%s\n", line, error.message);
			continue;
		}
		printf("%s\t", line);
		if (profiles->defects)
			print_defect(profiles->defects);
		else
			putchar('\n');
		avow_profiles_free(profiles);
	}
	free(line);
	return 0;
}

static int match(const char *aare)
{
	struct avow_arena arena = { 0 };
	struct avow_pattern *pattern;
	const char *defect;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (avow_pattern_compile(&arena, avow_span_of(aare), true, &pattern, &defect)) {
		printf("defect: %s\n", defect ? defect : "memory");
		avow_arena_free(&arena);
		return 1;
	}
	while ((length = getline(&line, &room, stdin)) > 0) {
		length -= line[length - 1] == '\n';
		if (avow_pattern_matches(pattern, avow_span_make(line, (size_t)length)))
			printf("%.*s\n", (int)length, line);
	}
	free(line);
	avow_arena_free(&arena);
	return 0;
}

int main(int count, char **words)
{
	struct avow_profiles *profiles;
	struct avow_error error;
	int status = 0;

	if (count == 3 && strcmp(words[1], "match") == 0)
		return match(words[2]);
	if (count == 3 && strcmp(words[1], "accept") == 0)
		return accept(words[2]);
	if (count != 3 && count != 4) {
		fputs("usage: profiles dump|check|print|cover PATH [BASE]\n", stderr);
		return 2;
	}
	if (avow_profiles_read(words[2], count == 4 ? words[3] : NULL, &profiles,
			       &error)) {
		fprintf(stderr, "%s\n", error.message);
		return 2;
	}
	if (strcmp(words[1], "dump") == 0)
		for (const struct avow_profile *at = profiles->first; at; at = at->next)
			print_profile(at);
	if (strcmp(words[1], "cover") == 0) {
		cover(profiles);
	} else if (strcmp(words[1], "print") == 0) {
		print_text(profiles);
	} else {
		print_defects(profiles);
		status = strcmp(words[1], "check") == 0 && profiles->defect_count;
	}
	avow_profiles_free(profiles);
	return status;
}
