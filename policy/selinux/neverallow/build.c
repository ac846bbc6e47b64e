/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the readers of neverallow rules have in common: names to sets of types,
 * rules, remarks. It knows no grammar.
 */
#include "policy/selinux/neverallow/build.h"

#include "analyzer/base/buf.h"
#include "analyzer/base/escape.h"

#define NAME_MAX_BYTES 256 /* longer words are no names of any policy */
#define TEXT_MAX 200

uint64_t *avow_neverallow_set(struct avow_neverallow *neverallow)
{
	uint64_t *set = avow_arena_alloc(&neverallow->arena,
					 (neverallow->words + 1) * sizeof(*set));

	if (!set)
		neverallow->failed = true;
	return set;
}

static size_t slot_of(struct avow_span name)
{
	return (size_t)(avow_span_hash(name) % NEVERALLOW_ATTRIBUTE_SLOTS);
}

struct neverallow_attribute *
avow_neverallow_attribute(const struct avow_neverallow *neverallow, struct avow_span name)
{
	struct neverallow_attribute *at = neverallow->attributes[slot_of(name)];

	while (at && !avow_span_equal(at->name, name))
		at = at->next;
	return at;
}

struct neverallow_attribute *avow_neverallow_declare(struct avow_neverallow *neverallow,
						     struct avow_span name)
{
	struct neverallow_attribute *at = avow_neverallow_attribute(neverallow, name);

	if (at)
		return at;
	if (neverallow->attribute_count == AVOW_NEVERALLOW_ATTRIBUTES_MAX)
		return NULL;
	at = avow_arena_alloc(&neverallow->arena, sizeof(*at));
	if (!at || !(at->types = avow_neverallow_set(neverallow))) {
		neverallow->failed = true;
		return NULL;
	}
	at->name = avow_arena_copy(&neverallow->arena, name);
	if (!at->name.data) {
		neverallow->failed = true;
		return NULL;
	}
	at->last = &at->first;
	at->next = neverallow->attributes[slot_of(name)];
	neverallow->attributes[slot_of(name)] = at;
	neverallow->attribute_count++;
	return at;
}

/* @name as libsepol wants it; false when no policy can have it. */
static bool terminate(struct avow_span name, char out[NAME_MAX_BYTES])
{
	if (name.length == 0 || name.length >= NAME_MAX_BYTES)
		return false;
	memcpy(out, name.data, name.length);
	out[name.length] = '\0';
	return true;
}

bool avow_neverallow_add(const struct avow_neverallow *neverallow, struct avow_span name,
			 uint64_t *set)
{
	const struct neverallow_attribute *own =
		avow_neverallow_attribute(neverallow, name);
	char terminated[NAME_MAX_BYTES];
	bool is_known = terminate(name, terminated) &&
			avow_sepol_add_types(neverallow->sepol, terminated, set);

	for (size_t i = 0; own && i < neverallow->words; i++)
		set[i] |= own->types[i];
	return is_known || own;
}

uint16_t avow_neverallow_class(const struct avow_neverallow *neverallow,
			       struct avow_span name)
{
	char terminated[NAME_MAX_BYTES];

	return terminate(name, terminated)
		       ? avow_sepol_class(neverallow->sepol, terminated)
		       : 0;
}

uint32_t avow_neverallow_permission(const struct avow_neverallow *neverallow,
				    uint16_t tclass, struct avow_span name)
{
	char terminated[NAME_MAX_BYTES];

	return terminate(name, terminated)
		       ? avow_sepol_permission(neverallow->sepol, tclass, terminated)
		       : 0;
}

static const char *keep(struct avow_neverallow *neverallow, struct avow_buf *text)
{
	char *out = text->failed
			    ? NULL
			    : avow_arena_string(&neverallow->arena, avow_buf_span(text));

	avow_buf_free(text);
	if (!out)
		neverallow->failed = true;
	return out;
}

void avow_neverallow_note(struct avow_neverallow *neverallow, size_t line,
			  const char *what, struct avow_span name)
{
	struct avow_buf text = { 0 };
	struct neverallow_remark *at;

	if (neverallow->remark_count++ >= AVOW_NEVERALLOW_REMARKS_MAX)
		return;
	at = avow_arena_alloc(&neverallow->arena, sizeof(*at));
	if (!at) {
		neverallow->failed = true;
		return;
	}
	avow_buf_puts(&text, what);
	if (name.length) {
		avow_buf_puts(&text, " \"");
		avow_escape_display(&text, avow_span_first(name, 60));
		avow_buf_puts(&text, name.length > 60 ? "...\"" : "\"");
	}
	at->remark.line = line;
	at->remark.text = keep(neverallow, &text);
	*neverallow->last_remark = at;
	neverallow->last_remark = &at->next;
}

/* On one line, without comments. */
static const char *quote(struct avow_neverallow *neverallow, struct avow_span text)
{
	struct avow_buf out = { 0 };
	struct avow_buf line = { 0 };
	bool is_blank = false;

	for (size_t i = 0; i < text.length && line.length <= TEXT_MAX; i++) {
		char byte = text.data[i];

		while (byte == neverallow->comment && i + 1 < text.length &&
		       text.data[i + 1] != '\n')
			i++;
		if (byte == neverallow->comment || byte == ' ' ||
		    (byte >= '\t' && byte <= '\r')) {
			is_blank = true;
			continue;
		}
		if (is_blank && line.length)
			avow_buf_putc(&line, ' ');
		is_blank = false;
		avow_buf_putc(&line, byte);
	}
	avow_escape_display(&out, avow_span_first(avow_buf_span(&line), TEXT_MAX));
	if (line.length > TEXT_MAX)
		avow_buf_puts(&out, "...");
	out.failed |= line.failed;
	avow_buf_free(&line);
	return keep(neverallow, &out);
}

static void *copy(struct avow_neverallow *neverallow, const void *from, size_t size)
{
	struct avow_span bytes = avow_arena_copy(&neverallow->arena,
						 avow_span_make(size ? from : "", size));

	if (!bytes.data)
		neverallow->failed = true;
	return (void *)bytes.data;
}

void avow_neverallow_finish(struct avow_neverallow *neverallow,
			    const struct neverallow_draft *draft, struct avow_span text)
{
	struct neverallow_rule *rule;

	if (neverallow->count == AVOW_NEVERALLOW_RULES_MAX) {
		avow_neverallow_note(neverallow, draft->line,
				     "one rule too many: it is not checked",
				     avow_span_of(""));
		return;
	}
	rule = avow_arena_alloc(&neverallow->arena, sizeof(*rule));
	if (!rule) {
		neverallow->failed = true;
		return;
	}
	rule->assertion = (struct avow_assertion){
		.sources = draft->sources,
		.targets = draft->targets,
		.is_self = draft->is_self,
		.is_not_self = draft->is_not_self,
		.classes = copy(neverallow, draft->classes,
				draft->class_count * sizeof(draft->classes[0])),
		.class_count = draft->class_count,
		.commands = copy(neverallow, draft->commands,
				 draft->command_count * sizeof(draft->commands[0])),
		.command_count = draft->command_count,
	};
	rule->place.path = neverallow->path;
	rule->place.line = draft->line;
	rule->place.text = quote(neverallow, text);
	*neverallow->last = rule;
	neverallow->last = &rule->next;
	neverallow->count++;
}

bool avow_neverallow_add_class(struct neverallow_draft *draft, uint16_t tclass,
			       uint32_t permissions)
{
	if (draft->class_count == AVOW_NEVERALLOW_CLASSES_MAX)
		return false;
	draft->classes[draft->class_count].tclass = tclass;
	draft->classes[draft->class_count++].permissions = permissions;
	return true;
}

void avow_neverallow_put_commands(uint64_t *commands, unsigned low, unsigned high)
{
	for (unsigned i = low; i <= high && i <= UINT16_MAX; i++)
		commands[i / 64] |= UINT64_C(1) << (i % 64);
}

static bool has_command(const uint64_t *commands, unsigned command)
{
	return (commands[command / 64] >> (command % 64)) & 1;
}

bool avow_neverallow_take_commands(struct neverallow_draft *draft,
				   const uint64_t *commands)
{
	for (unsigned i = 0; i <= UINT16_MAX; i++) {
		struct avow_command_range *range = &draft->commands[draft->command_count];

		if (!has_command(commands, i))
			continue;
		if (draft->command_count == AVOW_NEVERALLOW_RANGES_MAX)
			return false;
		range->low = (uint16_t)i;
		while (i < UINT16_MAX && has_command(commands, i + 1))
			i++;
		range->high = (uint16_t)i;
		draft->command_count++;
	}
	return true;
}

bool avow_neverallow_command(struct avow_span word, unsigned *out)
{
	bool is_hexadecimal =
		avow_span_starts_with(word, "0x") || avow_span_starts_with(word, "0X");
	uint64_t number;

	if (!avow_span_to_u64(is_hexadecimal ? avow_span_skip(word, 2) : word,
			      is_hexadecimal ? 16 : 10, &number) ||
	    number > UINT16_MAX)
		return false;
	*out = (unsigned)number;
	return true;
}
