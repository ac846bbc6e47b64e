/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells the symbols of a policy: its properties, classes, types, attributes and
 * booleans. Names come from libsepol's tables by value, so that the hash order of
 * a table is never seen; aliases are in the hash tables alone.
 */
#include <sepol/policydb/polcaps.h>
#include <stdio.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/tables.h"

static void tell(const struct avow_sepol_teller *teller, const char *key,
		 const char *field, const char *value)
{
	if (key && value)
		teller->tell(teller->data, key, field, value);
}

void avow_sepol_tell_properties(const struct avow_sepol *sepol,
				const struct avow_sepol_teller *teller)
{
	static const char *const unknown[] = {
		[SEPOL_DENY_UNKNOWN >> 1] = "deny",
		[SEPOL_REJECT_UNKNOWN >> 1] = "reject",
		[SEPOL_ALLOW_UNKNOWN >> 1] = "allow",
	};
	unsigned handling = sepol->db->handle_unknown >> 1;
	char version[16];

	snprintf(version, sizeof(version), "%u", sepol->db->policyvers);
	tell(teller, "version", "value", version);
	tell(teller, "mls", "value", sepol->db->mls ? "true" : "false");
	tell(teller, "handle_unknown", "value",
	     handling < AVOW_ARRAY_SIZE(unknown) && unknown[handling] ? unknown[handling]
								      : "?");
}

void avow_sepol_tell_capabilities(const struct avow_sepol *sepol,
				  const struct avow_sepol_teller *teller)
{
	ebitmap_node_t *node;
	unsigned bit;

	ebitmap_for_each_positive_bit(&sepol->db->policycaps, node, bit)
	{
		const char *name = sepol_polcap_getname(bit);
		char number[32];

		snprintf(number, sizeof(number), "capability %u", bit);
		tell(teller, name ? name : number, NULL, "");
	}
}

/* A table of permissions, all told as those of one key. */
struct permissions {
	const struct avow_sepol_teller *teller;
	const char *key;
};

static int tell_permission(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const struct permissions *permissions = data;

	(void)datum;
	tell(permissions->teller, permissions->key, "permission", name);
	return 0;
}

static int tell_common(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const common_datum_t *common = datum;
	struct permissions permissions = { data, name };

	tell(data, name, NULL, "");
	return hashtab_map(common->permissions.table, tell_permission, &permissions);
}

void avow_sepol_tell_commons(const struct avow_sepol *sepol,
			     const struct avow_sepol_teller *teller)
{
	(void)hashtab_map(sepol->db->p_commons.table, tell_common, (void *)teller);
}

static int tell_class(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const class_datum_t *class = datum;
	struct permissions permissions = { data, name };

	tell(data, name, NULL, "");
	tell(data, name, "common", class->comkey);
	if (class->comdatum)
		(void)hashtab_map(class->comdatum->permissions.table, tell_permission,
				  &permissions);
	return hashtab_map(class->permissions.table, tell_permission, &permissions);
}

void avow_sepol_tell_classes(const struct avow_sepol *sepol,
			     const struct avow_sepol_teller *teller)
{
	(void)hashtab_map(sepol->db->p_classes.table, tell_class, (void *)teller);
}

static const char *side_of(char value)
{
	return value == DEFAULT_SOURCE   ? "source"
	       : value == DEFAULT_TARGET ? "target"
					 : NULL;
}

static const char *range_of(char value)
{
	static const char *const names[] = {
		[DEFAULT_SOURCE_LOW] = "source low",
		[DEFAULT_SOURCE_HIGH] = "source high",
		[DEFAULT_SOURCE_LOW_HIGH] = "source low-high",
		[DEFAULT_TARGET_LOW] = "target low",
		[DEFAULT_TARGET_HIGH] = "target high",
		[DEFAULT_TARGET_LOW_HIGH] = "target low-high",
		[DEFAULT_GLBLUB] = "glblub",
	};

	return value > 0 && (size_t)value < AVOW_ARRAY_SIZE(names) ? names[(size_t)value]
								   : NULL;
}

static int tell_default(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const class_datum_t *class = datum;

	tell(data, name, "default_user", side_of(class->default_user));
	tell(data, name, "default_role", side_of(class->default_role));
	tell(data, name, "default_type", side_of(class->default_type));
	tell(data, name, "default_range", range_of(class->default_range));
	return 0;
}

void avow_sepol_tell_defaults(const struct avow_sepol *sepol,
			      const struct avow_sepol_teller *teller)
{
	(void)hashtab_map(sepol->db->p_classes.table, tell_default, (void *)teller);
}

void avow_sepol_tell_types(const struct avow_sepol *sepol,
			   const struct avow_sepol_teller *teller)
{
	for (uint32_t type = 1; type <= sepol->db->p_types.nprim; type++)
		if (avow_sepol_set_kind(sepol, type) == AVOW_SET_TYPE)
			tell(teller, avow_sepol_type_name(sepol, type), NULL, "");
}

struct aliases {
	const struct avow_sepol *sepol;
	const struct avow_sepol_teller *teller;
};

/* In a kernel policy, an alias is an entry that is not the primary one of its value. */
static int tell_alias(hashtab_key_t name, hashtab_datum_t datum, void *data)
{
	const struct aliases *aliases = data;
	const type_datum_t *type = datum;
	const char *primary = avow_sepol_type_name(aliases->sepol, type->s.value);

	if (type->flavor != TYPE_ATTRIB && primary && strcmp(primary, name) != 0)
		tell(aliases->teller, name, "of", primary);
	return 0;
}

void avow_sepol_tell_aliases(const struct avow_sepol *sepol,
			     const struct avow_sepol_teller *teller)
{
	struct aliases aliases = { sepol, teller };

	(void)hashtab_map(sepol->db->p_types.table, tell_alias, &aliases);
}

struct members {
	const struct avow_sepol *sepol;
	const struct avow_sepol_teller *teller;
	const char *attribute;
};

static void tell_member(void *data, uint32_t type)
{
	const struct members *members = data;

	tell(members->teller, members->attribute, "type",
	     avow_sepol_type_name(members->sepol, type));
}

void avow_sepol_tell_attributes(const struct avow_sepol *sepol,
				const struct avow_sepol_teller *teller)
{
	for (uint32_t value = 1; value <= sepol->db->p_types.nprim; value++) {
		struct members members = { sepol, teller,
					   avow_sepol_type_name(sepol, value) };

		if (avow_sepol_set_kind(sepol, value) != AVOW_SET_ATTRIBUTE)
			continue;
		tell(teller, members.attribute, NULL, "");
		avow_sepol_each_member(sepol, value, tell_member, &members);
	}
}

static void tell_bounds_of(const struct avow_sepol_teller *teller, const char *kind,
			   const char *name, const char *bounds)
{
	struct avow_buf key = { 0 };

	if (!name || !bounds)
		return;
	avow_buf_printf(&key, "%s %s", kind, name);
	tell(teller, avow_buf_string(&key), "by", bounds);
	avow_buf_free(&key);
}

void avow_sepol_tell_bounds(const struct avow_sepol *sepol,
			    const struct avow_sepol_teller *teller)
{
	const policydb_t *db = sepol->db;

	for (uint32_t i = 0; i < db->p_types.nprim; i++)
		tell_bounds_of(teller, "type", avow_sepol_symbol(sepol, SYM_TYPES, i + 1),
			       avow_sepol_symbol(sepol, SYM_TYPES,
						 avow_sepol_bounds(sepol, i + 1)));
	for (uint32_t i = 0; i < db->p_roles.nprim; i++)
		if (db->role_val_to_struct[i])
			tell_bounds_of(
				teller, "role",
				avow_sepol_symbol(sepol, SYM_ROLES, i + 1),
				avow_sepol_symbol(sepol, SYM_ROLES,
						  db->role_val_to_struct[i]->bounds));
	for (uint32_t i = 0; i < db->p_users.nprim; i++)
		if (db->user_val_to_struct[i])
			tell_bounds_of(
				teller, "user",
				avow_sepol_symbol(sepol, SYM_USERS, i + 1),
				avow_sepol_symbol(sepol, SYM_USERS,
						  db->user_val_to_struct[i]->bounds));
}

void avow_sepol_tell_permissive(const struct avow_sepol *sepol,
				const struct avow_sepol_teller *teller)
{
	for (uint32_t type = 1; type <= sepol->db->p_types.nprim; type++)
		if (avow_sepol_is_permissive(sepol, type))
			tell(teller, avow_sepol_type_name(sepol, type), NULL, "");
}

void avow_sepol_tell_booleans(const struct avow_sepol *sepol,
			      const struct avow_sepol_teller *teller)
{
	for (uint32_t i = 0; i < sepol->db->p_bools.nprim; i++) {
		const cond_bool_datum_t *boolean = sepol->db->bool_val_to_struct[i];

		if (boolean)
			tell(teller, sepol->db->p_bool_val_to_name[i], "default",
			     boolean->state ? "true" : "false");
	}
}
