/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Times, tags and marks before a message. They are read by their form from the
 * front on; what they say is not kept, for a record has a stamp of its own.
 */
#include "analyzer/record/prefix.h"

#define TAG_MAX 64
#define LOGCAT_TAG_MAX 48
#define GREP_MAX 256

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A letter of any language: of those beyond ASCII, any byte. */
static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (signed char)byte < 0;
}

static bool is_number(struct avow_span word)
{
	for (size_t i = 0; i < word.length; i++)
		if (!is_digit(word.data[i]))
			return false;
	return word.length > 0;
}

/*
 * Whether @word has the form of @pattern, where 9 stands for a digit, every other
 * byte for itself; @word may go on after it.
 */
static bool has_form(struct avow_span word, const char *pattern)
{
	size_t length = strlen(pattern);

	if (word.length < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (pattern[i] == '9' ? !is_digit(word.data[i])
				      : word.data[i] != pattern[i])
			return false;
	return true;
}

bool avow_prefix_take(struct avow_span *rest, const char *word)
{
	if (!avow_span_starts_with(*rest, word))
		return false;
	*rest = avow_span_trim_front(avow_span_skip(*rest, strlen(word)));
	return true;
}

struct avow_span avow_prefix_word(struct avow_span *rest)
{
	struct avow_span word = avow_span_first(*rest, avow_span_find(*rest, ' '));

	*rest = avow_span_trim_front(avow_span_skip(*rest, word.length));
	return word;
}

bool avow_prefix_priority(struct avow_span *rest)
{
	size_t end = avow_span_find(*rest, '>');

	if (!avow_span_starts_with(*rest, "<") || end > 4 || end == rest->length)
		return false;
	*rest = avow_span_trim_front(avow_span_skip(*rest, end + 1));
	return true;
}

bool avow_prefix_bracket(struct avow_span *rest)
{
	size_t end = avow_span_find(*rest, ']');

	if (!avow_span_starts_with(*rest, "[") || end == rest->length || end > 40)
		return false;
	*rest = avow_span_trim_front(avow_span_skip(*rest, end + 1));
	return true;
}

/* `MONTH DAY HH:MM:SS`, the month a short word of letters, perhaps with a dot. */
static bool take_rfc3164(struct avow_span *rest)
{
	struct avow_span left = *rest, month = avow_prefix_word(&left), day;

	if (month.length < 2 || month.length > 12)
		return false;
	for (size_t i = 0; i < month.length; i++)
		if (!is_letter(month.data[i]) &&
		    !(month.data[i] == '.' && i == month.length - 1))
			return false;
	day = avow_prefix_word(&left);
	if (!is_number(day) || day.length > 2 ||
	    !has_form(avow_prefix_word(&left), "99:99:99"))
		return false;
	*rest = left;
	return true;
}

bool avow_prefix_iso_time(struct avow_span *rest)
{
	struct avow_span left = *rest, word = avow_prefix_word(&left);

	if (has_form(word, "9999-99-99T99:99:99") ||
	    has_form(word, "9999-99-99_99:99:99")) {
		*rest = left;
		return true;
	}
	if (word.length != strlen("9999-99-99") || !has_form(word, "9999-99-99") ||
	    !has_form(avow_prefix_word(&left), "99:99:99"))
		return false;
	*rest = left;
	return true;
}

/* `Tue 2023-11-14 22:13:20 UTC` */
static bool take_full(struct avow_span *rest)
{
	struct avow_span left = *rest, day = avow_prefix_word(&left);

	if (day.length < 2 || day.length > 12 || !is_letter(day.data[0]) ||
	    !avow_prefix_iso_time(&left))
		return false;
	avow_prefix_word(&left);
	*rest = left;
	return true;
}

/* `1700000000.123456` */
static bool take_unix(struct avow_span *rest)
{
	struct avow_span left = *rest, word = avow_prefix_word(&left);
	size_t dot = avow_span_find(word, '.');

	if (dot < 9 || !is_number(avow_span_first(word, dot)) ||
	    !is_number(avow_span_skip(word, dot + 1)))
		return false;
	*rest = left;
	return true;
}

bool avow_prefix_time(struct avow_span *rest)
{
	struct avow_span left = *rest;

	if (take_rfc3164(rest) || avow_prefix_iso_time(rest) || take_full(rest) ||
	    take_unix(rest) || avow_prefix_bracket(rest))
		return true;
	if (!is_number(avow_prefix_word(&left)) || !take_rfc3164(&left))
		return false;
	*rest = left;
	return true;
}

bool avow_prefix_tag(struct avow_span *rest, struct avow_span *tag)
{
	size_t colon = avow_span_find(*rest, ':');
	struct avow_span name = avow_span_first(*rest, colon);

	if (colon == rest->length || colon == 0 || colon > TAG_MAX ||
	    avow_span_find(name, ' ') < name.length)
		return false;
	*tag = avow_span_first(name, avow_span_find(name, '['));
	*rest = avow_span_trim_front(avow_span_skip(*rest, colon + 1));
	return true;
}

/* `MM-DD HH:MM:SS.mmm`, perhaps behind a year, and the numbers that follow it. */
static bool take_logcat_time(struct avow_span *rest)
{
	struct avow_span left = *rest, word = avow_prefix_word(&left);

	if (!has_form(word, "99-99") && !has_form(word, "9999-99-99"))
		return false;
	if (!has_form(avow_prefix_word(&left), "99:99:99."))
		return false;
	*rest = left;
	return true;
}

static bool is_level(char byte)
{
	return byte && strchr("VDIWEFA", byte);
}

/* `[UID] PID TID L `, the uid perhaps a name. */
static bool take_logcat_ids(struct avow_span *rest)
{
	struct avow_span left = *rest;

	for (int words = 0; words < 4; words++) {
		struct avow_span word = avow_prefix_word(&left);

		if (words > 0 && word.length == 1 && is_level(word.data[0])) {
			*rest = left;
			return true;
		}
		if (words > 0 && !is_number(word))
			return false;
	}
	return false;
}

bool avow_prefix_logcat(struct avow_span *rest, struct avow_span *tag, bool *has_time)
{
	struct avow_span left = *rest;
	size_t end;

	*has_time = take_logcat_time(&left);
	if (left.length > 2 && is_level(left.data[0]) &&
	    (left.data[1] == '/' || left.data[1] == ' '))
		left = avow_span_trim_front(avow_span_skip(left, 2));
	else if (*has_time && !take_logcat_ids(&left))
		return false;
	/* The tag is a thread's name, padded, and may hold colons: `Binder:812_3: `. */
	end = avow_span_search(left, ": ");
	if (end == left.length || end > LOGCAT_TAG_MAX)
		return false;
	*tag = avow_span_first(left, end);
	*tag = avow_span_trim_end(avow_span_first(*tag, avow_span_find(*tag, '(')));
	if (!*has_time && avow_span_find(*tag, ' ') < tag->length)
		return false;
	*rest = avow_span_trim_front(avow_span_skip(left, end + 2));
	return true;
}

/* `2. ` or `... ` */
static void take_point(struct avow_span *rest)
{
	struct avow_span left = *rest, word = avow_prefix_word(&left);

	for (size_t i = 0; i < word.length; i++)
		if (!is_digit(word.data[i]) && word.data[i] != '.')
			return;
	if (word.length && word.length <= 4 && word.data[word.length - 1] == '.')
		*rest = left;
}

bool avow_prefix_mark(struct avow_span *rest)
{
	static const char marks[] = " \t>`#*|-\"";
	const char *data = rest->data;

	while (rest->length && rest->data[0] && strchr(marks, rest->data[0]))
		*rest = avow_span_skip(*rest, 1);
	take_point(rest);
	return rest->data != data;
}

bool avow_prefix_grep(struct avow_span *rest)
{
	size_t colon = avow_span_find(avow_span_first(*rest, GREP_MAX), ':');
	struct avow_span name = avow_span_first(*rest, colon);

	if (colon == 0 || colon + 1 >= rest->length || rest->data[colon + 1] == ' ' ||
	    colon == GREP_MAX || avow_span_find(name, ' ') < name.length ||
	    avow_span_find(name, '=') < name.length)
		return false;
	*rest = avow_span_skip(*rest, colon + 1);
	return true;
}
