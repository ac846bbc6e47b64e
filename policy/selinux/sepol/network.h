/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_NETWORK_H
#define AVOW_POLICY_SELINUX_SEPOL_NETWORK_H

#include "policy/selinux/sepol/sepol.h"

/*
 * What a policy calls the ports, addresses and interfaces of a host: its portcon,
 * nodecon and netifcon statements, and the initial SIDs `port`, `node` and `netif`
 * for all that none of them names. As in the kernel (security/selinux/ss/services.c
 * security_port_sid(), security_node_sid(), security_netif_sid()) the first that
 * fits is the one that counts.
 */

/* A portcon with so many ports, or more, is of no service: it labels the rest. */
#define AVOW_PORTS_OF_A_SERVICE_MAX 255

/* IPPROTO_*; what portcon can name. */
enum avow_port_protocol {
	AVOW_PORT_NONE = 0,
	AVOW_PORT_TCP = 6,
	AVOW_PORT_UDP = 17,
	AVOW_PORT_DCCP = 33,
	AVOW_PORT_SCTP = 132,
};

struct avow_port_claim {
	enum avow_port_protocol protocol;
	uint16_t low, high;
	uint32_t type;
	bool is_initial;   /* no portcon: the initial SID `port` */
	bool is_catch_all; /* no service's own: unreserved_port_t and the like */
};

/* The protocol whose ports sockets of @tclass bind to; AVOW_PORT_NONE if none. */
enum avow_port_protocol avow_sepol_protocol(const struct avow_sepol *sepol,
					    uint16_t tclass);
/* As semanage has it: "tcp"; NULL for AVOW_PORT_NONE. */
const char *avow_port_protocol_name(enum avow_port_protocol protocol);

/* What labels the port; false when the policy has nothing for it. */
bool avow_sepol_port(const struct avow_sepol *sepol, enum avow_port_protocol protocol,
		     uint16_t port, struct avow_port_claim *out);

/*
 * Shows @visit every portcon in the policy's order, among them those that an
 * earlier one hides. It ends when @visit returns false.
 */
void avow_sepol_ports(const struct avow_sepol *sepol,
		      bool (*visit)(void *data, const struct avow_port_claim *claim),
		      void *data);

/* Whether ports of @type are those that no service has: some claim is a catch-all. */
bool avow_sepol_is_catch_all(const struct avow_sepol *sepol, uint32_t type);

/* What has labels of its own: ports, addresses, interfaces. */
enum avow_network_kind { AVOW_NETWORK_PORT, AVOW_NETWORK_NODE, AVOW_NETWORK_NETIF };

/*
 * The types that one may have: those of some portcon (nodecon, netifcon) or of the
 * initial SID, and those with the attribute port_type (node_type, netif_type). They
 * are in @out in the order of their values; free() it.
 */
int avow_sepol_network_types(const struct avow_sepol *sepol, enum avow_network_kind kind,
			     uint32_t **out, size_t *count) avow_must_check;
bool avow_sepol_is_network_type(const struct avow_sepol *sepol,
				enum avow_network_kind kind, uint32_t type);

/* How many types have @attribute; 0 when the policy has no such one. */
size_t avow_sepol_count_types(const struct avow_sepol *sepol, const char *attribute);

/* What labels an address; IPv4 ones are in the first four bytes. */
struct avow_node_claim {
	bool is_ipv6;
	bool is_initial; /* no nodecon: the initial SID `node` */
	uint8_t address[16], mask[16];
	uint32_t type;
};

/* @address has 4 or 16 bytes, in network order. False: nothing labels it. */
bool avow_sepol_node(const struct avow_sepol *sepol, bool is_ipv6, const uint8_t *address,
		     struct avow_node_claim *out);

/* The type of an interface; @is_initial: no netifcon names it. 0: nothing does. */
uint32_t avow_sepol_netif(const struct avow_sepol *sepol, const char *name,
			  bool *is_initial);

#endif
