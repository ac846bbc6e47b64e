/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A contexts directory of an invented system: what its paths should carry, where it has
 * no say, and what is said when a file of it is missing.
 */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "policy/selinux/labels/labels.h"
#include "tests/unit/policies.h"

static const struct {
	const char *name, *text;
} files[] = {
	{ "files/file_contexts",
	  "# a comment\n"
	  "/.*\tsystem_u:object_r:default_t:s0\n"
	  "/srv/.*\tsystem_u:object_r:var_t:s0\n"
	  "/srv/mill(/.*)?\tsystem_u:object_r:mill_data_t:s0\n"
	  "/srv/mill/mill\\.sock\t-s\tsystem_u:object_r:mill_runtime_t:s0\n"
	  "/srv/mill/left(/.*)?\t<<none>>\n"
	  "/usr/bin/mill\t--\tsystem_u:object_r:mill_exec_t:s0\n"
	  "/run/mill(/.*)?\tsystem_u:object_r:mill_runtime_t:s0\n" },
	{ "files/file_contexts.local",
	  "/opt/grain(/.*)?    system_u:object_r:mill_data_t:s0\n" },
	{ "files/file_contexts.homedirs",
	  "/home/[^/]+/.+\tuser_u:object_r:user_home_t:s0\n" },
	{ "files/file_contexts.subs", "/data /srv\n" },
	{ "files/file_contexts.subs_dist", "/var/run /run\n/bin /usr/bin\n" },
	{ "customizable_types", "# by hand\nmill_share_t\n" },
};

static void write_files(const char *directory, const char *left_out)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/files", directory);
	assert_int_equal(mkdir(directory, 0755), 0);
	assert_int_equal(mkdir(path, 0755), 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, files[i].name);
		if (!left_out || !strstr(files[i].name, left_out))
			write_file(path, avow_span_of(files[i].text));
	}
}

static struct avow_labels *open_labels(const char *directory)
{
	struct avow_labels *labels;
	struct avow_error error = { 0 };

	if (avow_labels_open(directory, &labels, &error) < 0)
		fail_msg("%s", error.message);
	return labels;
}

static int open_whole(void **state)
{
	write_files("whole", NULL);
	*state = open_labels("whole");
	return 0;
}

static int close_labels(void **state)
{
	avow_labels_close(*state);
	return 0;
}

static struct avow_label look(const struct avow_labels *labels, const char *path,
			      const char *tclass)
{
	struct avow_label label;

	assert_int_equal(avow_labels_lookup(labels, avow_span_of(path), tclass, &label),
			 0);
	if (label.kind == AVOW_LABEL_KNOWN)
		assert_null(label.why);
	else
		assert_non_null(label.why);
	return label;
}

static void paths_have_their_types(void **state)
{
	static const struct {
		const char *path, *tclass, *type;
	} cases[] = {
		{ "/srv/mill/flour", "file", "mill_data_t" },
		{ "/srv/mill", "dir", "mill_data_t" },
		{ "/srv/mill/", "dir", "mill_data_t" },
		{ "/srv//mill/flour", "file", "mill_data_t" },
		{ "/srv/mill/mill.sock", "sock_file", "mill_runtime_t" },
		{ "/srv/mill/mill.sock", "file", "mill_data_t" },
		{ "/srv/millx", "file", "var_t" },
		{ "/usr/bin/mill", "file", "mill_exec_t" },
		{ "/usr/bin/mill", "dir", "default_t" },
		{ "/bin/mill", "file", "mill_exec_t" },
		{ "/var/run/mill/pid", "file", "mill_runtime_t" },
		{ "/data/mill/flour", "file", "mill_data_t" },
		{ "/opt/grain/a", "file", "mill_data_t" },
		{ "/home/ada/flour", "file", "user_home_t" },
		{ "/srv/mill/\xff\xfe\x01 and more", "file", "mill_data_t" },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++)
		for (int again = 0; again < 2; again++) {
			struct avow_label label =
				look(*state, cases[i].path, cases[i].tclass);

			assert_int_equal(label.kind, AVOW_LABEL_KNOWN);
			assert_span(label.type, cases[i].type);
			assert_null(label.doubt);
		}
}

static void what_has_no_type_says_why(void **state)
{
	static const struct {
		const char *path, *tclass;
		enum avow_label_kind kind;
	} cases[] = {
		{ "/srv/mill/left/over", "file", AVOW_LABEL_NONE },
		{ "flour", "file", AVOW_LABEL_RELATIVE },
		{ "", "file", AVOW_LABEL_RELATIVE },
		{ "/srv/mill/flour (deleted)", "file", AVOW_LABEL_NO_PLACE },
		{ "/", "dir", AVOW_LABEL_NO_PLACE },
		{ "/proc", "dir", AVOW_LABEL_NO_PLACE },
		{ "/proc/1/maps", "file", AVOW_LABEL_NO_PLACE },
		{ "/sys/fs/cgroup", "dir", AVOW_LABEL_NO_PLACE },
		{ "/tmp/flour", "file", AVOW_LABEL_NO_PLACE },
		{ "/run/user/1000/bus", "sock_file", AVOW_LABEL_NO_PLACE },
		{ "/memfd:flour", "file", AVOW_LABEL_NO_PLACE },
		{ "socket:[12]", "sock_file", AVOW_LABEL_NO_PLACE },
		{ "pipe:[12]", "fifo_file", AVOW_LABEL_NO_PLACE },
		{ "anon_inode:[eventpoll]", "file", AVOW_LABEL_NO_PLACE },
		{ "/[aio]", "file", AVOW_LABEL_NO_PLACE },
		{ "/srv/../etc/flour", "file", AVOW_LABEL_NO_PLACE },
		{ "/srv/mill/.", "dir", AVOW_LABEL_NO_PLACE },
		{ "/srv/mill", "tcp_socket", AVOW_LABEL_NO_PLACE },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++)
		assert_int_equal(look(*state, cases[i].path, cases[i].tclass).kind,
				 cases[i].kind);
	assert_int_equal(look(*state, "/tmp", "dir").kind, AVOW_LABEL_KNOWN);
	assert_int_equal(look(NULL, "/tmp/flour", "file").kind, AVOW_LABEL_NO_PLACE);
	assert_int_equal(look(NULL, "/srv/flour", "file").kind, AVOW_LABEL_NOT_ASKED);
	assert_int_equal(look(*state, "/srv/mill/...", "file").kind, AVOW_LABEL_KNOWN);
}

static void long_paths_and_nuls_are_no_paths(void **state)
{
	struct avow_buf path = { 0 };
	struct avow_label label;

	avow_buf_puts(&path, "/srv/");
	while (path.length < 4095)
		avow_buf_puts(&path, "a");
	assert_int_equal(avow_labels_lookup(*state, avow_buf_span(&path), "file", &label),
			 0);
	assert_int_equal(label.kind, AVOW_LABEL_KNOWN);
	avow_buf_putc(&path, 'a');
	assert_int_equal(avow_labels_lookup(*state, avow_buf_span(&path), "file", &label),
			 0);
	assert_int_equal(label.kind, AVOW_LABEL_NO_PLACE);
	avow_buf_free(&path);
	assert_int_equal(avow_labels_lookup(*state, avow_span_make("/srv/\0mill", 10),
					    "file", &label),
			 0);
	assert_int_equal(label.kind, AVOW_LABEL_NO_PLACE);
}

static void patterns_of_a_type(void **state)
{
	struct avow_label_use use;

	avow_labels_use(*state, "mill_data_t", &use);
	assert_int_equal(use.patterns, 2);
	assert_int_equal(use.areas[AVOW_AREA_DATA], 2);
	assert_span(use.example, "/opt/grain(/.*)?");
	avow_labels_use(*state, "mill_runtime_t", &use);
	assert_int_equal(use.patterns, 2);
	assert_int_equal(use.areas[AVOW_AREA_RUNTIME], 1);
	avow_labels_use(*state, "mill_share_t", &use);
	assert_int_equal(use.patterns, 0);
	assert_true(avow_labels_is_customizable(*state, "mill_share_t"));
	assert_false(avow_labels_is_customizable(*state, "mill_data_t"));
	assert_span(avow_labels_customizable(*state, 0), "mill_share_t");
	assert_span(avow_labels_customizable(*state, 1), "");
	assert_true(avow_labels_is_shared(*state, avow_span_of("/srv")));
	assert_true(avow_labels_is_shared(*state, avow_span_of("/srv/mill")));
	assert_false(avow_labels_is_shared(*state, avow_span_of("/srv/mill/left")));
	assert_false(avow_labels_is_shared(*state, avow_span_of("/sr")));
}

static void a_name_has_the_types_of_its_patterns(void **state)
{
	static const struct {
		const char *name;
		size_t index;
		const char *type;
	} cases[] = {
		{ "mill", 0, "mill_exec_t" },
		{ "mill", 1, "" },
		{ "mill.sock", 0, "mill_runtime_t" },
		{ "millXsock", 0, "" },
		{ "ill", 0, "" },
		{ "", 0, "" },
		{ "/mill", 0, "" },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++)
		assert_span(avow_labels_of_name(*state, avow_span_of(cases[i].name),
						cases[i].index),
			    cases[i].type);
}

static void assert_pattern(const struct avow_labels *labels, const char *path,
			   const char *pattern)
{
	struct avow_buf out = { 0 };

	avow_labels_pattern(labels, avow_span_of(path), &out);
	assert_span(avow_buf_span(&out), pattern);
	avow_buf_free(&out);
}

static void a_path_becomes_a_pattern(void **state)
{
	assert_pattern(*state, "/srv/mill", "/srv/mill");
	assert_pattern(*state, "/srv/a.b+c[1](x)", "/srv/a\\.b\\+c\\[1\\]\\(x\\)");
	assert_pattern(*state, "/srv/two words\n", "/srv/two\\x20words\\x0a");
	assert_pattern(*state, "/srv/\xc3\xa4", "/srv/\\xc3\\xa4");
	assert_pattern(*state, "/var/run/x", "/run/x");
	assert_pattern(*state, "/var/runner", "/var/runner");
	assert_pattern(NULL, "/var/run/x", "/var/run/x");
}

static bool has_note(const struct avow_labels *labels, const char *part)
{
	const char *note;

	for (size_t i = 0; (note = avow_labels_note(labels, i)); i++)
		if (strstr(note, part))
			return true;
	return false;
}

static void a_missing_file_is_told(void **state)
{
	static const struct {
		const char *directory, *file, *path;
	} cases[] = {
		{ "no-homes", "file_contexts.homedirs", "/home/ada/flour" },
		{ "no-dist", "file_contexts.subs_dist", "/var/run/mill/pid" },
		{ "no-local", "file_contexts.local", NULL },
		{ "no-types", "customizable_types", NULL },
	};

	assert_null(avow_labels_note(*state, 0));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct avow_labels *labels;

		write_files(cases[i].directory, cases[i].file);
		labels = open_labels(cases[i].directory);
		assert_true(has_note(labels, cases[i].file));
		assert_null(avow_labels_note(labels, 1));
		assert_null(look(labels, "/srv/mill/flour", "file").doubt);
		if (cases[i].path)
			assert_non_null(look(labels, cases[i].path, "file").doubt);
		avow_labels_close(labels);
	}
}

static void assert_refused(const char *directory, const char *says)
{
	struct avow_labels *labels;
	struct avow_error error = { 0 };

	assert_int_equal(avow_labels_open(directory, &labels, &error), AVOW_E_POLICY);
	assert_null(labels);
	if (!strstr(error.message, says))
		fail_msg("\"%s\" does not say \"%s\"", error.message, says);
}

/* libselinux would print; the test's standard error is caught to see that it does not. */
static void a_bad_directory_is_refused_in_silence(void **state)
{
	int saved = dup(STDERR_FILENO);
	int caught = open("caught", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct stat status;

	(void)state;
	assert_true(saved >= 0 && caught >= 0);
	write_files("garbled", "file_contexts");
	write_file("garbled/files/file_contexts",
		   avow_span_of("/srv one two three four\n/b\x01(\n"));
	dup2(caught, STDERR_FILENO);
	assert_refused("nowhere", "there is no file_contexts");
	assert_refused("garbled", "libselinux does not take it");
	dup2(saved, STDERR_FILENO);
	assert_int_equal(fstat(caught, &status), 0);
	assert_int_equal(status.st_size, 0);
	close(caught);
	close(saved);
}

static void the_policy_tells_the_directory(void **state)
{
	struct avow_buf out = { 0 };

	(void)state;
	assert_int_equal(mkdir("etc", 0755), 0);
	write_files("etc/contexts", NULL);
	assert_true(avow_labels_guess("etc/policy/policy.33", &out));
	assert_span(avow_buf_span(&out), "etc/contexts");
	assert_false(avow_labels_guess("nowhere/policy/policy.33", &out));
	assert_false(avow_labels_guess("etc/policy/other", &out));
	assert_false(avow_labels_guess("policy.33", &out));
	avow_buf_free(&out);
}

static void the_directory_of_the_files_will_do(void **state)
{
	struct avow_labels *labels;

	(void)state;
	labels = open_labels("whole/files");
	assert_null(avow_labels_note(labels, 0));
	assert_span(look(labels, "/opt/grain/a", "file").type, "mill_data_t");
	avow_labels_close(labels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_have_their_types),
		cmocka_unit_test(what_has_no_type_says_why),
		cmocka_unit_test(long_paths_and_nuls_are_no_paths),
		cmocka_unit_test(patterns_of_a_type),
		cmocka_unit_test(a_name_has_the_types_of_its_patterns),
		cmocka_unit_test(a_path_becomes_a_pattern),
		cmocka_unit_test(a_missing_file_is_told),
		cmocka_unit_test(a_bad_directory_is_refused_in_silence),
		cmocka_unit_test(the_policy_tells_the_directory),
		cmocka_unit_test(the_directory_of_the_files_will_do),
	};

	return cmocka_run_group_tests(tests, open_whole, close_labels);
}
