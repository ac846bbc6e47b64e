/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A ring of lines, and of each whether its event is of the session: SYSCALL and others
 * have ses= (audit_log_task_info(), audit_log_session_info() of kernel/audit.c), an AVC
 * has pid= alone.
 */
#include "analyzer/record/following.h"

#include <stdlib.h>

#include "analyzer/record/field.h"

struct held {
	struct avow_buf line;
	uint64_t serial;
	bool is_ours;
};

struct avow_following {
	struct held ring[AVOW_FOLLOWING_HELD];
	size_t count, next; /* of those held, and where the next one goes */
	uint32_t session;
	avow_following_asks asks;
	void *data;
	struct avow_buf *out;
};

struct avow_following *avow_following_new(uint32_t session, avow_following_asks asks,
					  void *data, struct avow_buf *out)
{
	struct avow_following *following = calloc(1, sizeof(*following));

	if (!following)
		return NULL;
	following->session = session;
	following->asks = asks;
	following->data = data;
	following->out = out;
	return following;
}

void avow_following_free(struct avow_following *following)
{
	if (!following)
		return;
	for (size_t i = 0; i < AVOW_FOLLOWING_HELD; i++)
		avow_buf_free(&following->ring[i].line);
	free(following);
}

/* By its fields: names that programs choose are quoted there, or in hex. */
static bool is_own(const struct avow_following *following,
		   const struct avow_record *record)
{
	struct avow_span rest = record->body;
	struct avow_field field;
	uint64_t number, pid = 0;

	while (avow_field_next(&rest, &field)) {
		if (field.quote != AVOW_QUOTE_NONE ||
		    !avow_span_to_u64(field.value, 10, &number))
			continue;
		if (avow_span_is(field.name, "ses"))
			return number == following->session;
		if (avow_span_is(field.name, "pid") && !pid)
			pid = number;
	}
	return pid && following->asks(following->data, pid);
}

static struct held *held_at(struct avow_following *following, size_t age)
{
	return following->ring +
	       (following->next + AVOW_FOLLOWING_HELD - 1 - age) % AVOW_FOLLOWING_HELD;
}

static int let_go(struct avow_following *following, struct held *held)
{
	if (held->is_ours) {
		avow_buf_append(following->out, avow_buf_span(&held->line));
		avow_buf_putc(following->out, '\n');
	}
	avow_buf_clear(&held->line);
	return following->out->failed ? AVOW_E_NOMEM : AVOW_OK;
}

int avow_following_feed(struct avow_following *following, struct avow_span line)
{
	struct held *held = following->ring + following->next;
	struct avow_record record;
	enum avow_defect defect;
	bool is_ours;

	if (avow_record_parse(line, &record, &defect) != AVOW_LINE_RECORD ||
	    !record.has_stamp)
		return AVOW_OK;
	if (following->count == AVOW_FOLLOWING_HELD && let_go(following, held))
		return AVOW_E_NOMEM;
	is_ours = is_own(following, &record);
	for (size_t i = 0; i < following->count; i++) {
		struct held *other = held_at(following, i);

		if (other->serial != record.serial || other == held)
			continue;
		is_ours |= other->is_ours;
		other->is_ours |= is_ours;
	}
	avow_buf_append(&held->line, line);
	if (held->line.failed)
		return AVOW_E_NOMEM;
	held->serial = record.serial;
	held->is_ours = is_ours;
	following->next = (following->next + 1) % AVOW_FOLLOWING_HELD;
	if (following->count < AVOW_FOLLOWING_HELD)
		following->count++;
	return AVOW_OK;
}

int avow_following_finish(struct avow_following *following)
{
	int code = AVOW_OK;

	while (following->count && !code)
		code = let_go(following, held_at(following, --following->count));
	return code;
}
