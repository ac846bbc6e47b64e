/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records of any bytes as an event that rules are asked of: nothing is read that is not
 * there, and the verdict is the same each time.
 */
#include <string.h>

#include "policy/audit/evaluate.h"
#include "tests/fuzz/fuzz.h"

const char fuzz_fixtures[] = "/denial";

static const char rules_text[] =
	"-a never,exit -F arch=b64 -S getppid -F exe=/usr/bin/x\n"
	"-a always,exit -F arch=b64 -S openat -F exit=-EACCES -F subj_clr!=s1 -k a\n"
	"-a always,exit -F dir=/etc -F perm=wa -C uid!=obj_uid -k b\n"
	"-w /etc/shadow -p rwxa -k c\n"
	"-a always,exit -S all -F obj_type=etc_t -F saddr_fam!=10 -F filetype=file -k d\n"
	"-a always,exit -F arch=b32 -S all -F devmajor=253 -F a2&1 -k e\n";

/* The lines as one event, as a log would have them. */
static void group_lines(struct avow_span bytes, struct avow_record_reader *reader,
			struct avow_group *group)
{
	group->count = 0;
	while (bytes.length && group->count < AVOW_GROUP_RECORDS) {
		size_t length = avow_span_find(bytes, '\n');
		struct avow_record record;
		enum avow_defect defect;

		/* Of what was translated the text is gone with the next line. */
		if (avow_record_read(reader, avow_span_first(bytes, length), &record,
				     &defect) == AVOW_LINE_RECORD &&
		    !reader->text.length && !reader->soft.length)
			group->records[group->count++] =
				(struct avow_group_record){ .type = record.type,
							    .type_name = record.type_name,
							    .body = record.body,
							    .bytes = length };
		bytes = avow_span_skip(bytes, length + 1);
	}
}

static void check_event(const struct avow_group *group)
{
	struct avow_audit_options options = { .root = "/nowhere" };
	struct avow_arena arena = { 0 };
	struct avow_audit_event event;
	struct avow_audit_asked asked;
	struct avow_audit_rules *rules;
	struct avow_audit_verdict first, second;

	avow_audit_target_default(&options.target);
	options.target.machine = avow_machine_named(avow_span_of("x86_64"));
	FUZZ_HOLDS(avow_audit_read_text("", avow_span_of(rules_text), &options, &rules,
					NULL) == 0);
	FUZZ_HOLDS(!rules->error_count);
	FUZZ_HOLDS(avow_audit_asked_of(rules, &arena, &asked) == 0);
	if (avow_audit_event_read(group, &arena, &event)) {
		FUZZ_HOLDS(event.touched_count <= AVOW_AUDIT_TOUCHED_MAX);
		first = avow_audit_evaluate(&asked, &event);
		second = avow_audit_evaluate(&asked, &event);
		FUZZ_HOLDS(avow_audit_same_verdict(&first, &second));
		FUZZ_HOLDS(!first.key.length || first.rule);
	}
	avow_audit_free(rules);
	avow_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct avow_group group;
	struct avow_record_reader reader = { 0 };

	group_lines(avow_span_make((const char *)data, size), &reader, &group);
	check_event(&group);
	avow_record_reader_free(&reader);
	return 0;
}
