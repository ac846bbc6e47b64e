/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a replay finds, as items of a check. */
#include "policy/check.h"

/* SELinux's contexts and permissions; of AppArmor the label has it all. */
static void put_access(struct avow_buf *out, const struct avow_clusters *set,
		       const struct avow_replay_row *row)
{
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	const struct avow_cluster *cluster = avow_clusters_at(set, row->cluster);

	if (row->example) {
		avow_buf_append(out, avow_atoms_text(atoms, row->example->scontext));
		avow_buf_puts(out, " -> ");
		avow_buf_append(out, avow_atoms_text(atoms, row->example->tcontext));
		avow_buf_puts(out, " : ");
		avow_buf_append(out, avow_atoms_text(atoms, cluster->tclass));
		avow_buf_puts(out, " { ");
		avow_buf_append(out, avow_atoms_text(atoms, row->example->permissions));
		avow_buf_puts(out, " }");
		return;
	}
	avow_baseline_label(set, cluster, out);
	avow_buf_puts(out, " {");
	for (size_t i = 0; i < cluster->permissions.length; i++) {
		avow_buf_putc(out, ' ');
		avow_buf_append(out, cluster->permissions.entries[i].value);
	}
	avow_buf_puts(out, " }");
}

static int add_row(struct avow_check *check, const struct avow_check_fails *fails,
		   const struct avow_clusters *set, const struct avow_replay_row *row,
		   const char *of)
{
	bool is_denied = row->status == AVOW_REPLAY_NEWLY_DENIED;
	struct avow_buf label = { 0 }, text = { 0 };
	int result;

	put_access(&label, set, row);
	avow_buf_printf(&text, "An access of %s that %s %s is %s: %s", of,
			row->was ? "the old policy" : "was",
			is_denied  ? row->was ? "allows" : "granted"
			: row->was ? "refuses"
				   : "refused",
			is_denied ? "refused by the policy" : "allowed by the policy",
			row->text);
	result = avow_check_add(
		check, fails,
		&(struct avow_check_item){ .kind = is_denied ? AVOW_CHECK_REPLAY_DENIED
							     : AVOW_CHECK_REPLAY_GRANTED,
					   .id = avow_clusters_at(set, row->cluster)->id,
					   .label = avow_buf_string(&label),
					   .text = avow_buf_string(&text),
					   .evidence = row->evidence,
					   .count = row->count });
	if (label.failed || text.failed)
		result = AVOW_E_NOMEM;
	avow_buf_free(&label);
	avow_buf_free(&text);
	return result;
}

int avow_check_replay(struct avow_check *check, const struct avow_check_fails *fails,
		      const struct avow_replay *replay,
		      const struct avow_clusters *denied,
		      const struct avow_clusters *granted, const char *of)
{
	int result = 0;

	for (size_t i = 0; i < replay->row_count && !result; i++) {
		const struct avow_replay_row *row = replay->rows + i;

		if (row->status == AVOW_REPLAY_NEWLY_DENIED ||
		    row->status == AVOW_REPLAY_NEWLY_ALLOWED)
			result = add_row(check, fails, row->is_granted ? granted : denied,
					 row, of);
	}
	return result;
}
