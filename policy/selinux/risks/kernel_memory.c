/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-KERNEL-MEMORY: reads or writes memory of the kernel. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_kernel_memory = {
	.risk = {
		.code = "SEL-RISK-KERNEL-MEMORY",
		.level = AVOW_RISK_HIGH,
		.title = "reads or writes memory of the kernel",
		.why =
			"Through /dev/mem, /dev/kmem and /proc/kcore every secret "
			"can be read and every check removed.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("chr_file", "file"),
	.permissions = AVOW_RISK_NAMES("read", "write", "append", "open", "map",
		"execute"),
	.targets = AVOW_RISK_NAMES("memory_device_t", "proc_kcore_t"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"read } for  pid=77 comm=\"lamplighter\" name=\"mem\" "
			"dev=\"devtmpfs\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:memory_device_t:s0 "
			"tclass=chr_file permissive=0",
		.explanation =
			"Reference policy holds these devices back with neverallow "
			"rules for all but a few domains, such as the X server of "
			"old.",
		.safe_change =
			"Programs that read firmware tables find them in "
			"/sys/firmware. Others should be asked why they want it.",
		.not_when =
			"Not for hardware inventories: they have other sources.",
	},
};
