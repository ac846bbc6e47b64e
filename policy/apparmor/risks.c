/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is said of each risk. Which objects have it is in risk.c. */
#include "policy/apparmor/risks.h"

const struct avow_profile_risk avow_profile_risks[AVOW_PROFILE_RISKS] = {
	[AVOW_PROFILE_RISK_SECRETS] = {
		.risk = {
			.code = "AA-RISK-SECRETS",
			.level = AVOW_RISK_HIGH,
			.title = "reads or writes secrets of the system",
			.why =
				"These files hold passwords or keys: whoever reads them can "
				"go on as somebody else. Few programs are made for it, and "
				"those have profiles of their own.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
				"name=\"/etc/shadow\" pid=77 comm=\"lamplighter\" "
				"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
			.explanation =
				"Password hashes and private keys. A program that was taken "
				"over looks for them first.",
			.safe_change =
				"Leave it refused, and find out why the program wanted it: "
				"PAM and the C library ask helpers (unix_chkpwd) that have "
				"profiles of their own.",
			.not_when =
				"When the program is made for it, as passwd and sshd are.",
		},
	},
	[AVOW_PROFILE_RISK_ACCOUNTS] = {
		.risk = {
			.code = "AA-RISK-ACCOUNTS",
			.level = AVOW_RISK_HIGH,
			.title = "writes who may log in",
			.why =
				"Whoever writes these files makes himself an account, or "
				"root.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
				"name=\"/etc/passwd\" pid=77 comm=\"lamplighter\" "
				"requested_mask=\"w\" denied_mask=\"w\" fsuid=0 ouid=0",
			.explanation =
				"The lists of users and groups, and what says who may become "
				"whom.",
			.safe_change =
				"Leave it refused; tools that manage accounts have profiles "
				"of their own.",
			.not_when =
				"When the program manages accounts.",
		},
	},
	[AVOW_PROFILE_RISK_KERNEL] = {
		.risk = {
			.code = "AA-RISK-KERNEL",
			.level = AVOW_RISK_HIGH,
			.title = "reaches into the kernel",
			.why =
				"Modules, kernel memory and raw devices are above every "
				"profile: whoever has them is confined no longer.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
				"name=\"/dev/mem\" pid=77 comm=\"lamplighter\" requested_mask=\"r\" "
				"denied_mask=\"r\" fsuid=0 ouid=0",
			.explanation =
				"Modules, kernel memory, raw disks, sysctls that name "
				"programs for the kernel to run.",
			.safe_change =
				"Leave it refused.",
			.not_when =
				"When the program loads modules or partitions disks; then "
				"give it a profile of its own for that.",
		},
	},
	[AVOW_PROFILE_RISK_POLICY] = {
		.risk = {
			.code = "AA-RISK-POLICY",
			.level = AVOW_RISK_HIGH,
			.title = "changes the policy or the audit",
			.why =
				"A program that may change AppArmor's profiles or the audit "
				"rules confines itself only as long as it likes.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
				"name=\"/etc/apparmor.d/lamplighter\" pid=77 comm=\"lamplighter\" "
				"requested_mask=\"w\" denied_mask=\"w\" fsuid=0 ouid=0",
			.explanation =
				"AppArmor's own files and interface, the audit rules and the "
				"audit log.",
			.safe_change =
				"Leave it refused.",
			.not_when =
				"When the program manages the policy: a container runtime, a "
				"configuration tool.",
		},
	},
	[AVOW_PROFILE_RISK_AUTOSTART] = {
		.risk = {
			.code = "AA-RISK-AUTOSTART",
			.level = AVOW_RISK_HIGH,
			.title = "writes what others will run",
			.why =
				"Files here are run later by root or by users without this "
				"profile: writing them is a way out of it.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
				"name=\"/etc/cron.d/lamp\" pid=77 comm=\"lamplighter\" "
				"requested_mask=\"w\" denied_mask=\"w\" fsuid=0 ouid=0",
			.explanation =
				"Jobs, units, shell start files, programs and libraries: "
				"written now, run later by somebody who is not confined.",
			.safe_change =
				"Leave it refused, and let the package manager install such "
				"files.",
			.not_when =
				"When the program is an installer.",
		},
	},
	[AVOW_PROFILE_RISK_PTRACE] = {
		.risk = {
			.code = "AA-RISK-PTRACE",
			.level = AVOW_RISK_HIGH,
			.title = "controls unconfined processes",
			.why =
				"Whoever traces an unconfined process can let it do anything.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"ptrace\" class=\"ptrace\" profile=\"lamplighter\" "
				"pid=77 comm=\"lamplighter\" requested_mask=\"trace\" "
				"denied_mask=\"trace\" peer=\"unconfined\"",
			.explanation =
				"ptrace reads and writes the memory of the other process and "
				"steers it.",
			.safe_change =
				"Leave it refused; for a debugger, trace what runs in the "
				"same profile (peer=@{profile_name}).",
			.not_when =
				"When the program is a debugger of the administrator.",
		},
	},
	[AVOW_PROFILE_RISK_UNCONFINED] = {
		.risk = {
			.code = "AA-RISK-UNCONFINED",
			.level = AVOW_RISK_HIGH,
			.title = "lets the program leave its profile",
			.why =
				"A change to unconfined ends the confinement whenever the "
				"program, or whoever took it over, likes.",
			.is_refused = true,
		},
		.entry = {
			.record =
				"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
				"operation=\"change_profile\" class=\"file\" "
				"profile=\"lamplighter\" name=\"unconfined\" pid=77 "
				"comm=\"lamplighter\" target=\"unconfined\"",
			.explanation =
				"change_profile to unconfined, at the program's own wish.",
			.safe_change =
				"Name the profile that it should change to.",
			.not_when =
				"When the program is a login or a service manager.",
		},
	},
};
