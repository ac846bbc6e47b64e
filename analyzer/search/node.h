/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_SEARCH_NODE_H
#define AVOW_SEARCH_NODE_H

/* What a question consists of, for the files of this room. */
#include <regex.h>

#include "analyzer/search/query.h"

enum avow_query_kind { AVOW_QUERY_TEST, AVOW_QUERY_NOT, AVOW_QUERY_AND, AVOW_QUERY_OR };

/* What of a field with a context is asked for. */
enum avow_query_part {
	AVOW_QUERY_WHOLE = -1,
	AVOW_QUERY_USER,
	AVOW_QUERY_ROLE,
	AVOW_QUERY_TYPE,
	AVOW_QUERY_RANGE
};

struct avow_query_node {
	enum avow_query_kind kind;
	struct avow_query_node *left, *right; /* of NOT the left alone */
	/* Of a test: */
	struct avow_span field; /* without the part */
	struct avow_span name;  /* the same with its = */
	enum avow_query_part part;
	enum avow_query_operator operation;
	struct avow_span value;
	bool is_number; /* the value is one */
	int64_t number;
	regex_t regex;
	bool has_regex;
	struct avow_query_node *next; /* the one with a regular expression before */
};

/* ".user" and so on, by enum avow_query_part. */
extern const char *const avow_query_parts[4];

/* A number in decimal, or with 0x; also below zero. */
bool avow_query_number(struct avow_span text, int64_t *out);

#endif
