/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of the sources that an input can name. It opens nothing by itself. */
#include "analyzer/collect/named.h"

const struct avow_named_source *const avow_named_sources[] = {
	&avow_named_journal,
	&avow_named_dmesg,
	&avow_named_netlink,
	&avow_named_audisp,
	&avow_named_tracefs,
	&avow_named_store,
	NULL,
};

const struct avow_named_source *avow_named_find(const char *name)
{
	const char *colon = strchr(name, ':');

	if (!colon)
		return NULL;
	for (size_t i = 0; avow_named_sources[i]; i++)
		if (avow_span_is(avow_span_make(name, (size_t)(colon - name)),
				 avow_named_sources[i]->name))
			return avow_named_sources[i];
	return NULL;
}

int avow_named_open(const struct avow_named_source *source, const char *name,
		    const struct avow_source_options *options, struct avow_source **out,
		    struct avow_error *error)
{
	const char *argument = name + strlen(source->name) + 1;

	if (*argument && !source->argument)
		return avow_error_set(error, AVOW_E_USAGE, "%s: takes no argument",
				      source->name);
	return source->open(argument, options, out, error);
}
