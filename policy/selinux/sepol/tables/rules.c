/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shows every rule of a policy, whatever its kind. A dontaudit rule is kept by the
 * policy as the permissions that are audited still (libsepol avtab.h,
 * AVTAB_AUDITDENY); here it is those that are not.
 */
#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/tables.h"

#define XPERM_NLMSG 0x03 /* since libsepol 3.8; the kernel's AVTAB_XPERMS_NLMSG */

static const struct {
	uint16_t specified;
	enum avow_row_kind kind;
} kinds[] = {
	{ AVTAB_ALLOWED, AVOW_ROW_ALLOW },
	{ AVTAB_AUDITALLOW, AVOW_ROW_AUDITALLOW },
	{ AVTAB_AUDITDENY, AVOW_ROW_DONTAUDIT },
	{ AVTAB_XPERMS_ALLOWED, AVOW_ROW_ALLOWXPERM },
	{ AVTAB_XPERMS_AUDITALLOW, AVOW_ROW_AUDITALLOWXPERM },
	{ AVTAB_XPERMS_DONTAUDIT, AVOW_ROW_DONTAUDITXPERM },
	{ AVTAB_TRANSITION, AVOW_ROW_TYPE_TRANSITION },
	{ AVTAB_MEMBER, AVOW_ROW_TYPE_MEMBER },
	{ AVTAB_CHANGE, AVOW_ROW_TYPE_CHANGE },
};

struct showing {
	const struct avow_sepol *sepol;
	int (*visit)(void *data, const struct avow_sepol_row *row);
	void *data;
	uint32_t conditional;
	bool is_else;
	int code;
};

static bool has_names(const struct avow_sepol *sepol, const struct avow_sepol_pair *pair)
{
	return avow_sepol_set_kind(sepol, pair->source) != AVOW_SET_NONE &&
	       avow_sepol_set_kind(sepol, pair->target) != AVOW_SET_NONE &&
	       avow_sepol_class_name(sepol, pair->tclass);
}

static void fill(const avtab_datum_t *datum, struct avow_sepol_row *row)
{
	const avtab_extended_perms_t *xperms = datum->xperms;

	if (row->kind == AVOW_ROW_DONTAUDIT)
		row->permissions = ~datum->data;
	else if (row->kind <= AVOW_ROW_DONTAUDIT)
		row->permissions = datum->data;
	else if (row->kind >= AVOW_ROW_TYPE_TRANSITION)
		row->type = datum->data;
	else if (xperms) {
		row->commands = xperms->perms;
		row->driver = xperms->driver;
		row->is_by_driver = xperms->specified == AVTAB_XPERMS_IOCTLDRIVER;
		row->is_nlmsg = xperms->specified == XPERM_NLMSG;
	}
}

static bool is_whole(const struct avow_sepol *sepol, const struct avow_sepol_row *row)
{
	if (row->kind >= AVOW_ROW_TYPE_TRANSITION)
		return avow_sepol_set_kind(sepol, row->type) == AVOW_SET_TYPE;
	return row->kind <= AVOW_ROW_DONTAUDIT || row->commands;
}

static int show(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	struct showing *showing = data;
	struct avow_sepol_row row = {
		.pair = { key->source_type, key->target_type, key->target_class },
		.conditional = showing->conditional,
		.is_else = showing->is_else,
	};

	if (!has_names(showing->sepol, &row.pair))
		return 0;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds) && showing->code == 0; i++) {
		if (!(key->specified & kinds[i].specified))
			continue;
		row.kind = kinds[i].kind;
		fill(datum, &row);
		if (is_whole(showing->sepol, &row))
			showing->code = showing->visit(showing->data, &row);
	}
	return showing->code;
}

static int show_list(struct showing *showing, const cond_av_list_t *list)
{
	for (; list && showing->code == 0; list = list->next)
		(void)show(&list->node->key, &list->node->datum, showing);
	return showing->code;
}

static int show_conditionals(struct showing *showing)
{
	const struct avow_sepol *sepol = showing->sepol;

	for (size_t i = 0; i < sepol->conditional_count; i++) {
		showing->conditional = (uint32_t)(i + 1);
		showing->is_else = false;
		(void)show_list(showing, sepol->conditionals[i]->true_list);
		showing->is_else = true;
		(void)show_list(showing, sepol->conditionals[i]->false_list);
	}
	showing->conditional = 0;
	showing->is_else = false;
	return showing->code;
}

static int show_file_transition(hashtab_key_t key, hashtab_datum_t datum, void *data)
{
	const filename_trans_key_t *rule =
		(const filename_trans_key_t *)(const void *)key;
	struct showing *showing = data;

	for (const filename_trans_datum_t *one = datum; one; one = one->next) {
		ebitmap_node_t *node;
		unsigned bit;

		ebitmap_for_each_positive_bit(&one->stypes, node, bit)
		{
			struct avow_sepol_row row = {
				.kind = AVOW_ROW_TYPE_TRANSITION,
				.pair = { bit + 1, rule->ttype, (uint16_t)rule->tclass },
				.type = one->otype,
				.name = rule->name,
			};

			if (showing->code == 0 && has_names(showing->sepol, &row.pair) &&
			    is_whole(showing->sepol, &row))
				showing->code = showing->visit(showing->data, &row);
		}
	}
	return showing->code;
}

static int show_range_transition(hashtab_key_t key, hashtab_datum_t datum, void *data)
{
	const range_trans_t *rule = (const range_trans_t *)(const void *)key;
	struct showing *showing = data;
	struct avow_buf text = { 0 };
	struct avow_sepol_row row = {
		.kind = AVOW_ROW_RANGE_TRANSITION,
		.pair = { rule->source_type, rule->target_type,
			  (uint16_t)rule->target_class },
	};

	avow_sepol_append_range(showing->sepol, datum, &text);
	row.text = avow_buf_string(&text);
	if (has_names(showing->sepol, &row.pair))
		showing->code = showing->visit(showing->data, &row);
	avow_buf_free(&text);
	return showing->code;
}

int avow_sepol_each_row(const struct avow_sepol *sepol,
			int (*visit)(void *data, const struct avow_sepol_row *row),
			void *data)
{
	struct showing showing = { .sepol = sepol, .visit = visit, .data = data };

	(void)avtab_map(&sepol->db->te_avtab, show, &showing);
	if (showing.code == 0)
		(void)show_conditionals(&showing);
	if (showing.code == 0)
		(void)hashtab_map(sepol->db->filename_trans, show_file_transition,
				  &showing);
	if (showing.code == 0 && sepol->db->mls)
		(void)hashtab_map(sepol->db->range_tr, show_range_transition, &showing);
	return showing.code;
}

enum avow_set_kind avow_sepol_set_kind(const struct avow_sepol *sepol, uint32_t value)
{
	const type_datum_t *datum;

	if (value == 0 || value > sepol->db->p_types.nprim)
		return AVOW_SET_NONE;
	datum = sepol->db->type_val_to_struct[value - 1];
	if (datum && datum->flavor != TYPE_ATTRIB)
		return avow_sepol_type_name(sepol, value) ? AVOW_SET_TYPE : AVOW_SET_NONE;
	/* Old policies have attributes without a name: they are their types alone. */
	return sepol->db->attr_type_map ? AVOW_SET_ATTRIBUTE : AVOW_SET_NONE;
}

void avow_sepol_each_member(const struct avow_sepol *sepol, uint32_t value,
			    void (*visit)(void *data, uint32_t type), void *data)
{
	enum avow_set_kind kind = avow_sepol_set_kind(sepol, value);
	ebitmap_node_t *node;
	unsigned bit;

	if (kind == AVOW_SET_TYPE)
		visit(data, value);
	if (kind != AVOW_SET_ATTRIBUTE)
		return;
	ebitmap_for_each_positive_bit(&sepol->db->attr_type_map[value - 1], node, bit)
	{
		if (avow_sepol_set_kind(sepol, bit + 1) == AVOW_SET_TYPE)
			visit(data, bit + 1);
	}
}

uint16_t avow_sepol_class_max(const struct avow_sepol *sepol)
{
	return (uint16_t)sepol->db->p_classes.nprim;
}

uint32_t avow_sepol_conditional_count(const struct avow_sepol *sepol)
{
	return (uint32_t)sepol->conditional_count;
}

size_t avow_sepol_expression_words(const struct avow_sepol *sepol, uint32_t conditional,
				   int32_t *out, size_t max)
{
	static const int32_t words[] = {
		[COND_NOT] = AVOW_EXPRESSION_NOT, [COND_OR] = AVOW_EXPRESSION_OR,
		[COND_AND] = AVOW_EXPRESSION_AND, [COND_XOR] = AVOW_EXPRESSION_XOR,
		[COND_EQ] = AVOW_EXPRESSION_EQ,   [COND_NEQ] = AVOW_EXPRESSION_NEQ,
	};
	size_t count = 0;

	/* What evaluates is a whole expression. */
	if (avow_sepol_evaluate(sepol, conditional, NULL, 0) < 0)
		return 0;
	for (const cond_expr_t *part = sepol->conditionals[conditional - 1]->expr; part;
	     part = part->next) {
		if (count == max)
			return 0;
		out[count++] = part->expr_type == COND_BOOL ? (int32_t)part->boolean
							    : words[part->expr_type];
	}
	return count;
}
