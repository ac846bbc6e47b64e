/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells the contexts that a policy gives to objects by what they are: initial SIDs,
 * file systems, ports, interfaces, addresses, Infiniband's keys and ports. The first
 * statement that fits holds (security/selinux/ss/services.c, security_port_sid()), and
 * compilers put narrow ones before wide ones: where it is otherwise, that is told.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/network.h"
#include "policy/selinux/sepol/tables.h"

#define ORDERED_MAX 8192 /* statements: of more, their order is not told */

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
	bool has_order; /* statements that overlap are told of */
};

static void tell_place(struct place *place, const char *field,
		       const context_struct_t *context)
{
	avow_buf_clear(&place->value);
	append_context(place->sepol, context, &place->value);
	place->teller->tell(place->teller->data, avow_buf_string(&place->key), field,
			    avow_buf_string(&place->value));
}

static bool is_short(const ocontext_t *list)
{
	size_t count = 0;

	while (list && count <= ORDERED_MAX) {
		list = list->next;
		count++;
	}
	return count <= ORDERED_MAX;
}

static void each_place(const struct avow_sepol *sepol,
		       const struct avow_sepol_teller *teller, int list,
		       void (*describe)(struct place *place, const ocontext_t *one))
{
	struct place place = { .sepol = sepol,
			       .teller = teller,
			       .has_order = is_short(sepol->db->ocontexts[list]) };

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

/* Tells which statements behind @one would hold before it, were they in order. */
static void tell_order(struct place *place, const ocontext_t *one,
		       bool (*is_before)(const ocontext_t *wide,
					 const ocontext_t *narrow),
		       void (*append)(struct avow_buf *out, const ocontext_t *one))
{
	for (const ocontext_t *other = one->next; other && place->has_order;
	     other = other->next) {
		if (!is_before(one, other) ||
		    context_cmp(&one->context[0], &other->context[0]))
			continue;
		avow_buf_clear(&place->value);
		append(&place->value, other);
		place->teller->tell(place->teller->data, avow_buf_string(&place->key),
				    "before", avow_buf_string(&place->value));
	}
}

static void append_port(struct avow_buf *out, const ocontext_t *one)
{
	const char *protocol =
		avow_port_protocol_name((enum avow_port_protocol)one->u.port.protocol);

	if (protocol)
		avow_buf_puts(out, protocol);
	else
		avow_buf_printf(out, "protocol %u", one->u.port.protocol);
	avow_buf_printf(out, " %u", one->u.port.low_port);
	if (one->u.port.high_port != one->u.port.low_port)
		avow_buf_printf(out, "-%u", one->u.port.high_port);
}

/* Both fit some port, and the second is narrower, or as wide and begins lower. */
static bool is_port_before(const ocontext_t *wide, const ocontext_t *narrow)
{
	uint32_t a = (uint32_t)(wide->u.port.high_port - wide->u.port.low_port);
	uint32_t b = (uint32_t)(narrow->u.port.high_port - narrow->u.port.low_port);

	if (wide->u.port.protocol != narrow->u.port.protocol ||
	    wide->u.port.high_port < narrow->u.port.low_port ||
	    narrow->u.port.high_port < wide->u.port.low_port)
		return false;
	return b < a || (b == a && narrow->u.port.low_port < wide->u.port.low_port);
}

static void describe_port(struct place *place, const ocontext_t *one)
{
	append_port(&place->key, one);
	tell_place(place, "context", &one->context[0]);
	tell_order(place, one, is_port_before, append_port);
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

static void append_node(struct avow_buf *out, const ocontext_t *one)
{
	append_address(out, AF_INET, &one->u.node.addr);
	avow_buf_putc(out, ' ');
	append_address(out, AF_INET, &one->u.node.mask);
}

static void append_node6(struct avow_buf *out, const ocontext_t *one)
{
	append_address(out, AF_INET6, one->u.node6.addr);
	avow_buf_putc(out, ' ');
	append_address(out, AF_INET6, one->u.node6.mask);
}

/* An address and a mask, in words of 32 bits. */
struct net {
	const uint32_t *address, *mask;
	size_t words;
};

/* Both fit some address, and the second has more bits in its mask, or, where they have as
 * many, the lower one. */
static bool is_net_before(const struct net *wide, const struct net *narrow)
{
	int a = 0, b = 0;

	for (size_t i = 0; i < wide->words; i++) {
		uint32_t common = wide->mask[i] & narrow->mask[i];

		if ((wide->address[i] & common) != (narrow->address[i] & common))
			return false;
		a += __builtin_popcount(wide->mask[i]);
		b += __builtin_popcount(narrow->mask[i]);
	}
	return b > a || (b == a && memcmp(narrow->mask, wide->mask,
					  wide->words * sizeof(uint32_t)) < 0);
}

static bool is_node_before(const ocontext_t *wide, const ocontext_t *narrow)
{
	const struct net a = { &wide->u.node.addr, &wide->u.node.mask, 1 };
	const struct net b = { &narrow->u.node.addr, &narrow->u.node.mask, 1 };

	return is_net_before(&a, &b);
}

static bool is_node6_before(const ocontext_t *wide, const ocontext_t *narrow)
{
	const struct net a = { wide->u.node6.addr, wide->u.node6.mask, 4 };
	const struct net b = { narrow->u.node6.addr, narrow->u.node6.mask, 4 };

	return is_net_before(&a, &b);
}

static void describe_node(struct place *place, const ocontext_t *one)
{
	append_node(&place->key, one);
	tell_place(place, "context", &one->context[0]);
	tell_order(place, one, is_node_before, append_node);
}

static void describe_node6(struct place *place, const ocontext_t *one)
{
	append_node6(&place->key, one);
	tell_place(place, "context", &one->context[0]);
	tell_order(place, one, is_node6_before, append_node6);
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
