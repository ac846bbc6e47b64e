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

/* A bitmap of the types with @attribute; NULL when the policy has no such one. */
static const ebitmap_t *types_with(const struct avow_sepol *sepol, const char *attribute)
{
	const type_datum_t *datum =
		hashtab_search(sepol->db->p_types.table, (hashtab_key_t)attribute);

	if (!datum || datum->flavor != TYPE_ATTRIB || !sepol->db->attr_type_map)
		return NULL;
	return &sepol->db->attr_type_map[datum->s.value - 1];
}

static void note(bool *seen, const struct avow_sepol *sepol, uint32_t type)
{
	if (type && type <= sepol->db->p_types.nprim)
		seen[type - 1] = true;
}

static void note_port_types(bool *seen, const struct avow_sepol *sepol)
{
	const ebitmap_t *with = types_with(sepol, "port_type");
	const ocontext_t *first = initial(sepol, INITIAL_PORT);
	ebitmap_node_t *node;
	unsigned bit;

	if (first)
		note(seen, sepol, first->context[0].type);
	for (const ocontext_t *at = sepol->db->ocontexts[OCON_PORT]; at; at = at->next)
		note(seen, sepol, at->context[0].type);
	if (!with)
		return;
	ebitmap_for_each_positive_bit(with, node, bit) note(seen, sepol, bit + 1);
}

int avow_sepol_port_types(const struct avow_sepol *sepol, uint32_t **out, size_t *count)
{
	uint32_t types = sepol->db->p_types.nprim;
	bool *seen = calloc(types + 1, sizeof(*seen));
	size_t found = 0;

	*count = 0;
	*out = calloc(types + 1, sizeof(**out));
	if (!seen || !*out) {
		free(seen);
		free(*out);
		*out = NULL;
		return AVOW_E_NOMEM;
	}
	note_port_types(seen, sepol);
	for (uint32_t i = 0; i < types; i++)
		if (seen[i])
			(*out)[found++] = i + 1;
	free(seen);
	*count = found;
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
