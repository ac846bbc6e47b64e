/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The first line, or one of ours, as a question of the rest as records: what is printed
 * of a question is read as the same, and its contrary has the other answer. Every field
 * is put into words, which never fails.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/digest/digest.h"
#include "analyzer/record/scope.h"
#include "analyzer/search/query.h"

#define QUESTION_MAX 1024

static void check_print(const struct avow_query *query)
{
	struct avow_buf once = { 0 }, twice = { 0 };
	struct avow_query again = { 0 };
	struct avow_query_node *node;

	avow_query_print(query, &once);
	FUZZ_HOLDS(!avow_query_parse(&again, avow_buf_string(&once), &node, NULL));
	FUZZ_HOLDS(!avow_query_add(&again, node));
	avow_query_print(&again, &twice);
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice)));
	avow_query_free(&again);
	avow_buf_free(&once);
	avow_buf_free(&twice);
}

static void check_fields(const struct avow_group *group,
			 struct avow_interpreter *interpreter)
{
	struct avow_interpreted context;
	struct avow_field field;

	avow_interpret_begin(group, &context);
	for (size_t i = 0; i < group->count; i++) {
		struct avow_scope scope = avow_scope_begin(group->records[i].body);

		context.record = &group->records[i];
		while (avow_scope_next(&scope, &field))
			(void)avow_interpret(interpreter, &context, &field);
	}
	FUZZ_HOLDS(!interpreter->scratch.failed);
}

struct asked {
	struct avow_query question, contrary;
	struct avow_interpreter interpreter;
	struct avow_overview overview;
};

/* Every report has something to say of an event that is one of its own. */
static void check_reports(struct asked *asked, const struct avow_group *group)
{
	uint64_t events = asked->overview.events[AVOW_OVERVIEW_EVENTS];

	FUZZ_HOLDS(!avow_overview_add(&asked->overview, group));
	FUZZ_HOLDS(asked->overview.events[AVOW_OVERVIEW_EVENTS] == events + 1);
	for (size_t i = 0; i < avow_digest_report_count; i++) {
		const struct avow_digest_report *report = &avow_digest_reports[i];
		struct avow_values values = avow_values_begin(group, &asked->interpreter);
		struct avow_span heading, value;
		size_t columns = 0;

		if (!avow_digest_is_of(report, &asked->overview.types, &values))
			continue;
		while (avow_digest_column(report, columns, &values, &heading, &value))
			columns++;
		FUZZ_HOLDS(columns > 1);
	}
}

static int on_group(void *data, const struct avow_group *group)
{
	struct asked *asked = data;

	FUZZ_HOLDS(avow_query_holds(&asked->question, group, &asked->interpreter) !=
		   avow_query_holds(&asked->contrary, group, &asked->interpreter));
	check_fields(group, &asked->interpreter);
	check_reports(asked, group);
	return 0;
}

static void ask(struct asked *asked, struct avow_span bytes)
{
	struct avow_groups *groups = avow_groups_new(on_group, asked);
	struct avow_record_reader reader = { 0 };

	FUZZ_HOLDS(groups);
	while (bytes.length) {
		size_t length = avow_span_find(bytes, '\n');
		struct avow_record record;
		enum avow_defect defect;

		if (avow_record_read(&reader, avow_span_first(bytes, length), &record,
				     &defect) == AVOW_LINE_RECORD) {
			record.source = 0;
			record.place = (struct avow_place){ 0, 1 };
			FUZZ_HOLDS(!avow_groups_feed(groups, &record, length + 1));
		}
		bytes = avow_span_skip(bytes, length + 1);
	}
	FUZZ_HOLDS(!avow_groups_finish(groups));
	avow_groups_free(groups);
	avow_record_reader_free(&reader);
}

/* False when it is no question. */
static bool try(const char *text, struct avow_span records)
{
	struct asked asked = { .interpreter.accounts.root = "/nonexistent" };
	struct avow_query_node *node;
	bool is_question = !avow_query_parse(&asked.question, text, &node, NULL);

	if (is_question) {
		FUZZ_HOLDS(!avow_query_add(&asked.question, node));
		check_print(&asked.question);
		FUZZ_HOLDS(!avow_query_parse(&asked.contrary, text, &node, NULL));
		FUZZ_HOLDS(!avow_query_add(&asked.contrary,
					   avow_query_not(&asked.contrary, node)));
		ask(&asked, records);
	}
	avow_query_free(&asked.question);
	avow_query_free(&asked.contrary);
	avow_interpreter_free(&asked.interpreter);
	avow_overview_free(&asked.overview);
	return is_question;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Of what is mostly no question. */
	static const char *const questions[] = {
		"type=AVC and not perm=read or success=no",
		"uid=root or key*=a or scontext.type~_t$ and exit<0",
		"saddr or name~^/ and (comm!=x or arch=x86_64) and serial>3",
		"text*=denied and node=a or tclass=file and tcontext.range*=c",
	};
	struct avow_span all = avow_span_make((const char *)data, size);
	size_t length = avow_span_find(all, '\n');
	char text[QUESTION_MAX];

	if (length < sizeof(text)) {
		memcpy(text, data, length);
		text[length] = '\0';
		if (try(text, avow_span_skip(all, length + 1)))
			return 0;
	}
	try(questions[size % AVOW_ARRAY_SIZE(questions)], all);
	return 0;
}
