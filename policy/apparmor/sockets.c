/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets: families, types and protocols as rules write them (the tables of
 * parser/network.cc of AppArmor), addresses and ports.
 */
#include "policy/apparmor/sockets.h"

#include <arpa/inet.h>
#include <stdio.h>

static bool is_inet(struct avow_span family)
{
	return avow_span_is(family, "inet") || avow_span_is(family, "inet6");
}

/* A protocol is of inet and inet6, and of one type. */
static const struct {
	const char *word, *type;
} protocols[] = {
	{ "tcp", "stream" },
	{ "udp", "dgram" },
	{ "icmp", "raw" },
};

static const char *const types[] = { "stream", "dgram", "seqpacket",
				     "rdm",    "raw",   "packet" };

static bool is_type(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++)
		if (avow_span_is(word, types[i]))
			return true;
	return false;
}

static const char *type_of_protocol(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(protocols); i++)
		if (avow_span_is(word, protocols[i].word))
			return protocols[i].type;
	return NULL;
}

/* One of the two words of `network inet tcp`. */
static bool holds_word(struct avow_span word, struct avow_span family,
		       struct avow_span type, bool is_first)
{
	const char *of_protocol = type_of_protocol(word);

	if (of_protocol)
		return is_inet(family) && avow_span_is(type, of_protocol);
	if (!is_first || (is_type(word) && !avow_span_is(word, "packet")))
		return avow_span_equal(type, word);
	return avow_span_equal(family, word);
}

static bool parse_address(struct avow_span text, unsigned char bytes[16], bool *is_new)
{
	char copy[64];

	if (text.length >= sizeof(copy))
		return false;
	snprintf(copy, sizeof(copy), "%.*s", (int)text.length, text.data);
	*is_new = strchr(copy, ':') != NULL;
	return inet_pton(*is_new ? AF_INET6 : AF_INET, copy, bytes) == 1;
}

static bool has_prefix(const unsigned char *a, const unsigned char *b, uint64_t bits)
{
	for (uint64_t i = 0; i < bits; i++)
		if ((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1)
			return false;
	return true;
}

static enum avow_tristate holds_address(struct avow_span rule, struct avow_span address)
{
	size_t slash = avow_span_find(rule, '/');
	unsigned char a[16] = { 0 }, b[16] = { 0 };
	bool is_new_a, is_new_b;
	uint64_t bits;

	if (!parse_address(avow_span_first(rule, slash), a, &is_new_a) ||
	    !parse_address(address, b, &is_new_b))
		return AVOW_UNKNOWN;
	if (slash == rule.length ||
	    !avow_span_to_u64(avow_span_skip(rule, slash + 1), 10, &bits))
		bits = is_new_a ? 128 : 32;
	return is_new_a == is_new_b && has_prefix(a, b, bits) ? AVOW_YES : AVOW_NO;
}

static enum avow_tristate holds_port(struct avow_span rule, struct avow_span port)
{
	size_t dash = avow_span_find(rule, '-');
	uint64_t from, to, number;

	if (!avow_span_to_u64(avow_span_first(rule, dash), 10, &from) ||
	    !avow_span_to_u64(port, 10, &number))
		return AVOW_UNKNOWN;
	if (dash == rule.length ||
	    !avow_span_to_u64(avow_span_skip(rule, dash + 1), 10, &to))
		to = from;
	return from <= number && number <= to ? AVOW_YES : AVOW_NO;
}

static bool ends_with(const char *key, const char *end)
{
	size_t length = strlen(key), tail = strlen(end);

	return length >= tail && strcmp(key + length - tail, end) == 0;
}

bool avow_sockets_hold(const struct avow_profile_rule *rule,
		       const struct avow_rule_condition *condition,
		       const struct avow_profile_access *access, enum avow_tristate *out)
{
	struct avow_span value = avow_access_value(access, condition->key);
	struct avow_span word = condition->values[0].expanded;
	bool is_first = strcmp(condition->key, "family") == 0;

	if (rule->class != AVOW_RULE_NETWORK)
		return false;
	if (is_first || strcmp(condition->key, "type") == 0) {
		*out = holds_word(word, avow_access_value(access, "family"),
				  avow_access_value(access, "type"), is_first)
			       ? AVOW_YES
			       : AVOW_NO;
		return true;
	}
	if (!value.data)
		return false;
	if (ends_with(condition->key, "ip"))
		*out = holds_address(word, value);
	else if (ends_with(condition->key, "port"))
		*out = holds_port(word, value);
	else
		return false;
	return true;
}
