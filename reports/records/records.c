/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reports/records/records.h"

#include <string.h>

const struct avow_records_form avow_records_forms[] = {
	{ "text", "with names for numbers, and text for hexadecimal", NULL,
	  avow_records_text },
	{ "raw", "as auditd writes them, for other programs", NULL, avow_records_raw },
	{ "json", "an object a line, with values as they stand and what they mean", NULL,
	  avow_records_json },
	{ "csv", "a row an event", avow_records_csv_head, avow_records_csv },
};
const size_t avow_records_form_count = AVOW_ARRAY_SIZE(avow_records_forms);

const struct avow_records_form *avow_records_form_named(const char *name)
{
	for (size_t i = 0; i < avow_records_form_count; i++)
		if (strcmp(name, avow_records_forms[i].name) == 0)
			return &avow_records_forms[i];
	return NULL;
}

int avow_records_write(struct avow_records *records, const struct avow_records_form *form,
		       const struct avow_group *group)
{
	avow_buf_clear(&records->text);
	if (!records->count++ && form->head)
		avow_buf_puts(&records->text, form->head);
	form->put(records, group);
	if (records->text.failed)
		return AVOW_E_NOMEM;
	avow_stream_write(&records->stream, avow_buf_span(&records->text));
	return AVOW_OK;
}
