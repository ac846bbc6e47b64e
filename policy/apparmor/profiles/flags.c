/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The flags of a profile, and which of them exclude each other. */
#include "policy/apparmor/profiles/flags.h"

#include "policy/apparmor/profiles/rules/words.h"

static const char contradiction[] = "these flags contradict each other";

/* The states exclude each other. */
static const struct {
	const char *flag;
	enum avow_profile_state state;
} states[] = {
	{ "enforce", AVOW_PROFILE_ENFORCE },
	{ "complain", AVOW_PROFILE_COMPLAIN },
	{ "kill", AVOW_PROFILE_KILL },
	{ "unconfined", AVOW_PROFILE_UNCONFINED },
	{ "default_allow", AVOW_PROFILE_DEFAULT_ALLOW },
	{ "prompt", AVOW_PROFILE_PROMPT },
};

/* What a flag's value is; a value is kept at `value - 1`. */
enum value { NONE, PATH, IPC_PATH, SIGNAL, ERROR };

const char *avow_profile_state_name(enum avow_profile_state state)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(states); i++)
		if (states[i].state == state)
			return states[i].flag;
	return "";
}

/* Flags that say something else; the second may not stand beside the first. */
static const struct {
	const char *flag, *rival;
	enum value value;
} rows[] = {
	{ "audit", NULL, NONE },
	{ "debug", NULL, NONE },
	{ "interruptible", NULL, NONE },
	{ "chroot_relative", "namespace_relative", NONE },
	{ "namespace_relative", "chroot_relative", NONE },
	{ "mediate_deleted", "delegate_deleted", NONE },
	{ "delegate_deleted", "mediate_deleted", NONE },
	{ "attach_disconnected", "no_attach_disconnected", NONE },
	{ "no_attach_disconnected", "attach_disconnected", NONE },
	{ "attach_disconnected.ipc", "no_attach_disconnected", NONE },
	{ "chroot_attach", "chroot_no_attach", NONE },
	{ "chroot_no_attach", "chroot_attach", NONE },
	{ "attach_disconnected.path=", "no_attach_disconnected", PATH },
	{ "attach_disconnected.ipc=", "no_attach_disconnected", IPC_PATH },
	{ "kill.signal=", NULL, SIGNAL },
	{ "error=", NULL, ERROR },
};

static const char *add_state(struct avow_flags *flags, struct avow_profile *profile,
			     enum avow_profile_state state)
{
	if (flags->has_state && profile->state != state)
		return contradiction;
	flags->has_state = true;
	profile->state = state;
	return NULL;
}

static bool has_rival(const struct avow_flags *flags, size_t row)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++) {
		if (!(flags->seen >> i & 1))
			continue;
		if ((rows[row].rival && strcmp(rows[i].flag, rows[row].rival) == 0) ||
		    (rows[i].rival && strcmp(rows[row].flag, rows[i].rival) == 0))
			return true;
	}
	return false;
}

static const char *check_value(struct avow_profile_reader *reader, enum value kind,
			       struct avow_span *value)
{
	const char *defect;

	if (kind == SIGNAL)
		return avow_word_signal(*value).length ? NULL : "a signal is not known";
	if (kind == ERROR)
		return avow_word_is_error(*value) ? NULL : "an error is not known";
	defect = avow_reader_expand(reader, *value, value);
	if (defect)
		return defect;
	return value->length && value->data[0] == '/' ? NULL : "a path begins with a /";
}

static const char *add_value(struct avow_flags *flags, struct avow_profile_reader *reader,
			     enum value kind, struct avow_span value)
{
	struct avow_span *kept = flags->values + kind - 1;
	const char *defect = check_value(reader, kind, &value);

	if (!defect && kept->data && !avow_span_equal(*kept, value))
		defect = contradiction;
	*kept = value;
	return defect;
}

static bool is_row(size_t row, struct avow_span word)
{
	return rows[row].value == NONE ? avow_span_is(word, rows[row].flag)
				       : avow_span_starts_with(word, rows[row].flag);
}

static struct avow_span without_quotes(struct avow_span word)
{
	if (word.length > 1 && word.data[0] == '"' && word.data[word.length - 1] == '"')
		return avow_span_make(word.data + 1, word.length - 2);
	return word;
}

const char *avow_flags_add(struct avow_flags *flags, struct avow_profile_reader *reader,
			   struct avow_profile *profile, struct avow_span word)
{
	size_t row = 0;

	word = without_quotes(word);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(states); i++)
		if (avow_span_is(word, states[i].flag))
			return add_state(flags, profile, states[i].state);
	while (row < AVOW_ARRAY_SIZE(rows) && !is_row(row, word))
		row++;
	if (row == AVOW_ARRAY_SIZE(rows))
		return "a flag is not known";
	profile->has_flag_attach_disconnected |=
		rows[row].value == PATH || avow_span_is(word, "attach_disconnected");
	profile->has_flag_mediate_deleted |= avow_span_is(word, "mediate_deleted");
	if (has_rival(flags, row))
		return contradiction;
	flags->seen |= UINT64_C(1) << row;
	if (rows[row].value == NONE)
		return NULL;
	return add_value(flags, reader, rows[row].value,
			 avow_span_skip(word, strlen(rows[row].flag)));
}
