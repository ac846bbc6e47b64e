/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records as auditd writes them (write_to_log() of audit-userspace). */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "reports/records/records.h"

static void put(const struct avow_records *records, struct avow_buf *out,
		struct avow_span bytes)
{
	if (records->is_shown)
		avow_escape_display(out, bytes);
	else
		avow_buf_append(out, bytes);
}

void avow_records_raw(struct avow_records *records, const struct avow_group *group)
{
	struct avow_buf *out = &records->text;

	for (size_t i = 0; i < group->count; i++) {
		const struct avow_group_record *record = &group->records[i];

		if (group->node.length) {
			avow_buf_puts(out, "node=");
			put(records, out, group->node);
			avow_buf_putc(out, ' ');
		}
		avow_buf_puts(out, "type=");
		put(records, out, record->type_name);
		avow_buf_printf(out, " msg=audit(%" PRIu64 ".%03u:%" PRIu64 "): ",
				group->time.seconds, group->time.milliseconds,
				group->serial);
		put(records, out, record->body);
		if (record->enriched.length) {
			avow_buf_putc(out, records->is_shown ? ' ' : '\x1d');
			put(records, out, record->enriched);
		}
		avow_buf_putc(out, '\n');
	}
}
