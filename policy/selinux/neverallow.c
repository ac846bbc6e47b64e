/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file of neverallow rules: opened, read by the reader of its language, held
 * against rules. What a rule forbids is sepol/assertions.c's to say.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "analyzer/base/buf.h"
#include "analyzer/base/escape.h"
#include "policy/selinux/neverallow/build.h"

#define FILE_MAX (32u << 20) /* Android's, the largest known, have ten megabytes */

static struct avow_neverallow *make(const struct avow_sepol *sepol, const char *path)
{
	struct avow_arena arena = { 0 };
	struct avow_neverallow *out = avow_arena_alloc(&arena, sizeof(*out));

	if (!out) {
		avow_arena_free(&arena);
		return NULL;
	}
	out->arena = arena;
	out->sepol = sepol;
	out->words = avow_sepol_type_words(sepol);
	out->last = &out->first;
	out->last_remark = &out->first_remark;
	out->path = avow_arena_string(&out->arena, avow_span_of(path));
	out->failed = !out->path;
	return out;
}

/* A comment of CIL begins with a semicolon, one of the other language with #. */
static bool is_cil(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] != ' ' && (text.data[i] < '\t' || text.data[i] > '\r'))
			return text.data[i] == '(' || text.data[i] == ';';
	return false;
}

int avow_neverallow_read(struct avow_span text, const char *path,
			 const struct avow_sepol *sepol, struct avow_neverallow **out,
			 struct avow_error *error)
{
	struct avow_neverallow *made;

	*out = NULL;
	if (avow_span_find(text, '\0') < text.length)
		return avow_error_set(error, AVOW_E_INPUT,
				      "%s: is not a text of neverallow rules", path);
	made = make(sepol, path);
	if (!made)
		return avow_error_nomem(error);
	if (!made->failed && is_cil(text)) {
		made->comment = ';';
		avow_neverallow_read_cil(made, text);
	} else if (!made->failed) {
		made->comment = '#';
		avow_neverallow_read_te(made, text);
	}
	if (made->failed) {
		avow_neverallow_free(made);
		return avow_error_nomem(error);
	}
	*out = made;
	return 0;
}

static int read_whole(int file, const char *path, struct avow_buf *out,
		      struct avow_error *error)
{
	char piece[65536];

	for (;;) {
		ssize_t count = read(file, piece, sizeof(piece));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return avow_error_set(error, AVOW_E_INPUT,
					      "%s: cannot read the neverallow rules: %m",
					      path);
		if (count == 0)
			return 0;
		avow_buf_append(out, avow_span_make(piece, (size_t)count));
		if (out->failed)
			return avow_error_nomem(error);
		if (out->length > FILE_MAX)
			return avow_error_set(
				error, AVOW_E_INPUT,
				"%s: is larger than any file of neverallow rules", path);
	}
}

int avow_neverallow_load(const char *path, const struct avow_sepol *sepol,
			 struct avow_neverallow **out, struct avow_error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct avow_buf text = { 0 };
	int code;

	*out = NULL;
	if (file < 0)
		return avow_error_set(error, AVOW_E_INPUT,
				      "%s: cannot open the neverallow rules: %m", path);
	code = read_whole(file, path, &text, error);
	close(file);
	if (code == 0)
		code = avow_neverallow_read(avow_buf_span(&text), path, sepol, out,
					    error);
	avow_buf_free(&text);
	return code;
}

void avow_neverallow_free(struct avow_neverallow *neverallow)
{
	struct avow_arena arena;

	if (!neverallow)
		return;
	arena = neverallow->arena;
	avow_arena_free(&arena);
}

size_t avow_neverallow_count(const struct avow_neverallow *neverallow)
{
	return neverallow->count;
}

size_t avow_neverallow_remarks(const struct avow_neverallow *neverallow)
{
	return neverallow->remark_count;
}

const struct avow_neverallow_remark *
avow_neverallow_remark(const struct avow_neverallow *neverallow, size_t index)
{
	const struct neverallow_remark *at = neverallow->first_remark;

	while (at && index--)
		at = at->next;
	return at ? &at->remark : NULL;
}

void avow_neverallow_sentence(const struct avow_neverallow_place *where,
			      struct avow_buf *out)
{
	avow_buf_puts(out, "An allow rule for it would break the neverallow rule of ");
	avow_escape_display(out, avow_span_of(where->path));
	avow_buf_printf(out, ":%zu.", where->line);
}

bool avow_neverallow_breaks(const struct avow_neverallow *neverallow,
			    const struct avow_sepol *sepol,
			    const struct avow_sepol_rule *rule,
			    struct avow_neverallow_place *where)
{
	for (const struct neverallow_rule *at = neverallow->first; at; at = at->next) {
		if (!avow_sepol_forbidden(sepol, &at->assertion, rule))
			continue;
		*where = at->place;
		return true;
	}
	return false;
}

bool avow_neverallow_breaks_command(const struct avow_neverallow *neverallow,
				    const struct avow_sepol *sepol,
				    const struct avow_sepol_pair *pair, uint16_t command,
				    struct avow_neverallow_place *where)
{
	for (const struct neverallow_rule *at = neverallow->first; at; at = at->next) {
		if (!avow_sepol_forbids_command(sepol, &at->assertion, pair, command))
			continue;
		*where = at->place;
		return true;
	}
	return false;
}

struct telling {
	const struct neverallow_rule *rule;
	void (*visit)(void *data, const struct avow_neverallow_place *where,
		      const struct avow_assertion_breach *breach);
	void *data;
};

static void tell(void *data, const struct avow_assertion_breach *breach)
{
	struct telling *telling = data;

	telling->visit(telling->data, &telling->rule->place, breach);
}

int avow_neverallow_violations(const struct avow_neverallow *neverallow,
			       const struct avow_sepol *sepol,
			       void (*visit)(void *data,
					     const struct avow_neverallow_place *where,
					     const struct avow_assertion_breach *breach),
			       void *data)
{
	struct telling telling = { .visit = visit, .data = data };
	int code = 0;

	for (telling.rule = neverallow->first; telling.rule && code == 0;
	     telling.rule = telling.rule->next)
		code = avow_sepol_breaches(sepol, &telling.rule->assertion, tell,
					   &telling);
	return code;
}
