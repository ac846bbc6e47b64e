/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules that a kernel has, and those that files come to, in the same form. */
#include <inttypes.h>

#include "policy/audit/load.h"
#include "policy/audit/tables.h"

enum { KEY_SEPARATOR = 1 /* AUDIT_KEY_SEPARATOR of libaudit */ };

/* The length of the first rule in @bytes, by its own count; 0 when they end before. */
static size_t length_of(struct avow_span bytes)
{
	uint32_t texts;

	if (bytes.length < AVOW_AUDIT_HEAD)
		return 0;
	memcpy(&texts, bytes.data + AVOW_AUDIT_HEAD - sizeof(texts), sizeof(texts));
	if (texts > bytes.length - AVOW_AUDIT_HEAD)
		return 0;
	return AVOW_AUDIT_HEAD + texts;
}

static uint32_t list_of(struct avow_span bytes)
{
	uint32_t flags;

	memcpy(&flags, bytes.data, sizeof(flags));
	return flags & ~(uint32_t)AUDIT_FILTER_PREPEND;
}

/* In the form in which it is appended. */
static int set_bytes(struct avow_audit_entry *entry, struct avow_arena *arena,
		     const struct avow_audit_target *target)
{
	struct avow_audit_rule rule = *entry->rule;
	struct avow_buf bytes = { 0 };

	rule.is_first = false;
	avow_audit_compile(&rule, target, &bytes);
	entry->bytes = bytes.failed ? avow_span_make(NULL, 0)
				    : avow_arena_copy(arena, avow_buf_span(&bytes));
	avow_buf_free(&bytes);
	if (!entry->bytes.data)
		return AVOW_E_NOMEM;
	entry->list = rule.list;
	entry->hash = avow_span_hash(entry->bytes);
	return AVOW_OK;
}

/* A rule of the kernel's that avow cannot read is kept as the bytes that it is. */
static int take_listed(struct avow_span bytes, const struct avow_audit_target *target,
		       struct avow_arena *arena, struct avow_audit_entry *entry,
		       struct avow_error *error)
{
	struct avow_audit_rule *rule = NULL;
	size_t used;
	int code = avow_audit_decompile(bytes, target, arena, &rule, &used, error);

	if (code == AVOW_E_NOMEM)
		return code;
	entry->rule = code ? NULL : rule;
	if (entry->rule)
		return set_bytes(entry, arena, target) ? avow_error_nomem(error) : 0;
	entry->bytes = bytes;
	entry->list = list_of(bytes);
	entry->hash = avow_span_hash(bytes);
	return AVOW_OK;
}

int avow_audit_table_read(struct avow_span bytes, const struct avow_audit_target *target,
			  struct avow_arena *arena, struct avow_audit_table *out,
			  struct avow_error *error)
{
	size_t room = bytes.length / AVOW_AUDIT_HEAD, length;
	int code = AVOW_OK;

	*out = (struct avow_audit_table){ 0 };
	out->items = avow_arena_alloc(arena, (room + 1) * sizeof(*out->items));
	bytes = avow_arena_copy(arena, bytes);
	if (!out->items || !bytes.data)
		return avow_error_nomem(error);
	while (!code && bytes.length) {
		length = length_of(bytes);
		if (!length)
			return avow_error_set(error, AVOW_E_INPUT,
					      "the bytes end within a rule");
		code = take_listed(avow_span_first(bytes, length), target, arena,
				   out->items + out->count++, error);
		bytes = avow_span_skip(bytes, length);
	}
	return code;
}

int avow_audit_table_list(const struct avow_kernel_rules *kernel,
			  const struct avow_audit_target *target,
			  struct avow_arena *arena, struct avow_audit_table *out,
			  struct avow_error *error)
{
	struct avow_buf bytes = { 0 };
	int code = kernel->list(kernel->state, &bytes, error);

	if (!code)
		code = avow_audit_table_read(avow_buf_span(&bytes), target, arena, out,
					     error);
	avow_buf_free(&bytes);
	return code ? code : kernel->get(kernel->state, out->settings, error);
}

static struct avow_audit_entry *find(const struct avow_audit_table *table,
				     const struct avow_audit_entry *entry)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].hash == entry->hash &&
		    avow_span_equal(table->items[i].bytes, entry->bytes))
			return table->items + i;
	return NULL;
}

const struct avow_audit_entry *avow_audit_table_find(const struct avow_audit_table *table,
						     const struct avow_audit_entry *entry)
{
	return find(table, entry);
}

static void take_out(struct avow_audit_table *table, struct avow_audit_entry *entry)
{
	size_t behind = table->count - (size_t)(entry - table->items) - 1;

	memmove(entry, entry + 1, behind * sizeof(*entry));
	table->count--;
}

static bool has_key(const struct avow_audit_entry *entry, struct avow_span key)
{
	const struct avow_audit_field *field =
		entry->rule ? avow_audit_field_of(entry->rule, AUDIT_FILTERKEY) : NULL;
	struct avow_span rest = field ? field->text : avow_span_make("", 0);

	while (rest.length) {
		size_t length = avow_span_find(rest, KEY_SEPARATOR);

		if (avow_span_equal(avow_span_first(rest, length), key))
			return true;
		rest = avow_span_skip(rest, length + 1);
	}
	return false;
}

size_t avow_audit_table_drop(struct avow_audit_table *table, struct avow_span key)
{
	size_t kept = 0, all = table->count;

	for (size_t i = 0; i < all; i++)
		if (!has_key(table->items + i, key))
			table->items[kept++] = table->items[i];
	table->count = kept;
	return all - kept;
}

static int refuse(const struct avow_audit_line *line, struct avow_error *error,
		  const char *what, const struct avow_audit_line *other)
{
	if (!other)
		return avow_error_set(error, AVOW_E_INPUT, "%s:%" PRIu32 ": %s",
				      line->source->path, line->number, what);
	return avow_error_set(error, AVOW_E_INPUT, "%s:%" PRIu32 ": %s %s:%" PRIu32,
			      line->source->path, line->number, what, other->source->path,
			      other->number);
}

static int take_rule(const struct avow_audit_statement *statement,
		     const struct avow_audit_target *target, struct avow_arena *arena,
		     struct avow_audit_table *out, struct avow_error *error)
{
	struct avow_audit_entry entry = { .rule = statement->rule,
					  .line = statement->line };
	struct avow_audit_entry *same;

	if (set_bytes(&entry, arena, target))
		return avow_error_nomem(error);
	same = find(out, &entry);
	if (statement->rule->is_deletion) {
		if (!same)
			return refuse(entry.line, error,
				      "there is no such rule to delete", NULL);
		take_out(out, same);
		return AVOW_OK;
	}
	if (same)
		return refuse(entry.line, error,
			      "the kernel refuses the same rule again; it is that of",
			      same->line);
	if (!statement->rule->is_first) {
		out->items[out->count++] = entry;
		return AVOW_OK;
	}
	memmove(out->items + 1, out->items, out->count++ * sizeof(*out->items));
	out->items[0] = entry;
	return AVOW_OK;
}

/* The setting that a statement makes; AVOW_KERNEL_SETTINGS: none. */
static enum avow_kernel_setting setting_of(enum avow_audit_kind kind)
{
	switch (kind) {
	case AVOW_AUDIT_ENABLED:
		return AVOW_KERNEL_ENABLED;
	case AVOW_AUDIT_FAILURE:
		return AVOW_KERNEL_FAILURE;
	case AVOW_AUDIT_BACKLOG:
		return AVOW_KERNEL_BACKLOG;
	case AVOW_AUDIT_RATE:
		return AVOW_KERNEL_RATE;
	case AVOW_AUDIT_WAIT_TIME:
		return AVOW_KERNEL_WAIT_TIME;
	case AVOW_AUDIT_IMMUTABLE_ID:
		return AVOW_KERNEL_LOGINUID;
	case AVOW_AUDIT_RULE:
	case AVOW_AUDIT_DELETE_ALL:
	case AVOW_AUDIT_IGNORE:
	case AVOW_AUDIT_CONTINUE:
	case AVOW_AUDIT_RESET_LOST:
	case AVOW_AUDIT_RESET_WAIT:
	case AVOW_AUDIT_TRIM:
	case AVOW_AUDIT_EQUIVALENT:
	case AVOW_AUDIT_REQUEST:
		break;
	}
	return AVOW_KERNEL_SETTINGS;
}

static int take_statement(const struct avow_audit_statement *statement,
			  const struct avow_audit_target *target,
			  struct avow_arena *arena, struct avow_audit_table *out,
			  struct avow_error *error)
{
	enum avow_kernel_setting setting = setting_of(statement->kind);

	if (statement->kind == AVOW_AUDIT_RULE)
		return take_rule(statement, target, arena, out, error);
	if (statement->kind == AVOW_AUDIT_DELETE_ALL && statement->word.length)
		avow_audit_table_drop(out, statement->word);
	else if (statement->kind == AVOW_AUDIT_DELETE_ALL)
		out->count = 0;
	if (setting == AVOW_KERNEL_SETTINGS)
		return AVOW_OK;
	out->set_by[setting] = statement->line;
	out->settings[setting] = setting == AVOW_KERNEL_LOGINUID ? 1 : statement->value;
	return AVOW_OK;
}

int avow_audit_table_make(const struct avow_audit_rules *rules, struct avow_arena *arena,
			  struct avow_audit_table *out, struct avow_error *error)
{
	size_t count = 0;
	int code = AVOW_OK;

	*out = (struct avow_audit_table){ 0 };
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			count++;
	out->items = avow_arena_alloc(arena, (count + 1) * sizeof(*out->items));
	if (!out->items)
		return avow_error_nomem(error);
	for (size_t i = 0; i < rules->order_count && !code; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at && !code; at = at->next)
			code = take_statement(at, &rules->target, arena, out, error);
	return code;
}
