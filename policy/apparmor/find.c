/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole of one question to AppArmor's profiles: reasons, then advice. */
#include "policy/apparmor/find.h"

#include "policy/apparmor/advice.h"
#include "policy/apparmor/apparmor.h"
#include "policy/apparmor/reason.h"

#define OWN_PROFILES "/etc/apparmor.d"

const char *avow_apparmor_running_profiles(void)
{
	return avow_apparmor_is_running() ? OWN_PROFILES : NULL;
}

size_t avow_apparmor_code_count(void)
{
	return avow_profile_reason_count() + avow_profile_advice_count();
}

struct avow_code_row avow_apparmor_code_at(size_t index)
{
	const struct avow_profile_advice_kind *advice;

	if (index < avow_profile_reason_count()) {
		const struct avow_profile_reason_kind *reason =
			avow_profile_reason_at(index);

		return (struct avow_code_row){ reason->code, "reason", reason->title,
					       &reason->entry };
	}
	advice = avow_profile_advice_at(index - avow_profile_reason_count());
	return (struct avow_code_row){ advice->code, "advice", advice->title,
				       &advice->entry };
}

static int describe(const struct avow_profiles *profiles, const char *source,
		    struct avow_findings *out)
{
	struct avow_profiles_info *info = &out->profiles;

	info->source = avow_arena_string(&out->arena, avow_span_of(source));
	info->profiles = profiles->count;
	info->files = profiles->files;
	info->defects = profiles->defect_count;
	for (const struct avow_profile *at = profiles->first; at; at = at->next)
		info->rules += at->rule_count;
	return info->source ? 0 : AVOW_E_NOMEM;
}

static int begin(const struct avow_clusters *clusters, struct avow_findings *out)
{
	if (out->of)
		return 0;
	out->count = avow_clusters_count(clusters);
	out->of = avow_arena_alloc(&out->arena, (out->count + 1) * sizeof(*out->of));
	return out->of ? 0 : AVOW_E_NOMEM;
}

int avow_apparmor_find(const struct avow_profiles *profiles, const char *source,
		       const struct avow_clusters *clusters,
		       const struct avow_apparmor_options *options,
		       struct avow_findings *out, struct avow_error *error)
{
	struct avow_arena scratch = { 0 };
	bool is_out = describe(profiles, source, out) || begin(clusters, out);

	for (size_t i = 0; !is_out && i < out->count; i++) {
		struct avow_profile_case c = {
			.profiles = profiles,
			.atoms = avow_clusters_atoms(clusters),
			.cluster = avow_clusters_at(clusters, i),
			.arena = &out->arena,
			.finding = out->of + i,
		};

		if (c.cluster->lsm != AVOW_LSM_APPARMOR)
			continue;
		avow_case_open(&c, &scratch);
		avow_profile_reasons_tell(&c);
		if (!options->is_verdict)
			avow_profile_advise(&c);
		is_out = c.is_out_of_memory;
		avow_arena_clear(&scratch);
	}
	avow_arena_free(&scratch);
	return is_out ? avow_error_nomem(error) : 0;
}
