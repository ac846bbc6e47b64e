/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells the contexts that a policy gives to objects by what they are: initial SIDs,
 * file systems, ports, interfaces, addresses, Infiniband's keys and ports. The
 * statements are told as they are; which of two that overlap is first is not.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/network.h"
#include "policy/selinux/sepol/tables.h"

/* include/linux/security/selinux initial_sid_to_string.h; a policy has only numbers. */
static const char *const initial_sids[] = {
	[1] = "kernel",
	[2] = "security",
	[3] = "unlabeled",
	[4] = "fs",
	[5] = "file",
	[6] = "file_labels",
	[7] = "init",
	[8] = "any_socket",
	[9] = "port",
	[10] = "netif",
	[11] = "netmsg",
	[12] = "node",
	[13] = "igmp_packet",
	[14] = "icmp_socket",
	[15] = "tcp_socket",
	[16] = "sysctl_modprobe",
	[17] = "sysctl",
	[18] = "sysctl_fs",
	[19] = "sysctl_kernel",
	[20] = "sysctl_net",
	[21] = "sysctl_net_unix",
	[22] = "sysctl_vm",
	[23] = "sysctl_dev",
	[24] = "kmod",
	[25] = "policy",
	[26] = "scmp_packet",
	[27] = "devnull",
};

/* linux/include/uapi... SECURITY_FS_USE_*; security/selinux/include/security.h */
static const char *const behaviours[] = {
	[1] = "fs_use_xattr", [2] = "fs_use_trans", [3] = "fs_use_task"
};

static void append_context(const struct avow_sepol *sepol,
			   const context_struct_t *context, struct avow_buf *out)
{
	const char *names[] = { avow_sepol_symbol(sepol, SYM_USERS, context->user),
				avow_sepol_symbol(sepol, SYM_ROLES, context->role),
				avow_sepol_symbol(sepol, SYM_TYPES, context->type) };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		avow_buf_printf(out, "%s%s", i ? ":" : "", names[i] ? names[i] : "?");
	if (!sepol->db->mls)
		return;
	avow_buf_putc(out, ':');
	avow_sepol_append_range(sepol, &context->range, out);
}

/* One statement: its key, and each field with a context. */
struct place {
	const struct avow_sepol *sepol;
	const struct avow_sepol_teller *teller;
	struct avow_buf key, value;
};

static void tell_place(struct place *place, const char *field,
		       const context_struct_t *context)
{
	avow_buf_clear(&place->value);
	append_context(place->sepol, context, &place->value);
	place->teller->tell(place->teller->data, avow_buf_string(&place->key), field,
			    avow_buf_string(&place->value));
}

static void each_place(const struct avow_sepol *sepol,
		       const struct avow_sepol_teller *teller, int list,
		       void (*describe)(struct place *place, const ocontext_t *one))
{
	struct place place = { .sepol = sepol, .teller = teller };

	for (const ocontext_t *one = sepol->db->ocontexts[list]; one; one = one->next) {
		avow_buf_clear(&place.key);
		describe(&place, one);
	}
	avow_buf_free(&place.key);
	avow_buf_free(&place.value);
}

static void describe_initial_sid(struct place *place, const ocontext_t *one)
{
	if (one->sid[0] < AVOW_ARRAY_SIZE(initial_sids) && initial_sids[one->sid[0]])
		avow_buf_puts(&place->key, initial_sids[one->sid[0]]);
	else
		avow_buf_printf(&place->key, "%u", one->sid[0]);
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_initial_sids(const struct avow_sepol *sepol,
				  const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_ISID, describe_initial_sid);
}

static void describe_fs_use(struct place *place, const ocontext_t *one)
{
	uint32_t behaviour = one->v.behavior;

	avow_buf_puts(&place->key, one->u.name);
	place->teller->tell(
		place->teller->data, avow_buf_string(&place->key), "behaviour",
		behaviour < AVOW_ARRAY_SIZE(behaviours) && behaviours[behaviour]
			? behaviours[behaviour]
			: "?");
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_fs_uses(const struct avow_sepol *sepol,
			     const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_FSUSE, describe_fs_use);
}

static void describe_port(struct place *place, const ocontext_t *one)
{
	const char *protocol =
		avow_port_protocol_name((enum avow_port_protocol)one->u.port.protocol);

	if (protocol)
		avow_buf_puts(&place->key, protocol);
	else
		avow_buf_printf(&place->key, "protocol %u", one->u.port.protocol);
	avow_buf_printf(&place->key, " %u", one->u.port.low_port);
	if (one->u.port.high_port != one->u.port.low_port)
		avow_buf_printf(&place->key, "-%u", one->u.port.high_port);
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_portcons(const struct avow_sepol *sepol,
			      const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_PORT, describe_port);
}

static void describe_netif(struct place *place, const ocontext_t *one)
{
	avow_buf_puts(&place->key, one->u.name);
	tell_place(place, "interface", &one->context[0]);
	tell_place(place, "packets", &one->context[1]);
}

void avow_sepol_tell_netifcons(const struct avow_sepol *sepol,
			       const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_NETIF, describe_netif);
}

static void append_address(struct avow_buf *out, int family, const void *address)
{
	char text[INET6_ADDRSTRLEN];

	if (inet_ntop(family, address, text, sizeof(text)))
		avow_buf_puts(out, text);
}

static void describe_node(struct place *place, const ocontext_t *one)
{
	append_address(&place->key, AF_INET, &one->u.node.addr);
	avow_buf_putc(&place->key, ' ');
	append_address(&place->key, AF_INET, &one->u.node.mask);
	tell_place(place, "context", &one->context[0]);
}

static void describe_node6(struct place *place, const ocontext_t *one)
{
	append_address(&place->key, AF_INET6, one->u.node6.addr);
	avow_buf_putc(&place->key, ' ');
	append_address(&place->key, AF_INET6, one->u.node6.mask);
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_nodecons(const struct avow_sepol *sepol,
			      const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_NODE, describe_node);
	each_place(sepol, teller, OCON_NODE6, describe_node6);
}

static void describe_pkey(struct place *place, const ocontext_t *one)
{
	uint64_t prefix[2] = { one->u.ibpkey.subnet_prefix, 0 };

	append_address(&place->key, AF_INET6, prefix);
	avow_buf_printf(&place->key, " 0x%x", one->u.ibpkey.low_pkey);
	if (one->u.ibpkey.high_pkey != one->u.ibpkey.low_pkey)
		avow_buf_printf(&place->key, "-0x%x", one->u.ibpkey.high_pkey);
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_ibpkeycons(const struct avow_sepol *sepol,
				const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_IBPKEY, describe_pkey);
}

static void describe_endport(struct place *place, const ocontext_t *one)
{
	avow_buf_printf(&place->key, "%s %u", one->u.ibendport.dev_name,
			one->u.ibendport.port);
	tell_place(place, "context", &one->context[0]);
}

void avow_sepol_tell_ibendportcons(const struct avow_sepol *sepol,
				   const struct avow_sepol_teller *teller)
{
	each_place(sepol, teller, OCON_IBENDPORT, describe_endport);
}

void avow_sepol_tell_genfscons(const struct avow_sepol *sepol,
			       const struct avow_sepol_teller *teller)
{
	struct place place = { .sepol = sepol, .teller = teller };

	for (const genfs_t *fs = sepol->db->genfs; fs; fs = fs->next) {
		for (const ocontext_t *one = fs->head; one; one = one->next) {
			const char *class =
				avow_sepol_symbol(sepol, SYM_CLASSES, one->v.sclass);

			avow_buf_clear(&place.key);
			avow_buf_printf(&place.key, "%s %s", fs->fstype, one->u.name);
			if (class)
				avow_buf_printf(&place.key, " %s", class);
			tell_place(&place, "context", &one->context[0]);
		}
	}
	avow_buf_free(&place.key);
	avow_buf_free(&place.value);
}
