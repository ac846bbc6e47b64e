/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Contexts as the policy takes them. libsepol parses a context into its table of
 * contexts, which it searches one after the other; they are copied out of it, and it
 * starts anew before it gets slow.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "analyzer/denial/denial.h"

#define SIDS_MAX 64u

static int reset_sids(struct avow_sepol *sepol)
{
	if (sepol->has_sids)
		sepol_sidtab_destroy(&sepol->sids);
	sepol->has_sids = sepol_sidtab_init(&sepol->sids) == 0;
	return sepol->has_sids ? 0 : AVOW_E_NOMEM;
}

int avow_sepol_context(struct avow_sepol *sepol, const char *text,
		       struct avow_sepol_context **out)
{
	const context_struct_t *found;
	sepol_security_id_t sid = 0;

	*out = NULL;
	if ((!sepol->has_sids || sepol->sids.nel >= SIDS_MAX) && reset_sids(sepol) < 0)
		return AVOW_E_NOMEM;
	/* libsepol's services answer from process-wide statics. */
	(void)sepol_set_policydb(sepol->db);
	(void)sepol_set_sidtab(&sepol->sids);
	if (sepol_context_to_sid(text, strlen(text) + 1, &sid) != 0)
		return 0;
	found = sepol_sidtab_search(&sepol->sids, sid);
	*out = calloc(1, sizeof(**out));
	if (!found || !*out || context_cpy(&(*out)->value, found) != 0) {
		free(*out);
		*out = NULL;
		return AVOW_E_NOMEM;
	}
	return 0;
}

void avow_sepol_context_free(struct avow_sepol_context *context)
{
	if (!context)
		return;
	context_destroy(&context->value);
	free(context);
}

/* Whether one of @table's names is @name, which is not NUL terminated. */
static bool has_name(const symtab_t *table, struct avow_span name,
		     struct avow_buf *scratch)
{
	avow_buf_clear(scratch);
	avow_buf_append(scratch, name);
	return hashtab_search(table->table, avow_buf_string(scratch)) != NULL;
}

static void name_flaw(const char *what, struct avow_span name, struct avow_buf *out)
{
	avow_buf_printf(out, "%s \"", what);
	avow_escape_display(out, name);
	avow_buf_putc(out, '"');
}

void avow_sepol_flaw(const struct avow_sepol *sepol, const char *context,
		     struct avow_buf *out)
{
	const policydb_t *db = sepol->db;
	struct avow_span text = avow_span_of(context);
	struct avow_context parts;
	struct avow_buf scratch = { 0 };

	if (!avow_context_parse(text, &parts))
		name_flaw("context", text, out);
	else if (!has_name(&db->p_types, parts.type, &scratch))
		name_flaw("type", parts.type, out);
	else if (!has_name(&db->p_roles, parts.role, &scratch))
		name_flaw("role", parts.role, out);
	else if (!has_name(&db->p_users, parts.user, &scratch))
		name_flaw("user", parts.user, out);
	else if (db->mls && avow_span_is_empty(parts.range))
		name_flaw("context without a level", text, out);
	else if (!db->mls && !avow_span_is_empty(parts.range))
		name_flaw("context with a level", text, out);
	else
		name_flaw("context", text, out);
	avow_buf_free(&scratch);
}
