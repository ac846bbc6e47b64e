/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file of neverallow rules came to, as findings, which know no engine. */
#include "analyzer/base/buf.h"
#include "policy/selinux/neverallow/build.h"

#define BROKEN_MAX 64

struct listing {
	const struct avow_sepol *sepol;
	struct avow_broken_neverallow *rows;
	size_t count, all;
	struct avow_arena *arena;
	bool failed;
};

static void append_permissions(const struct avow_sepol *sepol,
			       const struct avow_assertion_breach *breach,
			       struct avow_buf *out)
{
	bool is_many = (breach->permissions & (breach->permissions - 1)) != 0;

	avow_buf_puts(out, is_many ? "{ " : "");
	for (unsigned i = 0; i < 32; i++) {
		const char *name =
			avow_sepol_permission_name(sepol, breach->pair.tclass, i);

		if (name && (breach->permissions >> i & 1))
			avow_buf_printf(out, "%s%s", name, is_many ? " " : "");
	}
	avow_buf_puts(out, is_many ? "};" : ";");
}

/* `allow a_t b_t:file { read write }; [ a_boolean ]`, of what is forbidden alone. */
static void list(void *data, const struct avow_neverallow_place *where,
		 const struct avow_assertion_breach *breach)
{
	struct listing *listing = data;
	struct avow_broken_neverallow *row = &listing->rows[listing->count];
	struct avow_buf text = { 0 };

	listing->all++;
	if (listing->count == BROKEN_MAX)
		return;
	avow_buf_printf(&text, "allow %s %s:%s ",
			avow_sepol_type_name(listing->sepol, breach->pair.source),
			avow_sepol_type_name(listing->sepol, breach->pair.target),
			avow_sepol_class_name(listing->sepol, breach->pair.tclass));
	append_permissions(listing->sepol, breach, &text);
	if (breach->conditional) {
		avow_buf_puts(&text, " [ ");
		avow_sepol_expression(listing->sepol, breach->conditional, &text);
		avow_buf_puts(&text, " ]");
	}
	row->line = where->line;
	row->rule = text.failed ? NULL
				: avow_arena_string(listing->arena, avow_buf_span(&text));
	avow_buf_free(&text);
	if (row->rule)
		listing->count++;
	else
		listing->failed = true;
}

static int tell_doubts(const struct avow_neverallow *neverallow,
		       struct avow_neverallow_findings *out, struct avow_arena *arena)
{
	struct avow_neverallow_doubt *rows = avow_arena_alloc(
		arena, (AVOW_NEVERALLOW_REMARKS_MAX + 1) * sizeof(*rows));
	const struct avow_neverallow_remark *remark;
	size_t count = 0;

	if (!rows)
		return AVOW_E_NOMEM;
	for (; (remark = avow_neverallow_remark(neverallow, count)); count++) {
		rows[count].line = remark->line;
		rows[count].text = avow_arena_string(arena, avow_span_of(remark->text));
		if (!rows[count].text)
			return AVOW_E_NOMEM;
	}
	out->doubts = rows;
	out->doubt_count = count;
	out->all_doubts = avow_neverallow_remarks(neverallow);
	return 0;
}

int avow_neverallow_tell(const struct avow_neverallow *neverallow,
			 const struct avow_sepol *sepol,
			 struct avow_neverallow_findings *out, struct avow_arena *arena)
{
	struct listing listing = { .sepol = sepol, .arena = arena };

	listing.rows = avow_arena_alloc(arena, (BROKEN_MAX + 1) * sizeof(*listing.rows));
	out->path = avow_arena_string(arena, avow_span_of(neverallow->path));
	if (!listing.rows || !out->path || tell_doubts(neverallow, out, arena) < 0)
		return AVOW_E_NOMEM;
	out->rules = avow_neverallow_count(neverallow);
	if (avow_neverallow_violations(neverallow, sepol, list, &listing) < 0)
		return AVOW_E_NOMEM;
	out->all_broken = listing.all;
	out->broken = listing.rows;
	out->broken_count = listing.count;
	return listing.failed ? AVOW_E_NOMEM : 0;
}
