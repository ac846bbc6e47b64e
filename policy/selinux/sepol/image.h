/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_IMAGE_H
#define AVOW_POLICY_SELINUX_SEPOL_IMAGE_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * A policy file in memory whose header says that it is a kernel policy:
 *
 *     le32 0xf97cff8c, le32 8, "SE Linux", le32 VERSION, le32 CONFIG, ...
 *
 * (libsepol policydb_read(); kernel security/selinux/ss/policydb.c).
 */
struct avow_image {
	struct avow_buf bytes;
	unsigned version;
};

/*
 * Reads @path whole. Versions outside @oldest..@newest, and whatever is no
 * kernel policy, fail with AVOW_E_POLICY and a sentence that names @path and
 * what the file is instead. @out is zeroed by the caller and freed by
 * avow_image_free() in either case.
 */
int avow_image_read(const char *path, unsigned oldest, unsigned newest,
		    struct avow_image *out, struct avow_error *error) avow_must_check;

void avow_image_free(struct avow_image *image);

#endif
