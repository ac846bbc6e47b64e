/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A report as an input: which of the inputs is one, and what the session gets of it. */
#include "cli/retell.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "reports/read/read.h"

/* What cannot be opened is no report: reading it as a log says what is wrong. */
static int open_input(const char *name)
{
	return strcmp(name, "-") == 0 ? dup(STDIN_FILENO)
				      : open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static bool is_report(const char *name, bool is_live)
{
	int fd = open_input(name);
	bool waits = !is_live && strcmp(name, "-") == 0;
	bool is_xml = fd >= 0 && avow_report_is_xml(fd, waits);

	if (fd >= 0)
		close(fd);
	return is_xml;
}

bool avow_retell_is_report(const char *name)
{
	return is_report(name, true);
}

static int read_report(struct avow_session *session, const char *name,
		       struct avow_error *error)
{
	struct avow_retold retold = { 0 };
	int fd = open_input(name);
	int code;

	if (fd < 0)
		return avow_error_set(error, AVOW_E_INPUT, "%s: it cannot be read", name);
	code = avow_report_read(fd, strcmp(name, "-") ? name : "standard input", &retold,
				error);
	close(fd);
	if (code) {
		avow_retold_free(&retold);
		return code;
	}
	session->analysis = retold.analysis;
	session->findings = retold.findings;
	session->has_findings = retold.has_findings;
	session->no_policy = retold.no_policy;
	session->news = retold.news;
	session->rules = retold.rules;
	session->activity = retold.activity;
	session->has_activity = retold.has_activity;
	session->report = name;
	return 1;
}

int avow_retell(struct avow_session *session, const struct avow_words *inputs,
		bool is_live, struct avow_error *error)
{
	for (size_t i = 0; i < inputs->count; i++) {
		if (!is_report(inputs->items[i], is_live))
			continue;
		if (inputs->count > 1)
			return avow_error_set(error, AVOW_E_USAGE,
					      "%s: a report is read alone",
					      inputs->items[i]);
		return read_report(session, inputs->items[i], error);
	}
	return 0;
}
