/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names of remarks and of their groups, from the tables. */
#include "analyzer/collect/remark.h"

static const struct {
	enum avow_remark_group group;
	const char *text;
} remarks[] = {
#define X(group, name, text) { AVOW_REMARK_GROUP_##group, text },
	AVOW_REMARKS(X)
#undef X
};

static const struct {
	const char *name, *title;
} groups[] = {
#define X(group, name, title) { name, title },
	AVOW_REMARK_GROUPS(X)
#undef X
};

enum avow_remark_group avow_remark_group(enum avow_remark remark)
{
	return remarks[remark].group;
}

const char *avow_remark_text(enum avow_remark remark)
{
	return remarks[remark].text;
}

const char *avow_remark_group_name(enum avow_remark_group group)
{
	return groups[group].name;
}

const char *avow_remark_group_title(enum avow_remark_group group)
{
	return groups[group].title;
}

bool avow_remark_is_counter(enum avow_remark remark)
{
	return remark == AVOW_REMARK_AUDIT_LOST;
}
