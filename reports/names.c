/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables of names: a tally or a count that reports show is a row here. */
#include "reports/names.h"

#define TALLY(member, array, item, owner)                                                \
	{                                                                                \
#array, item, offsetof(struct avow_cluster, member),                     \
			AVOW_TALLY_OF_##owner                                            \
	}
#define APPARMOR_TALLY(member, item)                                                     \
	{                                                                                \
#member, item, offsetof(struct avow_apparmor_cluster, member),           \
			AVOW_TALLY_OF_APPARMOR                                           \
	}
const struct avow_tally_name avow_tally_names[] = {
	TALLY(permissions, permissions, "permission", ALL),
	APPARMOR_TALLY(operations, "operation"),
	APPARMOR_TALLY(requested_masks, "requested_mask"),
	APPARMOR_TALLY(denied_masks, "denied_mask"),
	APPARMOR_TALLY(peers, "peer"),
	APPARMOR_TALLY(targets, "target"),
	APPARMOR_TALLY(infos, "info"),
	APPARMOR_TALLY(signals, "signal"),
	APPARMOR_TALLY(bus_names, "bus_name"),
	APPARMOR_TALLY(sources, "source"),
	APPARMOR_TALLY(fstypes, "fstype"),
	APPARMOR_TALLY(flags, "flags"),
	APPARMOR_TALLY(values, "value"),
	TALLY(hosts, hosts, "host", ALL),
	TALLY(comms, comms, "comm", ALL),
	TALLY(exes, exes, "exe", ALL),
	TALLY(paths, paths, "path", ALL),
	TALLY(proctitles, proctitles, "proctitle", ALL),
	TALLY(pids, pids, "pid", ALL),
	TALLY(ports, ports, "port", ALL),
	TALLY(addresses, addresses, "address", ALL),
	TALLY(syscalls, syscalls, "syscall", ALL),
	TALLY(details, details, "detail", ALL),
	TALLY(rawcons, rawcons, "rawcon", SELINUX),
};
#undef TALLY
#undef APPARMOR_TALLY
const size_t avow_tally_name_count = AVOW_ARRAY_SIZE(avow_tally_names);

const struct avow_tally *avow_tally_named(const struct avow_cluster *cluster, size_t row)
{
	const char *base = avow_tally_names[row].owner == AVOW_TALLY_OF_APPARMOR
				   ? (const char *)cluster->apparmor
				   : (const char *)cluster;

	return (const struct avow_tally *)(const void *)(base +
							 avow_tally_names[row].offset);
}

bool avow_tally_is_of(const struct avow_cluster *cluster, size_t row)
{
	enum avow_tally_owner owner = cluster->lsm == AVOW_LSM_SELINUX
					      ? AVOW_TALLY_OF_SELINUX
					      : AVOW_TALLY_OF_APPARMOR;

	return avow_tally_names[row].owner == AVOW_TALLY_OF_ALL ||
	       avow_tally_names[row].owner == owner;
}

#define COUNT(member)                                                                    \
	{                                                                                \
#member, offsetof(struct avow_input_counts, member)                      \
	}
const struct avow_count_name avow_input_names[] = {
	COUNT(bytes), COUNT(lines),      COUNT(records),
	COUNT(blank), COUNT(foreign),    COUNT(malformed),
	COUNT(used),  COUNT(companions), COUNT(told_before),
};
#undef COUNT
const size_t avow_input_name_count = AVOW_ARRAY_SIZE(avow_input_names);

uint64_t avow_input_count(const struct avow_input_counts *counts, size_t row)
{
	return *(const uint64_t *)(const void *)((const char *)counts +
						 avow_input_names[row].offset);
}

const char *avow_layer_verdict_name(enum avow_layer_verdict verdict)
{
	static const char *const names[AVOW_LAYER_VERDICTS] = {
		[AVOW_LAYER_ALLOWS] = "allowed",
		[AVOW_LAYER_REFUSES] = "denied",
		[AVOW_LAYER_DOES_NOT_APPLY] = "not applicable",
	};

	return names[verdict];
}
