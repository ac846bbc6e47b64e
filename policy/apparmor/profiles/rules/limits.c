/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of a rule's permissions and conditions does not go together. */
#include "policy/apparmor/profiles/rules/limits.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "policy/apparmor/profiles/classes.h"

static const struct avow_rule_condition *find(const struct avow_profile_rule *rule,
					      const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return rule->conditions + i;
	return NULL;
}

static bool has_bit(const struct avow_profile_rule *rule, const char *name)
{
	unsigned bit = 0;

	avow_class_bit(avow_class_of(rule->class), avow_span_of(name), &bit);
	return rule->permissions >> bit & 1;
}

static bool has_any(const struct avow_profile_rule *rule, const char *const *keys)
{
	for (; *keys; keys++)
		if (find(rule, *keys))
			return true;
	return false;
}

static const char *check_dbus(const struct avow_profile_rule *rule)
{
	static const char *const of_messages[] = { "path",      "interface",  "member",
						   "peer.name", "peer.label", NULL };
	static const char *const of_eavesdropping[] = {
		"path", "interface", "member", "peer.name", "peer.label", "name", NULL
	};

	if (find(rule, "name") && (has_bit(rule, "send") || has_bit(rule, "receive")))
		return "name= is of bind; of messages it is peer=(name=...)";
	if (has_bit(rule, "bind") && has_any(rule, of_messages))
		return "bind has bus= and name= alone";
	if (has_bit(rule, "eavesdrop") && has_any(rule, of_eavesdropping))
		return "eavesdrop has bus= alone";
	if (find(rule, "name") && has_any(rule, of_messages))
		return "name= is of bind, which has no message and no peer";
	return NULL;
}

static const char *const peer_permissions[] = { "accept",  "connect", "send",
						"receive", "read",    "write" };

/* create, bind, listen and the like know no peer. */
static const char *check_peer(const struct avow_profile_rule *rule)
{
	static const char *const of_peer[] = { "peer.ip", "peer.port", "peer.addr",
					       "peer.label", NULL };
	uint64_t with_peer = 0;
	unsigned bit = 0;

	if (!rule->permissions || !has_any(rule, of_peer))
		return NULL;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(peer_permissions); i++)
		if (avow_class_bit(avow_class_of(rule->class),
				   avow_span_of(peer_permissions[i]), &bit))
			with_peer |= UINT64_C(1) << bit;
	return rule->permissions & ~with_peer ? "these permissions know no peer" : NULL;
}

static const char *check_address(const struct avow_rule_value *value)
{
	struct avow_span text = value->expanded;

	if (avow_span_is(text, "none") || avow_span_is(text, "auto") ||
	    (text.length && strchr("@/{*[", text.data[0])))
		return NULL;
	return "an address of a unix socket begins with @ or /, or is none";
}

static const char *check_unix(const struct avow_profile_rule *rule)
{
	static const char *const keys[] = { "addr", "peer.addr" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(keys); i++) {
		const struct avow_rule_condition *condition = find(rule, keys[i]);
		const char *defect = condition ? check_address(condition->values) : NULL;

		if (defect)
			return defect;
	}
	return check_peer(rule);
}

const char *const avow_socket_families[] = {
	"unspec",    "unix",     "inet",   "ax25",    "ipx",    "appletalk",
	"netrom",    "bridge",   "atmpvc", "x25",     "inet6",  "rose",
	"netbeui",   "security", "key",    "netlink", "packet", "ash",
	"econet",    "atmsvc",   "rds",    "sna",     "irda",   "pppox",
	"wanpipe",   "llc",      "ib",     "mpls",    "can",    "tipc",
	"bluetooth", "iucv",     "rxrpc",  "isdn",    "phonet", "ieee802154",
	"caif",      "alg",      "nfc",    "vsock",   "kcm",    "qipcrtr",
	"smc",       "xdp",      "mctp",
};
const size_t avow_socket_family_count = AVOW_ARRAY_SIZE(avow_socket_families);

const char *const avow_socket_types[] = { "stream", "dgram", "seqpacket",
					  "rdm",    "raw",   "packet" };
const size_t avow_socket_type_count = AVOW_ARRAY_SIZE(avow_socket_types);

static const char *const protocols[] = { "tcp", "udp", "icmp" };

static bool is_in(struct avow_span word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (avow_span_is(word, list[i]))
			return true;
	return false;
}

static bool has_only(struct avow_span word, const char *bytes)
{
	for (size_t i = 0; i < word.length; i++)
		if (!strchr(bytes, word.data[i]))
			return false;
	return word.length > 0;
}

static bool is_port(struct avow_span word)
{
	size_t dash = avow_span_find(word, '-');
	uint64_t from, to;

	if (!avow_span_to_u64(avow_span_first(word, dash), 10, &from) || from > 65535)
		return false;
	if (dash == word.length)
		return true;
	return avow_span_to_u64(avow_span_skip(word, dash + 1), 10, &to) && to <= 65535 &&
	       from <= to;
}

static bool is_address(struct avow_span word)
{
	bool is_new = avow_span_find(word, ':') < word.length;
	size_t slash = avow_span_find(word, '/');
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];
	uint64_t bits;

	if (avow_span_is(word, "none"))
		return true;
	if (slash < word.length &&
	    (!avow_span_to_u64(avow_span_skip(word, slash + 1), 10, &bits) ||
	     bits > (is_new ? 128 : 32)))
		return false;
	if (slash >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)slash, word.data);
	return inet_pton(is_new ? AF_INET6 : AF_INET, text, bytes) == 1;
}

static const struct {
	const char *key;
	bool (*is_valid)(struct avow_span);
	const char *defect;
} network_values[] = {
	{ "ip", is_address, "an address is not one" },
	{ "peer.ip", is_address, "an address is not one" },
	{ "port", is_port, "a port is a number to 65535, or two and a dash" },
	{ "peer.port", is_port, "a port is a number to 65535, or two and a dash" },
};

/* The one or two bare words: a family, a type, a family and a type or a protocol. */
static const char *check_family(const struct avow_profile_rule *rule)
{
	const struct avow_rule_condition *family = find(rule, "family");
	const struct avow_rule_condition *type = find(rule, "type");
	struct avow_span first = family ? family->values[0].expanded : avow_span_of("");
	struct avow_span second = type ? type->values[0].expanded : avow_span_of("");
	bool is_family = is_in(first, avow_socket_families, avow_socket_family_count);

	if (family && !is_family &&
	    !is_in(first, avow_socket_types, avow_socket_type_count) &&
	    !is_in(first, protocols, AVOW_ARRAY_SIZE(protocols)))
		return "a family or type of sockets is not known";
	if (type && family &&
	    ((!is_family && !is_in(second, protocols, AVOW_ARRAY_SIZE(protocols))) ||
	     (!is_in(second, avow_socket_types, avow_socket_type_count) &&
	      !is_in(second, protocols, AVOW_ARRAY_SIZE(protocols)))))
		return "a type of sockets is not known";
	return NULL;
}

static const char *const of_inet[] = { "ip",      "port",      "interface", "label",
				       "peer.ip", "peer.port", NULL };

/* Whether the family that is written, if one is, is inet or inet6. */
static bool is_inet(const struct avow_profile_rule *rule)
{
	const struct avow_rule_condition *family = find(rule, "family");
	struct avow_span word = family ? family->values[0].expanded : avow_span_of("");

	return !is_in(word, avow_socket_families, avow_socket_family_count) ||
	       avow_span_is(word, "inet") || avow_span_is(word, "inet6");
}

static const char *check_network(const struct avow_profile_rule *rule)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(network_values); i++) {
		const struct avow_rule_condition *condition =
			find(rule, network_values[i].key);

		if (condition &&
		    !network_values[i].is_valid(condition->values[0].expanded))
			return network_values[i].defect;
	}
	if (check_family(rule))
		return check_family(rule);
	if (has_any(rule, of_inet) && !is_inet(rule))
		return "addresses, ports and the like are of inet and inet6 alone";
	return check_peer(rule);
}

/* POSIX queues are named by paths, System V's by numbers. */
static const char *check_mqueue(const struct avow_profile_rule *rule)
{
	const struct avow_rule_condition *type = find(rule, "type");
	const struct avow_rule_condition *name = find(rule, "path");
	struct avow_span text = name ? name->values[0].expanded : avow_span_of("/");
	bool is_posix = text.length && text.data[0] == '/';

	if (type && !avow_span_is(type->values[0].expanded, "posix") &&
	    !avow_span_is(type->values[0].expanded, "sysv"))
		return "a type of queues is posix or sysv";
	if (type && avow_span_is(type->values[0].expanded, "posix") && !is_posix)
		return "a POSIX queue is named by a path";
	if (type && avow_span_is(type->values[0].expanded, "sysv") && name && is_posix)
		return "a System V queue is named by a number";
	if (!is_posix && !has_only(text, "0123456789*?[]{},^-"))
		return "a queue is named by a path or a number";
	return NULL;
}

static const char *(*const checks[AVOW_RULE_CLASSES])(
	const struct avow_profile_rule *rule) = {
	[AVOW_RULE_DBUS] = check_dbus,
	[AVOW_RULE_UNIX] = check_unix,
	[AVOW_RULE_NETWORK] = check_network,
	[AVOW_RULE_MQUEUE] = check_mqueue,
};

/* But for the signals of a set, a condition has one value and stands once. */
static const char *check_single(const struct avow_profile_rule *rule)
{
	for (size_t i = 0; i < rule->condition_count; i++) {
		const struct avow_rule_condition *condition = rule->conditions + i;

		if (condition->comparison == AVOW_RULE_IN)
			return "in is of options of mount alone";
		if (rule->class == AVOW_RULE_SIGNAL && strcmp(condition->key, "set") == 0)
			continue;
		if (condition->value_count > 1)
			return "a condition has more than one value";
		if (find(rule, condition->key) != condition)
			return "a condition stands twice";
	}
	return NULL;
}

const char *avow_rule_check(const struct avow_profile_rule *rule)
{
	const char *defect = check_single(rule);

	if (defect)
		return defect;
	return checks[rule->class] ? checks[rule->class](rule) : NULL;
}
