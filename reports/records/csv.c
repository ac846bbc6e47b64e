/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CSV: a row an event, each column the first record's value that has such a field. */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "analyzer/digest/values.h"
#include "reports/cell.h"
#include "reports/phrase.h"
#include "reports/records/records.h"

const char avow_records_csv_head[] =
	"time,serial,node,types,success,syscall,exit,pid,ppid,auid,uid,ses,terminal,comm,"
	"exe,key,subject,object,class,permissions,profile,operation,name\n";

/* Fields of the columns from `success` on; where there are several, the first found. */
static const char *const columns[] = {
	"success res result",
	"syscall",
	"exit",
	"pid",
	"ppid",
	"auid",
	"uid",
	"ses",
	"terminal tty",
	"comm",
	"exe",
	"key",
	"scontext subj",
	"tcontext obj",
	"tclass class",
	"permissions",
	"profile",
	"operation",
	"name path",
};

static void put_column(struct avow_records *records, struct avow_values *values,
		       const char *names)
{
	struct avow_buf cell = { 0 };

	avow_escape_display(&cell, avow_values_first(values, names));
	avow_cell_put(&records->text, avow_buf_string(&cell));
	avow_buf_free(&cell);
}

static void put_types(const struct avow_group *group, struct avow_buf *out)
{
	for (size_t i = 0; i < group->count; i++) {
		if (i)
			avow_buf_putc(out, ' ');
		avow_escape_display(out, group->records[i].type_name);
	}
}

void avow_records_csv(struct avow_records *records, const struct avow_group *group)
{
	struct avow_values values = avow_values_begin(group, records->interpreter);
	struct avow_buf cell = { 0 };
	size_t begin = records->text.length;

	avow_phrase_time(&cell, group->time);
	avow_cell_begin(&records->text, avow_buf_string(&cell));
	avow_buf_printf(&records->text, ",%" PRIu64, group->serial);
	avow_buf_clear(&cell);
	avow_escape_display(&cell, group->node);
	avow_cell_put(&records->text, avow_buf_string(&cell));
	avow_buf_clear(&cell);
	put_types(group, &cell);
	avow_cell_put(&records->text, avow_buf_string(&cell));
	avow_buf_free(&cell);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(columns); i++)
		put_column(records, &values, columns[i]);
	avow_buf_putc(&records->text, '\n');
	records->text.failed |= begin == records->text.length;
}
