/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tells who there is in a policy: roles, users, and the levels that they may have. */
#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/tables.h"

static void tell(const struct avow_sepol_teller *teller, const char *key,
		 const char *field, const char *value)
{
	if (key && value)
		teller->tell(teller->data, key, field, value);
}

/* Each name that the bits of @set are values of. */
static void tell_set(const struct avow_sepol *sepol,
		     const struct avow_sepol_teller *teller, const char *key, int table,
		     const ebitmap_t *set)
{
	ebitmap_node_t *node;
	unsigned bit;

	ebitmap_for_each_positive_bit(set, node, bit)
	{
		tell(teller, key, table == SYM_ROLES ? "role" : "type",
		     avow_sepol_symbol(sepol, table, bit + 1));
	}
}

void avow_sepol_tell_roles(const struct avow_sepol *sepol,
			   const struct avow_sepol_teller *teller)
{
	for (uint32_t i = 0; i < sepol->db->p_roles.nprim; i++) {
		const role_datum_t *role = sepol->db->role_val_to_struct[i];
		const char *name = avow_sepol_symbol(sepol, SYM_ROLES, i + 1);

		if (!role || !name)
			continue;
		tell(teller, name, NULL, "");
		tell_set(sepol, teller, name, SYM_TYPES, &role->types.types);
	}
}

void avow_sepol_tell_role_allows(const struct avow_sepol *sepol,
				 const struct avow_sepol_teller *teller)
{
	for (const role_allow_t *allow = sepol->db->role_allow; allow;
	     allow = allow->next)
		tell(teller, avow_sepol_symbol(sepol, SYM_ROLES, allow->role), "role",
		     avow_sepol_symbol(sepol, SYM_ROLES, allow->new_role));
}

void avow_sepol_tell_role_transitions(const struct avow_sepol *sepol,
				      const struct avow_sepol_teller *teller)
{
	struct avow_buf key = { 0 };

	for (const role_trans_t *rule = sepol->db->role_tr; rule; rule = rule->next) {
		const char *role = avow_sepol_symbol(sepol, SYM_ROLES, rule->role);
		const char *type = avow_sepol_symbol(sepol, SYM_TYPES, rule->type);
		const char *class = avow_sepol_symbol(sepol, SYM_CLASSES, rule->tclass);

		if (!role || !type || !class)
			continue;
		avow_buf_clear(&key);
		avow_buf_printf(&key, "%s %s:%s", role, type, class);
		tell(teller, avow_buf_string(&key), "new role",
		     avow_sepol_symbol(sepol, SYM_ROLES, rule->new_role));
	}
	avow_buf_free(&key);
}

static void tell_levels(const struct avow_sepol *sepol,
			const struct avow_sepol_teller *teller, const char *name,
			const user_datum_t *user)
{
	struct avow_buf text = { 0 };

	avow_sepol_append_level(sepol, &user->exp_dfltlevel, &text);
	tell(teller, name, "level", avow_buf_string(&text));
	avow_buf_clear(&text);
	avow_sepol_append_range(sepol, &user->exp_range, &text);
	tell(teller, name, "range", avow_buf_string(&text));
	avow_buf_free(&text);
}

void avow_sepol_tell_users(const struct avow_sepol *sepol,
			   const struct avow_sepol_teller *teller)
{
	for (uint32_t i = 0; i < sepol->db->p_users.nprim; i++) {
		const user_datum_t *user = sepol->db->user_val_to_struct[i];
		const char *name = avow_sepol_symbol(sepol, SYM_USERS, i + 1);

		if (!user || !name)
			continue;
		tell(teller, name, NULL, "");
		tell_set(sepol, teller, name, SYM_ROLES, &user->roles.roles);
		if (sepol->db->mls)
			tell_levels(sepol, teller, name, user);
	}
}

struct levels {
	const struct avow_sepol *sepol;
	const struct avow_sepol_teller *teller;
};

static int tell_sensitivity(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const struct levels *levels = data;
	const level_datum_t *level = datum;
	struct avow_buf text = { 0 };
	const char *primary = level->level ? avow_sepol_symbol(levels->sepol, SYM_LEVELS,
							       level->level->sens)
					   : NULL;

	if (!primary)
		return 0;
	if (level->isalias) {
		tell(levels->teller, primary, "alias", name);
		return 0;
	}
	avow_sepol_append_level(levels->sepol, level->level, &text);
	tell(levels->teller, name, NULL, "");
	tell(levels->teller, name, "highest level", avow_buf_string(&text));
	/* In the order of dominance, which is that of their values. */
	if (level->level->sens > 1)
		tell(levels->teller, name, "above",
		     avow_sepol_symbol(levels->sepol, SYM_LEVELS,
				       level->level->sens - 1));
	avow_buf_free(&text);
	return 0;
}

void avow_sepol_tell_sensitivities(const struct avow_sepol *sepol,
				   const struct avow_sepol_teller *teller)
{
	struct levels levels = { sepol, teller };

	if (sepol->db->mls)
		(void)hashtab_map(sepol->db->p_levels.table, tell_sensitivity, &levels);
}

static int tell_category(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const struct levels *levels = data;
	const cat_datum_t *category = datum;
	const char *primary =
		avow_sepol_symbol(levels->sepol, SYM_CATS, category->s.value);

	if (category->isalias)
		tell(levels->teller, primary, "alias", name);
	else
		tell(levels->teller, name, NULL, "");
	return 0;
}

void avow_sepol_tell_categories(const struct avow_sepol *sepol,
				const struct avow_sepol_teller *teller)
{
	struct levels levels = { sepol, teller };

	if (sepol->db->mls)
		(void)hashtab_map(sepol->db->p_cats.table, tell_category, &levels);
}
