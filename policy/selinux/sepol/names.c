/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names to values and back, by the policy's own symbol tables. A policy whose
 * names hold blanks, control characters or brackets is refused at the opening:
 * no compiler makes one, and names go into rules and onto terminals.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

const char *avow_sepol_symbol(const struct avow_sepol *sepol, int table, uint32_t value)
{
	if (value == 0 || value > sepol->db->symtab[table].nprim)
		return NULL;
	return sepol->db->sym_val_to_name[table][value - 1];
}

uint32_t avow_sepol_type(const struct avow_sepol *sepol, const char *name)
{
	const type_datum_t *type = hashtab_search(sepol->db->p_types.table, name);

	if (!type || type->flavor == TYPE_ATTRIB)
		return 0;
	return type->s.value;
}

const char *avow_sepol_type_name(const struct avow_sepol *sepol, uint32_t type)
{
	if (type == 0 || type > sepol->db->p_types.nprim)
		return NULL;
	return sepol->db->p_type_val_to_name[type - 1];
}

bool avow_sepol_is_permissive(const struct avow_sepol *sepol, uint32_t type)
{
	return ebitmap_get_bit(&sepol->db->permissive_map, type) != 0;
}

uint32_t avow_sepol_bounds(const struct avow_sepol *sepol, uint32_t type)
{
	const type_datum_t *datum;

	if (type == 0 || type > sepol->db->p_types.nprim)
		return 0;
	datum = sepol->db->type_val_to_struct[type - 1];
	return datum && datum->bounds <= sepol->db->p_types.nprim ? datum->bounds : 0;
}

uint16_t avow_sepol_class(const struct avow_sepol *sepol, const char *name)
{
	const class_datum_t *class = hashtab_search(sepol->db->p_classes.table, name);

	return class ? (uint16_t) class->s.value : 0;
}

const char *avow_sepol_class_name(const struct avow_sepol *sepol, uint16_t tclass)
{
	if (tclass == 0 || tclass > sepol->db->p_classes.nprim)
		return NULL;
	return sepol->db->p_class_val_to_name[tclass - 1];
}

uint32_t avow_sepol_permission(const struct avow_sepol *sepol, uint16_t tclass,
			       const char *name)
{
	const class_datum_t *class = sepol->db->class_val_to_struct[tclass - 1];
	const perm_datum_t *permission = hashtab_search(class->permissions.table, name);

	if (!permission && class->comdatum)
		permission = hashtab_search(class->comdatum->permissions.table, name);
	if (!permission || permission->s.value < 1 || permission->s.value > 32)
		return 0;
	return UINT32_C(1) << (permission->s.value - 1);
}

const char *avow_sepol_permission_name(const struct avow_sepol *sepol, uint16_t tclass,
				       unsigned bit)
{
	return bit < 32 ? sepol->permission_names[tclass - 1][bit] : NULL;
}

static int note_permission(hashtab_key_t key, hashtab_datum_t datum, void *data)
{
	const perm_datum_t *permission = datum;
	const char **names = data;

	if (permission->s.value >= 1 && permission->s.value <= 32)
		names[permission->s.value - 1] = key;
	return 0;
}

static int check_name(hashtab_key_t key, hashtab_datum_t datum, void *data)
{
	(void)datum;
	(void)data;
	if (!*key)
		return AVOW_E_POLICY;
	for (const char *at = key; *at; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("();\"'`{}", *at))
			return AVOW_E_POLICY;
	return 0;
}

static int check_names(const policydb_t *db)
{
	static const int tables[] = { SYM_CLASSES, SYM_ROLES, SYM_TYPES, SYM_USERS,
				      SYM_BOOLS };
	int code = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(tables) && code == 0; i++)
		code = hashtab_map(db->symtab[tables[i]].table, check_name, NULL);
	for (uint32_t i = 0; i < db->p_classes.nprim && code == 0; i++) {
		const class_datum_t *class = db->class_val_to_struct[i];

		if (class)
			code = hashtab_map(class->permissions.table, check_name, NULL);
		if (class && class->comdatum && code == 0)
			code = hashtab_map(class->comdatum->permissions.table, check_name,
					   NULL);
	}
	return code;
}

int avow_sepol_index_names(struct avow_sepol *sepol)
{
	uint32_t count = sepol->db->p_classes.nprim;
	int code = check_names(sepol->db);

	if (code < 0)
		return code;
	sepol->permission_names =
		calloc(count ? count : 1, sizeof(sepol->permission_names[0]));
	if (!sepol->permission_names)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		const class_datum_t *class = sepol->db->class_val_to_struct[i];

		if (!class)
			continue;
		if (class->comdatum)
			hashtab_map(class->comdatum->permissions.table, note_permission,
				    sepol->permission_names[i]);
		hashtab_map(class->permissions.table, note_permission,
			    sepol->permission_names[i]);
	}
	return 0;
}
