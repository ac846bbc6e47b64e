/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which portcon, nodecon and netifcon of fixtures/policy/harbor.cil labels what. */
#include "tests/unit/unit.h"

#include <arpa/inet.h>

#include "policy/selinux/circumstances/candidates.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "policy/selinux/sepol/network.h"
#include "tests/unit/policies.h"

static struct avow_selinux_policy *open_policy(const char *path)
{
	struct avow_selinux_policy *policy;
	struct avow_error error = { 0 };

	if (avow_selinux_policy_open(path, &policy, &error) < 0)
		fail_msg("%s", error.message);
	return policy;
}

static int open_harbor(void **state)
{
	*state = open_policy("harbor.31");
	return 0;
}

static int close_harbor(void **state)
{
	avow_selinux_policy_close(*state);
	return 0;
}

static const struct avow_sepol *sepol_of(void **state)
{
	return ((struct avow_selinux_policy *)*state)->sepol;
}

static void assert_type(const struct avow_sepol *sepol, uint32_t type, const char *name)
{
	assert_string_equal(avow_sepol_type_name(sepol, type), name);
}

static void a_port_has_its_first_claim(void **state)
{
	static const struct {
		enum avow_port_protocol protocol;
		uint16_t port, low, high;
		const char *type;
		bool is_catch_all, is_initial;
	} cases[] = {
		{ AVOW_PORT_TCP, 80, 80, 80, "pilot_port_t", false, false },
		{ AVOW_PORT_TCP, 81, 1, 1023, "reserved_port_t", true, false },
		{ AVOW_PORT_TCP, 1, 1, 1023, "reserved_port_t", true, false },
		{ AVOW_PORT_TCP, 0, 0, 65535, "port_t", true, true },
		{ AVOW_PORT_TCP, 8000, 8000, 8010, "pilot_radio_port_t", false, false },
		{ AVOW_PORT_TCP, 8010, 8000, 8010, "pilot_radio_port_t", false, false },
		{ AVOW_PORT_TCP, 8011, 1024, 49151, "unreserved_port_t", true, false },
		{ AVOW_PORT_TCP, 49152, 0, 65535, "port_t", true, true },
		{ AVOW_PORT_UDP, 80, 1, 1023, "reserved_port_t", true, false },
		{ AVOW_PORT_UDP, 3306, 0, 65535, "port_t", true, true },
		{ AVOW_PORT_DCCP, 53, 53, 53, "ferry_port_t", false, false },
		{ AVOW_PORT_DCCP, 80, 0, 65535, "port_t", true, true },
		{ AVOW_PORT_SCTP, 132, 132, 132, "quay_port_t", false, false },
		{ AVOW_PORT_NONE, 80, 0, 65535, "port_t", true, true },
	};
	const struct avow_sepol *sepol = sepol_of(state);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		struct avow_port_claim claim;

		assert_true(
			avow_sepol_port(sepol, cases[i].protocol, cases[i].port, &claim));
		assert_type(sepol, claim.type, cases[i].type);
		assert_int_equal(claim.low, cases[i].low);
		assert_int_equal(claim.high, cases[i].high);
		assert_int_equal(claim.protocol, cases[i].protocol);
		assert_int_equal(claim.is_catch_all, cases[i].is_catch_all);
		assert_int_equal(claim.is_initial, cases[i].is_initial);
	}
}

static void a_class_has_a_protocol(void **state)
{
	static const struct {
		const char *tclass;
		const char *name;
	} cases[] = {
		{ "tcp_socket", "tcp" },   { "udp_socket", "udp" },
		{ "dccp_socket", "dccp" }, { "sctp_socket", "sctp" },
		{ "rawip_socket", NULL },  { "file", NULL },
	};
	const struct avow_sepol *sepol = sepol_of(state);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		uint16_t tclass = avow_sepol_class(sepol, cases[i].tclass);
		const char *name =
			avow_port_protocol_name(avow_sepol_protocol(sepol, tclass));

		if (cases[i].name)
			assert_string_equal(name, cases[i].name);
		else
			assert_null(name);
	}
	assert_int_equal(avow_sepol_protocol(sepol, 0), AVOW_PORT_NONE);
}

static bool count_two(void *data, const struct avow_port_claim *claim)
{
	(void)claim;
	return ++*(int *)data < 2;
}

static bool count_all(void *data, const struct avow_port_claim *claim)
{
	(void)claim;
	++*(int *)data;
	return true;
}

static void every_claim_is_shown(void **state)
{
	int count = 0;

	avow_sepol_ports(sepol_of(state), count_all, &count);
	assert_int_equal(count, 9);
	count = 0;
	avow_sepol_ports(sepol_of(state), count_two, &count);
	assert_int_equal(count, 2);
}

/* With the attribute, with a portcon, or of the initial SID; nothing else. */
static void port_types_are_found(void **state)
{
	static const char *const expected[] = {
		"pilot_port_t",    "pilot_radio_port_t", "ferry_port_t",
		"quay_port_t",     "idle_port_t",        "port_t",
		"reserved_port_t", "unreserved_port_t",
	};
	const struct avow_sepol *sepol = sepol_of(state);
	uint32_t *types;
	size_t count;

	assert_int_equal(
		avow_sepol_network_types(sepol, AVOW_NETWORK_PORT, &types, &count), 0);
	assert_int_equal(count, AVOW_ARRAY_SIZE(expected));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(expected); i++) {
		bool is_found = false;

		for (size_t j = 0; j < count; j++)
			is_found |= types[j] == avow_sepol_type(sepol, expected[i]);
		if (!is_found)
			fail_msg("%s is missing", expected[i]);
	}
	free(types);
	assert_true(avow_sepol_is_network_type(sepol, AVOW_NETWORK_PORT,
					       avow_sepol_type(sepol, "quay_port_t")));
	assert_true(avow_sepol_is_network_type(sepol, AVOW_NETWORK_NODE,
					       avow_sepol_type(sepol, "inner_node_t")));
	assert_true(avow_sepol_is_network_type(sepol, AVOW_NETWORK_NETIF,
					       avow_sepol_type(sepol, "pier_netif_t")));
	assert_false(avow_sepol_is_network_type(sepol, AVOW_NETWORK_PORT,
						avow_sepol_type(sepol, "node_t")));
	assert_false(avow_sepol_is_network_type(sepol, AVOW_NETWORK_PORT, 0));
}

static void ports_of_no_service_have_their_types(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);

	assert_true(avow_sepol_is_catch_all(sepol, avow_sepol_type(sepol, "port_t")));
	assert_true(avow_sepol_is_catch_all(sepol,
					    avow_sepol_type(sepol, "reserved_port_t")));
	assert_false(
		avow_sepol_is_catch_all(sepol, avow_sepol_type(sepol, "pilot_port_t")));
	assert_false(
		avow_sepol_is_catch_all(sepol, avow_sepol_type(sepol, "idle_port_t")));
}

static void assert_node(const struct avow_sepol *sepol, const char *address,
			const char *type, bool is_initial)
{
	bool is_ipv6 = strchr(address, ':') != NULL;
	struct avow_node_claim claim;
	uint8_t bytes[16];

	assert_int_equal(inet_pton(is_ipv6 ? AF_INET6 : AF_INET, address, bytes), 1);
	assert_true(avow_sepol_node(sepol, is_ipv6, bytes, &claim));
	assert_type(sepol, claim.type, type);
	assert_int_equal(claim.is_initial, is_initial);
	assert_int_equal(claim.is_ipv6, is_ipv6);
}

static void an_address_has_its_claim(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);

	assert_node(sepol, "10.1.2.3", "inner_node_t", false);
	assert_node(sepol, "10.2.0.0", "node_t", true);
	assert_node(sepol, "fd12:3456::1", "inner_node_t", false);
	assert_node(sepol, "fe80::1", "node_t", true);
	assert_node(sepol, "::", "node_t", true);
}

static void an_interface_has_its_claim(void **state)
{
	const struct avow_sepol *sepol = sepol_of(state);
	bool is_initial = true;

	assert_type(sepol, avow_sepol_netif(sepol, "pier0", &is_initial), "pier_netif_t");
	assert_false(is_initial);
	assert_type(sepol, avow_sepol_netif(sepol, "pier01", &is_initial), "netif_t");
	assert_true(is_initial);
	assert_type(sepol, avow_sepol_netif(sepol, "", &is_initial), "netif_t");
}

/* A policy whose initial SIDs end before `port`: it does not say. */
static void a_policy_may_say_nothing(void **state)
{
	struct avow_selinux_policy *flat = open_policy("flat.31");
	struct avow_port_claim port;
	struct avow_node_claim node;
	uint8_t address[16] = { 0 };
	bool is_initial;
	uint32_t *types;
	size_t count;

	(void)state;
	assert_false(avow_sepol_port(flat->sepol, AVOW_PORT_TCP, 80, &port));
	assert_false(avow_sepol_node(flat->sepol, false, address, &node));
	assert_int_equal(avow_sepol_netif(flat->sepol, "lo", &is_initial), 0);
	assert_int_equal(
		avow_sepol_network_types(flat->sepol, AVOW_NETWORK_PORT, &types, &count),
		0);
	assert_int_equal(count, 0);
	free(types);
	avow_selinux_policy_close(flat);
}

static void names_are_akin_by_their_stems(void **state)
{
	static const struct {
		const char *domain, *name;
		unsigned kinship;
	} cases[] = {
		{ "mysqld_t", "mysqld_port_t", 4 },
		{ "sshd_t", "ssh_port_t", 3 },
		{ "httpd_t", "http_port_t", 3 },
		{ "zabbix_agent_t", "zabbix_port_t", 2 },
		{ "httpd_t", "http_cache_port_t", 1 },
		{ "httpd_t", "httpd_can_network_connect", 1 },
		{ "httpd_t", "allow_ypbind", 0 },
		{ "httpd_t", "httplug_port_t", 0 },
		{ "named_t", "dns_port_t", 0 },
		{ "a_t", "a_b_port_t", 0 },
		{ "_t", "_port_t", 0 },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++)
		if (avow_candidates_kinship(cases[i].domain, cases[i].name) !=
		    cases[i].kinship)
			fail_msg("%s %s: %u", cases[i].domain, cases[i].name,
				 avow_candidates_kinship(cases[i].domain, cases[i].name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_port_has_its_first_claim),
		cmocka_unit_test(a_class_has_a_protocol),
		cmocka_unit_test(every_claim_is_shown),
		cmocka_unit_test(port_types_are_found),
		cmocka_unit_test(ports_of_no_service_have_their_types),
		cmocka_unit_test(names_are_akin_by_their_stems),
		cmocka_unit_test(an_address_has_its_claim),
		cmocka_unit_test(an_interface_has_its_claim),
		cmocka_unit_test(a_policy_may_say_nothing),
	};

	compile_policy("harbor", "false");
	compile_policy("flat", "false");
	return cmocka_run_group_tests_name("network", tests, open_harbor, close_harbor);
}
