/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a closed event to its denials: each AVC is parsed, counted, and completed
 * by the records beside it. The only place where AVC and AppArmor records are
 * counted.
 */
#include "analyzer/denial/decode.h"

#include <stdlib.h>

#include "analyzer/base/error.h"
#include "analyzer/base/escape.h"
#include "analyzer/denial/apparmor_access.h"
#include "analyzer/denial/avc.h"
#include "analyzer/denial/classes.h"
#include "analyzer/denial/companions.h"
#include "analyzer/denial/seen.h"
#include "analyzer/record/field.h"
#include "analyzer/record/notable.h"

#define COMM_MAX 64 /* ` comm=` and 15 bytes (TASK_COMM_LEN), hexadecimal or quoted */

struct avow_decoder {
	struct avow_evidence *evidence;
	avow_denial_function on_denial;
	void *data;
	bool has_sources, keeps_granted;
	bool *has_permissive; /* of each input: some AVC of its kernel has permissive= */
	struct avow_seen *seen; /* NULL while there is a single source */
	struct avow_avc_scratch avc;
	struct avow_buf fields, object; /* decoded of an AppArmor record */
	struct avow_companion_scratch companions;
	struct avow_record records[AVOW_EVENT_RECORDS_MAX];
};

struct avow_decoder *avow_decoder_new(struct avow_evidence *evidence, bool has_sources,
				      avow_denial_function on_denial, void *data)
{
	struct avow_decoder *decoder = calloc(1, sizeof(*decoder));

	if (!decoder)
		return NULL;
	decoder->evidence = evidence;
	decoder->on_denial = on_denial;
	decoder->data = data;
	decoder->has_sources = has_sources;
	decoder->has_permissive =
		calloc(evidence->input_count + 1, sizeof(decoder->has_permissive[0]));
	if (!decoder->has_permissive) {
		free(decoder);
		return NULL;
	}
	return decoder;
}

void avow_decoder_free(struct avow_decoder *decoder)
{
	if (!decoder)
		return;
	avow_seen_free(decoder->seen);
	free(decoder->has_permissive);
	avow_avc_scratch_free(&decoder->avc);
	avow_buf_free(&decoder->fields);
	avow_buf_free(&decoder->object);
	avow_companion_scratch_free(&decoder->companions);
	free(decoder);
}

static bool is_of_services(const struct avow_denial *denial)
{
	for (size_t i = 0; i < denial->detail_count; i++)
		if (avow_span_starts_with(denial->details[i], "service="))
			return true;
	return false;
}

/*
 * A kernel that ends one denial with permissive= (since 3.17) ends all so: one
 * without it is cut, and its class may be half a name, even if it looks whole.
 */
static bool is_cut(struct avow_decoder *decoder, const struct avow_record *record,
		   const struct avow_denial *denial)
{
	bool *has_permissive = &decoder->has_permissive[denial->place.input];

	if (denial->is_user_avc || denial->is_granted || denial->is_enriched ||
	    record->is_whole)
		return false;
	*has_permissive |= denial->permissive != AVOW_UNKNOWN;
	if (denial->permissive != AVOW_UNKNOWN)
		return false;
	/*
	 * No kernel without permissive= has a class that is not known here; those who
	 * manage services have some of their own, and may never tell permissive=.
	 */
	if (!avow_class_is_known(denial->selinux.tclass))
		return !is_of_services(denial);
	/* A copy may come from several kernels, and end where a line was wrapped. */
	return *has_permissive && record->envelope != AVOW_ENVELOPE_PASTED;
}

/* Whether @with is @without and a comm= within. */
static bool has_only_comm_more(struct avow_span with, struct avow_span without)
{
	size_t longer = with.length - without.length, at;
	struct avow_span rest;
	struct avow_field comm;

	/* Most pairs end here, or many records of one event would be compared whole. */
	if (with.length <= without.length || longer > COMM_MAX)
		return false;
	at = avow_span_search(with, " comm=");
	rest = avow_span_skip(with, at);
	if (!avow_field_next(&rest, &comm) || without.length != at + rest.length)
		return false;
	return avow_span_equal(avow_span_first(with, at), avow_span_first(without, at)) &&
	       avow_span_equal(rest, avow_span_skip(without, at));
}

/*
 * Android's logd writes each record twice, under its own tag and under the
 * thread's, where the comm= is left out.
 */
static bool is_doubled(const struct avow_decoder *decoder,
		       const struct avow_record *record)
{
	if (record->envelope != AVOW_ENVELOPE_LOGCAT &&
	    record->envelope != AVOW_ENVELOPE_PASTED)
		return false;
	for (const struct avow_record *other = decoder->records; other < record; other++)
		if (avow_span_equal(other->body, record->body) ||
		    has_only_comm_more(other->body, record->body) ||
		    has_only_comm_more(record->body, other->body))
			return true;
	return false;
}

/* 1 when the record was counted already, 0 when not, or a negative code. */
static int is_duplicate(struct avow_decoder *decoder, const struct avow_record *record)
{
	if (is_doubled(decoder, record))
		return 1;
	/* A log that is not auditd's own may hold copies from several sources. */
	if (!decoder->has_sources && record->envelope == AVOW_ENVELOPE_AUDITD)
		return 0;
	if (!decoder->seen)
		decoder->seen = avow_seen_new();
	return decoder->seen ? avow_seen_elsewhere(decoder->seen, record) : AVOW_E_NOMEM;
}

/* Counts a record of an access: as is_duplicate(). */
static int count_access(struct avow_decoder *decoder, const struct avow_record *record)
{
	struct avow_input_counts *input = &decoder->evidence->inputs[record->place.input];
	int duplicate = is_duplicate(decoder, record);
	unsigned lines = record->is_further ? 0 : 1;

	if (duplicate < 0)
		return duplicate;
	decoder->evidence->duplicates += duplicate > 0;
	input->records += lines;
	*(duplicate ? &input->told_before : &input->used) += lines;
	return duplicate;
}

/* Counts a record that is cut or garbled; its line is counted with its first record. */
static int refuse(struct avow_decoder *decoder, const struct avow_record *record,
		  enum avow_defect defect)
{
	if (record->is_further)
		avow_evidence_defect(decoder->evidence, defect, record->place,
				     record->line);
	else
		avow_evidence_malformed(decoder->evidence, defect, record->place,
					record->line);
	return AVOW_OK;
}

static int decode_apparmor(struct avow_decoder *decoder, const struct avow_record *record,
			   size_t count)
{
	struct avow_evidence *evidence = decoder->evidence;
	const struct avow_span none = { "", 0 };
	struct avow_apparmor fields;
	struct avow_denial denial;
	enum avow_defect defect;
	bool is_denial, is_kept;
	int duplicate;

	/* Every part of what dbus-daemon writes here is checked by it. */
	if (record->type == AVOW_RECORD_USER_AVC && !avow_escape_is_utf8(record->body))
		return refuse(decoder, record, AVOW_DEFECT_NOT_UTF8);
	if (!avow_apparmor_parse(record, &decoder->fields, &fields, &defect))
		return refuse(decoder, record, defect);
	is_denial = avow_apparmor_is_denial(fields.verdict);
	is_kept = is_denial ||
		  (decoder->keeps_granted && fields.verdict == AVOW_APPARMOR_AUDIT &&
		   !avow_span_is_empty(fields.profile));
	if (is_kept &&
	    !avow_apparmor_access(record, &fields, &decoder->object, &denial, &defect))
		return refuse(decoder, record, defect);
	duplicate = count_access(decoder, record);
	if (duplicate)
		return duplicate < 0 ? duplicate : AVOW_OK;
	evidence->apparmor[fields.verdict]++;
	if (avow_notable_profile(evidence, record))
		return AVOW_E_NOMEM;
	if (!is_kept)
		return AVOW_OK;
	denial.is_granted = !is_denial;
	evidence->denials += is_denial;
	avow_companions_apply(decoder->records, count, none, none, &decoder->companions,
			      &denial);
	avow_apparmor_settle(&denial);
	return decoder->on_denial(decoder->data, &denial);
}

/* A record of type AVC that is no access: another module's, or a notice. */
static int note_other(struct avow_evidence *evidence, const struct avow_record *record,
		      enum avow_avc_kind kind)
{
	bool is_smack = avow_span_search(record->body, "lsm=SMACK") < record->body.length;

	evidence->inputs[record->place.input].records += !record->is_further;
	evidence->notices += kind == AVOW_AVC_NOTICE;
	if (kind == AVOW_AVC_NOTICE)
		return AVOW_OK;
	avow_evidence_remark(evidence,
			     is_smack ? AVOW_REMARK_SMACK : AVOW_REMARK_OTHER_LSM, 0,
			     record->place, record->line);
	return AVOW_OK;
}

static int decode_avc(struct avow_decoder *decoder, const struct avow_record *record,
		      size_t count)
{
	struct avow_evidence *evidence = decoder->evidence;
	struct avow_denial denial;
	struct avow_span name, inode;
	enum avow_defect defect;
	int duplicate;
	enum avow_avc_kind kind =
		avow_avc_parse(record, &decoder->avc, &denial, &name, &inode, &defect);

	if (kind == AVOW_AVC_ACCESS && is_cut(decoder, record, &denial)) {
		kind = AVOW_AVC_MALFORMED;
		defect = AVOW_DEFECT_AVC_TAIL;
	}
	if (kind == AVOW_AVC_MALFORMED)
		return refuse(decoder, record, defect);
	if (kind != AVOW_AVC_ACCESS)
		return note_other(evidence, record, kind);
	if (denial.is_ambiguous)
		avow_evidence_remark(evidence, AVOW_REMARK_IN_USER_AVC, 0, record->place,
				     record->line);
	duplicate = count_access(decoder, record);
	if (duplicate)
		return duplicate < 0 ? duplicate : AVOW_OK;
	evidence->granted += denial.is_granted;
	if (denial.is_granted && !decoder->keeps_granted)
		return AVOW_OK;
	evidence->denials += !denial.is_granted;
	avow_companions_apply(decoder->records, count, name, inode, &decoder->companions,
			      &denial);
	return decoder->on_denial(decoder->data, &denial);
}

void avow_decoder_keep_granted(struct avow_decoder *decoder)
{
	decoder->keeps_granted = true;
}

int avow_decoder_decode(struct avow_decoder *decoder, const struct avow_event *event)
{
	int result = AVOW_OK;

	avow_event_records(event, decoder->records);
	for (size_t i = 0; i < event->count && !result; i++) {
		const struct avow_record *record = &decoder->records[i];

		if (!avow_record_is_avc(record))
			continue;
		result = avow_apparmor_is(record)
				 ? decode_apparmor(decoder, record, event->count)
				 : decode_avc(decoder, record, event->count);
	}
	return result;
}
