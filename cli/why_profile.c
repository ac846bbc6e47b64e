/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow why --profile: what a profile says of an access that nobody tried yet. */
#include "cli/why_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "analyzer/base/escape.h"
#include "cli/print.h"
#include "policy/apparmor/case.h"
#include "policy/apparmor/find.h"

#define WORDS_MAX 64

struct parts {
	struct avow_span words[WORDS_MAX];
	size_t count;
};

/* The words apart, whether the shell took them apart or not. */
static void split(const struct avow_words *words, struct parts *out)
{
	for (size_t i = 0; i < words->count; i++) {
		struct avow_span rest = avow_span_of(words->items[i]);

		if (words->count > 1) {
			if (out->count < WORDS_MAX)
				out->words[out->count++] = rest;
			continue;
		}
		while (rest.length && out->count < WORDS_MAX) {
			size_t length = avow_span_find(rest, ' ');

			if (length)
				out->words[out->count++] = avow_span_first(rest, length);
			rest = avow_span_skip(rest, length + 1);
		}
	}
}

static enum avow_rule_class class_of(struct avow_span word)
{
	for (int i = 0; i < AVOW_RULE_ALL; i++)
		if (avow_span_is(word, avow_class_of((enum avow_rule_class)i)->keyword))
			return (enum avow_rule_class)i;
	return AVOW_RULE_UNKNOWN;
}

/* `peer=x`: a key of the class and its value. */
static bool take_condition(struct avow_profile_access *access, struct avow_span word)
{
	const struct avow_class *class = avow_class_of(access->class);
	size_t length = avow_span_find(word, '=');

	for (size_t i = 0; length < word.length && i < class->key_count; i++)
		if (avow_span_is(avow_span_first(word, length), class->keys[i]))
			return avow_access_add(access, class->keys[i],
					       avow_span_skip(word, length + 1));
	return false;
}

/* `rw` of a file: a permission a letter. */
static bool take_letters(struct avow_profile_access *access, struct avow_span word)
{
	const struct avow_class *class = avow_class_of(access->class);
	uint64_t bits = 0;
	unsigned bit;

	for (size_t i = 0; i < word.length; i++) {
		if (!avow_class_bit(class, avow_span_make(word.data + i, 1), &bit))
			return false;
		bits |= UINT64_C(1) << bit;
	}
	access->permissions |= bits;
	return word.length > 0;
}

static bool take_permission(struct avow_profile_access *access, struct avow_span word)
{
	unsigned bit;

	if (access->class == AVOW_RULE_FILE)
		return take_letters(access, word);
	if (!avow_class_bit(avow_class_of(access->class), word, &bit))
		return false;
	access->permissions |= UINT64_C(1) << bit;
	return true;
}

/* The words that stand bare in a rule of the class, by their place. */
static const char *bare_key(enum avow_rule_class class, size_t index)
{
	static const char *const network[] = { "family", "type" };

	if (class == AVOW_RULE_NETWORK && index < AVOW_ARRAY_SIZE(network))
		return network[index];
	if (index > 0)
		return NULL;
	if (class == AVOW_RULE_FILE || class == AVOW_RULE_MOUNT ||
	    class == AVOW_RULE_MQUEUE)
		return "path";
	if (class == AVOW_RULE_CHANGE_PROFILE)
		return "target";
	return class == AVOW_RULE_RLIMIT ? "name" : NULL;
}

static int take_words(const struct parts *parts, struct avow_profile_access *access,
		      struct avow_error *error)
{
	size_t bare = 0;

	if (!parts->count)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--access wants CLASS [OBJECT] PERMISSION...");
	access->class = class_of(parts->words[0]);
	if (access->class == AVOW_RULE_UNKNOWN)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%.*s: there are no rules of that name",
				      (int)parts->words[0].length, parts->words[0].data);
	for (size_t i = 1; i < parts->count; i++) {
		const char *key = bare_key(access->class, bare);
		struct avow_span word = parts->words[i];
		bool is_path = access->class == AVOW_RULE_FILE && bare == 0;

		if (!is_path &&
		    (take_condition(access, word) || take_permission(access, word)))
			continue;
		if (!key || !avow_access_add(access, key, word))
			return avow_error_set(error, AVOW_E_USAGE,
					      "%.*s: %s has no such permission",
					      (int)word.length, word.data,
					      avow_class_of(access->class)->keyword);
		bare++;
	}
	if (access->permissions || !avow_class_of(access->class)->permission_count)
		return 0;
	if (access->class == AVOW_RULE_FILE || access->class == AVOW_RULE_CAPABILITY)
		return avow_error_set(error, AVOW_E_USAGE, "no permission is asked for");
	access->permissions = avow_class_all(avow_class_of(access->class));
	return 0;
}

static const char *const answers[] = {
	[AVOW_COVER_ALLOWED] = "allowed",
	[AVOW_COVER_DENIED] = "denied",
	[AVOW_COVER_NONE] = "not allowed: no rule is about it",
	[AVOW_COVER_UNKNOWN] = "cannot be told",
};

static bool print_answer(const struct avow_profiles *profiles,
			 const struct avow_profile *profile,
			 const struct avow_profile_access *access, unsigned bit,
			 const char *who)
{
	const char *name = avow_class_permission_name(avow_class_of(access->class), bit);
	struct avow_cover cover = avow_profile_cover(
		(struct avow_arena *)&profiles->arena, profile, access, bit);
	struct avow_buf rule = { 0 }, shown = { 0 };

	if (cover.rule)
		avow_case_put_rule(&rule, cover.rule);
	avow_escape_display(&shown, avow_buf_span(&rule));
	printf("%s%s%s%s%s%s\n", name ? name : "", name ? who : "", name ? ": " : "",
	       answers[cover.coverage], cover.rule ? ": " : "", avow_buf_string(&shown));
	avow_buf_free(&rule);
	avow_buf_free(&shown);
	return cover.coverage == AVOW_COVER_ALLOWED;
}

/* Whether the process owns the file, where both are known. */
static enum avow_tristate owner_of(const struct avow_profile_access *access,
				   const char *uid)
{
	struct avow_span path = avow_access_value(access, "path");
	struct stat status;
	uint64_t number;

	if (!uid || !avow_span_to_u64(avow_span_of(uid), 10, &number) || !path.data ||
	    stat(path.data, &status) != 0)
		return AVOW_UNKNOWN;
	return status.st_uid == number ? AVOW_YES : AVOW_NO;
}

static int ask(const struct avow_profiles *profiles, const struct avow_profile *profile,
	       struct avow_profile_access *access, const char *uid)
{
	enum avow_tristate owner = owner_of(access, uid);
	bool is_file = access->class == AVOW_RULE_FILE;
	bool has_bits = avow_class_of(access->class)->permission_count > 0;
	bool is_fine = true;

	for (unsigned bit = 0; bit < 64; bit++) {
		if (has_bits ? !(access->permissions >> bit & 1) : bit > 0)
			continue;
		access->is_owner = owner;
		if (is_file && owner == AVOW_UNKNOWN) {
			access->is_owner = AVOW_YES;
			is_fine &= print_answer(profiles, profile, access, bit,
						" by its owner");
			access->is_owner = AVOW_NO;
			is_fine &= print_answer(profiles, profile, access, bit,
						" by others");
		} else {
			is_fine &= print_answer(profiles, profile, access, bit, "");
		}
	}
	return is_fine ? AVOW_EXIT_FINE : AVOW_EXIT_NO;
}

/* "file \/etc\/passwd r" as one word holds no NUL behind its path: a copy does. */
static void end_path(struct avow_profile_access *access, char *room, size_t size)
{
	for (size_t i = 0; i < access->attribute_count; i++) {
		struct avow_span *value = &access->attributes[i].value;

		if (strcmp(access->attributes[i].key, "path") != 0 ||
		    value->length >= size)
			continue;
		snprintf(room, size, "%.*s", (int)value->length, value->data);
		value->data = room;
	}
}

int avow_why_profile(const struct avow_profile_asking *asking,
		     const struct avow_words *words)
{
	const char *path =
		asking->profiles ? asking->profiles : avow_apparmor_running_profiles();
	struct avow_profile_access access = { .is_owner = AVOW_UNKNOWN };
	struct parts parts = { .count = 0 };
	const struct avow_profile *profile;
	struct avow_profiles *profiles;
	struct avow_error error;
	char room[4096];
	int status;

	split(words, &parts);
	if (!path)
		avow_error_set(&error, AVOW_E_USAGE,
			       "this machine does not run AppArmor: name the profiles "
			       "with --profiles");
	if (!path || take_words(&parts, &access, &error) ||
	    avow_profiles_read(path, NULL, &profiles, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	end_path(&access, room, sizeof(room));
	profile = avow_profiles_named(profiles, avow_span_of(asking->profile),
				      avow_span_of(""));
	if (profile) {
		status = ask(profiles, profile, &access, asking->uid);
	} else {
		avow_error_set(&error, AVOW_E_POLICY, "%s: has no profile named %s", path,
			       asking->profile);
		avow_print_error(error.message);
		status = AVOW_EXIT_TROUBLE;
	}
	avow_profiles_free(profiles);
	return status;
}
