/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-GENERIC: changes files of a type that many things share. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_generic = {
	.risk = {
		.code = "SEL-RISK-GENERIC",
		.level = AVOW_RISK_MEDIUM,
		.title = "changes files of a type that many things share",
		.why =
			"The type is that of a whole tree; the rule lets the domain"
			" change everything in it that has no type of its own.",
	},
	.classes = AVOW_RISK_NAMES("file", "dir", "lnk_file", "sock_file", "fifo_file"),
	.permissions = AVOW_RISK_CHANGES,
	.targets = AVOW_RISK_NAMES("etc_t", "usr_t", "bin_t", "lib_t", "var_t",
		"var_lib_t", "var_log_t", "var_run_t", "var_spool_t", "root_t",
		"boot_t", "device_t", "home_root_t", "mnt_t", "src_t", "usr_t",
		"etc_runtime_t", "init_exec_t", "shell_exec_t", "ld_so_cache_t",
		"ld_so_t", "systemd_unit_file_t", "systemd_unit_t"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"write } for  pid=77 comm=\"lamplighter\" "
			"path=\"/usr/lib/lamp/wick\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lib_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"etc_t, var_lib_t, usr_t and their kin are what "
			"file_contexts gives to whatever has no pattern of its own."
			" A rule on one of them is wide.",
		.safe_change =
			"A type for the domain's own files: SEL-NEW-TYPE shows how,"
			" or semanage fcontext with a type that the domain may use.",
		.not_when =
			"When the file really belongs to all: then let the program "
			"that owns it write it.",
	},
};
