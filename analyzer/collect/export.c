/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The journal's export format (systemd, "Journal Export Formats"), as
 * `journalctl -o export` and journal-upload write it, entry by entry to lines of
 * JSON:
 *
 *     NAME=VALUE\n | NAME\n LENGTH(8 bytes, little endian) VALUE \n   ... \n
 *
 * A value is passed over by its length, never searched: what stands in a message
 * is no field. What is not whole becomes a line that is malformed.
 */
#include <stdlib.h>

#include "analyzer/collect/journal_entry.h"
#include "analyzer/collect/unpack.h"

/* A name, `=`, and a value that is to be kept; what is beyond is dropped. */
#define LINE_KEPT (AVOW_ENTRY_NAME_MAX + 1 + AVOW_ENTRY_FIELD_MAX + 1)

/* The longest value that journald takes (DATA_SIZE_MAX). */
#define VALUE_MAX ((uint64_t)768 << 20)

enum expected {
	EXPECT_LINE,  /* a field, a name, or the empty line that ends an entry */
	EXPECT_SIZE,  /* the length of a binary value */
	EXPECT_VALUE, /* its bytes */
	EXPECT_END    /* the newline behind them */
};

struct exported {
	struct avow_source *inner;
	enum expected expected;
	struct avow_buf line; /* what came of the line, or of the value */
	struct avow_buf name; /* of the binary value */
	uint64_t size;        /* of it; while it is read, of what is missing */
	size_t size_bytes;    /* how many of its 8 came */
	bool is_too_long;     /* the line or value, to be kept */
	bool is_within;       /* an entry has begun */
	bool is_after_damage; /* no empty line came since something was unreadable */
	bool has_ended;       /* inner has */
	struct avow_entry entry;
	struct avow_buf out; /* lines of JSON */
	size_t taken;        /* of out */
	char block[AVOW_SOURCE_READ_MIN];
};

/* Keeps bytes of a line or value, up to what is needed of it. */
static void keep(struct exported *exported, struct avow_span bytes)
{
	size_t room = LINE_KEPT - exported->line.length;

	exported->is_too_long |= bytes.length > room;
	avow_buf_append(&exported->line, avow_span_first(bytes, room));
}

static void forget_line(struct exported *exported)
{
	avow_buf_clear(&exported->line);
	exported->is_too_long = false;
}

static void end_entry(struct exported *exported)
{
	if (exported->is_within)
		avow_entry_write(&exported->entry, &exported->out);
	avow_entry_clear(&exported->entry);
	exported->is_within = false;
}

/* What came can be no part of an entry, and nothing is believed until the next begins. */
static void damage(struct exported *exported)
{
	exported->is_within = exported->entry.is_damaged = true;
	exported->is_after_damage = true;
}

/* Adds a field. An entry begins with `__CURSOR` and the times, or its front is lost. */
static void add(struct exported *exported, struct avow_span name, struct avow_span value)
{
	bool is_address = avow_span_starts_with(name, "__");

	/* Tools that cut a journal into paragraphs drop one of two empty lines. */
	if (avow_span_is(name, "__CURSOR"))
		end_entry(exported);
	if (is_address && avow_entry_has(&exported->entry, name))
		damage(exported); /* two entries, with the end of one lost */
	if (!exported->is_within) {
		exported->entry.is_damaged = !is_address;
		exported->is_after_damage &= !is_address;
	}
	exported->is_within = true;
	avow_entry_add(&exported->entry, name, value);
}

/* A line that is no field. Between whole entries it is one of another log. */
static void take_other_line(struct exported *exported, const char *end)
{
	if (exported->is_within || exported->is_after_damage || exported->is_too_long) {
		damage(exported);
		return;
	}
	avow_buf_append(&exported->out, avow_buf_span(&exported->line));
	avow_buf_puts(&exported->out, end);
}

static void begin_value(struct exported *exported, struct avow_span name)
{
	avow_buf_clear(&exported->name);
	avow_buf_append(&exported->name, name);
	exported->expected = EXPECT_SIZE;
	exported->size = 0;
	exported->size_bytes = 0;
}

static void take_line(struct exported *exported)
{
	struct avow_span line = avow_buf_span(&exported->line);
	size_t equals = avow_span_find(line, '=');
	struct avow_span name = avow_span_first(line, equals);

	if (!line.length)
		end_entry(exported);
	else if (!avow_entry_is_name(name))
		take_other_line(exported, "\n");
	else if (equals < line.length)
		add(exported, name, avow_span_skip(line, equals + 1));
	else
		begin_value(exported, name);
	forget_line(exported);
}

/* Each takes what it expects from the front of @bytes, and returns how much. */
static size_t expect_line(struct exported *exported, struct avow_span bytes)
{
	size_t length = avow_span_find(bytes, '\n');

	keep(exported, avow_span_first(bytes, length));
	if (length == bytes.length)
		return length;
	take_line(exported);
	return length + 1;
}

static size_t expect_size(struct exported *exported, struct avow_span bytes)
{
	size_t taken = 0;

	while (exported->size_bytes < 8 && taken < bytes.length)
		exported->size |= (uint64_t)(unsigned char)bytes.data[taken++]
				  << 8 * exported->size_bytes++;
	if (exported->size_bytes < 8)
		return taken;
	exported->expected = EXPECT_VALUE;
	if (exported->size > VALUE_MAX) {
		damage(exported);
		exported->expected = EXPECT_LINE;
	}
	return taken;
}

static size_t expect_value(struct exported *exported, struct avow_span bytes)
{
	struct avow_span part = avow_span_first(bytes, exported->size < bytes.length
							       ? (size_t)exported->size
							       : bytes.length);

	keep(exported, part);
	exported->size -= part.length;
	if (!exported->size)
		exported->expected = EXPECT_END;
	return part.length;
}

static size_t expect_end(struct exported *exported, struct avow_span bytes)
{
	bool is_whole = bytes.data[0] == '\n';

	if (is_whole)
		add(exported, avow_buf_span(&exported->name),
		    avow_buf_span(&exported->line));
	else
		damage(exported);
	forget_line(exported);
	exported->expected = EXPECT_LINE;
	return is_whole;
}

static void take_bytes(struct exported *exported, struct avow_span bytes)
{
	static size_t (*const takers[])(struct exported *, struct avow_span) = {
		[EXPECT_LINE] = expect_line,
		[EXPECT_SIZE] = expect_size,
		[EXPECT_VALUE] = expect_value,
		[EXPECT_END] = expect_end,
	};

	while (bytes.length)
		bytes = avow_span_skip(bytes,
				       takers[exported->expected](exported, bytes));
}

/* There is no more: what is not whole is cut. */
static void finish(struct exported *exported)
{
	struct avow_span line = avow_buf_span(&exported->line);

	exported->has_ended = true;
	if (exported->expected != EXPECT_LINE ||
	    avow_entry_is_name(avow_span_first(line, avow_span_find(line, '='))))
		damage(exported);
	else if (line.length)
		take_other_line(exported, "");
	end_entry(exported);
}

/* The next block of @inner, as far as it makes lines: AVOW_OK, an event or an error. */
static int read_block(struct exported *exported, struct avow_error *error)
{
	ssize_t got = avow_source_read(exported->inner, exported->block,
				       sizeof(exported->block), error);

	if (got < 0)
		return (int)got;
	avow_buf_clear(&exported->out);
	exported->taken = 0;
	if (got)
		take_bytes(exported, avow_span_make(exported->block, (size_t)got));
	else
		finish(exported);
	return exported->out.failed || exported->line.failed || exported->name.failed ||
			       exported->entry.failed
		       ? avow_error_nomem(error)
		       : AVOW_OK;
}

static ssize_t read_export(void *state, char *data, size_t size, struct avow_error *error)
{
	struct exported *exported = state;
	struct avow_span left;

	while (exported->taken == exported->out.length && !exported->has_ended) {
		int result = read_block(exported, error);

		if (result)
			return result;
	}
	left = avow_span_first(
		avow_span_skip(avow_buf_span(&exported->out), exported->taken), size);
	if (left.length)
		memcpy(data, left.data, left.length);
	exported->taken += left.length;
	return (ssize_t)left.length;
}

static struct avow_wait wait_for_export(void *state)
{
	return avow_source_wait(((struct exported *)state)->inner);
}

static uint64_t lost_of_export(const void *state)
{
	return avow_source_lost(((const struct exported *)state)->inner);
}

static void close_export(void *state)
{
	struct exported *exported = state;

	avow_source_close(exported->inner);
	avow_buf_free(&exported->line);
	avow_buf_free(&exported->name);
	avow_buf_free(&exported->out);
	avow_entry_free(&exported->entry);
	free(exported);
}

static int open_export(struct avow_source *inner, const struct avow_stop *stop,
		       struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_export,
		.wait = wait_for_export,
		.lost = lost_of_export,
		.close = close_export,
	};
	struct exported *exported = calloc(1, sizeof(*exported));

	(void)stop;
	if (!exported) {
		avow_source_close(inner);
		return avow_error_nomem(error);
	}
	exported->inner = inner;
	exported->is_after_damage = true;
	return avow_source_make(&methods, exported, out, error);
}

static bool begins_with_any(struct avow_span text, const char *const *fronts)
{
	for (; *fronts; fronts++)
		if (avow_span_starts_with(text, *fronts))
			return true;
	return false;
}

/*
 * An entry begins with its address. Where the front of the file is cut off, the
 * end of an entry stands before the first one: a field that only journald writes,
 * at the front of a line.
 */
static bool is_export(struct avow_span head)
{
	static const char *const addresses[] = { "__CURSOR=", "__REALTIME_TIMESTAMP=",
						 "__MONOTONIC_TIMESTAMP=", "__SEQNUM=",
						 NULL };
	static const char *const trusted[] = { "_BOOT_ID=", "_MACHINE_ID=", "_HOSTNAME=",
					       "_TRANSPORT=", NULL };
	size_t next;

	while (head.length && head.data[0] == '\n')
		head = avow_span_skip(head, 1);
	if (begins_with_any(head, addresses))
		return true;
	next = avow_span_search(head, "\n\n__CURSOR=");
	if (next == head.length)
		return false;
	for (head.length = next; head.length;
	     head = avow_span_skip(head, avow_span_find(head, '\n') + 1))
		if (begins_with_any(head, trusted))
			return true;
	return false;
}

const struct avow_filter avow_filter_export = { is_export, open_export };
