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
	uint64_t seen = evidence->defects[defect]++;
	struct avow_span excerpt;

	evidence->inputs[place.input].malformed++;
	if (seen >= AVOW_EVIDENCE_SAMPLES)
		return;
	excerpt = avow_arena_copy(&evidence->arena,
				  avow_span_first(line, AVOW_EVIDENCE_EXCERPT));
	evidence->samples[defect][seen] =
		(struct avow_defect_sample){ .place = place, .excerpt = excerpt };
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
	}
	return total;
}

void avow_evidence_free(struct avow_evidence *evidence)
{
	avow_arena_free(&evidence->arena);
	free(evidence->inputs);
	*evidence = (struct avow_evidence){ 0 };
}
