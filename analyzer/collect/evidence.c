/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The books of one analysis. It counts; it judges nothing. A sample that cannot
 * be kept for want of memory is left out: its count is not.
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

void avow_evidence_malformed(struct avow_evidence *evidence, enum avow_defect defect,
			     struct avow_place place, struct avow_span line)
{
	struct avow_defect_sample *samples = evidence->samples[defect];
	uint64_t seen = evidence->defects[defect]++;
	size_t at = seen < AVOW_EVIDENCE_SAMPLES ? (size_t)seen : AVOW_EVIDENCE_SAMPLES;
	struct avow_span excerpt;

	evidence->inputs[place.input].malformed++;
	/* Events close in an order of their own: the first places are kept. */
	if (at == AVOW_EVIDENCE_SAMPLES &&
	    avow_place_compare(place, samples[--at].place) > 0)
		return;
	excerpt = avow_arena_copy(&evidence->arena,
				  avow_span_first(line, AVOW_EVIDENCE_EXCERPT));
	for (; at && avow_place_compare(place, samples[at - 1].place) < 0; at--)
		samples[at] = samples[at - 1];
	samples[at] = (struct avow_defect_sample){ .place = place, .excerpt = excerpt };
}

/* Merges two lists of samples, each in the order of places, into the first. */
static int merge_samples(struct avow_evidence *into, const struct avow_evidence *from,
			 enum avow_defect defect)
{
	struct avow_defect_sample merged[AVOW_EVIDENCE_SAMPLES];
	const struct avow_defect_sample *left = into->samples[defect];
	const struct avow_defect_sample *right = from->samples[defect];
	size_t left_count = (size_t)into->defects[defect];
	size_t right_count = (size_t)from->defects[defect];
	size_t l = 0, r = 0, count = 0;

	while (count < AVOW_EVIDENCE_SAMPLES && (l < left_count || r < right_count)) {
		bool is_left = r == right_count ||
			       (l < left_count &&
				avow_place_compare(left[l].place, right[r].place) < 0);

		merged[count] = is_left ? left[l++] : right[r++];
		if (!is_left)
			merged[count].excerpt =
				avow_arena_copy(&into->arena, merged[count].excerpt);
		if (!merged[count].excerpt.data)
			return AVOW_E_NOMEM;
		count++;
	}
	memcpy(into->samples[defect], merged, count * sizeof(merged[0]));
	into->defects[defect] += from->defects[defect];
	return AVOW_OK;
}

int avow_evidence_merge(struct avow_evidence *into, const struct avow_evidence *from)
{
	int result = AVOW_OK;

	for (size_t i = 0; i < into->input_count && i < from->input_count; i++) {
		into->inputs[i].records += from->inputs[i].records;
		into->inputs[i].malformed += from->inputs[i].malformed;
	}
	into->events += from->events;
	into->denials += from->denials;
	into->granted += from->granted;
	into->apparmor += from->apparmor;
	into->other_lsm += from->other_lsm;
	into->duplicates += from->duplicates;
	into->notices += from->notices;
	into->evicted += from->evicted;
	for (int i = 0; i < AVOW_DEFECT_COUNT && !result; i++)
		result = merge_samples(into, from, (enum avow_defect)i);
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
		total.lost += input->lost;
	}
	return total;
}

void avow_evidence_free(struct avow_evidence *evidence)
{
	avow_arena_free(&evidence->arena);
	free(evidence->inputs);
	*evidence = (struct avow_evidence){ 0 };
}
