/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_MACHINES_H
#define AVOW_BASE_MACHINES_H

#include "analyzer/base/span.h"

/*
 * Architectures, and what their system calls are called and numbered. The names are
 * audit's: pread on x86_64, where the kernel's headers say pread64.
 */
struct avow_machine {
	const char *name; /* "x86_64", as uname -m has it */
	uint32_t arch;    /* AUDIT_ARCH_* of linux/audit.h */
	uint8_t column;   /* of its numbers in calls.def */
	bool is_big;      /* the most significant byte is the first */
	bool is_64;
	const char *narrow;    /* what `arch=b32` is on it; NULL: it has none */
	uint32_t audit;        /* the first release of audit that knows it; 0: 3.0 */
	const char *known_for; /* other names of it, apart by blanks */
};

/* All of them, and how many. */
extern const struct avow_machine avow_machines[];
extern const size_t avow_machine_count;

/* By any of its names, by AUDIT_ARCH_*; NULL when there is none. */
const struct avow_machine *avow_machine_named(struct avow_span name);
const struct avow_machine *avow_machine_of(uint32_t arch);
/* The 32-bit machine whose programs a 64-bit one runs too; NULL when there is none. */
const struct avow_machine *avow_machine_narrow(const struct avow_machine *machine);

/*
 * A call's number on @machine, or -1. @since, which may be NULL, gets the first release
 * of audit that knows the name, as 40101 for 4.1.1; 0 for those that 3.0 knows.
 */
int avow_call_number(const struct avow_machine *machine, struct avow_span name,
		     uint32_t *since);

/* The name of a number; empty when it has none. */
struct avow_span avow_call_name(const struct avow_machine *machine, uint64_t number);

/* Every name, whatever machine has it; NULL past the last. */
const char *avow_call_at(size_t index);

#endif
