/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What both kinds of denials need. */
#include "analyzer/denial/denial.h"

#include <stdlib.h>

void avow_denial_begin(struct avow_denial *out, const struct avow_record *record)
{
	*out = (struct avow_denial){
		.place = record->place,
		.time = record->time,
		.serial = record->has_stamp ? record->serial : 0,
		.node = avow_span_is_empty(record->node) ? record->host : record->node,
		.line = record->line,
		.is_enriched = record->enriched.length > 0,
		.is_user_avc = record->type == AVOW_RECORD_USER_AVC,
	};
}

static int compare_spans(const void *a, const void *b)
{
	return avow_span_compare(*(const struct avow_span *)a,
				 *(const struct avow_span *)b);
}

void avow_denial_settle_permissions(struct avow_denial *denial)
{
	struct avow_span *permissions = denial->permissions;
	size_t kept = 0;

	qsort(permissions, denial->permission_count, sizeof(permissions[0]),
	      compare_spans);
	for (size_t i = 0; i < denial->permission_count; i++)
		if (i == 0 || !avow_span_equal(permissions[kept - 1], permissions[i]))
			permissions[kept++] = permissions[i];
	denial->permission_count = kept;
}
