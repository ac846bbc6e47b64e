/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens and closes a policy with libsepol, whose messages are turned off. The
 * services of libsepol answer from process-wide statics; avow_sepol_use() sets
 * them, and nothing outside this directory sees them.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

#include "policy/selinux/sepol/trial.h"

/* Room to read a policy of any size that makes sense: 14 MB for 2 MB, measured. */
#define TRIAL_MEMORY(length) ((length)*32 + (256u << 20))

unsigned avow_sepol_oldest_version(void)
{
	return (unsigned)sepol_policy_kern_vers_min();
}

unsigned avow_sepol_newest_version(void)
{
	return (unsigned)sepol_policy_kern_vers_max();
}

/* NULL when the bytes are no policy. */
static sepol_policydb_t *read_policy(const struct avow_image *image)
{
	sepol_policydb_t *policy = NULL;
	sepol_policy_file_t *file = NULL;
	int code = -1;

	if (sepol_policydb_create(&policy) != 0)
		return NULL;
	if (sepol_policy_file_create(&file) == 0) {
		sepol_policy_file_set_mem(file, image->bytes.data, image->bytes.length);
		code = sepol_policydb_read(policy, file);
		sepol_policy_file_free(file);
	}
	if (code == 0)
		return policy;
	sepol_policydb_free(policy);
	return NULL;
}

static bool is_readable(void *data)
{
	return read_policy(data) != NULL;
}

static int try_image(const struct avow_image *image, const char *path,
		     struct avow_error *error)
{
	int verdict = avow_trial_run(is_readable, (void *)image,
				     TRIAL_MEMORY(image->bytes.length));

	if (verdict < 0)
		return avow_error_set(
			error, AVOW_E_LIBRARY,
			"%s: cannot start a process to check the policy: %m", path);
	if (verdict == 0)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: the policy is cut short or damaged: libsepol "
				      "cannot read it",
				      path);
	return 0;
}

/*
 * Bounds are asked here (ask.c), not by libsepol: its type_attribute_bounds_av()
 * writes through a NULL pointer when a bounding type is bounded itself and may
 * not do something, and does not end when types bound each other in a ring.
 */
static int take_bounds(struct avow_sepol *sepol)
{
	uint32_t count = sepol->db->p_types.nprim;

	sepol->bounds = calloc(count ? count : 1, sizeof(*sepol->bounds));
	if (!sepol->bounds)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		type_datum_t *type = sepol->db->type_val_to_struct[i];

		if (!type)
			continue;
		sepol->bounds[i] = type->bounds <= count ? type->bounds : 0;
		type->bounds = 0;
	}
	return 0;
}

static int build(struct avow_sepol *sepol)
{
	int code;

	sepol->db = &sepol->handle->p;
	code = avow_sepol_index_names(sepol);
	if (code < 0)
		return code;
	if (take_bounds(sepol) < 0 || avow_sepol_index_conditionals(sepol) < 0 ||
	    avow_sepol_sid_reset(sepol) < 0)
		return AVOW_E_NOMEM;
	avow_sepol_use(sepol);
	return 0;
}

int avow_sepol_open(const struct avow_image *image, const char *path,
		    struct avow_sepol **out, struct avow_error *error)
{
	struct avow_sepol *sepol;
	int code;

	*out = NULL;
	sepol_debug(0);
	code = try_image(image, path, error);
	if (code < 0)
		return code;
	sepol = calloc(1, sizeof(*sepol));
	if (!sepol)
		return avow_error_nomem(error);
	sepol->handle = read_policy(image);
	code = sepol->handle ? build(sepol) : AVOW_E_NOMEM;
	if (code == 0) {
		*out = sepol;
		return 0;
	}
	avow_sepol_close(sepol);
	if (code == AVOW_E_NOMEM)
		return avow_error_nomem(error);
	return avow_error_set(
		error, code,
		"%s: the policy is damaged: a name in it holds bytes that no "
		"name may",
		path);
}

void avow_sepol_use(struct avow_sepol *sepol)
{
	(void)sepol_set_policydb(sepol->db);
	(void)sepol_set_sidtab(&sepol->sids);
}

void avow_sepol_close(struct avow_sepol *sepol)
{
	if (!sepol)
		return;
	if (sepol->has_sids)
		sepol_sidtab_destroy(&sepol->sids);
	free(sepol->changed);
	free(sepol->conditional_rules);
	free(sepol->conditionals);
	free(sepol->permission_names);
	free(sepol->bounds);
	if (sepol->handle)
		sepol_policydb_free(sepol->handle);
	free(sepol);
}

bool avow_sepol_is_mls(const struct avow_sepol *sepol)
{
	return sepol->db->mls != 0;
}

bool avow_sepol_allows_unknown(const struct avow_sepol *sepol)
{
	return sepol->db->handle_unknown == SEPOL_ALLOW_UNKNOWN;
}
