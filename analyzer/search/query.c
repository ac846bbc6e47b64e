/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making questions out of tests. */
#include "analyzer/search/node.h"

const char *const avow_query_parts[4] = { ".user", ".role", ".type", ".range" };

bool avow_query_number(struct avow_span text, int64_t *out)
{
	bool is_negative = avow_span_starts_with(text, "-");
	struct avow_span digits = avow_span_skip(text, is_negative);
	uint64_t value;

	if (!avow_span_to_u64(digits, avow_span_starts_with(digits, "0x") ? 16 : 10,
			      &value) ||
	    value > INT64_MAX)
		return false;
	*out = is_negative ? -(int64_t)value : (int64_t)value;
	return true;
}

static struct avow_query_node *make(struct avow_query *query, enum avow_query_kind kind,
				    struct avow_query_node *left,
				    struct avow_query_node *right)
{
	struct avow_query_node *node = avow_arena_alloc(&query->arena, sizeof(*node));

	if (!node)
		return NULL;
	node->kind = kind;
	node->left = left;
	node->right = right;
	return node;
}

/* `scontext.type` is of `scontext`. */
static void take_part(struct avow_query_node *node)
{
	node->part = AVOW_QUERY_WHOLE;
	for (int i = 0; i < 4; i++) {
		size_t length = strlen(avow_query_parts[i]);
		struct avow_span *field = &node->field;

		if (field->length <= length ||
		    memcmp(field->data + field->length - length, avow_query_parts[i],
			   length) != 0)
			continue;
		field->length -= length;
		node->part = (enum avow_query_part)i;
		return;
	}
}

static int take_name(struct avow_query *query, struct avow_query_node *node)
{
	struct avow_buf name = { 0 };

	avow_buf_append(&name, node->field);
	avow_buf_putc(&name, '=');
	if (!name.failed)
		node->name = avow_arena_copy(&query->arena, avow_buf_span(&name));
	avow_buf_free(&name);
	return node->name.data ? AVOW_OK : AVOW_E_NOMEM;
}

static bool is_order(enum avow_query_operator operation)
{
	return operation >= AVOW_QUERY_LESS && operation <= AVOW_QUERY_AT_LEAST;
}

static int compile(struct avow_query *query, struct avow_query_node *node,
		   struct avow_error *error)
{
	int code = regcomp(&node->regex, node->value.data, REG_EXTENDED | REG_NOSUB);
	char why[100];

	if (code) {
		regerror(code, &node->regex, why, sizeof(why));
		return avow_error_set(error, AVOW_E_USAGE,
				      "%.200s: no regular expression: %s",
				      node->value.data, why);
	}
	node->has_regex = true;
	node->next = query->last;
	query->last = node;
	return AVOW_OK;
}

struct avow_query_node *avow_query_test(struct avow_query *query, struct avow_span field,
					enum avow_query_operator operation,
					struct avow_span value, struct avow_error *error)
{
	struct avow_query_node *node = make(query, AVOW_QUERY_TEST, NULL, NULL);

	if (node) {
		node->field = avow_arena_copy(&query->arena, field);
		node->value = avow_arena_copy(&query->arena, value);
	}
	if (!node || !node->field.data || !node->value.data) {
		(void)avow_error_nomem(error);
		return NULL;
	}
	node->operation = operation;
	node->is_number = avow_query_number(node->value, &node->number);
	take_part(node);
	if (take_name(query, node)) {
		(void)avow_error_nomem(error);
		return NULL;
	}
	if (is_order(operation) && !node->is_number) {
		(void)avow_error_set(error, AVOW_E_USAGE,
				     "%.200s: what %.100s is compared with is no number",
				     node->value.data, node->field.data);
		return NULL;
	}
	if (operation == AVOW_QUERY_MATCHES && compile(query, node, error))
		return NULL;
	return node;
}

struct avow_query_node *avow_query_and(struct avow_query *query,
				       struct avow_query_node *left,
				       struct avow_query_node *right)
{
	return left && right ? make(query, AVOW_QUERY_AND, left, right) : NULL;
}

struct avow_query_node *avow_query_or(struct avow_query *query,
				      struct avow_query_node *left,
				      struct avow_query_node *right)
{
	return left && right ? make(query, AVOW_QUERY_OR, left, right) : NULL;
}

struct avow_query_node *avow_query_not(struct avow_query *query,
				       struct avow_query_node *node)
{
	return node ? make(query, AVOW_QUERY_NOT, node, NULL) : NULL;
}

int avow_query_add(struct avow_query *query, struct avow_query_node *node)
{
	struct avow_query_node *all =
		query->root ? avow_query_and(query, query->root, node) : node;

	if (!all)
		return AVOW_E_NOMEM;
	query->root = all;
	return AVOW_OK;
}

void avow_query_free(struct avow_query *query)
{
	for (struct avow_query_node *at = query->last; at; at = at->next)
		regfree(&at->regex);
	avow_buf_free(&query->copy);
	avow_arena_free(&query->arena);
	*query = (struct avow_query){ 0 };
}
