/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From the fields of a tracepoint to the line that the kernel would log
 * (avc_audit_pre_callback(), avc_audit_post_callback()). Where the fields come
 * from is the business of tracefs.c.
 */
#include "analyzer/collect/tracepoint.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyzer/base/arena.h"

#define CLASSES_MAX 512 /* four times as many as there are */
#define BITS 32

struct class
{
	struct avow_span name;
	const char *bits[BITS]; /* NULL: no name is known */
};

struct avow_permissions {
	const char *directory;
	struct avow_arena arena;
	struct class *classes; /* CLASSES_MAX of them */
	size_t count;
};

struct avow_permissions *avow_permissions_new(const char *directory)
{
	struct avow_permissions *permissions = calloc(1, sizeof(*permissions));

	if (!permissions)
		return NULL;
	permissions->directory = directory;
	permissions->classes = calloc(CLASSES_MAX, sizeof(*permissions->classes));
	if (permissions->classes)
		return permissions;
	free(permissions);
	return NULL;
}

void avow_permissions_free(struct avow_permissions *permissions)
{
	if (!permissions)
		return;
	avow_arena_free(&permissions->arena);
	free(permissions->classes);
	free(permissions);
}

/* The number in the file @name of @directory, or 0. */
static uint64_t read_number(int directory, const char *name)
{
	char text[16];
	uint64_t number = 0;
	ssize_t got;
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return 0;
	got = read(fd, text, sizeof(text));
	close(fd);
	while (got > 0 && text[got - 1] == '\n')
		got--;
	if (got <= 0 || !avow_span_to_u64(avow_span_make(text, (size_t)got), 10, &number))
		return 0;
	return number;
}

static void read_names(struct avow_permissions *permissions, DIR *directory,
		       struct class *class)
{
	struct dirent *entry;

	while ((entry = readdir(directory))) {
		uint64_t number = read_number(dirfd(directory), entry->d_name);

		if (number >= 1 && number <= BITS)
			class->bits[number - 1] = avow_arena_string(
				&permissions->arena, avow_span_of(entry->d_name));
	}
}

/* A name that may stand in a path. */
static bool is_plain(struct avow_span name)
{
	return name.length && name.length < 256 && name.data[0] != '.' &&
	       avow_span_find(name, '/') == name.length &&
	       avow_span_find(name, '\0') == name.length;
}

/* The class, read when it is seen first; NULL when there is no room for it. */
static const struct class *find_class(struct avow_permissions *permissions,
				      struct avow_span name)
{
	struct avow_buf path = { 0 };
	struct class *class;
	DIR *directory;

	for (size_t i = 0; i < permissions->count; i++)
		if (avow_span_equal(permissions->classes[i].name, name))
			return &permissions->classes[i];
	if (permissions->count == CLASSES_MAX || !is_plain(name))
		return NULL;
	class = &permissions->classes[permissions->count];
	class->name = avow_arena_copy(&permissions->arena, name);
	if (!class->name.data)
		return NULL;
	permissions->count++;
	avow_buf_printf(&path, "%s/%.*s/perms", permissions->directory, (int)name.length,
			name.data);
	directory = opendir(avow_buf_string(&path));
	avow_buf_free(&path);
	if (directory) {
		read_names(permissions, directory, class);
		closedir(directory);
	}
	return class;
}

static void put_permissions(struct avow_permissions *permissions,
			    const struct avow_tracepoint *event, struct avow_buf *out)
{
	const struct class *class = find_class(permissions, event->tclass);
	uint32_t left = event->audited;

	avow_buf_puts(out, " {");
	for (unsigned bit = 0; class && bit < BITS; bit++)
		if (left >> bit & 1 && class->bits[bit]) {
			avow_buf_printf(out, " %s", class->bits[bit]);
			left &= ~(UINT32_C(1) << bit);
		}
	if (left)
		avow_buf_printf(out, " 0x%" PRIx32, left);
	avow_buf_puts(out, " } for ");
}

/* As audit_log_untrustedstring() decides: quoted, or hexadecimal. */
static void put_untrusted(struct avow_buf *out, struct avow_span text)
{
	bool is_plain_text = true;

	for (size_t i = 0; i < text.length; i++)
		is_plain_text &=
			text.data[i] > ' ' && text.data[i] < 0x7f && text.data[i] != '"';
	if (is_plain_text) {
		avow_buf_putc(out, '"');
		avow_buf_append(out, text);
		avow_buf_putc(out, '"');
		return;
	}
	for (size_t i = 0; i < text.length; i++)
		avow_buf_printf(out, "%02X", (unsigned char)text.data[i]);
}

/* Contexts and classes are words; nothing else may become of them. */
static void put_word(struct avow_buf *out, const char *name, struct avow_span word)
{
	avow_buf_puts(out, name);
	for (size_t i = 0; i < word.length; i++)
		avow_buf_putc(out, word.data[i] > ' ' && word.data[i] < 0x7f
					   ? word.data[i]
					   : '?');
}

static void put_stack(struct avow_buf *out, const char *name, struct avow_span stack)
{
	if (!stack.length)
		return;
	avow_buf_puts(out, name);
	put_untrusted(out, stack);
}

void avow_tracepoint_line(const struct avow_tracepoint *event,
			  struct avow_permissions *permissions, struct avow_buf *out)
{
	uint64_t ms = event->time_ns / 1000000;

	avow_buf_printf(out, "type=1400 msg=audit(%" PRIu64 ".%03u:0): avc:  %s ",
			ms / 1000, (unsigned)(ms % 1000),
			event->denied ? "denied" : "granted");
	put_permissions(permissions, event, out);
	avow_buf_printf(out, " pid=%d", event->pid);
	if (event->comm.length) {
		avow_buf_puts(out, " comm=");
		put_untrusted(out, event->comm);
	}
	put_word(out, " scontext=", event->scontext);
	put_word(out, " tcontext=", event->tcontext);
	put_word(out, " tclass=", event->tclass);
	if (event->denied)
		avow_buf_printf(out, " permissive=%d", event->result ? 0 : 1);
	put_stack(out, " kstack=", event->kernel_stack);
	put_stack(out, " ustack=", event->user_stack);
	avow_buf_putc(out, '\n');
}
