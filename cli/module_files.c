/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes the module and the forms of the plan, and keeps what is not avow's. */
#include "cli/module_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "cli/output.h"
#include "cli/print.h"
#include "policy/selinux/selinux.h"
#include "reports/plan/plan.h"

#define TE_MAX (64 << 20)

static int make_path(const struct avow_module_files *files, const char *suffix,
		     char **out, struct avow_error *error)
{
	if (asprintf(out, "%s/%s%s", files->directory, files->name, suffix) < 0)
		return avow_error_nomem(error);
	return 0;
}

/* What is there already; what cannot be read is there, and says nothing. */
static int look(const struct avow_module_files *files, const char *suffix,
		struct avow_buf *out, bool *is_there, struct avow_error *error)
{
	char *path;
	int code = make_path(files, suffix, &path, error);

	if (code < 0)
		return code;
	*is_there = access(path, F_OK) == 0;
	code = avow_contents_read(path, TE_MAX, out, error);
	free(path);
	return code == AVOW_E_NOMEM ? code : 0;
}

int avow_module_files_open(struct avow_module_files *files, struct avow_error *error)
{
	struct avow_buf cil = { 0 };
	bool has_te, has_cil;
	int code = look(files, ".te", &files->previous, &has_te, error);

	if (code == 0)
		code = look(files, ".cil", &cil, &has_cil, error);
	if (code == 0) {
		bool is_cil_own = avow_selinux_is_own_module(avow_buf_span(&cil));

		files->is_own = has_te ? avow_selinux_is_own_module(
						 avow_buf_span(&files->previous))
				       : is_cil_own;
		files->is_cil_changed = has_cil && !is_cil_own;
		if (!files->is_own && !files->is_forced)
			avow_buf_clear(&files->previous);
	}
	avow_buf_free(&cil);
	return code;
}

/* Why the file at @path stays as it is; NULL: it may be written. */
static const char *protection(const struct avow_module_files *files, const char *path,
			      const char *suffix)
{
	bool is_own =
		files->is_own && !(files->is_cil_changed && strcmp(suffix, ".cil") == 0);
	struct stat status;

	if (files->is_forced || is_own || stat(path, &status) != 0)
		return NULL;
	if (!S_ISREG(status.st_mode))
		return "it is no file";
	return "it was not made by avow suggest, or was changed since: --force "
	       "overwrites "
	       "it";
}

/* 1 when the file is left as it is. */
static int write_file(const struct avow_module_files *files, const char *suffix,
		      struct avow_span text, bool is_program, struct avow_error *error)
{
	struct avow_output output;
	const char *why;
	char *path;
	int code = make_path(files, suffix, &path, error);

	if (code < 0)
		return code;
	why = protection(files, path, suffix);
	if (why) {
		avow_error_set(error, AVOW_E_IO, "%s: %s", path, why);
		avow_print_error(error->message);
		free(path);
		return 1;
	}
	code = avow_output_open(&output, path, error);
	if (code == 0) {
		fwrite(text.data, 1, text.length, output.stream);
		code = avow_output_commit(&output, error);
	}
	if (code == 0 && is_program)
		chmod(path, 0755);
	if (code == 0) {
		avow_print_text(stdout, avow_span_of(path));
		putchar('\n');
	}
	free(path);
	return code;
}

static int write_plan(const struct avow_module_files *files,
		      const struct avow_report *report,
		      const struct avow_plan_format *format, struct avow_error *error)
{
	const struct avow_report_style style = { 0 };
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	int code = stream ? format->write(report, &style, stream, error)
			  : avow_error_nomem(error);

	if (stream && fclose(stream) != 0 && code == 0)
		code = avow_error_nomem(error);
	if (code == 0)
		code = write_file(files, format->suffix, avow_span_make(text, length),
				  format->is_program, error);
	free(text);
	return code;
}

/* No data where there is no text: nothing was asked of SELinux. */
static struct avow_span span_of(const char *text)
{
	return text ? avow_span_of(text) : avow_span_make(NULL, 0);
}

/* Nothing is to be taken for the source of a module that it is not. */
static int drop_te(const struct avow_module_files *files, struct avow_error *error)
{
	char *path;
	int code = make_path(files, ".te", &path, error);

	if (code < 0)
		return code;
	if (!protection(files, path, ".te") && unlink(path) == 0) {
		avow_error_set(error, AVOW_E_IO, "%s: taken away", path);
		avow_print_error(error->message);
	}
	free(path);
	return 0;
}

/* The same for a file that is not written when it is empty. */
static struct avow_span filled(const char *text)
{
	return span_of(text && text[0] ? text : NULL);
}

/* The first failure ends it; files that are left as they are do not. */
static int write_all(const struct avow_module_files *files,
		     const struct avow_report *report, struct avow_error *error)
{
	const struct avow_suggestion *suggestion = &report->findings->suggestion;
	const struct {
		const char *suffix;
		struct avow_span text;
	} forms[] = {
		{ ".te", span_of(suggestion->te) },
		{ ".cil", span_of(suggestion->cil) },
		{ ".pp", suggestion->package },
		{ ".fc", filled(suggestion->fc) },
		{ ".if", filled(suggestion->interfaces) },
	};
	bool is_any_left = false;
	int code = suggestion->cil && !suggestion->te ? drop_te(files, error) : 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms) && code >= 0; i++) {
		if (!forms[i].text.data)
			continue;
		code = write_file(files, forms[i].suffix, forms[i].text, false, error);
		is_any_left |= code > 0;
	}
	for (size_t i = 0; files->has_plan && i < avow_plan_format_count && code >= 0;
	     i++) {
		const struct avow_plan_format *format = &avow_plan_formats[i];

		if (format->has && !format->has(report))
			continue;
		code = write_plan(files, report, format, error);
		is_any_left |= code > 0;
	}
	return code < 0 ? code : is_any_left;
}

int avow_module_files_write(const struct avow_module_files *files,
			    const struct avow_report *report, struct avow_error *error)
{
	int code;

	if (mkdir(files->directory, 0777) != 0 && errno != EEXIST)
		return avow_error_set(error, AVOW_E_IO, "%s: %s", files->directory,
				      strerror(errno));
	code = write_all(files, report, error);
	return code > 0
		       ? avow_error_set(error, AVOW_E_IO, "%s: not all of it was written",
					files->directory)
		       : code;
}

void avow_module_files_close(struct avow_module_files *files)
{
	avow_buf_free(&files->previous);
}
