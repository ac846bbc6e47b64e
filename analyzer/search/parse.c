/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Questions as text: read by descent, a function a line of the grammar in query.h. */
#include "analyzer/search/node.h"

enum { DEPTH_MAX = 100, TEXT_MAX = 64 * 1024 };

static const struct {
	const char *text;
	enum avow_query_operator operation;
	bool is_negated;
} operators[] = {
	/* What begins with another one goes before it. */
	{ "!=", AVOW_QUERY_IS, true },        { "!~", AVOW_QUERY_MATCHES, true },
	{ "*=", AVOW_QUERY_CONTAINS, false }, { "<=", AVOW_QUERY_AT_MOST, false },
	{ ">=", AVOW_QUERY_AT_LEAST, false }, { "=", AVOW_QUERY_IS, false },
	{ "~", AVOW_QUERY_MATCHES, false },   { "<", AVOW_QUERY_LESS, false },
	{ ">", AVOW_QUERY_MORE, false },
};

struct parser {
	struct avow_query *query;
	struct avow_span all, rest;
	unsigned depth;
	struct avow_error *error;
	bool has_failed;
};

static struct avow_query_node *refuse(struct parser *parser, const char *what)
{
	if (!parser->has_failed)
		avow_error_set(parser->error, AVOW_E_USAGE,
			       "the question, at byte %zu: %s",
			       parser->all.length - parser->rest.length + 1, what);
	parser->has_failed = true;
	return NULL;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n';
}

static void skip_blanks(struct parser *parser)
{
	while (parser->rest.length && is_blank(parser->rest.data[0]))
		parser->rest = avow_span_skip(parser->rest, 1);
}

static bool is_name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || strchr("_-.[]", byte);
}

/* How long the word at the front is, of the bytes that names have. */
static size_t name_length(const struct parser *parser)
{
	size_t at = 0;

	while (at < parser->rest.length && parser->rest.data[at] &&
	       is_name_byte(parser->rest.data[at]))
		at++;
	return at;
}

static bool take_sign(struct parser *parser, const char *sign)
{
	skip_blanks(parser);
	if (!avow_span_starts_with(parser->rest, sign))
		return false;
	parser->rest = avow_span_skip(parser->rest, strlen(sign));
	return true;
}

/* A word of the grammar, which no field has for a name. */
static bool take_word(struct parser *parser, const char *word)
{
	size_t length;

	skip_blanks(parser);
	length = name_length(parser);
	if (!avow_span_is(avow_span_first(parser->rest, length), word))
		return false;
	parser->rest = avow_span_skip(parser->rest, length);
	return true;
}

/* Between quotes, with \" and \\ in it. */
static bool take_quoted(struct parser *parser, struct avow_buf *out)
{
	parser->rest = avow_span_skip(parser->rest, 1);
	while (parser->rest.length && parser->rest.data[0] != '"') {
		if (parser->rest.data[0] == '\\' && parser->rest.length > 1 &&
		    strchr("\"\\", parser->rest.data[1]))
			parser->rest = avow_span_skip(parser->rest, 1);
		avow_buf_putc(out, parser->rest.data[0]);
		parser->rest = avow_span_skip(parser->rest, 1);
	}
	if (!parser->rest.length)
		return false;
	parser->rest = avow_span_skip(parser->rest, 1);
	return true;
}

/* Up to a blank or a parenthesis. */
static void take_bare(struct parser *parser, struct avow_buf *out)
{
	while (parser->rest.length && !is_blank(parser->rest.data[0]) &&
	       parser->rest.data[0] != ')' && parser->rest.data[0] != '(') {
		avow_buf_putc(out, parser->rest.data[0]);
		parser->rest = avow_span_skip(parser->rest, 1);
	}
}

static struct avow_query_node *make_test(struct parser *parser, struct avow_span field,
					 size_t row, struct avow_span value)
{
	struct avow_query_node *node = avow_query_test(
		parser->query, field, operators[row].operation, value, parser->error);

	if (node && operators[row].is_negated)
		node = avow_query_not(parser->query, node);
	if (!node)
		parser->has_failed = true;
	return node;
}

static struct avow_query_node *take_test(struct parser *parser)
{
	struct avow_span field = avow_span_first(parser->rest, name_length(parser));
	struct avow_buf value = { 0 };
	struct avow_query_node *node;
	size_t row = 0;

	if (!field.length || avow_span_is_among(field, "and or not", ' '))
		return refuse(parser, parser->rest.length ? "no name of a field"
							  : "it ends too early");
	parser->rest = avow_span_skip(parser->rest, field.length);
	skip_blanks(parser);
	while (row < AVOW_ARRAY_SIZE(operators) &&
	       !take_sign(parser, operators[row].text))
		row++;
	if (row == AVOW_ARRAY_SIZE(operators))
		return avow_query_test(parser->query, field, AVOW_QUERY_EXISTS,
				       avow_span_of(""), parser->error);
	skip_blanks(parser);
	if (!parser->rest.length || strchr("()", parser->rest.data[0]))
		return refuse(parser, "a value is missing");
	if (parser->rest.data[0] != '"')
		take_bare(parser, &value);
	else if (!take_quoted(parser, &value))
		node = refuse(parser, "a closing quote is missing");
	node = parser->has_failed ? NULL
				  : make_test(parser, field, row, avow_buf_span(&value));
	avow_buf_free(&value);
	return node;
}

static struct avow_query_node *take_question(struct parser *parser);

static struct avow_query_node *take_one(struct parser *parser)
{
	struct avow_query_node *node;

	if (++parser->depth > DEPTH_MAX)
		return refuse(parser, "too many parentheses");
	if (take_word(parser, "not") || take_sign(parser, "!")) {
		node = take_one(parser);
		node = node ? avow_query_not(parser->query, node) : NULL;
	} else if (take_sign(parser, "(")) {
		node = take_question(parser);
		if (node && !take_sign(parser, ")"))
			node = refuse(parser, "a closing parenthesis is missing");
	} else {
		node = take_test(parser);
	}
	parser->depth--;
	return node;
}

static struct avow_query_node *take_all(struct parser *parser)
{
	struct avow_query_node *node = take_one(parser);

	while (node && (take_word(parser, "and") || take_sign(parser, "&&")))
		node = avow_query_and(parser->query, node, take_one(parser));
	return node;
}

static struct avow_query_node *take_question(struct parser *parser)
{
	struct avow_query_node *node = take_all(parser);

	while (node && (take_word(parser, "or") || take_sign(parser, "||")))
		node = avow_query_or(parser->query, node, take_all(parser));
	return node;
}

int avow_query_parse(struct avow_query *query, const char *text,
		     struct avow_query_node **out, struct avow_error *error)
{
	struct avow_error unasked;
	struct parser parser = { .query = query,
				 .all = avow_span_of(text),
				 .rest = avow_span_of(text),
				 .error = error ? error : &unasked };
	struct avow_query_node *node;

	if (parser.all.length > TEXT_MAX)
		return avow_error_set(error, AVOW_E_USAGE,
				      "the question is longer than %d bytes", TEXT_MAX);
	(void)avow_error_nomem(parser.error);
	node = take_question(&parser);
	skip_blanks(&parser);
	if (node && parser.rest.length)
		node = refuse(&parser, "and, or, or the end is missing before this");
	if (!node)
		return parser.error->code;
	*out = node;
	return AVOW_OK;
}

static void print_value(struct avow_span value, struct avow_buf *out)
{
	avow_buf_putc(out, '"');
	for (size_t i = 0; i < value.length; i++) {
		if (value.data[i] == '"' || value.data[i] == '\\')
			avow_buf_putc(out, '\\');
		avow_buf_putc(out, value.data[i]);
	}
	avow_buf_putc(out, '"');
}

static void print_test(const struct avow_query_node *node, struct avow_buf *out)
{
	avow_buf_append(out, node->field);
	if (node->part != AVOW_QUERY_WHOLE)
		avow_buf_puts(out, avow_query_parts[node->part]);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(operators); i++) {
		if (operators[i].operation != node->operation || operators[i].is_negated)
			continue;
		avow_buf_puts(out, operators[i].text);
		print_value(node->value, out);
	}
}

static void print(const struct avow_query_node *node, struct avow_buf *out)
{
	if (node->kind == AVOW_QUERY_TEST) {
		print_test(node, out);
		return;
	}
	avow_buf_puts(out, node->kind == AVOW_QUERY_NOT ? "not (" : "(");
	print(node->left, out);
	if (node->right) {
		avow_buf_puts(out, node->kind == AVOW_QUERY_AND ? " and " : " or ");
		print(node->right, out);
	}
	avow_buf_putc(out, ')');
}

void avow_query_print(const struct avow_query *query, struct avow_buf *out)
{
	if (query->root)
		print(query->root, out);
}
