/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options of avow search as questions of the fields that they are about. */
#include "cli/search_filters.h"

/* How an option's value is compared. */
enum comparison {
	BY_VALUE, /* the whole of it */
	BY_ID,    /* the same; -1 is unset */
	BY_TEXT,  /* a part of it will do, but with --word */
	BY_ERROR, /* an error has a sign in the log, and mostly none where it is typed */
	BY_LIST   /* several, with commas between; ALL is all */
};

/* Which fields hold what is asked for. */
static const struct {
	const char *fields;
	enum comparison comparison;
} filters[AVOW_SEARCH_FILTERS] = {
	[AVOW_SEARCH_EVENT] = { "serial", BY_VALUE },
	[AVOW_SEARCH_MESSAGE] = { "type", BY_LIST },
	[AVOW_SEARCH_PID] = { "pid", BY_VALUE },
	[AVOW_SEARCH_PPID] = { "ppid", BY_VALUE },
	[AVOW_SEARCH_UID] = { "uid", BY_ID },
	[AVOW_SEARCH_EUID] = { "euid", BY_ID },
	[AVOW_SEARCH_UIDS] = { "uid euid auid", BY_ID },
	[AVOW_SEARCH_AUID] = { "auid", BY_ID },
	[AVOW_SEARCH_GID] = { "gid", BY_ID },
	[AVOW_SEARCH_EGID] = { "egid", BY_ID },
	[AVOW_SEARCH_GIDS] = { "gid egid", BY_ID },
	[AVOW_SEARCH_SESSION] = { "ses", BY_ID },
	[AVOW_SEARCH_TERMINAL] = { "terminal tty", BY_TEXT },
	[AVOW_SEARCH_HOST] = { "hostname addr saddr laddr faddr daddr", BY_TEXT },
	[AVOW_SEARCH_NODE] = { "node", BY_VALUE },
	[AVOW_SEARCH_SYSCALL] = { "syscall", BY_VALUE },
	[AVOW_SEARCH_ARCH] = { "arch", BY_VALUE },
	[AVOW_SEARCH_EXIT] = { "exit", BY_ERROR },
	[AVOW_SEARCH_SUCCESS] = { "success res result", BY_VALUE },
	[AVOW_SEARCH_COMM] = { "comm", BY_TEXT },
	[AVOW_SEARCH_EXE] = { "exe", BY_TEXT },
	[AVOW_SEARCH_FILE] = { "name path cwd saddr srcname", BY_TEXT },
	[AVOW_SEARCH_KEY] = { "key", BY_TEXT },
	[AVOW_SEARCH_SUBJECT] = { "subj scontext", BY_TEXT },
	[AVOW_SEARCH_OBJECT] = { "obj tcontext", BY_TEXT },
	[AVOW_SEARCH_CONTEXT] = { "subj scontext obj tcontext", BY_TEXT },
	[AVOW_SEARCH_UUID] = { "uuid", BY_VALUE },
	[AVOW_SEARCH_VM] = { "vm", BY_TEXT },
	[AVOW_SEARCH_SOURCE_TYPE] = { "scontext.type subj.type", BY_VALUE },
	[AVOW_SEARCH_TARGET_TYPE] = { "tcontext.type obj.type", BY_VALUE },
	[AVOW_SEARCH_CLASS] = { "tclass class", BY_VALUE },
	[AVOW_SEARCH_PERMISSION] = { "perm", BY_VALUE },
	[AVOW_SEARCH_PROFILE] = { "profile", BY_TEXT },
	[AVOW_SEARCH_OPERATION] = { "operation", BY_VALUE },
};

/* A number or text, as one test of each field and value. */
static struct avow_query_node *ask_of(struct avow_query *query, const char *fields,
				      enum avow_query_operator operation,
				      struct avow_span value, struct avow_error *error)
{
	struct avow_span rest = avow_span_of(fields);
	struct avow_query_node *all = NULL;

	while (rest.length) {
		size_t length = avow_span_find(rest, ' ');
		struct avow_query_node *one = avow_query_test(
			query, avow_span_first(rest, length), operation, value, error);

		all = all ? avow_query_or(query, all, one) : one;
		if (!all)
			return NULL;
		rest = avow_span_skip(rest, length + 1);
	}
	return all;
}

static bool is_sign_of_error(struct avow_span value)
{
	return value.length > 1 && value.data[0] == '-' && value.data[1] == 'E';
}

static struct avow_query_node *ask_filter(struct avow_query *query,
					  enum avow_search_filter filter,
					  struct avow_span value, bool is_word,
					  struct avow_error *error)
{
	bool is_text = filters[filter].comparison == BY_TEXT && !is_word;

	if (filters[filter].comparison == BY_ERROR && is_sign_of_error(value))
		value = avow_span_skip(value, 1);
	if (filters[filter].comparison == BY_ID && avow_span_is(value, "-1"))
		value = avow_span_of("unset");
	return ask_of(query, filters[filter].fields,
		      is_text ? AVOW_QUERY_CONTAINS : AVOW_QUERY_IS, value, error);
}

/* Each of several with commas between; nothing is asked for ALL. */
static struct avow_query_node *ask_list(struct avow_query *query,
					enum avow_search_filter filter,
					struct avow_span rest, struct avow_error *error)
{
	struct avow_query_node *all = NULL;

	while (rest.length) {
		size_t length = avow_span_find(rest, ',');
		struct avow_span value = avow_span_first(rest, length);
		struct avow_query_node *one;

		one = avow_span_is(value, "ALL")
			      ? avow_query_test(query, avow_span_of("type"),
						AVOW_QUERY_EXISTS, value, error)
			      : ask_filter(query, filter, value, true, error);
		all = all ? avow_query_or(query, all, one) : one;
		if (!all)
			return NULL;
		rest = avow_span_skip(rest, length + 1);
	}
	return all;
}

int avow_search_add(struct avow_query *query, enum avow_search_filter filter,
		    const struct avow_option_list *list, bool is_word,
		    struct avow_error *error)
{
	struct avow_query_node *all = NULL;

	for (size_t i = 0; i < list->count; i++) {
		struct avow_span value = avow_span_of(list->items[i]);
		struct avow_query_node *one;

		if (!value.length)
			return avow_error_set(error, AVOW_E_USAGE,
					      "an option asks for nothing: \"\"");
		one = filters[filter].comparison == BY_LIST
			      ? ask_list(query, filter, value, error)
			      : ask_filter(query, filter, value, is_word, error);
		all = all ? avow_query_or(query, all, one) : one;
		if (!all)
			return error->code ? error->code : avow_error_nomem(error);
	}
	return all && avow_query_add(query, all) ? avow_error_nomem(error) : AVOW_OK;
}
