/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-XPERM: rules for single commands (ioctl) or message types (nlmsg) hold for the
 * types, and none of them lets this one through: the plain allow rule is not enough.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, ask->answer.unextended);
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	avow_buf_printf(out, "0x%04x\n", ask->question.xperm & 0xffff);
	(void)avow_sepol_xperm(ask->sepol, &ask->question.pair, ask->answer.unextended,
			       ask->question.xperm, out);
	return 0;
}

/* The number is the first line of the key, the rules are the others. */
static const char *rules_of(const struct avow_group *group)
{
	const char *end = strchr(group->key, '\n');

	return end ? end + 1 : "";
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "Rules for single commands hold for ");
	avow_group_triple(group, out);
	avow_buf_printf(out, ", and none of them allows %.6s; the allow rule for ",
			group->key);
	avow_group_permissions(group, out);
	avow_buf_puts(out, " is not enough then.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, rules_of(group));
}

const struct avow_reason_kind avow_reason_xperm = {
	.code = "SEL-XPERM",
	.layer = "extended permission",
	.title = "the command is left out of the extended permissions",
	.is_final = true,
	.refuses = refuses,
	.key = key,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:11): avc:  denied  { ioctl "
			"} for  pid=77 comm=\"lamplighter\" path=\"/dev/lens0\" "
			"dev=\"devtmpfs\" ino=9 ioctlcmd=0x5413 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lens_device_t:s0 tclass=chr_file "
			"permissive=0",
		.explanation =
			"Once an allowxperm rule exists for a pair of types, the plain "
			"allow rule no longer lets every command through: only those "
			"that are listed. It holds for ioctl commands, and since Linux "
			"6.13 for the messages of netlink sockets.",
		.safe_change =
			"Allow the one command, or the range of one driver.",
		.not_when =
			"When the command can do harm to others, as TIOCSTI (0x5412) "
			"does, which types into another's terminal.",
	},
};
