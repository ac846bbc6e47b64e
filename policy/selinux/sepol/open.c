/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens and closes a policy with libsepol, whose messages are turned off.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

#include "policy/selinux/sepol/tables.h"
#include "policy/selinux/sepol/trial.h"
#include "policy/selinux/sepol/types.h"

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

static int build(struct avow_sepol *sepol, bool is_indexed)
{
	int code;

	sepol->db = &sepol->handle->p;
	code = avow_sepol_index_names(sepol);
	if (code < 0)
		return code;
	if (avow_sepol_index_conditionals(sepol) < 0)
		return AVOW_E_NOMEM;
	if (!is_indexed)
		return 0;
	if (avow_sepol_index_made(sepol) < 0)
		return AVOW_E_NOMEM;
	return avow_sepol_index_rules(sepol);
}

static int open_policy(const struct avow_image *image, const char *path, bool is_indexed,
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
	code = sepol->handle ? build(sepol, is_indexed) : AVOW_E_NOMEM;
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

int avow_sepol_open(const struct avow_image *image, const char *path,
		    struct avow_sepol **out, struct avow_error *error)
{
	return open_policy(image, path, true, out, error);
}

int avow_sepol_open_tables(const struct avow_image *image, const char *path,
			   struct avow_sepol **out, struct avow_error *error)
{
	return open_policy(image, path, false, out, error);
}

void avow_sepol_close(struct avow_sepol *sepol)
{
	if (!sepol)
		return;
	if (sepol->has_sids)
		sepol_sidtab_destroy(&sepol->sids);
	for (uint32_t i = 0; sepol->attributes && i < sepol->db->p_types.nprim; i++)
		free(sepol->attributes[i]);
	free(sepol->attributes);
	free(sepol->first_rule);
	free(sepol->rules);
	free(sepol->tried);
	free(sepol->openings);
	free(sepol->booleans);
	free(sepol->made);
	free(sepol->leading);
	free(sepol->states);
	free(sepol->conditionals);
	free(sepol->permission_names);
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
