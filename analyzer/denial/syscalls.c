/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of system calls and of options of sockets. A log that was not enriched has
 * numbers alone, and those of calls differ from one architecture to the next.
 */
#include "analyzer/denial/syscalls.h"

#include "analyzer/base/machines.h"

static const struct {
	uint64_t number;
	const char *detail;
} options[] = {
	{ 1, "sockopt=SO_DEBUG" },         { 12, "sockopt=SO_PRIORITY" },
	{ 25, "sockopt=SO_BINDTODEVICE" }, { 32, "sockopt=SO_SNDBUFFORCE" },
	{ 33, "sockopt=SO_RCVBUFFORCE" },  { 36, "sockopt=SO_MARK" },
};

struct avow_span avow_socket_option(struct avow_span level, struct avow_span option)
{
	bool is_named = avow_span_is(level, "SOL_SOCKET");
	uint64_t number = 0;

	if (!is_named &&
	    (!avow_span_is(level, "1") || !avow_span_to_u64(option, 16, &number)))
		return avow_span_make(NULL, 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(options); i++) {
		struct avow_span detail = avow_span_of(options[i].detail);
		struct avow_span name =
			avow_span_skip(detail, avow_span_find(detail, '=') + 1);

		if (is_named ? avow_span_equal(name, option)
			     : options[i].number == number)
			return detail;
	}
	return avow_span_make(NULL, 0);
}

struct avow_span avow_syscall_name(uint32_t arch, uint64_t number)
{
	const struct avow_machine *machine = avow_machine_of(arch);

	return machine ? avow_call_name(machine, number) : avow_span_make("", 0);
}
