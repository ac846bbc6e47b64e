/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The numbers of system calls, held against libaudit's tables. */
#include "tests/unit/unit.h"

#include <libaudit.h>

#include "analyzer/base/machines.h"
#include "analyzer/denial/syscalls.h"

/* The numbers of each that the table names; too few would be a table that is lost. */
enum { NAMED_AT_LEAST = 300, NUMBERS = 1024 };

static const struct machine {
	int machine;
	uint32_t arch;
} machines[] = {
	{ MACH_86_64, 0xc000003e },   { MACH_X86, 0x40000003 },
	{ MACH_AARCH64, 0xc00000b7 }, { MACH_ARM, 0x40000028 },
	{ MACH_PPC64LE, 0xc0000015 }, { MACH_PPC64, 0x80000015 },
	{ MACH_S390X, 0x80000016 },
};

/* What libaudit has no name for is what came after the oldest that is installed. */
static void assert_named(const struct machine *machine, int number, struct avow_span name)
{
	const char *theirs = audit_syscall_to_name(number, machine->machine);
	uint32_t since = 0;

	if (theirs) {
		assert_span(name, theirs);
		return;
	}
	avow_call_number(avow_machine_of(machine->arch), name, &since);
	assert_true(since > 30009);
}

static void every_name_is_libaudits(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(machines); i++) {
		int named = 0;

		for (int number = 0; number < NUMBERS; number++) {
			struct avow_span name =
				avow_syscall_name(machines[i].arch, (uint64_t)number);

			if (!name.length)
				continue;
			named++;
			assert_named(machines + i, number, name);
		}
		assert_true(named >= NAMED_AT_LEAST);
	}
}

static void what_is_no_call_has_no_name(void **state)
{
	(void)state;
	assert_int_equal(avow_syscall_name(0xc000003e, 1073742344).length, 0);
	assert_int_equal(avow_syscall_name(0xc000003e, UINT64_MAX).length, 0);
	assert_int_equal(avow_syscall_name(0xc000003e, 65535).length, 0);
	assert_int_equal(avow_syscall_name(0, 59).length, 0);
}

static void only_options_of_the_socket_itself_have_names(void **state)
{
	(void)state;
	assert_span(avow_socket_option(avow_span_of("1"), avow_span_of("20")),
		    "sockopt=SO_SNDBUFFORCE");
	assert_span(
		avow_socket_option(avow_span_of("SOL_SOCKET"), avow_span_of("SO_MARK")),
		"sockopt=SO_MARK");
	assert_span(avow_socket_option(avow_span_of("6"), avow_span_of("20")), "");
	assert_span(avow_socket_option(avow_span_of("1"), avow_span_of("ffff")), "");
	assert_span(avow_socket_option(avow_span_of(""), avow_span_of("")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_libaudits),
		cmocka_unit_test(what_is_no_call_has_no_name),
		cmocka_unit_test(only_options_of_the_socket_itself_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
