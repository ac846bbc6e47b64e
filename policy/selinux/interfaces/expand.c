/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Has m4 expand every interface of the headers, called with avow_1, avow_2, ... as its
 * arguments, in two steps as the headers' Makefile does it. m4 may not run other
 * programs, read other files or write any, and has limits of time and memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "policy/selinux/interfaces/internal.h"

#define SECONDS_MAX 5 /* the headers of today take less than one */
#define MEMORY_MAX ((rlim_t)4 << 30)
#define OUTPUT_MAX ((size_t)512 << 20)

/* The value of KEY in build.conf: `KEY ?= value`, `override KEY := value`. */
static struct avow_span setting(struct avow_span conf, const char *key)
{
	while (!avow_span_is_empty(conf)) {
		struct avow_span line = avow_span_first(conf, avow_span_find(conf, '\n'));
		size_t equals = avow_span_find(line, '=');
		size_t at = avow_span_search(line, key);

		conf = avow_span_skip(conf, line.length + 1);
		if (line.length == 0 || line.data[0] == '#' || at >= equals ||
		    equals == line.length)
			continue;
		line = avow_span_skip(line, equals + 1);
		while (line.length && line.data[0] == ' ')
			line = avow_span_skip(line, 1);
		return avow_span_first(line, avow_span_find(line, ' '));
	}
	return avow_span_make("", 0);
}

/* Both steps read the headers: neither may run programs, nor read or write files. */
static void forbid(struct avow_interface_words *arguments)
{
	static const char *const forbidden[] = { "syscmd",    "esyscmd",  "builtin",
						 "include",   "sinclude", "debugfile",
						 "undivert",  "maketemp", "mkstemp",
						 "debugmode", "traceon" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forbidden); i++)
		avow_interface_words_add(arguments, "-U", forbidden[i], NULL);
}

/* What the headers' Makefile defines for the policy that they were built with. */
static void add_definitions(struct avow_interface_words *arguments, const char *headers)
{
	struct avow_buf conf = { 0 };
	struct avow_span text;
	char *path = NULL, word[64];

	if (asprintf(&path, "%s/build.conf", headers) < 0) {
		arguments->failed = true;
		return;
	}
	/* Headers without it have no settings. */
	if (avow_contents_read(path, AVOW_HEADER_BYTES_MAX, &conf, NULL) == AVOW_E_NOMEM)
		arguments->failed = true;
	free(path);
	text = avow_buf_span(&conf);
	if (avow_span_is(setting(text, "TYPE"), "mls"))
		avow_interface_words_add(arguments, "-D", "enable_mls", NULL);
	else if (avow_span_is(setting(text, "TYPE"), "mcs"))
		avow_interface_words_add(arguments, "-D", "enable_mcs", NULL);
	snprintf(word, sizeof(word), "%.*s", (int)setting(text, "DISTRO").length,
		 setting(text, "DISTRO").data);
	avow_interface_words_add(arguments, "-Ddistro_", word, NULL);
	if (avow_span_is(setting(text, "SYSTEMD"), "y"))
		avow_interface_words_add(arguments, "-D", "init_systemd", NULL);
	if (avow_span_is(setting(text, "DIRECT_INITRC"), "y"))
		avow_interface_words_add(arguments, "-D", "direct_sysadm_daemon", NULL);
	if (avow_span_is(setting(text, "UBAC"), "y"))
		avow_interface_words_add(arguments, "-D", "enable_ubac", NULL);
	avow_interface_words_add(arguments, "-D", "mls_num_sens=16", NULL);
	avow_interface_words_add(arguments, "-D", "mls_num_cats=1024", NULL);
	avow_interface_words_add(arguments, "-D", "mcs_num_cats=1024", NULL);
	avow_buf_free(&conf);
}

/* In the child: never comes back. */
static void become_m4(const struct avow_interface_words *arguments, int input, int output)
{
	const struct rlimit seconds = { SECONDS_MAX, SECONDS_MAX };
	const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	setrlimit(RLIMIT_CPU, &seconds);
	setrlimit(RLIMIT_AS, &memory);
	if (nowhere >= 0 && dup2(input, STDIN_FILENO) >= 0 &&
	    dup2(output, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0)
		execvp("m4", arguments->at);
	_exit(127);
}

static void read_pipe(int fd, struct avow_buf *out)
{
	char bytes[65536];
	ssize_t count;

	while ((count = read(fd, bytes, sizeof(bytes))) != 0) {
		if (count < 0 && errno != EINTR)
			break;
		if (count > 0 && out->length < OUTPUT_MAX)
			avow_buf_append(out, avow_span_make(bytes, (size_t)count));
	}
}

/* A file in memory that holds @text, to be read from its beginning; -1. */
static int make_input(struct avow_span text)
{
	int fd = memfd_create("m4", MFD_CLOEXEC);

	while (fd >= 0 && text.length) {
		ssize_t count = write(fd, text.data, text.length);

		if (count <= 0) {
			close(fd);
			return -1;
		}
		text = avow_span_skip(text, (size_t)count);
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Runs m4 over @input, the standard input of it, behind the files in @arguments. */
static int run_m4(struct avow_interface_words *arguments, struct avow_span input,
		  struct avow_buf *out, struct avow_error *error)
{
	int fd = make_input(input), ends[2], status = 0;
	pid_t child;

	if (fd < 0 || arguments->failed || pipe2(ends, O_CLOEXEC) != 0) {
		if (fd >= 0)
			close(fd);
		return avow_error_nomem(error);
	}
	child = fork();
	if (child == 0)
		become_m4(arguments, fd, ends[1]);
	close(ends[1]);
	close(fd);
	if (child > 0)
		read_pipe(ends[0], out);
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return avow_error_set(error, AVOW_E_INPUT, "m4 cannot be run: %s",
				      strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return avow_error_set(
			error, AVOW_E_INPUT,
			"the headers of reference policy are in m4, which is "
			"not installed");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || out->failed)
		return avow_error_set(error, AVOW_E_INPUT,
				      "m4 does not get through the policy's headers");
	return 0;
}

/* Whether the layer, the directory that the file is in, is one that no policy lacks. */
static bool is_base(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *layer = name;

	while (layer && layer > path && layer[-1] != '/')
		layer--;
	return layer &&
	       (strncmp(layer, "kernel/", 7) == 0 || strncmp(layer, "system/", 7) == 0);
}

/* Takes down the interfaces that a file defines; @text is the file. */
static int add_names(struct avow_interfaces *interfaces, const char *path,
		     struct avow_span text)
{
	static const char word[] = "interface(`";
	const char *slash = strrchr(path, '/');
	struct avow_span base = avow_span_of(slash ? slash + 1 : path);
	const char *module = avow_arena_string(&interfaces->arena,
					       avow_span_first(base, base.length - 3));
	struct avow_interface *last = NULL;

	while (!avow_span_is_empty(text)) {
		struct avow_span line = avow_span_first(text, avow_span_find(text, '\n'));
		size_t end;

		text = avow_span_skip(text, line.length + 1);
		if (last && avow_span_search(line, "refpolicywarn(") < line.length)
			last->is_deprecated = true;
		if (!avow_span_starts_with(line, word))
			continue;
		line = avow_span_skip(line, strlen(word));
		end = avow_span_find(line, '\'');
		last = avow_interfaces_add(interfaces);
		if (!last || !module)
			return AVOW_E_NOMEM;
		last->module = module;
		last->is_base = is_base(path);
		last->name =
			avow_arena_string(&interfaces->arena, avow_span_first(line, end));
		if (!last->name)
			return AVOW_E_NOMEM;
	}
	return 0;
}

static int find_names(struct avow_interfaces *interfaces,
		      const struct avow_interface_words *files, size_t first)
{
	struct avow_buf text = { 0 };
	int code = 0;

	for (size_t i = first; i < files->count && code == 0; i++) {
		avow_buf_clear(&text);
		code = avow_contents_read(files->at[i], AVOW_HEADER_BYTES_MAX, &text,
					  NULL);
		if (code != AVOW_E_NOMEM)
			code = add_names(interfaces, files->at[i], avow_buf_span(&text));
	}
	avow_buf_free(&text);
	return code;
}

/* A name is an m4 word, or what is behind it would be taken for something else. */
static bool is_word(const char *name)
{
	if (!*name)
		return false;
	for (const char *at = name; *at; at++)
		if (!(*at == '_' || (*at >= 'a' && *at <= 'z') ||
		      (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9')))
			return false;
	return true;
}

/* The definitions, silent, and then a call of each interface between two marks. */
static void write_calls(const struct avow_interfaces *interfaces,
			const struct avow_buf *definitions, struct avow_buf *out)
{
	struct avow_span rest = avow_buf_span(definitions);
	static const char star[] = "dollarsstar";

	avow_buf_puts(out, "divert(-1)\n");
	while (!avow_span_is_empty(rest)) {
		size_t at = avow_span_search(rest, star);

		avow_buf_append(out, avow_span_first(rest, at));
		if (at < rest.length)
			avow_buf_puts(out, "$*");
		rest = avow_span_skip(rest, at < rest.length ? at + strlen(star) : at);
	}
	avow_buf_puts(out, "divert\n");
	for (size_t i = 0; i < interfaces->count; i++) {
		if (!is_word(interfaces->at[i].name))
			continue;
		avow_buf_printf(out, "avow_begin %zu;\n%s(", i, interfaces->at[i].name);
		for (unsigned k = 1; k <= AVOW_INTERFACE_PARAMETERS; k++)
			avow_buf_printf(out, "%s%s%u", k > 1 ? "," : "",
					AVOW_INTERFACE_PARAMETER, k);
		avow_buf_puts(out, ")\navow_end;\n");
	}
}

/* Whether m4 gets through the header by itself. */
static bool is_sound(const struct avow_interface_words *define, size_t first,
		     size_t index)
{
	struct avow_interface_words alone = { .count = first + 1 };
	struct avow_buf out = { 0 };
	struct avow_error error;
	bool is_well;

	memcpy(alone.at, define->at, first * sizeof(char *));
	alone.at[first] = define->at[index];
	is_well = run_m4(&alone, avow_span_make("", 0), &out, &error) == 0;
	avow_buf_free(&out);
	return is_well;
}

/* Takes out the headers that m4 does not get through: one would spoil all. */
static int leave_out(struct avow_interfaces *interfaces,
		     struct avow_interface_words *define, size_t first)
{
	size_t kept = first;

	interfaces->bad = avow_arena_alloc(&interfaces->arena,
					   define->count * sizeof(const char *));
	if (!interfaces->bad)
		return AVOW_E_NOMEM;
	for (size_t i = first; i < define->count; i++) {
		char *path = define->at[i];

		if (is_sound(define, first, i)) {
			define->at[kept++] = path;
			continue;
		}
		interfaces->bad[interfaces->bad_count++] =
			avow_arena_string(&interfaces->arena, avow_span_of(path));
		free(path);
	}
	define->at[kept] = NULL;
	define->count = kept;
	return 0;
}

/* The definitions of all interfaces, as the second step wants them. */
static int expand_definitions(struct avow_interfaces *interfaces,
			      struct avow_interface_words *define, size_t first,
			      struct avow_buf *out, struct avow_error *error)
{
	int code = run_m4(define, avow_span_make("", 0), out, error);

	if (code == 0)
		return 0;
	avow_buf_clear(out);
	if (leave_out(interfaces, define, first) < 0)
		return avow_error_nomem(error);
	return interfaces->bad_count ? run_m4(define, avow_span_make("", 0), out, error)
				     : code;
}

int avow_interfaces_expand(struct avow_interfaces *interfaces, const char *headers,
			   struct avow_buf *out, struct avow_error *error)
{
	struct avow_interface_words define = { .count = 0 }, call = { .count = 0 };
	struct avow_buf definitions = { 0 }, calls = { 0 };
	size_t first;
	int code = 0;

	avow_interface_words_add(&define, "m4", NULL, NULL);
	forbid(&define);
	avow_interface_words_add_support(&define, headers);
	first = define.count;
	avow_interface_words_add_headers(&define, headers);
	if (define.count > first)
		code = expand_definitions(interfaces, &define, first, &definitions,
					  error);
	if (code == 0 && find_names(interfaces, &define, first) < 0)
		code = avow_error_nomem(error);
	else if (code == 0 && interfaces->count == 0)
		code = avow_error_set(error, AVOW_E_INPUT,
				      "%s: there are no interfaces: are the headers of "
				      "reference policy installed (selinux-policy-dev)?",
				      headers);
	avow_interface_words_add(&call, "m4", NULL, NULL);
	forbid(&call);
	add_definitions(&call, headers);
	avow_interface_words_add_support(&call, headers);
	avow_interface_words_add(&call, "-", NULL, NULL);
	write_calls(interfaces, &definitions, &calls);
	if (code == 0)
		code = run_m4(&call, avow_buf_span(&calls), out, error);
	avow_interface_words_free(&define);
	avow_interface_words_free(&call);
	avow_buf_free(&definitions);
	avow_buf_free(&calls);
	return code;
}
