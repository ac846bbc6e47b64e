/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ports, addresses and interfaces as the policy labels them. It reads the object
 * contexts of the policy and changes nothing; libsepol's own sepol_port_sid() and
 * its like would write security identifiers into the policy.
 */
#include "policy/selinux/sepol/network.h"

#include <stdlib.h>
#include <string.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/types.h"

/* security/selinux/include/initial_sid_to_string.h, and so in every policy. */
enum { INITIAL_PORT = 9, INITIAL_NETIF = 10, INITIAL_NODE = 12 };

static const struct {
	enum avow_port_protocol protocol;
	const char *name;
	const char *tclass;
} protocols[] = {
	{ AVOW_PORT_TCP, "tcp", "tcp_socket" },
	{ AVOW_PORT_UDP, "udp", "udp_socket" },
	{ AVOW_PORT_DCCP, "dccp", "dccp_socket" },
	{ AVOW_PORT_SCTP, "sctp", "sctp_socket" },
};

enum avow_port_protocol avow_sepol_protocol(const struct avow_sepol *sepol,
					    uint16_t tclass)
{
	const char *name = avow_sepol_class_name(sepol, tclass);

	for (size_t i = 0; name && i < AVOW_ARRAY_SIZE(protocols); i++)
		if (!strcmp(protocols[i].tclass, name))
			return protocols[i].protocol;
	return AVOW_PORT_NONE;
}

const char *avow_port_protocol_name(enum avow_port_protocol protocol)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(protocols); i++)
		if (protocols[i].protocol == protocol)
			return protocols[i].name;
	return NULL;
}

static const ocontext_t *initial(const struct avow_sepol *sepol, uint32_t sid)
{
	const ocontext_t *at = sepol->db->ocontexts[OCON_ISID];

	while (at && at->sid[0] != sid)
		at = at->next;
	return at;
}

static void take_port(const ocontext_t *from, struct avow_port_claim *out)
{
	*out = (struct avow_port_claim){
		.protocol = from->u.port.protocol,
		.low = from->u.port.low_port,
		.high = from->u.port.high_port,
		.type = from->context[0].type,
	};
	out->is_catch_all = out->high - out->low >= AVOW_PORTS_OF_A_SERVICE_MAX;
}

static bool take_initial_port(const struct avow_sepol *sepol, struct avow_port_claim *out)
{
	const ocontext_t *at = initial(sepol, INITIAL_PORT);

	if (!at)
		return false;
	*out = (struct avow_port_claim){ .high = UINT16_MAX,
					 .type = at->context[0].type,
					 .is_initial = true,
					 .is_catch_all = true };
	return true;
}

bool avow_sepol_port(const struct avow_sepol *sepol, enum avow_port_protocol protocol,
		     uint16_t port, struct avow_port_claim *out)
{
	for (const ocontext_t *at = sepol->db->ocontexts[OCON_PORT]; at; at = at->next) {
		if (at->u.port.protocol != protocol || port < at->u.port.low_port ||
		    port > at->u.port.high_port)
			continue;
		take_port(at, out);
		return true;
	}
	if (!take_initial_port(sepol, out))
		return false;
	out->protocol = protocol;
	return true;
}

void avow_sepol_ports(const struct avow_sepol *sepol,
		      bool (*visit)(void *data, const struct avow_port_claim *claim),
		      void *data)
{
	for (const ocontext_t *at = sepol->db->ocontexts[OCON_PORT]; at; at = at->next) {
		struct avow_port_claim claim;

		take_port(at, &claim);
		if (!visit(data, &claim))
			return;
	}
}

bool avow_sepol_is_catch_all(const struct avow_sepol *sepol, uint32_t type)
{
	struct avow_port_claim claim;

	for (const ocontext_t *at = sepol->db->ocontexts[OCON_PORT]; at; at = at->next) {
		take_port(at, &claim);
		if (claim.type == type && claim.is_catch_all)
			return true;
	}
	return take_initial_port(sepol, &claim) && claim.type == type;
}

/* What names the types of a kind. */
static const struct {
	const char *attribute;
	uint32_t initial;
	int lists[2];
} kinds[] = {
	[AVOW_NETWORK_PORT] = { "port_type", INITIAL_PORT, { OCON_PORT, OCON_PORT } },
	[AVOW_NETWORK_NODE] = { "node_type", INITIAL_NODE, { OCON_NODE, OCON_NODE6 } },
	[AVOW_NETWORK_NETIF] = { "netif_type",
				 INITIAL_NETIF,
				 { OCON_NETIF, OCON_NETIF } },
};

/* The value of the kind's attribute; 0 when the policy has none. */
static uint32_t attribute_of(const struct avow_sepol *sepol, enum avow_network_kind kind)
{
	return avow_sepol_attribute(sepol, kinds[kind].attribute);
}

size_t avow_sepol_count_types(const struct avow_sepol *sepol, const char *attribute)
{
	uint32_t value = avow_sepol_attribute(sepol, attribute);

	return value ? ebitmap_cardinality(&sepol->db->attr_type_map[value - 1]) : 0;
}

static bool has_label(const struct avow_sepol *sepol, enum avow_network_kind kind,
		      uint32_t type)
{
	const ocontext_t *first = initial(sepol, kinds[kind].initial);

	if (first && first->context[0].type == type)
		return true;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds[kind].lists); i++) {
		const ocontext_t *at = sepol->db->ocontexts[kinds[kind].lists[i]];

		for (; at; at = at->next)
			if (at->context[0].type == type)
				return true;
	}
	return false;
}

bool avow_sepol_is_network_type(const struct avow_sepol *sepol,
				enum avow_network_kind kind, uint32_t type)
{
	uint32_t attribute = attribute_of(sepol, kind);

	if (type == 0 || type > sepol->db->p_types.nprim)
		return false;
	return (attribute && avow_sepol_has_attribute(sepol, type, attribute)) ||
	       has_label(sepol, kind, type);
}

static void mark(const struct avow_sepol *sepol, const ocontext_t *at, bool *seen)
{
	uint32_t type = at->context[0].type;

	if (avow_sepol_is_type(sepol, type))
		seen[type - 1] = true;
}

static void mark_labels(const struct avow_sepol *sepol, enum avow_network_kind kind,
			bool *seen)
{
	const ocontext_t *first = initial(sepol, kinds[kind].initial);
	uint32_t attribute = attribute_of(sepol, kind);
	ebitmap_node_t *node;
	unsigned bit;

	if (first)
		mark(sepol, first, seen);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds[kind].lists); i++) {
		const ocontext_t *at = sepol->db->ocontexts[kinds[kind].lists[i]];

		for (; at; at = at->next)
			mark(sepol, at, seen);
	}
	if (!attribute)
		return;
	ebitmap_for_each_positive_bit(&sepol->db->attr_type_map[attribute - 1], node, bit)
	{
		if (avow_sepol_is_type(sepol, bit + 1))
			seen[bit] = true;
	}
}

int avow_sepol_network_types(const struct avow_sepol *sepol, enum avow_network_kind kind,
			     uint32_t **out, size_t *count)
{
	uint32_t types = sepol->db->p_types.nprim;
	bool *seen = calloc((size_t)types + 1, sizeof(*seen));

	*count = 0;
	*out = calloc((size_t)types + 1, sizeof(**out));
	if (!seen || !*out) {
		free(seen);
		free(*out);
		*out = NULL;
		return AVOW_E_NOMEM;
	}
	mark_labels(sepol, kind, seen);
	for (uint32_t i = 0; i < types; i++)
		if (seen[i])
			(*out)[(*count)++] = i + 1;
	free(seen);
	return 0;
}

/* The claim of the list's @at for @address, when it is one. */
static bool take_node(const ocontext_t *at, const uint8_t *address,
		      struct avow_node_claim *out)
{
	size_t length = out->is_ipv6 ? 16 : 4;
	const void *from = out->is_ipv6 ? (const void *)at->u.node6.addr
					: (const void *)&at->u.node.addr;
	const void *mask = out->is_ipv6 ? (const void *)at->u.node6.mask
					: (const void *)&at->u.node.mask;

	memcpy(out->address, from, length);
	memcpy(out->mask, mask, length);
	out->type = at->context[0].type;
	for (size_t i = 0; i < length; i++)
		if ((address[i] & out->mask[i]) != out->address[i])
			return false;
	return true;
}

bool avow_sepol_node(const struct avow_sepol *sepol, bool is_ipv6, const uint8_t *address,
		     struct avow_node_claim *out)
{
	const ocontext_t *at = sepol->db->ocontexts[is_ipv6 ? OCON_NODE6 : OCON_NODE];

	for (; at; at = at->next) {
		*out = (struct avow_node_claim){ .is_ipv6 = is_ipv6 };
		if (take_node(at, address, out))
			return true;
	}
	at = initial(sepol, INITIAL_NODE);
	*out = (struct avow_node_claim){ .is_ipv6 = is_ipv6, .is_initial = true };
	if (at)
		out->type = at->context[0].type;
	return at != NULL;
}

uint32_t avow_sepol_netif(const struct avow_sepol *sepol, const char *name,
			  bool *is_initial)
{
	const ocontext_t *at = sepol->db->ocontexts[OCON_NETIF];

	while (at && strcmp(at->u.name, name) != 0)
		at = at->next;
	*is_initial = !at;
	if (!at)
		at = initial(sepol, INITIAL_NETIF);
	return at ? at->context[0].type : 0;
}
