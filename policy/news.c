/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a baseline says of each cluster of a set. */
#include "policy/news.h"

static const char *const names[] = {
	[AVOW_BASELINE_KNOWN] = "known",           [AVOW_BASELINE_NEW] = "new",
	[AVOW_BASELINE_WIDER] = "wider",           [AVOW_BASELINE_ENFORCED] = "enforced",
	[AVOW_BASELINE_PERMISSIVE] = "permissive", [AVOW_BASELINE_EXPIRED] = "expired",
};

const char *avow_baseline_verdict_name(enum avow_baseline_verdict verdict)
{
	return names[verdict];
}

int avow_news_make(struct avow_baseline *baseline, const char *path,
		   const struct avow_clusters *set, struct avow_arena *arena,
		   struct avow_news *out)
{
	size_t count = avow_clusters_count(set);
	enum avow_baseline_verdict *of =
		avow_arena_alloc(arena, (count + 1) * sizeof(*of));

	if (!of)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++) {
		struct avow_baseline_entry *entry;

		of[i] = avow_baseline_judge(baseline, set, avow_clusters_at(set, i),
					    false, &entry);
	}
	*out = (struct avow_news){ .baseline = path, .of = of };
	return AVOW_OK;
}
