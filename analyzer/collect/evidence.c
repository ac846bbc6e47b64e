/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The books of one analysis. It counts; it judges nothing.
 */
#include "analyzer/collect/evidence.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

const char *avow_defect_text(enum avow_defect defect)
{
	static const char *const texts[] = {
#define X(code, text) text,
		AVOW_DEFECTS(X)
#undef X
	};

	return (size_t)defect < AVOW_ARRAY_SIZE(texts) ? texts[defect] : "unknown defect";
}

const char *avow_apparmor_verdict_name(enum avow_apparmor_verdict verdict)
{
	static const char *const names[] = {
#define X(name) #name,
		AVOW_APPARMOR_VERDICTS(X)
#undef X
	};

	return (size_t)verdict < AVOW_ARRAY_SIZE(names) ? names[verdict] : "";
}

int avow_evidence_add_input(struct avow_evidence *evidence, struct avow_span name,
			    const char *kind)
{
	struct avow_input_counts *inputs;
	struct avow_span copy = avow_arena_copy(&evidence->arena, name);

	if (!copy.data || evidence->input_count >= INT32_MAX)
		return AVOW_E_NOMEM;
	inputs = reallocarray(evidence->inputs, evidence->input_count + 1,
			      sizeof(*inputs));
	if (!inputs)
		return AVOW_E_NOMEM;
	evidence->inputs = inputs;
	inputs[evidence->input_count] =
		(struct avow_input_counts){ .name = copy, .kind = kind };
	return (int)evidence->input_count++;
}

void avow_evidence_defect(struct avow_evidence *evidence, enum avow_defect defect,
			  struct avow_place place, struct avow_span line)
{
	avow_samples_add(&evidence->defects[defect], &evidence->arena, place, line);
}

void avow_evidence_malformed(struct avow_evidence *evidence, enum avow_defect defect,
			     struct avow_place place, struct avow_span line)
{
	evidence->inputs[place.input].malformed++;
	avow_evidence_defect(evidence, defect, place, line);
}

static void add_amount(struct avow_evidence *evidence, enum avow_remark remark,
		       uint64_t amount)
{
	uint64_t *sum = &evidence->remarks[remark].amount;

	if (!avow_remark_is_counter(remark))
		*sum += amount;
	else if (amount > *sum)
		*sum = amount;
}

void avow_evidence_remark(struct avow_evidence *evidence, enum avow_remark remark,
			  uint64_t amount, struct avow_place place, struct avow_span line)
{
	avow_samples_add(&evidence->remarks[remark].samples, &evidence->arena, place,
			 line);
	add_amount(evidence, remark, amount);
}

uint64_t avow_evidence_lost(const struct avow_evidence *evidence)
{
	return evidence->remarks[AVOW_REMARK_AUDIT_LOST].amount +
	       evidence->remarks[AVOW_REMARK_SOURCE_LOST].amount;
}

uint64_t avow_evidence_remarks(const struct avow_evidence *evidence,
			       enum avow_remark_group group)
{
	uint64_t count = 0;

	for (int i = 0; i < AVOW_REMARK_COUNT; i++)
		if (avow_remark_group((enum avow_remark)i) == group)
			count += evidence->remarks[i].samples.count;
	return count;
}

bool avow_evidence_is_complete(const struct avow_evidence *evidence)
{
	return avow_evidence_total(evidence).malformed == 0 && evidence->evicted == 0 &&
	       avow_evidence_remarks(evidence, AVOW_REMARK_GROUP_LOSS) == 0;
}

int avow_evidence_add_epoch(struct avow_evidence *evidence,
			    const struct avow_epoch *epoch)
{
	struct avow_epoch *epochs;
	struct avow_span text;

	if (evidence->epoch_count == AVOW_EVIDENCE_EPOCHS)
		return AVOW_OK;
	text = avow_arena_copy(&evidence->arena,
			       avow_span_first(epoch->text, AVOW_SAMPLES_EXCERPT));
	epochs = reallocarray(evidence->epochs, evidence->epoch_count + 1,
			      sizeof(*epochs));
	if (!epochs || !text.data)
		return AVOW_E_NOMEM;
	evidence->epochs = epochs;
	epochs[evidence->epoch_count] = *epoch;
	epochs[evidence->epoch_count++].text = text;
	return AVOW_OK;
}

int avow_evidence_merge(struct avow_evidence *into, const struct avow_evidence *from)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < into->input_count && i < from->input_count; i++) {
		into->inputs[i].records += from->inputs[i].records;
		into->inputs[i].malformed += from->inputs[i].malformed;
		into->inputs[i].used += from->inputs[i].used;
		into->inputs[i].companions += from->inputs[i].companions;
		into->inputs[i].told_before += from->inputs[i].told_before;
		into->inputs[i].outside += from->inputs[i].outside;
	}
	into->events += from->events;
	into->undated += from->undated;
	into->denials += from->denials;
	into->granted += from->granted;
	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT; i++)
		into->apparmor[i] += from->apparmor[i];
	into->duplicates += from->duplicates;
	into->notices += from->notices;
	into->evicted += from->evicted;
	into->serial_gaps += from->serial_gaps;
	into->serials += from->serials;
	for (int i = 0; i < AVOW_DEFECT_COUNT && !result; i++)
		result = avow_samples_merge(&into->defects[i], &into->arena,
					    &from->defects[i]);
	for (int i = 0; i < AVOW_REMARK_COUNT && !result; i++) {
		result = avow_samples_merge(&into->remarks[i].samples, &into->arena,
					    &from->remarks[i].samples);
		add_amount(into, (enum avow_remark)i, from->remarks[i].amount);
	}
	for (size_t i = 0; i < from->epoch_count && !result; i++)
		result = avow_evidence_add_epoch(into, &from->epochs[i]);
	return result;
}

struct avow_input_counts avow_evidence_total(const struct avow_evidence *evidence)
{
	struct avow_input_counts total = { .name = AVOW_SPAN("") };

	for (size_t i = 0; i < evidence->input_count; i++) {
		const struct avow_input_counts *input = &evidence->inputs[i];

		total.bytes += input->bytes;
		total.lines += input->lines;
		total.records += input->records;
		total.blank += input->blank;
		total.foreign += input->foreign;
		total.malformed += input->malformed;
		total.used += input->used;
		total.companions += input->companions;
		total.told_before += input->told_before;
		total.outside += input->outside;
		total.lost += input->lost;
	}
	return total;
}

uint64_t avow_evidence_other_lsm(const struct avow_evidence *evidence)
{
	return evidence->remarks[AVOW_REMARK_SMACK].samples.count +
	       evidence->remarks[AVOW_REMARK_OTHER_LSM].samples.count;
}

uint64_t avow_evidence_apparmor(const struct avow_evidence *evidence)
{
	uint64_t total = 0;

	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT; i++)
		total += evidence->apparmor[i];
	return total;
}

void avow_evidence_free(struct avow_evidence *evidence)
{
	avow_arena_free(&evidence->arena);
	free(evidence->inputs);
	free(evidence->epochs);
	*evidence = (struct avow_evidence){ 0 };
}
