/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a policy file and looks at its header, so that the usual mistakes (a
 * text policy, a module, a directory, a newer version) get a sentence of their
 * own. What comes after the header is libsepol's to judge.
 */
#include "policy/selinux/sepol/image.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define HEADER_SIZE 24u
#define IMAGE_MAX (256u << 20) /* forty times the largest policy known */
#define BUSY_TRIES 100         /* five seconds */
#define TARGET_NAME "SE Linux"
#define TARGET_LENGTH (sizeof(TARGET_NAME) - 1)

/* How the files begin that are given by mistake. */
static const struct beginning {
	const char *bytes;
	size_t length;
	const char *says;
} beginnings[] = {
	{ "\x8f\xff\x7c\xf9", 4,
	  "is a policy module package (.pp), not a kernel policy" },
	{ "\x8d\xff\x7c\xf9", 4, "is a policy module (.mod), not a kernel policy" },
	{ "BZh", 3, "is compressed with bzip2, not a kernel policy" },
	{ "\x1f\x8b", 2, "is compressed with gzip, not a kernel policy" },
	{ "\xfd"
	  "7zXZ",
	  5, "is compressed with xz, not a kernel policy" },
	{ "\x28\xb5\x2f\xfd", 4, "is compressed with zstd, not a kernel policy" },
	{ "\x7f"
	  "ELF",
	  4, "is a program, not a kernel policy" },
};

static const char magic[] = "\x8c\xff\x7c\xf9";

static bool begins_with(struct avow_span file, const char *bytes, size_t length)
{
	return file.length >= length && memcmp(file.data, bytes, length) == 0;
}

static bool is_text(struct avow_span file)
{
	struct avow_span head = avow_span_first(file, 256);

	for (size_t i = 0; i < head.length; i++) {
		unsigned char byte = (unsigned char)head.data[i];

		if (!isprint(byte) && !isspace(byte) && byte < 0x80)
			return false;
	}
	return true;
}

static uint32_t little_endian(struct avow_span file, size_t offset)
{
	const unsigned char *at = (const unsigned char *)file.data + offset;

	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

/* What @file is, when it does not begin like a kernel policy. */
static const char *other_kind(struct avow_span file)
{
	if (file.length == 0)
		return "is empty, not a policy";
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(beginnings); i++)
		if (begins_with(file, beginnings[i].bytes, beginnings[i].length))
			return beginnings[i].says;
	if (is_text(file))
		return "is text, not a binary policy; checkpolicy or secilc compiles one";
	return "is not an SELinux policy";
}

static int check_header(const char *path, struct avow_image *image, unsigned oldest,
			unsigned newest, struct avow_error *error)
{
	struct avow_span file = avow_buf_span(&image->bytes);

	if (file.length == 0 ||
	    !begins_with(file, magic, file.length < 4 ? file.length : 4))
		return avow_error_set(error, AVOW_E_POLICY, "%s: %s", path,
				      other_kind(file));
	if (file.length < HEADER_SIZE)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: the policy is cut short, after %zu bytes",
				      path, file.length);
	if (little_endian(file, 4) != TARGET_LENGTH ||
	    memcmp(file.data + 8, TARGET_NAME, TARGET_LENGTH) != 0)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: is a policy for another target than Linux",
				      path);
	image->version = little_endian(file, 8 + TARGET_LENGTH);
	if (image->version > newest)
		return avow_error_set(
			error, AVOW_E_POLICY,
			"%s: policy version %u is newer than the %u that this "
			"libsepol knows",
			path, image->version, newest);
	if (image->version < oldest)
		return avow_error_set(
			error, AVOW_E_POLICY,
			"%s: policy version %u is older than the %u that this "
			"libsepol knows",
			path, image->version, oldest);
	return 0;
}

/* A file that is no policy is not read beyond its first piece: it may never end. */
static int read_bytes(const char *path, int file, struct avow_buf *out,
		      struct avow_error *error)
{
	char piece[65536];

	for (;;) {
		ssize_t count = read(file, piece, sizeof(piece));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return avow_error_set(error, AVOW_E_POLICY,
					      errno == EISDIR
						      ? "%s: is a directory, not a policy"
						      : "%s: cannot read the policy: %m",
					      path);
		avow_buf_append(out, avow_span_make(piece, (size_t)count));
		if (out->failed)
			return avow_error_nomem(error);
		if (count == 0 ||
		    (out->length >= 4 && !begins_with(avow_buf_span(out), magic, 4)))
			return 0;
		if (out->length > IMAGE_MAX)
			return avow_error_set(error, AVOW_E_POLICY,
					      "%s: is larger than any policy", path);
	}
}

/* selinuxfs gives the running policy to one reader at a time (sel_open_policy()). */
static int open_image(const char *path)
{
	const struct timespec pause = { .tv_nsec = 50000000 };
	int file = -1;

	for (int tries = 0; tries < BUSY_TRIES; tries++) {
		file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (file >= 0 || errno != EBUSY)
			break;
		nanosleep(&pause, NULL);
	}
	return file;
}

int avow_image_read(const char *path, unsigned oldest, unsigned newest,
		    struct avow_image *out, struct avow_error *error)
{
	int file = open_image(path);
	int code;

	if (file < 0)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: cannot open the policy: %m", path);
	code = read_bytes(path, file, &out->bytes, error);
	close(file);
	if (code < 0)
		return code;
	return check_header(path, out, oldest, newest, error);
}

void avow_image_free(struct avow_image *image)
{
	avow_buf_free(&image->bytes);
}
