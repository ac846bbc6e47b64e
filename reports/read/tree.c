/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one user of libxml2's reader. What libxml2 would print is the sentence. */
#include "reports/read/tree.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>

#define DEPTH_MAX 16 /* of elements in each other; the model has fewer */

struct avow_tree {
	xmlTextReaderPtr reader;
	const char *path;
	struct avow_arena arena; /* of the part that was handed out */
	struct avow_buf text;    /* since the last tag */
	bool is_inside;          /* the element that is streamed */
	struct avow_error said;  /* by libxml2, first; its code is 0 before */
};

static void on_error(void *data, xmlErrorPtr why)
{
	struct avow_tree *tree = data;
	const char *message = why->message ? why->message : "it is damaged";
	int length = (int)strcspn(message, "\n");

	if (!tree->said.code)
		avow_error_set(&tree->said, AVOW_E_INPUT, "%s:%d: no whole XML: %.*s",
			       tree->path, why->line, length, message);
}

/* What libxml2 would print beside that. */
static void swallow(void *data, const char *format, ...)
{
	(void)data;
	(void)format;
}

/* The parser reads ahead; what it says is for lines that a node has no number for. */
static int line_here(const struct avow_tree *tree)
{
	long line = xmlGetLineNo(xmlTextReaderCurrentNode(tree->reader));

	return line > 0 && line < 65535 ? (int)line
					: xmlTextReaderGetParserLineNumber(tree->reader);
}

/* What is wrong where the reader is. */
static int refuse(struct avow_tree *tree, const char *what, struct avow_error *error)
{
	if (tree->said.code) {
		if (error)
			*error = tree->said;
		return tree->said.code;
	}
	return avow_error_set(error, AVOW_E_INPUT, "%s:%d: %s", tree->path,
			      line_here(tree), what);
}

static const char *name_here(const struct avow_tree *tree)
{
	const xmlChar *name = xmlTextReaderConstName(tree->reader);

	return name ? (const char *)name : "";
}

/* The next piece that says something; 0 at the end. */
static int step(struct avow_tree *tree, struct avow_error *error)
{
	for (;;) {
		int result = xmlTextReaderRead(tree->reader);

		if (result < 0 || tree->said.code)
			return refuse(tree, "it is damaged", error);
		if (result == 0)
			return 0;
		switch (xmlTextReaderNodeType(tree->reader)) {
		case XML_READER_TYPE_ELEMENT:
			if (xmlTextReaderHasAttributes(tree->reader) == 1)
				return refuse(tree, "a report has no attributes", error);
			if (xmlTextReaderDepth(tree->reader) > DEPTH_MAX)
				return refuse(tree, "a report is not as deep", error);
			return 1;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		case XML_READER_TYPE_END_ELEMENT:
			return 1;
		case XML_READER_TYPE_DOCUMENT_TYPE:
		case XML_READER_TYPE_ENTITY_REFERENCE:
			return refuse(tree, "a report has no document type", error);
		default: /* comments, and what an editor left */
			break;
		}
	}
}

int avow_tree_open(int fd, const char *path, const char *root, struct avow_tree **out,
		   struct avow_error *error)
{
	struct avow_tree *tree = calloc(1, sizeof(*tree));
	int code;

	*out = tree;
	if (!tree)
		return avow_error_nomem(error);
	tree->path = path;
	xmlSetGenericErrorFunc(NULL, swallow);
	tree->reader = xmlReaderForFd(fd, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
	if (!tree->reader)
		return avow_error_nomem(error);
	xmlTextReaderSetStructuredErrorHandler(tree->reader, on_error, tree);
	code = step(tree, error);
	if (code < 0)
		return code;
	if (code == 0 || strcmp(name_here(tree), root) != 0)
		return refuse(tree, "it is XML, and no report of avow's", error);
	return AVOW_OK;
}

void avow_tree_close(struct avow_tree *tree)
{
	if (!tree)
		return;
	if (tree->reader)
		xmlFreeTextReader(tree->reader);
	xmlSetGenericErrorFunc(NULL, NULL);
	avow_arena_free(&tree->arena);
	avow_buf_free(&tree->text);
	free(tree);
}

static struct avow_node *add_node(struct avow_tree *tree, struct avow_node *parent)
{
	struct avow_node *node = avow_arena_alloc(&tree->arena, sizeof(*node));

	if (!node)
		return NULL;
	node->name = avow_arena_string(&tree->arena, avow_span_of(name_here(tree)));
	node->text = "";
	node->line = (size_t)line_here(tree);
	if (parent && parent->last)
		parent->last->next = node;
	else if (parent)
		parent->first = node;
	if (parent)
		parent->last = node;
	return node->name ? node : NULL;
}

static bool is_blank(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!strchr(" \t\n\r", text.data[i]))
			return false;
	return true;
}

/* At the end of @node: the text is its own, unless it has elements. */
static int end_node(struct avow_tree *tree, struct avow_node *node,
		    struct avow_error *error)
{
	if (node->first)
		return is_blank(avow_buf_span(&tree->text))
			       ? AVOW_OK
			       : refuse(tree, "text beside elements", error);
	node->text = tree->text.failed ? NULL
				       : avow_arena_string(&tree->arena,
							   avow_buf_span(&tree->text));
	avow_buf_clear(&tree->text);
	return node->text ? AVOW_OK : avow_error_nomem(error);
}

static void add_text(struct avow_tree *tree)
{
	const xmlChar *value = xmlTextReaderConstValue(tree->reader);

	avow_buf_puts(&tree->text, value ? (const char *)value : "");
}

/* The element that the reader is at, with all within it. */
static int take(struct avow_tree *tree, struct avow_node **out, struct avow_error *error)
{
	struct avow_node *open[DEPTH_MAX + 2] = { add_node(tree, NULL) };
	size_t depth = xmlTextReaderIsEmptyElement(tree->reader) ? 0 : 1;
	int code = 1;

	*out = open[0];
	while (depth && open[depth - 1] && (code = step(tree, error)) > 0) {
		int type = xmlTextReaderNodeType(tree->reader);

		if (type == XML_READER_TYPE_END_ELEMENT) {
			code = end_node(tree, open[--depth], error);
		} else if (type != XML_READER_TYPE_ELEMENT) {
			add_text(tree);
		} else {
			if (!is_blank(avow_buf_span(&tree->text)))
				return refuse(tree, "text beside elements", error);
			avow_buf_clear(&tree->text);
			open[depth] = add_node(tree, open[depth - 1]);
			depth += !open[depth] ||
				 !xmlTextReaderIsEmptyElement(tree->reader);
		}
		if (code < 0)
			return code;
	}
	if (!open[depth ? depth - 1 : 0])
		return avow_error_nomem(error);
	if (code < 0)
		return code;
	return depth ? refuse(tree, "it ends too early", error) : 1;
}

int avow_tree_next(struct avow_tree *tree, const char *streamed, struct avow_node **out,
		   struct avow_error *error)
{
	avow_arena_clear(&tree->arena);
	avow_buf_clear(&tree->text);
	for (;;) {
		int code = step(tree, error);

		if (code <= 0)
			return code;
		switch (xmlTextReaderNodeType(tree->reader)) {
		case XML_READER_TYPE_END_ELEMENT:
			tree->is_inside = false;
			break;
		case XML_READER_TYPE_ELEMENT:
			if (tree->is_inside || strcmp(name_here(tree), streamed) != 0)
				return take(tree, out, error);
			tree->is_inside = !xmlTextReaderIsEmptyElement(tree->reader);
			break;
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			break;
		default:
			return refuse(tree, "text beside elements", error);
		}
	}
}

const char *avow_tree_path(const struct avow_tree *tree)
{
	return tree->path;
}
