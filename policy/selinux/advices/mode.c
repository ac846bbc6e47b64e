/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-MODE: owner or mode of a file; told by circumstances/dac.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_mode = {
	.code = "SEL-MODE",
	.title = "mend owner or mode of the file",
	.why = "The bits open one file. The capability would open every file of the host "
	       "that SELinux lets the domain near, whatever its mode. Better still: run "
	       "the service as the user who owns it.",
	.change_kind = "command",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:45): avc:  denied  { dac_read_search "
			"} for  pid=77 comm=\"lamplighter\" capability=2  "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability permissive=0\n"
			"type=SYSCALL msg=audit(1790000000.123:45): arch=c000003e syscall=257 "
			"success=no exit=-13 a0=ffffff9c a1=55d8 a2=0 a3=0 items=1 ppid=1 pid=77 "
			"auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 "
			"tty=(none) ses=4294967295 comm=\"lamplighter\" "
			"exe=\"/usr/sbin/lamplighter\" subj=system_u:system_r:lamp_t:s0 "
			"key=(null)\n"
			"type=PATH msg=audit(1790000000.123:45): item=0 "
			"name=\"/etc/lamp.conf\" inode=77 dev=fd:00 mode=0100640 ouid=88 ogid=88 "
			"rdev=00:00 obj=system_u:object_r:lamp_var_t:s0 nametype=NORMAL",
		.explanation =
			"The command gives the bits that are missing to the group, and where "
			"needed the file to the group of the process, so that nobody else gains.",
		.safe_change =
			"Run it, and see to it that what makes the file sets the same mode: a "
			"package, a tmpfiles.d line, the umask of a service.",
		.not_when =
			"Not for keys and passwords, which their owner's programs want at mode "
			"0600: there run the reader as the owner.",
	},
};
