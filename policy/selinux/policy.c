/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens and closes policies for those outside of this room, and finds the one
 * that runs. The reading is in sepol/.
 */
#include "policy/selinux/policy.h"

#include <selinux/selinux.h>

#include "analyzer/base/sha256.h"
#include "policy/selinux/selinux.h"

static int fill(struct avow_selinux_policy *policy, const char *path,
		const struct avow_image *image, struct avow_error *error)
{
	int code = avow_sepol_open(image, path, &policy->sepol, error);

	if (code < 0)
		return code;
	policy->info.kind = "SELinux";
	policy->info.version = image->version;
	policy->info.is_mls = avow_sepol_is_mls(policy->sepol);
	policy->info.source = avow_arena_string(&policy->arena, avow_span_of(path));
	avow_sha256_hex(avow_buf_span(&image->bytes), policy->info.digest);
	return policy->info.source ? 0 : avow_error_nomem(error);
}

int avow_selinux_policy_open(const char *path, struct avow_selinux_policy **out,
			     struct avow_error *error)
{
	struct avow_arena arena = { 0 };
	struct avow_selinux_policy *policy = avow_arena_alloc(&arena, sizeof(*policy));
	struct avow_image image = { 0 };
	int code;

	*out = NULL;
	if (!policy)
		return avow_error_nomem(error);
	policy->arena = arena;
	code = avow_image_read(path, avow_sepol_oldest_version(),
			       avow_sepol_newest_version(), &image, error);
	if (code == 0)
		code = fill(policy, path, &image, error);
	avow_image_free(&image);
	if (code == 0)
		*out = policy;
	else
		avow_selinux_policy_close(policy);
	return code;
}

void avow_selinux_policy_close(struct avow_selinux_policy *policy)
{
	struct avow_arena arena;

	if (!policy)
		return;
	avow_sepol_close(policy->sepol);
	arena = policy->arena;
	avow_arena_free(&arena);
}

const char *avow_selinux_running_policy(void)
{
	if (is_selinux_enabled() != 1)
		return NULL;
	return selinux_current_policy_path();
}
