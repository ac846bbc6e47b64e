/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The framing of the live streams: whatever comes from auditd, the kernel's
 * socket or its tracepoint, lines have no newline within, no byte is invented, and the
 * pieces in which it comes do not matter.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/collect/audisp.h"
#include "analyzer/collect/netlink.h"
#include "analyzer/collect/tracepoint.h"

/* All of @bytes in pieces of @step; whether it was refused. */
static int feed(struct avow_span bytes, size_t step, struct avow_buf *out)
{
	struct avow_audisp audisp = { 0 };
	int result = AVOW_OK;

	while (bytes.length && !result) {
		result = avow_audisp_feed(&audisp, avow_span_first(bytes, step), out,
					  NULL);
		bytes = avow_span_skip(bytes, step);
	}
	if (!result)
		FUZZ_HOLDS(avow_audisp_finish(&audisp, out) <= 1);
	avow_audisp_free(&audisp);
	return result;
}

static void try_audisp(struct avow_span bytes)
{
	struct avow_buf whole = { 0 }, pieces = { 0 };
	int refused = feed(bytes, bytes.length, &whole);

	FUZZ_HOLDS(feed(bytes, 1 + bytes.length % 37, &pieces) == refused);
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&whole), avow_buf_span(&pieces)));
	avow_buf_free(&whole);
	avow_buf_free(&pieces);
}

static void try_netlink(struct avow_span bytes)
{
	struct avow_buf out = { 0 };

	if (avow_netlink_line(bytes, &out)) {
		FUZZ_HOLDS(avow_span_find(avow_buf_span(&out), '\n') == out.length - 1);
		FUZZ_HOLDS(out.length <= bytes.length + 32);
	} else {
		FUZZ_HOLDS(out.length == 0);
	}
	avow_buf_free(&out);
}

/* A process chooses its name: whatever that is, the line stays one line of ASCII. */
static void try_tracepoint(struct avow_span bytes)
{
	struct avow_permissions *permissions = avow_permissions_new("no-such-directory");
	struct avow_span half = avow_span_first(bytes, bytes.length / 2);
	struct avow_tracepoint event = { .audited = (uint32_t)bytes.length,
					 .denied = 1,
					 .comm = bytes,
					 .scontext = half,
					 .tclass = half,
					 .kernel_stack = half,
					 .user_stack = half };
	struct avow_buf out = { 0 };

	if (permissions)
		avow_tracepoint_line(&event, permissions, &out);
	for (size_t i = 0; i + 1 < out.length; i++)
		FUZZ_HOLDS(out.data[i] >= ' ' && out.data[i] < 0x7f);
	FUZZ_HOLDS(!out.length || out.data[out.length - 1] == '\n');
	avow_permissions_free(permissions);
	avow_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_buf framed = { 0 };
	struct avow_span bytes = avow_span_make((const char *)data, size);
	uint32_t header[4] = { 0, 16, 1400, 0 };

	try_audisp(bytes);
	/* Seeds are text: most mutations of them are no binary records. */
	for (size_t at = 0; at < size; at += 100) {
		struct avow_span part = avow_span_first(avow_span_skip(bytes, at), 100);

		header[0] = at / 100 % 2;
		header[3] = (uint32_t)part.length;
		avow_buf_append(&framed, avow_span_make((char *)header, sizeof(header)));
		avow_buf_append(&framed, part);
	}
	try_audisp(avow_buf_span(&framed));
	avow_buf_clear(&framed);
	header[0] = (uint32_t)size;
	header[1] = 1400;
	avow_buf_append(&framed, avow_span_make((char *)header, sizeof(header)));
	avow_buf_puts(&framed, "audit(");
	avow_buf_append(&framed, bytes);
	try_netlink(avow_buf_span(&framed));
	try_netlink(bytes);
	try_tracepoint(bytes);
	avow_buf_free(&framed);
	return 0;
}
