/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events of the tracepoint to lines, with a made-up policy's permissions. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "analyzer/collect/symbols.h"
#include "analyzer/collect/tracepoint.h"

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void make_class(void)
{
	assert_int_equal(mkdir("class", 0700), 0);
	assert_int_equal(mkdir("class/file", 0700), 0);
	assert_int_equal(mkdir("class/file/perms", 0700), 0);
	write_file("class/file/perms/ioctl", "1");
	write_file("class/file/perms/read", "2\n");
	write_file("class/file/perms/watch", "32");
	write_file("class/file/perms/odd", "33");
	write_file("class/file/perms/zero", "0");
}

static const struct avow_tracepoint plain = {
	.time_ns = 1700000000251999999,
	.pid = 7,
	.audited = 2,
	.denied = 2,
	.comm = AVOW_SPAN("worker"),
	.scontext = AVOW_SPAN("u:r:a_t:s0"),
	.tcontext = AVOW_SPAN("u:r:b_t:s0"),
	.tclass = AVOW_SPAN("file"),
};

static void assert_line(struct avow_permissions *permissions,
			const struct avow_tracepoint *event, const char *expected)
{
	struct avow_buf out = { 0 };

	avow_tracepoint_line(event, permissions, &out);
	assert_span(avow_buf_span(&out), expected);
	avow_buf_free(&out);
}

static void writes_what_the_kernel_would(void **state)
{
	struct avow_tracepoint event = plain;

	assert_line(*state, &event,
		    "type=1400 msg=audit(1700000000.251:0): avc:  denied  { read } for  "
		    "pid=7 comm=\"worker\" scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 "
		    "tclass=file permissive=1\n");
	event.audited = 0x80000007;
	event.result = -13;
	event.kernel_stack = avow_span_of("inner<-outer");
	event.user_stack = avow_span_of("lib x.so+0x1");
	assert_line(*state, &event,
		    "type=1400 msg=audit(1700000000.251:0): avc:  denied  { ioctl read "
		    "watch 0x4 } for  pid=7 comm=\"worker\" scontext=u:r:a_t:s0 "
		    "tcontext=u:r:b_t:s0 tclass=file permissive=0 "
		    "kstack=\"inner<-outer\" ustack=6C696220782E736F2B307831\n");
	event = plain;
	event.denied = 0;
	event.comm.length = 0;
	assert_line(*state, &event,
		    "type=1400 msg=audit(1700000000.251:0): avc:  granted  { read } for  "
		    "pid=7 scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=file\n");
}

static void writes_bits_of_unknown_classes(void **state)
{
	static const char *const names[] = { "nosuch", "../class/file", ".", "",
					     "file/perms" };
	struct avow_tracepoint event = plain;
	struct avow_buf out = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++) {
		event.tclass = avow_span_of(names[i]);
		avow_buf_clear(&out);
		avow_tracepoint_line(&event, *state, &out);
		assert_non_null(strstr(avow_buf_string(&out), "denied  { 0x2 } for "));
	}
	avow_buf_free(&out);
}

/* More classes than there is room for are read no more, and are no failure. */
static void bounds_the_classes(void **state)
{
	struct avow_tracepoint event = plain;
	struct avow_buf out = { 0 };
	char name[16];

	for (unsigned i = 0; i < 600; i++) {
		snprintf(name, sizeof(name), "class%u", i);
		event.tclass = avow_span_of(name);
		avow_buf_clear(&out);
		avow_tracepoint_line(&event, *state, &out);
		assert_non_null(strstr(avow_buf_string(&out), name));
	}
	avow_buf_free(&out);
}

static void lets_no_name_out(void **state)
{
	struct avow_tracepoint event = plain;

	event.comm = avow_span_of("a\" x");
	event.scontext = avow_span_of("a b\nc\"");
	assert_line(*state, &event,
		    "type=1400 msg=audit(1700000000.251:0): avc:  denied  { read } for  "
		    "pid=7 comm=61222078 scontext=a?b?c\" tcontext=u:r:b_t:s0 "
		    "tclass=file permissive=1\n");
}

static void assert_symbol(const struct avow_symbols *symbols, uint64_t address,
			  const char *expected)
{
	struct avow_buf out = { 0 };

	avow_symbols_put(symbols, address, &out);
	assert_span(avow_buf_span(&out), expected);
	avow_buf_free(&out);
}

static void finds_functions(void **state)
{
	struct avow_symbols *symbols;

	(void)state;
	write_file("kallsyms", "ffffffff81000200 t second\t[module]\n"
			       "ffffffff81000100 T first\n"
			       "ffffffff81000180 d data\n"
			       "\nnonsense\nffffffff81000300 T \n"
			       "0000000000000000 T hidden\n");
	symbols = avow_symbols_read("kallsyms");
	assert_non_null(symbols);
	assert_symbol(symbols, 0xffffffff81000100, "first");
	assert_symbol(symbols, 0xffffffff810001ff, "first");
	assert_symbol(symbols, 0xffffffff81000200, "second");
	assert_symbol(symbols, UINT64_MAX, "second");
	assert_symbol(symbols, 0x10, "0x10");
	avow_symbols_free(symbols);
	symbols = avow_symbols_read("no-such-file");
	assert_non_null(symbols);
	assert_symbol(symbols, 0xffffffff81000100, "0xffffffff81000100");
	avow_symbols_free(symbols);
}

static void assert_place(uint64_t address, const char *expected)
{
	static const struct avow_span maps = AVOW_SPAN(
		"55d000001000-55d000003000 r-xp 00002000 fe:00 71   /usr/sbin/exampled\n"
		"7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \n"
		"nonsense\n"
		"7f0000002000-7f0000004000 r-xp 00026000 fe:00 9    /usr/lib/an "
		"odd\\012.so "
		"(deleted)\n"
		"7ffc00000000-7ffc00001000 r-xp 00000000 00:00 0    [vdso]");
	struct avow_buf out = { 0 };

	avow_maps_put(maps, address, &out);
	assert_span(avow_buf_span(&out), expected);
	avow_buf_free(&out);
}

static void finds_mapped_files(void **state)
{
	(void)state;
	assert_place(0x55d000001000, "exampled+0x2000");
	assert_place(0x55d000002fff, "exampled+0x3fff");
	assert_place(0x55d000003000, "0x55d000003000");
	assert_place(0x7f0000000010, "0x7f0000000010");
	assert_place(0x7f0000002010, "an odd\\012.so (deleted)+0x26010");
	assert_place(0x7ffc00000001, "[vdso]+0x1");
	assert_place(0, "0x0");
}

static int set_up(void **state)
{
	make_class();
	*state = avow_permissions_new("class");
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	avow_permissions_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_the_kernel_would),
		cmocka_unit_test(writes_bits_of_unknown_classes),
		cmocka_unit_test(lets_no_name_out),
		cmocka_unit_test(bounds_the_classes),
		cmocka_unit_test(finds_functions),
		cmocka_unit_test(finds_mapped_files),
	};

	return cmocka_run_group_tests_name("tracepoint", tests, set_up, tear_down);
}
