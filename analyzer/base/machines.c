/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Architectures and their system calls; calls.def is made by make-calls.py. */
#include "analyzer/base/machines.h"

enum column { X86_64, I386, GENERIC, ARM, PPC, S390X, S390, RISCV64, RISCV32, COLUMNS };

/* AUDIT_ARCH_* is EM_* of elf.h, with __AUDIT_ARCH_64BIT and __AUDIT_ARCH_LE above it. */
const struct avow_machine avow_machines[] = {
	{ "x86_64", 0xc000003e, X86_64, false, true, "i386", 0, "" },
	{ "i386", 0x40000003, I386, false, false, "i386", 0, "i486 i586 i686" },
	{ "aarch64", 0xc00000b7, GENERIC, false, true, "arm", 0, "armv8l" },
	{ "arm", 0x40000028, ARM, false, false, "arm", 0,
	  "armeb armv5tejl armv5tel armv6l armv7l" },
	{ "ppc64le", 0xc0000015, PPC, false, true, NULL, 0, "" },
	{ "ppc64", 0x80000015, PPC, true, true, "ppc", 0, "" },
	{ "ppc", 0x00000014, PPC, true, false, "ppc", 0, "" },
	{ "s390x", 0x80000016, S390X, true, true, "s390", 0, "" },
	{ "s390", 0x00000016, S390, true, false, "s390", 0, "" },
	{ "riscv64", 0xc00000f3, RISCV64, false, true, "riscv32", 40003, "" },
	{ "riscv32", 0x400000f3, RISCV32, false, false, "riscv32", 40003, "" },
	/* audit knows it not at all; its calls are those of the generic table. */
	{ "loongarch64", 0xc0000102, GENERIC, false, true, NULL, UINT32_MAX, "" },
};
const size_t avow_machine_count = AVOW_ARRAY_SIZE(avow_machines);

/* By their names, so that one can be found in few steps. */
static const struct {
	const char *name;
	uint32_t since;
	int16_t numbers[COLUMNS]; /* -1: it has none */
} calls[] = {
#define CALL(name, since, ...) { name, since, { __VA_ARGS__ } },
#define LATE(machine, name)
#include "analyzer/base/calls.def"
#undef CALL
#undef LATE
};

/* Names that audit had for other machines first. */
enum { LATE_SINCE = 40003 };
static const struct {
	enum column column;
	const char *name;
} late[] = {
#define CALL(name, since, ...)
#define LATE(machine, name) { machine, name },
#include "analyzer/base/calls.def"
#undef CALL
#undef LATE
};

static bool is_late(const struct avow_machine *machine, struct avow_span name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(late); i++)
		if (late[i].column == machine->column && avow_span_is(name, late[i].name))
			return true;
	return false;
}

const struct avow_machine *avow_machine_named(struct avow_span name)
{
	for (size_t i = 0; i < avow_machine_count; i++)
		if (avow_span_is(name, avow_machines[i].name) ||
		    avow_span_is_among(name, avow_machines[i].known_for, ' '))
			return avow_machines + i;
	return NULL;
}

const struct avow_machine *avow_machine_of(uint32_t arch)
{
	for (size_t i = 0; i < avow_machine_count; i++)
		if (avow_machines[i].arch == arch)
			return avow_machines + i;
	return NULL;
}

const struct avow_machine *avow_machine_narrow(const struct avow_machine *machine)
{
	return machine->is_64 && machine->narrow
		       ? avow_machine_named(avow_span_of(machine->narrow))
		       : NULL;
}

int avow_call_number(const struct avow_machine *machine, struct avow_span name,
		     uint32_t *since)
{
	size_t low = 0, high = AVOW_ARRAY_SIZE(calls);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = avow_span_compare(name, avow_span_of(calls[middle].name));

		if (order == 0) {
			if (since)
				*since = is_late(machine, name) ? LATE_SINCE
								: calls[middle].since;
			return calls[middle].numbers[machine->column];
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

struct avow_span avow_call_name(const struct avow_machine *machine, uint64_t number)
{
	for (size_t i = 0; number <= INT16_MAX && i < AVOW_ARRAY_SIZE(calls); i++)
		if (calls[i].numbers[machine->column] == (int16_t)number)
			return avow_span_of(calls[i].name);
	return avow_span_make("", 0);
}

const char *avow_call_at(size_t index)
{
	return index < AVOW_ARRAY_SIZE(calls) ? calls[index].name : NULL;
}
