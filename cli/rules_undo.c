/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file with a line of settings, and behind it the rules as the kernel has them. */
#include "cli/rules_undo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "cli/output.h"

#define LOCK_PATH "/run/avow-rules.lock"
#define FORM "avow rules undo 1"

enum { BYTES_MAX = 256 << 20 };

int avow_rules_undo_lock(int *out, struct avow_error *error)
{
	*out = open(LOCK_PATH, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*out < 0)
		return avow_error_set(error, AVOW_E_IO, LOCK_PATH ": %s",
				      strerror(errno));
	if (flock(*out, LOCK_EX | LOCK_NB) == 0)
		return AVOW_OK;
	close(*out);
	*out = -1;
	return avow_error_set(error, AVOW_E_IO, "another avow changes the rules now");
}

static int parse(struct avow_span text, const struct avow_audit_target *target,
		 struct avow_arena *arena, struct avow_audit_table *out,
		 struct avow_error *error)
{
	struct avow_span rest = avow_span_skip(text, strlen(FORM));
	uint32_t settings[AVOW_KERNEL_SETTINGS];
	int code = AVOW_OK;

	if (!avow_span_starts_with(text, FORM))
		return avow_error_set(error, AVOW_E_INPUT,
				      AVOW_RULES_UNDO ": this is not what avow wrote");
	for (size_t i = 0; i < AVOW_KERNEL_SETTINGS && !code; i++) {
		uint64_t value = 0;
		size_t length;

		rest = avow_span_skip(rest, 1);
		length = avow_span_find(rest, i + 1 < AVOW_KERNEL_SETTINGS ? ' ' : '\n');
		if (!avow_span_to_u64(avow_span_first(rest, length), 10, &value) ||
		    value > UINT32_MAX)
			return avow_error_set(error, AVOW_E_INPUT,
					      AVOW_RULES_UNDO ": it is cut");
		settings[i] = (uint32_t)value;
		rest = avow_span_skip(rest, length);
	}
	code = avow_audit_table_read(avow_span_skip(rest, 1), target, arena, out, error);
	memcpy(out->settings, settings, sizeof(settings));
	return code;
}

int avow_rules_undo_read(const struct avow_audit_target *target, struct avow_arena *arena,
			 struct avow_audit_table *out, bool *is_there,
			 struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code;

	*is_there = access(AVOW_RULES_UNDO, F_OK) == 0;
	if (!*is_there)
		return AVOW_OK;
	code = avow_contents_read(AVOW_RULES_UNDO, BYTES_MAX, &text, error);
	if (!code)
		code = parse(avow_buf_span(&text), target, arena, out, error);
	avow_buf_free(&text);
	return code;
}

int avow_rules_undo_write(const struct avow_audit_table *table, struct avow_error *error)
{
	struct avow_output output;
	int code = avow_output_open(&output, AVOW_RULES_UNDO, error);

	if (code)
		return code;
	fputs(FORM, output.stream);
	for (size_t i = 0; i < AVOW_KERNEL_SETTINGS; i++)
		fprintf(output.stream, " %u", table->settings[i]);
	putc('\n', output.stream);
	for (size_t i = 0; i < table->count; i++)
		fwrite(table->items[i].bytes.data, 1, table->items[i].bytes.length,
		       output.stream);
	return avow_output_commit(&output, error);
}

void avow_rules_undo_remove(void)
{
	unlink(AVOW_RULES_UNDO);
}
