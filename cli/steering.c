/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks what the user says of a plan, before any log is read. */
#include "cli/steering.h"

#include <string.h>

#include "cli/codes.h"
#include "cli/near.h"

/* A word in capitals is a code; clusters and types have none. */
static bool is_code(struct avow_span word)
{
	return avow_span_starts_with(word, "SEL-") || avow_span_starts_with(word, "AA-");
}

/* @kinds may name single codes as well. */
static bool is_kind(const struct avow_code_row *row, const char *kinds)
{
	return strstr(kinds, row->kind) != NULL || strstr(kinds, row->code) != NULL;
}

static int check_code(const char *option, struct avow_span word, const char *kinds,
		      struct avow_error *error)
{
	struct avow_near near = avow_near_begin(word);

	for (size_t i = 0; i < avow_codes_count(); i++) {
		const struct avow_code_row row = avow_codes_at(i);

		if (!is_kind(&row, kinds))
			continue;
		if (avow_span_is(word, row.code))
			return 0;
		avow_near_try(&near, row.code);
	}
	return avow_error_set(error, AVOW_E_USAGE,
			      "%s: %.*s is no code that it takes%s%s; `avow why --list` "
			      "shows the codes",
			      option, (int)word.length, word.data,
			      near.best ? "; did you mean " : "",
			      near.best ? near.best : "");
}

static int check_list(const char *option, const char *list, const char *kinds,
		      bool has_codes_alone, struct avow_error *error)
{
	struct avow_span rest = avow_span_of(list ? list : "");
	int code = 0;

	if (list && strspn(list, ",") == strlen(list))
		return avow_error_set(error, AVOW_E_USAGE, "%s: it names nothing",
				      option);
	while (!avow_span_is_empty(rest) && code == 0) {
		size_t length = avow_span_find(rest, ',');
		struct avow_span word = avow_span_first(rest, length);

		if (has_codes_alone || is_code(word))
			code = check_code(option, word, kinds, error);
		rest = avow_span_skip(rest, length + 1);
	}
	return code;
}

int avow_steering_check(const struct avow_steering *steering, struct avow_error *error)
{
	int code = check_list("--accept", steering->accept, "advice", true, error);

	if (code == 0)
		code = check_list("--only", steering->only, "advice reason", false,
				  error);
	if (code == 0)
		code = check_list("--exclude", steering->exclude, "advice reason", false,
				  error);
	if (code == 0)
		code = check_list("--allow-risky", steering->allow_risky,
				  "risk SEL-REFUSE SEL-NEVERALLOW", true, error);
	return code;
}
