/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Socket addresses (sys/socket.h, netinet/in.h, sys/un.h, linux/netlink.h). */
#include "analyzer/interpret/saddr.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "analyzer/base/escape.h"
#include "analyzer/interpret/words.h"

enum {
	LOCAL_SIZE = 4,
	PORT = 2,
	INET_ADDRESS = 4,
	INET_SIZE = 16,
	INET6_ADDRESS = 8,
	INET6_SIZE = 28,
	NETLINK_PID = 4,
	NETLINK_SIZE = 12
};

static unsigned byte_at(struct avow_span bytes, size_t at)
{
	return (unsigned char)bytes.data[at];
}

static unsigned port_of(struct avow_span bytes)
{
	return byte_at(bytes, PORT) << 8 | byte_at(bytes, PORT + 1);
}

static uint32_t word_at(struct avow_span bytes, size_t at, bool is_big)
{
	uint32_t out = 0;

	for (size_t i = 0; i < 4; i++)
		out = out << 8 | byte_at(bytes, at + (is_big ? i : 3 - i));
	return out;
}

static void put_inet(struct avow_buf *out, struct avow_span bytes)
{
	avow_buf_printf(out, "{ saddr_fam=inet laddr=%u.%u.%u.%u lport=%u }",
			byte_at(bytes, INET_ADDRESS), byte_at(bytes, INET_ADDRESS + 1),
			byte_at(bytes, INET_ADDRESS + 2),
			byte_at(bytes, INET_ADDRESS + 3), port_of(bytes));
}

static void put_inet6(struct avow_buf *out, struct avow_span bytes)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(AF_INET6, bytes.data + INET6_ADDRESS, text, sizeof(text));
	avow_buf_printf(out, "{ saddr_fam=inet6 laddr=%s lport=%u }", text,
			port_of(bytes));
}

/* A path up to its NUL; a name that begins with one is abstract. */
static void put_local(struct avow_buf *out, struct avow_span bytes)
{
	struct avow_span path = avow_span_skip(bytes, 2);
	bool is_abstract = path.length > 0 && !path.data[0];

	path = avow_span_skip(path, is_abstract);
	avow_buf_puts(out, "{ saddr_fam=local path=");
	avow_buf_append(out, avow_span_first(path, avow_span_find(path, '\0')));
	avow_buf_puts(out, " }");
}

/* Another family, or less than an address of its own. */
static void put_other(struct avow_buf *out, unsigned family, const char *name)
{
	static const char *const short_ones[] = {
		[AF_UNIX] = "sockaddr len too short",
		[AF_INET] = "sockaddr len too short",
		[AF_INET6] = "sockaddr6 len too short",
		[AF_NETLINK] = "len too short",
	};
	const char *says =
		family < AVOW_ARRAY_SIZE(short_ones) ? short_ones[family] : NULL;

	avow_buf_printf(out, "{ saddr_fam=%s %s }", name, says ? says : "(unsupported)");
}

void avow_saddr_put(struct avow_buf *out, const struct avow_machine *machine,
		    struct avow_span hex)
{
	struct avow_buf decoded = { 0 };
	bool is_big = machine && machine->is_big;
	struct avow_span bytes;
	const char *name;
	unsigned family;

	if (!avow_unescape_hex(&decoded, hex) || decoded.length < 2) {
		avow_buf_free(&decoded);
		avow_buf_append(out, hex);
		return;
	}
	bytes = avow_buf_span(&decoded);
	family = is_big ? byte_at(bytes, 0) << 8 | byte_at(bytes, 1)
			: byte_at(bytes, 1) << 8 | byte_at(bytes, 0);
	name = avow_term_name(&avow_words_families, family);
	if (family == AF_INET && bytes.length >= INET_SIZE)
		put_inet(out, bytes);
	else if (family == AF_INET6 && bytes.length >= INET6_SIZE)
		put_inet6(out, bytes);
	else if (family == AF_UNIX && bytes.length >= LOCAL_SIZE)
		put_local(out, bytes);
	else if (family == AF_NETLINK && bytes.length >= NETLINK_SIZE)
		avow_buf_printf(out, "{ saddr_fam=netlink nlnk-fam=%u nlnk-pid=%u }",
				family, word_at(bytes, NETLINK_PID, is_big));
	else if (name)
		put_other(out, family, name);
	else
		avow_buf_printf(out, "unknown-family(%u)", family);
	avow_buf_free(&decoded);
}
