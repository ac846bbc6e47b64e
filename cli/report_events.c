/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Denials as lines of JSON, written while the inputs are read. */
#include "cli/report_events.h"

#include <unistd.h>

#include "cli/output.h"
#include "cli/print.h"
#include "reports/events/events.h"

struct writing {
	const struct avow_event_form *form;
	struct avow_stream stream;
	struct avow_buf scratch;
	bool is_flushed; /* after each line: somebody waits for them */
};

static int on_denial(void *data, const struct avow_denial *denial, const char *input)
{
	struct writing *writing = data;
	struct avow_told_denial told;
	int result;

	avow_told_denial_fill(denial, input, &writing->scratch, &told);
	result = avow_event_write(writing->form, &told, &writing->stream);
	if (writing->is_flushed)
		fflush(writing->stream.out);
	return result;
}

/* Whether all was read and written. */
static bool write_all(struct avow_session *session, const struct avow_reading *reading,
		      const struct avow_words *inputs, struct writing *writing,
		      struct avow_error *error)
{
	bool is_read;

	session->on_denial = on_denial;
	session->denial_data = writing;
	is_read = avow_session_read(session, reading, inputs->items, inputs->count);
	avow_buf_free(&writing->scratch);
	if (avow_stream_finish(&writing->stream, error)) {
		avow_print_error(error->message);
		return false;
	}
	return is_read;
}

bool avow_report_events(struct avow_session *session, const struct avow_reading *reading,
			const struct avow_words *inputs, const char *form,
			const char *path)
{
	struct writing writing = {
		.form = avow_event_form_named(form ? form : avow_event_forms[0].name),
		.is_flushed = !path && (reading->is_following || isatty(STDOUT_FILENO))
	};
	struct avow_output output;
	struct avow_error error;
	bool is_fine;

	if (!writing.form)
		avow_error_set(&error, AVOW_E_USAGE, "%s: no such schema: ecs or ocsf",
			       form);
	if (!writing.form || avow_output_open(&output, path, &error)) {
		avow_print_error(error.message);
		return false;
	}
	writing.stream.out = output.stream;
	is_fine = write_all(session, reading, inputs, &writing, &error);
	if (is_fine && (avow_session_check_output(session, path, &error) ||
			avow_output_commit(&output, &error))) {
		avow_print_error(error.message);
		is_fine = false;
	}
	avow_output_discard(&output);
	return is_fine;
}
