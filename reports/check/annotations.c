/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the hosts of git show beside a change: GitHub's workflow commands ("Workflow
 * commands for GitHub Actions", ::error) and GitLab's code quality report ("Code
 * Quality", "Implement a custom tool").
 */
#include "reports/check/check.h"

#include "analyzer/base/escape.h"
#include "analyzer/base/sha256.h"
#include "reports/stream.h"
#include "reports/strings.h"

/* A property ends at a colon or a comma, data at the end of the line. */
static void put_data(struct avow_buf *out, const char *text, bool is_property)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, avow_span_of(text));
	for (size_t i = 0; i < clean.length; i++) {
		char byte = clean.data[i];

		if (byte == '%' || (is_property && (byte == ':' || byte == ',')))
			avow_buf_printf(out, "%%%02X", (unsigned char)byte);
		else
			avow_buf_putc(out, byte);
	}
	out->failed |= clean.failed;
	avow_buf_free(&clean);
}

static void put_command(struct avow_buf *out, const struct avow_check_item *item)
{
	avow_buf_puts(out, item->is_failure ? "::error" : "::notice");
	avow_buf_puts(out, " title=");
	put_data(out, "avow: ", true);
	put_data(out, avow_check_kind_name(item->kind), true);
	if (item->path) {
		avow_buf_puts(out, ",file=");
		put_data(out, item->path, true);
		avow_buf_printf(out, ",line=%llu", (unsigned long long)item->line);
	}
	avow_buf_puts(out, "::");
	put_data(out, item->label, false);
	avow_buf_puts(out, item->label[0] ? ": " : "");
	put_data(out, item->text, false);
	avow_buf_puts(out, "\n");
}

int avow_check_github(const struct avow_check *check,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	struct avow_stream stream = { .out = out };
	struct avow_buf text = { 0 };
	int result;

	(void)style;
	for (size_t i = 0; i < check->count; i++)
		put_command(&text, check->items + i);
	avow_stream_write(&stream, avow_buf_span(&text));
	result = text.failed ? avow_error_nomem(error)
			     : avow_stream_finish(&stream, error);
	avow_buf_free(&text);
	return result;
}

static json_t *make_fingerprint(const struct avow_check_item *item)
{
	struct avow_buf mark = { 0 };
	char digits[65];
	json_t *out;

	avow_buf_printf(&mark, "%s:%s:%s", avow_check_kind_name(item->kind), item->id,
			item->label);
	avow_sha256_hex(avow_buf_span(&mark), digits);
	out = mark.failed ? NULL : avow_json_string(digits);
	avow_buf_free(&mark);
	return out;
}

/* The host takes nothing without a place. */
static json_t *make_issue(const struct avow_check_item *item)
{
	struct avow_buf text = { 0 };
	json_t *out = json_object();

	avow_buf_printf(&text, "%s%s%s", item->label, item->label[0] ? ": " : "",
			item->text);
	json_object_set_new(out, "description", avow_json_string(avow_buf_string(&text)));
	json_object_set_new(out, "check_name",
			    avow_json_string(avow_check_kind_name(item->kind)));
	json_object_set_new(out, "fingerprint", make_fingerprint(item));
	json_object_set_new(out, "severity",
			    avow_json_string(item->is_failure ? "major" : "info"));
	json_object_set_new(out, "location",
			    json_pack("{s:o,s:{s:o}}", "path",
				      avow_json_string(item->path ? item->path : "avow"),
				      "lines", "begin",
				      avow_json_number(item->line ? item->line : 1)));
	avow_buf_free(&text);
	return out;
}

int avow_check_gitlab(const struct avow_check *check,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	json_t *root = json_array();

	(void)style;
	for (size_t i = 0; i < check->count; i++)
		json_array_append_new(root, make_issue(check->items + i));
	return avow_json_finish(root, out, error);
}
