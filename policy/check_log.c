/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a check finds in a log, beside a baseline, decisions and a replay. */
#include "policy/check.h"

#include "policy/decisions.h"

/* The check of one log. */
struct checking {
	const struct avow_check_input *input;
	struct avow_check *out;
	struct avow_buf label, text, how;
	int result;
};

/* Sentences are put one behind the other with a blank between. */
static void trim(struct avow_buf *text)
{
	while (text->length && text->data[text->length - 1] == ' ')
		text->length--;
}

static void add(struct checking *checking, struct avow_check_item item)
{
	trim(&checking->text);
	item.label = avow_buf_string(&checking->label);
	item.text = avow_buf_string(&checking->text);
	item.how = checking->how.length ? avow_buf_string(&checking->how) : NULL;
	if (!checking->result)
		checking->result =
			avow_check_add(checking->out, checking->input->fails, &item);
}

static void clear(struct checking *checking)
{
	avow_buf_clear(&checking->label);
	avow_buf_clear(&checking->text);
	avow_buf_clear(&checking->how);
}

static void put_count(struct avow_buf *out, uint64_t count, const char *noun)
{
	avow_buf_printf(out, "%llu %s%s", (unsigned long long)count, noun,
			count == 1 ? "" : "s");
}

static void put_permissions(struct avow_buf *out, const struct avow_cluster *cluster)
{
	avow_buf_puts(out, "{");
	for (size_t i = 0; i < cluster->permissions.length; i++) {
		avow_buf_putc(out, ' ');
		avow_buf_append(out, cluster->permissions.entries[i].value);
	}
	avow_buf_puts(out, " }");
}

/* "3 denials, 2 of them enforced: { read }. " */
static void put_facts(struct checking *checking, const struct avow_cluster *cluster)
{
	uint64_t enforced = cluster->count - cluster->permissive_yes;

	put_count(&checking->text, cluster->count, "denial");
	if (enforced == cluster->count)
		avow_buf_puts(&checking->text, ", enforced");
	else if (enforced)
		avow_buf_printf(&checking->text, ", %llu of them enforced",
				(unsigned long long)enforced);
	else
		avow_buf_puts(&checking->text, ", permissive");
	avow_buf_puts(&checking->text, ": ");
	put_permissions(&checking->text, cluster);
	avow_buf_puts(&checking->text, ". ");
}

static const struct avow_finding *finding_of(const struct checking *checking,
					     size_t index)
{
	const struct avow_findings *findings = checking->input->findings;

	return findings && index < findings->count ? findings->of + index : NULL;
}

/* Why it was refused, and what would mend it, as far as a policy was asked. */
static const char *put_why(struct checking *checking, size_t index)
{
	const struct avow_finding *finding = finding_of(checking, index);
	const struct avow_advice *best = NULL;

	if (!finding || !finding->reason_count)
		return NULL;
	avow_buf_printf(&checking->text, "%s: %s", finding->reasons[0].code,
			finding->reasons[0].text);
	for (size_t i = 0; i < finding->advice_count && !best; i++)
		if (finding->advice[i].change)
			best = &finding->advice[i];
	if (best)
		avow_buf_printf(&checking->how, "%s: %s\n%s\n", best->code, best->title,
				best->change);
	return finding->reasons[0].evidence;
}

static void put_accept(struct checking *checking, const struct avow_cluster *cluster,
		       bool is_over)
{
	if (is_over)
		avow_buf_puts(&checking->how,
			      "to accept it longer: a later day behind until: of its "
			      "entry\n");
	else if (checking->input->baseline_path)
		avow_buf_puts(&checking->how,
			      "to accept it: the same command with --update\n");
	avow_buf_printf(&checking->how, "to see all of it: avow why -c %s\n",
			cluster->id);
}

static struct avow_check_item begin_item(const struct checking *checking,
					 enum avow_check_kind kind,
					 const struct avow_cluster *cluster)
{
	const struct avow_evidence *evidence = &checking->input->analysis->evidence;
	struct avow_check_item item = { .kind = kind,
					.id = cluster->id,
					.count = cluster->count };

	if (cluster->sample_place.input < evidence->input_count) {
		item.path = evidence->inputs[cluster->sample_place.input].name.data;
		item.line = cluster->sample_place.line;
	}
	return item;
}

static void put_verdict(struct checking *checking, enum avow_baseline_verdict verdict,
			const struct avow_baseline_entry *entry)
{
	const char *path = checking->input->baseline_path;

	switch (verdict) {
	case AVOW_BASELINE_WIDER:
		avow_buf_printf(&checking->text,
				"The entry in %s:%zu is of other permissions: %s. ", path,
				entry->line, entry->values[AVOW_BASELINE_PERMISSIONS]);
		break;
	case AVOW_BASELINE_ENFORCED:
		avow_buf_printf(&checking->text,
				"The entry in %s:%zu is of permissive denials alone. ",
				path, entry->line);
		break;
	case AVOW_BASELINE_PERMISSIVE:
		avow_buf_printf(&checking->text,
				"The entry in %s:%zu is of enforced denials alone. ",
				path, entry->line);
		break;
	case AVOW_BASELINE_EXPIRED:
		avow_buf_printf(&checking->text, "The entry in %s:%zu held until %s. ",
				path, entry->line, entry->values[AVOW_BASELINE_UNTIL]);
		if (entry->values[AVOW_BASELINE_OWNER])
			avow_buf_printf(&checking->text, "Its owner: %s. ",
					entry->values[AVOW_BASELINE_OWNER]);
		if (entry->values[AVOW_BASELINE_TICKET])
			avow_buf_printf(&checking->text, "Its ticket: %s. ",
					entry->values[AVOW_BASELINE_TICKET]);
		break;
	case AVOW_BASELINE_KNOWN:
	case AVOW_BASELINE_NEW:
		break;
	}
}

static const struct avow_risk *worst_risk(const struct checking *checking, size_t index)
{
	const struct avow_finding *finding = finding_of(checking, index);
	const struct avow_risk *worst = NULL;

	for (size_t i = 0; finding && i < finding->advice_count; i++)
		for (size_t k = 0; k < finding->advice[i].risk_count; k++)
			if (!worst || finding->advice[i].risks[k]->level > worst->level)
				worst = finding->advice[i].risks[k];
	return worst;
}

static void add_risk(struct checking *checking, size_t index,
		     const struct avow_cluster *cluster)
{
	const struct avow_risk *risk = worst_risk(checking, index);

	if (!risk || risk->level < checking->input->fails->risk)
		return;
	avow_buf_clear(&checking->text);
	avow_buf_clear(&checking->how);
	avow_buf_printf(&checking->text, "%s: %s. %s", risk->code, risk->title,
			risk->why);
	add(checking, begin_item(checking, AVOW_CHECK_RISK, cluster));
}

/* A cluster that nothing excuses. */
static void add_denied(struct checking *checking, size_t index,
		       enum avow_baseline_verdict verdict,
		       const struct avow_baseline_entry *entry)
{
	const struct avow_clusters *set = checking->input->analysis->clusters;
	const struct avow_cluster *cluster = avow_clusters_at(set, index);
	bool is_enforced = cluster->permissive_yes < cluster->count;
	struct avow_check_item item =
		begin_item(checking,
			   verdict == AVOW_BASELINE_EXPIRED ? AVOW_CHECK_EXPIRED
			   : is_enforced                    ? AVOW_CHECK_ENFORCED
							    : AVOW_CHECK_NEW,
			   cluster);

	/* What is enforced is new as well: whoever fails on new ones fails on it. */
	if (item.kind == AVOW_CHECK_ENFORCED &&
	    !checking->input->fails->on[AVOW_CHECK_ENFORCED])
		item.kind = AVOW_CHECK_NEW;
	clear(checking);
	avow_baseline_label(set, cluster, &checking->label);
	put_facts(checking, cluster);
	put_verdict(checking, verdict, entry);
	item.evidence = put_why(checking, index);
	put_accept(checking, cluster, verdict == AVOW_BASELINE_EXPIRED);
	add(checking, item);
	add_risk(checking, index, cluster);
}

/* Whether somebody decided of it, and that still holds. */
static bool is_decided(const struct checking *checking,
		       const struct avow_cluster *cluster, bool *is_over)
{
	struct avow_rulings *rulings = checking->input->rulings;
	const struct avow_ruling *ruling =
		rulings ? avow_rulings_find(rulings, cluster->id) : NULL;

	*is_over = ruling && avow_ruling_is_over(rulings, ruling);
	return ruling && !ruling->is_contradicted && !*is_over;
}

static void check_cluster(struct checking *checking, size_t index)
{
	const struct avow_check_input *input = checking->input;
	const struct avow_cluster *cluster =
		avow_clusters_at(input->analysis->clusters, index);
	enum avow_baseline_verdict verdict = AVOW_BASELINE_NEW;
	struct avow_baseline_entry *entry = NULL;
	bool is_over = false;

	checking->out->denials += cluster->count;
	if (input->baseline)
		verdict = avow_baseline_judge(input->baseline, input->analysis->clusters,
					      cluster, false, &entry);
	if (verdict == AVOW_BASELINE_KNOWN || is_decided(checking, cluster, &is_over)) {
		checking->out->known += cluster->count;
		checking->out->known_clusters++;
		return;
	}
	add_denied(checking, index, verdict, entry);
}

static void check_unused(struct checking *checking)
{
	const struct avow_baseline *baseline = checking->input->baseline;

	for (size_t i = 0; baseline && i < baseline->count; i++) {
		const struct avow_baseline_entry *entry = baseline->at + i;

		if (entry->seen || entry->is_used)
			continue;
		clear(checking);
		avow_buf_puts(&checking->label, entry->label);
		avow_buf_puts(&checking->text, "No denial of the log meets this entry");
		if (entry->values[AVOW_BASELINE_MISSED])
			avow_buf_printf(&checking->text, ", nor did one in %s updates",
					entry->values[AVOW_BASELINE_MISSED]);
		avow_buf_puts(&checking->text, ".");
		add(checking,
		    (struct avow_check_item){ .kind = AVOW_CHECK_UNUSED,
					      .id = entry->id[0] == '*' ? "" : entry->id,
					      .path = checking->input->baseline_path,
					      .line = entry->line });
	}
}

static void check_evidence(struct checking *checking)
{
	const struct avow_evidence *evidence = &checking->input->analysis->evidence;
	const struct avow_input_counts total = avow_evidence_total(evidence);

	checking->out->records = total.records - total.outside;
	clear(checking);
	if (checking->input->expects_records && !checking->out->records) {
		avow_buf_puts(&checking->text, total.records
						       ? "No record lies in the window."
						       : "There is no audit record.");
		add(checking, (struct avow_check_item){ .kind = AVOW_CHECK_RECORDS });
	}
	clear(checking);
	if (!avow_evidence_is_complete(evidence)) {
		put_count(&checking->text, total.malformed, "line");
		avow_buf_puts(&checking->text, " cut or garbled, ");
		put_count(&checking->text,
			  avow_evidence_remarks(evidence, AVOW_REMARK_GROUP_LOSS),
			  "sign");
		avow_buf_puts(&checking->text, " of loss: a denial may be missing.");
		avow_buf_puts(&checking->how,
			      "to see which: avow report, its section on evidence\n");
		add(checking, (struct avow_check_item){ .kind = AVOW_CHECK_INCOMPLETE });
	}
}

static void check_neverallow(struct checking *checking)
{
	const struct avow_findings *findings = checking->input->findings;
	const struct avow_neverallow_findings *found =
		findings ? &findings->neverallow : NULL;

	for (size_t i = 0; found && i < found->broken_count; i++) {
		clear(checking);
		avow_buf_puts(&checking->label, found->broken[i].rule);
		avow_buf_puts(&checking->text, "The policy breaks a neverallow rule.");
		add(checking, (struct avow_check_item){ .kind = AVOW_CHECK_NEVERALLOW,
							.evidence = found->broken[i].rule,
							.path = found->path,
							.line = found->broken[i].line });
	}
}

int avow_check_make(const struct avow_check_input *input, struct avow_check *out)
{
	struct checking checking = { .input = input, .out = out };

	out->baseline = input->baseline_path;
	out->decisions = input->rulings_path;
	out->clusters = avow_clusters_count(input->analysis->clusters);
	for (size_t i = 0; i < out->clusters; i++)
		check_cluster(&checking, i);
	check_unused(&checking);
	check_evidence(&checking);
	check_neverallow(&checking);
	if (checking.label.failed || checking.text.failed || checking.how.failed)
		checking.result = AVOW_E_NOMEM;
	avow_buf_free(&checking.label);
	avow_buf_free(&checking.text);
	avow_buf_free(&checking.how);
	return checking.result;
}
