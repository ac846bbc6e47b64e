/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `fields FILE` prints what each AppArmor record of FILE says, before any of it is
 * judged: for the comparison with libapparmor. A line with its number and verdict (or
 * why it was refused), then a line a field, its value in display form.
 */
#include <stdio.h>

#include "analyzer/base/escape.h"
#include "analyzer/collect/inputs.h"
#include "analyzer/collect/lines.h"
#include "analyzer/denial/apparmor.h"

static void print(const char *name, struct avow_span value)
{
	struct avow_buf text = { 0 };

	if (avow_span_is_empty(value))
		return;
	avow_escape_display(&text, value);
	printf("  %s=%s\n", name, avow_buf_string(&text));
	avow_buf_free(&text);
}

static void print_fields(const struct avow_apparmor *fields)
{
	const struct {
		const char *name;
		struct avow_span value;
	} rows[] = {
#define X(member) { #member, fields->member }
		X(operation), X(class_name), X(profile),        X(namespace),
		X(name),      X(target),     X(info),           X(error),
		X(pid),       X(parent),     X(requested_mask), X(denied_mask),
		X(comm),      X(fsuid),      X(ouid),           X(peer),
		X(peer_pid),  X(signal),     X(capname),        X(family),
		X(sock_type), X(protocol),   X(laddr),          X(lport),
		X(faddr),     X(fport),      X(saddr),          X(src),
		X(daddr),     X(dest),       X(addr),           X(peer_addr),
		X(path),      X(bus),        X(interface),      X(member),
		X(srcname),   X(fstype),     X(flags),          X(execpath),
		X(attribute), X(task),       X(magic_token),
#undef X
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		print(rows[i].name, rows[i].value);
}

static void print_record(const struct avow_record *record, struct avow_buf *scratch)
{
	unsigned long long line = record->place.line;
	struct avow_apparmor fields;
	enum avow_defect defect;

	if (!avow_apparmor_is(record))
		return;
	if (!avow_apparmor_parse(record, scratch, &fields, &defect)) {
		printf("%llu malformed: %s\n", line, avow_defect_text(defect));
		return;
	}
	printf("%llu %s\n", line, avow_apparmor_verdict_name(fields.verdict));
	if (record->has_stamp)
		printf("  stamp=%llu.%03u:%llu\n",
		       (unsigned long long)record->time.seconds,
		       record->time.milliseconds, (unsigned long long)record->serial);
	print_fields(&fields);
}

int main(int argc, char **argv)
{
	const struct avow_input input = { .path = argc == 2 ? argv[1] : "-" };
	const struct avow_source_options options = { 0 };
	struct avow_record_reader reader = { 0 };
	struct avow_buf scratch = { 0 };
	struct avow_record record;
	struct avow_source *source;
	struct avow_lines lines;
	struct avow_line line;
	enum avow_defect defect;

	if (avow_input_open(&input, &options, &source, NULL) ||
	    avow_lines_open(&lines, source))
		return 1;
	while (avow_lines_next(&lines, &line, NULL) > 0) {
		enum avow_line_kind kind =
			avow_record_read(&reader, line.text, &record, &defect);

		if (kind == AVOW_LINE_MALFORMED)
			printf("%llu malformed: %s\n", (unsigned long long)line.number,
			       avow_defect_text(defect));
		if (kind != AVOW_LINE_RECORD)
			continue;
		do {
			record.place = (struct avow_place){ 0, line.number };
			print_record(&record, &scratch);
		} while (avow_record_next(&reader, &record, &defect) == AVOW_LINE_RECORD);
	}
	avow_buf_free(&scratch);
	avow_record_reader_free(&reader);
	avow_lines_close(&lines);
	return 0;
}
