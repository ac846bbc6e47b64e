/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A store as an input: which of the inputs is one, and what a session gets of it. */
#include "cli/stored.h"

#include "analyzer/collect/named.h"
#include "analyzer/store/store.h"

/* What needs every record, of which a store keeps few. */
static int refuse_options(const struct avow_session *session,
			  const struct avow_reading *reading, const char *name,
			  struct avow_error *error)
{
	if (reading->since || reading->until)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: a store keeps sums and no single records: "
				      "--since and --until are for logs",
				      name);
	if (reading->is_following || reading->duration || session->on_pulse)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: a store is read as it is, and not followed",
				      name);
	if (session->on_record)
		return avow_error_set(
			error, AVOW_E_USAGE,
			"%s: a store has clusters, and not the records that "
			"are asked for",
			name);
	if (session->on_denial)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: a store has clusters, and not the denials "
				      "that jsonl is of",
				      name);
	return AVOW_OK;
}

static int read_store(struct avow_session *session, const char *path,
		      struct avow_error *error)
{
	struct avow_store *store;
	int result = avow_store_open(path, AVOW_STORE_READ, &store, error);

	if (result)
		return result;
	result =
		avow_store_load(store, session->keeps_granted, &session->analysis, error);
	avow_store_close(store);
	session->report = path;
	if (!result && !session->analysis.evidence.input_count && !session->takes_empty)
		result = avow_error_set(error, AVOW_E_INPUT, "%s: the store is empty",
					path);
	return result;
}

int avow_stored_read(struct avow_session *session, const struct avow_reading *reading,
		     const char *const *names, size_t count, struct avow_error *error)
{
	int result;

	for (size_t i = 0; i < count; i++) {
		if (avow_named_find(names[i]) != &avow_named_store)
			continue;
		if (count > 1)
			return avow_error_set(error, AVOW_E_USAGE,
					      "%s: a store is read alone; avow collect "
					      "adds logs to it, and avow merge stores",
					      names[i]);
		result = refuse_options(session, reading, names[i], error);
		if (!result)
			result = read_store(session, strchr(names[i], ':') + 1, error);
		return result ? result : 1;
	}
	return 0;
}
