/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of audit that more than one room knows. */
#include "analyzer/base/terms.h"

#include <strings.h>

static const struct avow_term messages[] = {
#define MESSAGE(name, value, since) { name, value, since },
#include "analyzer/base/messages.def"
#undef MESSAGE
};
const struct avow_terms avow_message_types = { messages, AVOW_ARRAY_SIZE(messages) };

static const struct avow_term errnos[] = {
#define ERRNO(name, value) { name, value, 0 },
#include "analyzer/base/errnos.def"
#undef ERRNO
};
const struct avow_terms avow_errnos = { errnos, AVOW_ARRAY_SIZE(errnos) };

const struct avow_term *avow_term_find(const struct avow_terms *table,
				       struct avow_span name)
{
	for (size_t i = 0; i < table->count; i++)
		if (strlen(table->names[i].name) == name.length &&
		    strncasecmp(table->names[i].name, name.data, name.length) == 0)
			return table->names + i;
	return NULL;
}

const char *avow_term_name(const struct avow_terms *table, uint32_t value)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->names[i].value == value)
			return table->names[i].name;
	return NULL;
}
