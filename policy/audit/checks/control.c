/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines that set something: whether they do it well, and in the right place. */
#include "policy/audit/linter.h"

enum { BACKLOG_ENOUGH = 8192 };

static void tell(struct avow_audit_linter *linter, enum avow_audit_code code,
		 const struct avow_audit_statement *statement, const char *what)
{
	avow_audit_found(linter, code, statement, statement->mark, NULL, "%s", what);
}

static void check_one(struct avow_audit_linter *linter,
		      const struct avow_audit_statement *at)
{
	if (at->kind == AVOW_AUDIT_FAILURE && at->value == 2)
		tell(linter, AVOW_AUD_PANIC, at, "-f 2 is set");
	if (at->kind == AVOW_AUDIT_BACKLOG && at->value < BACKLOG_ENOUGH)
		avow_audit_found(linter, AVOW_AUD_BACKLOG, at, at->mark, NULL,
				 "the queue holds %u records", at->value);
	if (at->kind == AVOW_AUDIT_RATE && at->value)
		avow_audit_found(linter, AVOW_AUD_RATE, at, at->mark, NULL,
				 "no more than %u records are taken in a second",
				 at->value);
	if (at->kind == AVOW_AUDIT_IGNORE || at->kind == AVOW_AUDIT_CONTINUE)
		tell(linter, AVOW_AUD_IGNORE, at, "loading goes on after an error");
	if (at->kind == AVOW_AUDIT_IMMUTABLE_ID)
		tell(linter, AVOW_AUD_IMMUTABLE_ID, at, "auid cannot be set again");
	if (at->kind == AVOW_AUDIT_REQUEST)
		tell(linter, AVOW_AUD_REQUEST, at, "this is for a command line");
}

static bool is_rule(const struct avow_audit_statement *statement)
{
	return statement->kind == AVOW_AUDIT_RULE;
}

static bool is_delete_all(const struct avow_audit_statement *statement)
{
	return statement->kind == AVOW_AUDIT_DELETE_ALL && !statement->word.length;
}

/* -D before the first rule, -e behind the last. */
static void check_places(struct avow_audit_linter *linter)
{
	const struct avow_audit_statement *rule = NULL, *locked = NULL;
	struct avow_buf where = { 0 };

	for (size_t i = 0; i < linter->statement_count; i++) {
		const struct avow_audit_statement *at = linter->statements[i];

		if (locked) {
			avow_audit_found(linter, AVOW_AUD_LOCKED, at, at->mark, NULL,
					 "%s has locked the rules",
					 avow_audit_where(locked, at, &where));
			break;
		}
		if (is_delete_all(at) && rule)
			avow_audit_found(linter, AVOW_AUD_NOT_FIRST, at, at->mark, NULL,
					 "the rule of %s is deleted here",
					 avow_audit_where(rule, at, &where));
		if (is_rule(at))
			rule = at;
		if (at->kind == AVOW_AUDIT_ENABLED && at->value == 2)
			locked = at;
		else if (at->kind == AVOW_AUDIT_ENABLED &&
			 i + 1 < linter->statement_count)
			tell(linter, AVOW_AUD_EARLY, at, "lines come behind it");
	}
	avow_buf_free(&where);
}

/* What a set of rules is expected to say, told at its first statement. */
static void check_missing(struct avow_audit_linter *linter)
{
	bool has_rule = false, has_delete = false, has_backlog = false, has_wait = false;

	for (size_t i = 0; i < linter->statement_count; i++) {
		const struct avow_audit_statement *at = linter->statements[i];

		has_rule |= is_rule(at);
		has_delete |= is_delete_all(at);
		has_backlog |= at->kind == AVOW_AUDIT_BACKLOG;
		has_wait |= at->kind == AVOW_AUDIT_WAIT_TIME;
	}
	if (has_rule && !has_delete)
		tell(linter, AVOW_AUD_NO_DELETE, linter->statements[0], "no line has -D");
	if (has_backlog && !has_wait)
		tell(linter, AVOW_AUD_NO_WAIT, linter->statements[0],
		     "no line has --backlog_wait_time");
}

void avow_audit_check_control(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->statement_count; i++)
		check_one(linter, linter->statements[i]);
	check_places(linter);
	check_missing(linter);
}
