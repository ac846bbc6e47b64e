/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a log holds, in one pass over the fields of each record. */
#include "analyzer/digest/digest.h"
#include "analyzer/record/scope.h"

static const char *const event_names[AVOW_OVERVIEW_COUNTS] = {
	[AVOW_OVERVIEW_EVENTS] = "events",
	[AVOW_OVERVIEW_CONFIGURATION] = "changes of configuration",
	[AVOW_OVERVIEW_ACCOUNTS] = "changes of accounts, groups or roles",
	[AVOW_OVERVIEW_LOGINS] = "logins",
	[AVOW_OVERVIEW_FAILED_LOGINS] = "failed logins",
	[AVOW_OVERVIEW_AUTHENTICATIONS] = "authentications",
	[AVOW_OVERVIEW_FAILED_AUTHENTICATIONS] = "failed authentications",
	[AVOW_OVERVIEW_AVC] = "events of SELinux's AVC",
	[AVOW_OVERVIEW_APPARMOR] = "events of AppArmor",
	[AVOW_OVERVIEW_SECCOMP] = "events of seccomp",
	[AVOW_OVERVIEW_LANDLOCK] = "events of Landlock",
	[AVOW_OVERVIEW_MAC] = "changes of MAC policy or mode",
	[AVOW_OVERVIEW_FAILED_CALLS] = "failed system calls",
	[AVOW_OVERVIEW_ANOMALIES] = "anomalies",
	[AVOW_OVERVIEW_RESPONSES] = "responses to anomalies",
	[AVOW_OVERVIEW_CRYPTO] = "events of cryptography",
	[AVOW_OVERVIEW_INTEGRITY] = "events of integrity",
	[AVOW_OVERVIEW_VIRTUAL] = "events of virtual machines",
	[AVOW_OVERVIEW_TTY] = "events of typing",
};

static const char *const distinct_names[AVOW_OVERVIEW_DISTINCT] = {
	[AVOW_OVERVIEW_USERS] = "users who logged in",
	[AVOW_OVERVIEW_TERMINALS] = "terminals",
	[AVOW_OVERVIEW_HOSTS] = "hosts",
	[AVOW_OVERVIEW_EXECUTABLES] = "executables",
	[AVOW_OVERVIEW_COMMANDS] = "commands",
	[AVOW_OVERVIEW_FILES] = "files",
	[AVOW_OVERVIEW_KEYS] = "keys",
	[AVOW_OVERVIEW_PIDS] = "process IDs",
};

/* Fields whose values are told apart. */
static const struct {
	struct avow_span name;
	enum avow_overview_distinct row;
} told_apart[] = {
	{ AVOW_SPAN("auid"), AVOW_OVERVIEW_USERS },
	{ AVOW_SPAN("terminal"), AVOW_OVERVIEW_TERMINALS },
	{ AVOW_SPAN("tty"), AVOW_OVERVIEW_TERMINALS },
	{ AVOW_SPAN("hostname"), AVOW_OVERVIEW_HOSTS },
	{ AVOW_SPAN("addr"), AVOW_OVERVIEW_HOSTS },
	{ AVOW_SPAN("exe"), AVOW_OVERVIEW_EXECUTABLES },
	{ AVOW_SPAN("comm"), AVOW_OVERVIEW_COMMANDS },
	{ AVOW_SPAN("name"), AVOW_OVERVIEW_FILES },
	{ AVOW_SPAN("path"), AVOW_OVERVIEW_FILES },
	{ AVOW_SPAN("key"), AVOW_OVERVIEW_KEYS },
	{ AVOW_SPAN("pid"), AVOW_OVERVIEW_PIDS },
};

/* Of an event that is taken in. */
struct facts {
	uint64_t kinds; /* a bit for each enum avow_overview_events */
	bool has_call, has_failed;
	bool is_auth, is_login;
};

const char *avow_overview_events_name(enum avow_overview_events row)
{
	return event_names[row];
}

const char *avow_overview_distinct_name(enum avow_overview_distinct row)
{
	return distinct_names[row];
}

/* Which kind of events a report by its name is counted as. */
static const struct {
	const char *report;
	enum avow_overview_events row;
} rows[] = {
	{ "config", AVOW_OVERVIEW_CONFIGURATION },
	{ "mods", AVOW_OVERVIEW_ACCOUNTS },
	{ "seccomp", AVOW_OVERVIEW_SECCOMP },
	{ "landlock", AVOW_OVERVIEW_LANDLOCK },
	{ "mac", AVOW_OVERVIEW_MAC },
	{ "anomaly", AVOW_OVERVIEW_ANOMALIES },
	{ "response", AVOW_OVERVIEW_RESPONSES },
	{ "crypto", AVOW_OVERVIEW_CRYPTO },
	{ "integrity", AVOW_OVERVIEW_INTEGRITY },
	{ "virt", AVOW_OVERVIEW_VIRTUAL },
	{ "tty", AVOW_OVERVIEW_TTY },
};

static void take_kinds(const struct avow_group_record *record, uint32_t type,
		       struct facts *facts)
{
	switch (type) {
	case 1300:
		facts->has_call = true;
		return;
	case 1302: /* PATH, CWD, PROCTITLE, EOE: most records, of no kind */
	case 1307:
	case 1320:
	case 1327:
		return;
	case 1100:
		facts->is_auth = true;
		break;
	case 1112:
		facts->is_login = true;
		break;
	case 1400:
	case 1107:
		facts->kinds |= UINT64_C(1)
				<< (avow_span_search(record->body, "apparmor=\"") <
						    record->body.length
					    ? AVOW_OVERVIEW_APPARMOR
					    : AVOW_OVERVIEW_AVC);
		return;
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (avow_digest_is_type(
			    avow_digest_report_named(avow_span_of(rows[i].report)), type))
			facts->kinds |= UINT64_C(1) << rows[i].row;
}

static void take_result(struct facts *facts, struct avow_span value)
{
	if (avow_span_is(value, "no") || avow_span_is(value, "0") ||
	    avow_span_is(value, "failed"))
		facts->has_failed = true;
}

/* What is there and means nobody, none or nothing. */
static bool is_nothing(struct avow_span value)
{
	return !value.length || avow_span_is(value, "?") || avow_span_is(value, "n/a") ||
	       avow_span_is(value, "(null)") || avow_span_is(value, "(none)");
}

/* Several keys have 0x01 between them. */
static int count_keys(struct avow_counts *counts, struct avow_span keys)
{
	int code = AVOW_OK;

	while (keys.length && !code) {
		size_t length = avow_span_find(keys, '\1');

		code = avow_counts_add(counts, avow_span_first(keys, length));
		keys = avow_span_skip(keys, length + 1);
	}
	return code;
}

static int count_value(struct avow_overview *overview, enum avow_overview_distinct row,
		       const struct avow_group_record *record,
		       const struct avow_field *field)
{
	bool is_key = row == AVOW_OVERVIEW_KEYS;
	struct avow_span value = field->value;

	if (is_nothing(value) || (is_key && record->type == AVOW_RECORD_AVC))
		return AVOW_OK;
	if (avow_interpret_is_encoded(field->name))
		value = avow_field_text(field, &overview->scratch);
	return is_key ? count_keys(&overview->distinct[row], value)
		      : avow_counts_add(&overview->distinct[row], value);
}

static int take_field(struct avow_overview *overview, struct facts *facts,
		      const struct avow_group_record *record,
		      const struct avow_field *field)
{
	if (field->name.length > 8)
		return AVOW_OK;
	if (avow_span_is(field->name, "success") || avow_span_is(field->name, "res")) {
		take_result(facts, field->value);
		return AVOW_OK;
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(told_apart); i++)
		if (avow_span_equal(field->name, told_apart[i].name))
			return count_value(overview, told_apart[i].row, record, field);
	return AVOW_OK;
}

static void add_kind(struct avow_overview *overview, enum avow_overview_events row)
{
	overview->events[row]++;
}

/* What an event counts as, once all of its records are known. */
static void count_event(struct avow_overview *overview, const struct facts *facts)
{
	add_kind(overview, AVOW_OVERVIEW_EVENTS);
	for (unsigned i = 0; i < AVOW_OVERVIEW_COUNTS; i++)
		if (facts->kinds >> i & 1)
			add_kind(overview, (enum avow_overview_events)i);
	if (facts->has_call && facts->has_failed)
		add_kind(overview, AVOW_OVERVIEW_FAILED_CALLS);
	if (facts->is_login)
		add_kind(overview, facts->has_failed ? AVOW_OVERVIEW_FAILED_LOGINS
						     : AVOW_OVERVIEW_LOGINS);
	if (facts->is_auth)
		add_kind(overview, facts->has_failed
					   ? AVOW_OVERVIEW_FAILED_AUTHENTICATIONS
					   : AVOW_OVERVIEW_AUTHENTICATIONS);
}

static void take_time(struct avow_overview *overview, struct avow_time time)
{
	if (!avow_time_is_known(time))
		return;
	if (!avow_time_is_known(overview->first) ||
	    avow_time_compare(time, overview->first) < 0)
		overview->first = time;
	if (avow_time_compare(time, overview->last) > 0)
		overview->last = time;
}

int avow_overview_add(struct avow_overview *overview, const struct avow_group *group)
{
	struct facts facts = { 0 };
	struct avow_field field;
	int code = AVOW_OK;

	for (size_t i = 0; i < group->count && !code; i++) {
		const struct avow_group_record *record = &group->records[i];
		struct avow_scope scope = avow_scope_begin(record->body);

		take_kinds(record, avow_digest_type(&overview->types, record->type_name),
			   &facts);
		while (!code && avow_scope_next(&scope, &field))
			code = take_field(overview, &facts, record, &field);
	}
	take_time(overview, group->time);
	count_event(overview, &facts);
	return code;
}

void avow_overview_free(struct avow_overview *overview)
{
	for (size_t i = 0; i < AVOW_OVERVIEW_DISTINCT; i++)
		avow_counts_free(&overview->distinct[i]);
	avow_buf_free(&overview->scratch);
}
