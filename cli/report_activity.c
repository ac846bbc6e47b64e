/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went on besides denials, in a report: counted while its logs are read. */
#include "cli/report_activity.h"

#include "analyzer/record/group.h"
#include "cli/print.h"

static int on_record(void *groups, const struct avow_record *record)
{
	return avow_groups_feed(groups, record, record->line.length + 1);
}

static bool tell(struct avow_session *session, struct avow_groups *groups,
		 const struct avow_activity_maker *maker)
{
	if (session->report) {
		avow_print_error("a store keeps denials alone: --summary is of logs");
		return false;
	}
	session->has_activity =
		!avow_groups_finish(groups) &&
		!avow_activity_make(maker, &session->arena, &session->activity);
	if (!session->has_activity)
		avow_print_error("out of memory");
	return session->has_activity;
}

bool avow_report_activity(struct avow_session *session,
			  const struct avow_reading *reading,
			  const struct avow_words *words)
{
	struct avow_activity_maker *maker = avow_activity_begin();
	struct avow_groups *groups =
		maker ? avow_groups_new(avow_activity_add, maker) : NULL;
	bool is_read = groups;

	session->on_record_too = on_record;
	session->record_data = groups;
	if (!groups)
		avow_print_error("out of memory");
	if (is_read)
		is_read = avow_session_read(session, reading, words->items, words->count);
	if (is_read && !tell(session, groups, maker))
		session->troubles++;
	avow_groups_free(groups);
	avow_activity_end(maker);
	return is_read;
}
