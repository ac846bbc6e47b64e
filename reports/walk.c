/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The model's names and their order, said once. This file formats nothing for a
 * format: it hands clean strings, numbers and truth values to the sink.
 */
#include "reports/walk.h"

#include "analyzer/base/escape.h"
#include "config.h"
#include "reports/phrase.h"

struct walk {
	const struct avow_report *report;
	const struct avow_summary *summary;
	const struct avow_atoms *atoms;
	const struct avow_sink *sink;
	void *data;
	struct avow_buf scratch;
	bool failed;
};

/* One tally of a cluster, as an array of values with their counts. */
struct tally_name {
	const char *array, *item;
	size_t offset;
};

#define TALLY(array, item)                                                               \
	{                                                                                \
#array, item, offsetof(struct avow_cluster, array)                       \
	}
static const struct tally_name tally_names[] = {
	TALLY(permissions, "permission"),
	TALLY(hosts, "host"),
	TALLY(comms, "comm"),
	TALLY(exes, "exe"),
	TALLY(paths, "path"),
	TALLY(proctitles, "proctitle"),
	TALLY(pids, "pid"),
	TALLY(ports, "port"),
	TALLY(addresses, "address"),
	TALLY(syscalls, "syscall"),
	TALLY(rawcons, "rawcon"),
};
#undef TALLY

static void begin_object(struct walk *walk, const char *name)
{
	walk->sink->begin_object(walk->data, name);
}

static void end_object(struct walk *walk)
{
	walk->sink->end_object(walk->data);
}

static void begin_array(struct walk *walk, const char *name)
{
	walk->sink->begin_array(walk->data, name);
}

static void end_array(struct walk *walk)
{
	walk->sink->end_array(walk->data);
}

static void number(struct walk *walk, const char *name, uint64_t value)
{
	walk->sink->number(walk->data, name, value);
}

/* Hands over what scratch holds. */
static void tell_scratch(struct walk *walk, const char *name)
{
	const char *text = avow_buf_string(&walk->scratch);

	if (walk->scratch.failed)
		walk->failed = true;
	else
		walk->sink->string(walk->data, name, text);
}

/* Any bytes: their display form, and all of them as NAME_hex when that differs. */
static void string(struct walk *walk, const char *name, struct avow_span bytes)
{
	char hex_name[40];

	avow_buf_clear(&walk->scratch);
	avow_escape_display(&walk->scratch, bytes);
	tell_scratch(walk, name);
	if (avow_escape_is_clean(bytes))
		return;
	avow_buf_clear(&walk->scratch);
	avow_escape_hex(&walk->scratch, bytes);
	snprintf(hex_name, sizeof(hex_name), "%s_hex", name);
	tell_scratch(walk, hex_name);
}

static void atom(struct walk *walk, const char *name, uint32_t value)
{
	string(walk, name, avow_atoms_text(walk->atoms, value));
}

/* Text of several lines that avow made; nothing when NULL. */
static void lines(struct walk *walk, const char *name, const char *text)
{
	if (!text)
		return;
	avow_buf_clear(&walk->scratch);
	avow_phrase_lines(&walk->scratch, avow_span_of(text));
	tell_scratch(walk, name);
}

static void time_of(struct walk *walk, const char *name, struct avow_time time)
{
	avow_buf_clear(&walk->scratch);
	avow_phrase_time(&walk->scratch, time);
	if (walk->scratch.length)
		tell_scratch(walk, name);
}

static void place(struct walk *walk, struct avow_place at)
{
	string(walk, "input", avow_report_input_name(walk->report, at));
	number(walk, "line", at.line);
}

/* Words with a blank between, as an array of strings. */
static void permissions(struct walk *walk, struct avow_span words)
{
	begin_array(walk, "permissions");
	while (words.length) {
		size_t end = avow_span_find(words, ' ');

		avow_buf_clear(&walk->scratch);
		avow_escape_display(&walk->scratch, avow_span_first(words, end));
		if (end)
			tell_scratch(walk, "permission");
		words = avow_span_skip(words, end + 1);
	}
	end_array(walk);
}

static void tell_tool(struct walk *walk)
{
	begin_object(walk, "tool");
	lines(walk, "name", PACKAGE_NAME);
	lines(walk, "version", PACKAGE_VERSION);
	end_object(walk);
}

static void tell_policy(struct walk *walk)
{
	const struct avow_policy_info *policy;

	if (!walk->report->findings) {
		lines(walk, "no_policy",
		      walk->report->no_policy ? walk->report->no_policy : "");
		return;
	}
	policy = &walk->report->findings->policy;
	begin_object(walk, "policy");
	lines(walk, "kind", policy->kind);
	number(walk, "version", policy->version);
	string(walk, "source", avow_span_of(policy->source));
	lines(walk, "digest", policy->digest);
	walk->sink->boolean(walk->data, "mls", policy->is_mls);
	end_object(walk);
}

static void tell_permissive(struct walk *walk, uint64_t yes, uint64_t no,
			    uint64_t unknown)
{
	begin_object(walk, "permissive");
	number(walk, "yes", yes);
	number(walk, "no", no);
	number(walk, "unknown", unknown);
	end_object(walk);
}

static void tell_values(struct walk *walk, const char *array, const char *item,
			const struct avow_summary_value *values, size_t count)
{
	begin_array(walk, array);
	for (size_t i = 0; i < count; i++) {
		begin_object(walk, item);
		string(walk, "value", values[i].text);
		number(walk, "count", values[i].count);
		number(walk, "clusters", values[i].clusters);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_summary_reasons(struct walk *walk)
{
	begin_array(walk, "reasons");
	for (size_t i = 0; i < walk->summary->reason_count; i++) {
		const struct avow_summary_reason *row = &walk->summary->reasons[i];

		begin_object(walk, "reason");
		lines(walk, "code", row->reason->code);
		lines(walk, "layer", row->reason->layer);
		lines(walk, "title", row->reason->title);
		number(walk, "count", row->count);
		number(walk, "clusters", row->clusters);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_summary(struct walk *walk)
{
	const struct avow_summary *summary = walk->summary;

	begin_object(walk, "summary");
	avow_buf_clear(&walk->scratch);
	avow_phrase_verdict(&walk->scratch, walk->report, summary);
	tell_scratch(walk, "verdict");
	number(walk, "clusters", summary->clusters);
	number(walk, "with_permission", summary->with_permission);
	walk->sink->boolean(walk->data, "at_least", summary->is_at_least);
	time_of(walk, "first", summary->first);
	time_of(walk, "last", summary->last);
	tell_permissive(walk, summary->permissive_yes, summary->permissive_no,
			summary->permissive_unknown);
	number(walk, "blocked", summary->blocked);
	tell_summary_reasons(walk);
	tell_values(walk, "sources", "source", summary->sources, summary->source_count);
	tell_values(walk, "hosts", "host", summary->hosts, summary->host_count);
	end_object(walk);
}

static void tell_lines(struct walk *walk, const struct avow_input_counts *counts)
{
	number(walk, "bytes", counts->bytes);
	number(walk, "lines", counts->lines);
	number(walk, "records", counts->records);
	number(walk, "blank", counts->blank);
	number(walk, "foreign", counts->foreign);
	number(walk, "malformed", counts->malformed);
}

static void tell_samples(struct walk *walk, const struct avow_samples *samples)
{
	begin_array(walk, "samples");
	for (size_t i = 0; i < avow_samples_kept(samples); i++) {
		begin_object(walk, "sample");
		place(walk, samples->items[i].place);
		string(walk, "excerpt", samples->items[i].excerpt);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_defect(struct walk *walk, enum avow_defect defect)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_object(walk, "defect");
	lines(walk, "reason", avow_defect_text(defect));
	number(walk, "count", evidence->defects[defect].count);
	tell_samples(walk, &evidence->defects[defect]);
	end_object(walk);
}

static void tell_remarks(struct walk *walk)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_array(walk, "remarks");
	for (int i = 0; i < AVOW_REMARK_COUNT; i++) {
		const struct avow_remark_row *row = &evidence->remarks[i];
		enum avow_remark_group group = avow_remark_group((enum avow_remark)i);

		if (row->samples.count == 0)
			continue;
		begin_object(walk, "remark");
		lines(walk, "group", avow_remark_group_name(group));
		lines(walk, "text", avow_remark_text((enum avow_remark)i));
		number(walk, "count", row->samples.count);
		number(walk, "amount", row->amount);
		tell_samples(walk, &row->samples);
		end_object(walk);
	}
	end_array(walk);
}

/* Each lasts until the next change; the first begins before any was seen. */
static void tell_epochs(struct walk *walk)
{
	const struct avow_analysis *analysis = walk->report->analysis;
	const struct avow_evidence *evidence = &analysis->evidence;

	begin_array(walk, "epochs");
	for (size_t i = 0; i < evidence->epoch_count; i++) {
		const struct avow_epoch *epoch = &evidence->epochs[i];
		struct avow_time from = { epoch->seconds, 0 }, to = analysis->last;

		if (i + 1 < evidence->epoch_count)
			to = (struct avow_time){ evidence->epochs[i + 1].seconds, 0 };
		begin_object(walk, "epoch");
		time_of(walk, "from", from);
		time_of(walk, "to", to);
		lines(walk, "change", avow_remark_text(epoch->change));
		string(walk, "text", epoch->text);
		if (epoch->enforcing >= 0)
			walk->sink->boolean(walk->data, "enforcing", epoch->enforcing);
		place(walk, epoch->place);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_unknown(struct walk *walk, const struct avow_summary_unknown *unknown)
{
	begin_object(walk, "unknown");
	lines(walk, "code", unknown->samples[0]->code);
	lines(walk, "title", unknown->samples[0]->title);
	number(walk, "count", unknown->count);
	begin_array(walk, "samples");
	for (size_t i = 0; i < unknown->sample_count; i++) {
		begin_object(walk, "sample");
		place(walk, unknown->samples[i]->first);
		lines(walk, "text", unknown->samples[i]->text);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

static void tell_evidence(struct walk *walk)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_object(walk, "evidence");
	begin_array(walk, "inputs");
	for (size_t i = 0; i < evidence->input_count; i++) {
		const struct avow_input_counts *input = &evidence->inputs[i];

		begin_object(walk, "input");
		string(walk, "name", input->name);
		lines(walk, "kind", input->kind);
		lines(walk, "format", input->format);
		lines(walk, "compression", input->compression);
		tell_lines(walk, input);
		end_object(walk);
	}
	end_array(walk);
	tell_lines(walk, &walk->summary->total);
	number(walk, "events", evidence->events);
	number(walk, "denials", evidence->denials);
	number(walk, "granted", evidence->granted);
	number(walk, "apparmor", evidence->apparmor);
	number(walk, "other_lsm", evidence->other_lsm);
	number(walk, "duplicates", evidence->duplicates);
	number(walk, "notices", evidence->notices);
	number(walk, "evicted", evidence->evicted);
	number(walk, "lost", avow_evidence_lost(evidence));
	number(walk, "rate_limited", evidence->remarks[AVOW_REMARK_SUPPRESSED].amount);
	number(walk, "serials", evidence->serials);
	number(walk, "serial_gaps", evidence->serial_gaps);
	begin_array(walk, "defects");
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++)
		if (evidence->defects[i].count)
			tell_defect(walk, (enum avow_defect)i);
	end_array(walk);
	tell_remarks(walk);
	tell_epochs(walk);
	begin_array(walk, "unknowns");
	for (size_t i = 0; i < walk->summary->unknown_count; i++)
		tell_unknown(walk, &walk->summary->unknowns[i]);
	end_array(walk);
	end_object(walk);
}

static const struct avow_tally *tally_at(const struct avow_cluster *cluster, size_t i)
{
	const char *base = (const char *)cluster;

	return (const struct avow_tally *)(const void *)(base + tally_names[i].offset);
}

static void tell_tallies(struct walk *walk, const struct avow_cluster *cluster)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(tally_names); i++) {
		const struct avow_tally *tally = tally_at(cluster, i);

		begin_array(walk, tally_names[i].array);
		for (uint32_t k = 0; k < tally->length; k++) {
			begin_object(walk, tally_names[i].item);
			string(walk, "value", tally->entries[k].value);
			number(walk, "count", tally->entries[k].count);
			end_object(walk);
		}
		end_array(walk);
	}
	begin_array(walk, "more");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(tally_names); i++)
		if (tally_at(cluster, i)->has_more)
			lines(walk, "field", tally_names[i].array);
	end_array(walk);
}

static void tell_accesses(struct walk *walk, const struct avow_cluster *cluster,
			  const struct avow_finding *finding)
{
	begin_array(walk, "accesses");
	for (size_t i = 0; i < cluster->access_count; i++) {
		const struct avow_access *access = &cluster->accesses[i];

		begin_object(walk, "access");
		atom(walk, "scontext", access->scontext);
		atom(walk, "tcontext", access->tcontext);
		permissions(walk, avow_atoms_text(walk->atoms, access->permissions));
		number(walk, "count", access->count);
		if (finding && i < finding->access_count)
			lines(walk, "reason", finding->access_reasons[i]);
		begin_object(walk, "first");
		place(walk, access->first);
		end_object(walk);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_reasons(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "reasons");
	for (size_t i = 0; i < finding->reason_count; i++) {
		const struct avow_reason *reason = &finding->reasons[i];

		begin_object(walk, "reason");
		lines(walk, "code", reason->code);
		lines(walk, "layer", reason->layer);
		lines(walk, "title", reason->title);
		lines(walk, "text", reason->text);
		lines(walk, "evidence", reason->evidence);
		permissions(walk,
			    avow_span_of(reason->permissions ? reason->permissions : ""));
		number(walk, "count", reason->count);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_advice(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "advice");
	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *advice = &finding->advice[i];

		begin_object(walk, "remedy");
		lines(walk, "code", advice->code);
		number(walk, "rank", advice->rank);
		lines(walk, "title", advice->title);
		lines(walk, "why", advice->why);
		if (advice->change) {
			begin_object(walk, "change");
			lines(walk, "kind", advice->change_kind);
			lines(walk, "text", advice->change);
			end_object(walk);
		}
		end_object(walk);
	}
	end_array(walk);
}

static void tell_findings(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "findings");
	if (finding) {
		begin_object(walk, "finding");
		tell_reasons(walk, finding);
		tell_advice(walk, finding);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_cluster(struct walk *walk, const struct avow_cluster *cluster,
			 const struct avow_finding *finding)
{
	begin_object(walk, "cluster");
	lines(walk, "id", cluster->id);
	lines(walk, "lsm", "selinux");
	atom(walk, "scontext_type", cluster->scontext_type);
	atom(walk, "tcontext_type", cluster->tcontext_type);
	atom(walk, "tclass", cluster->tclass);
	number(walk, "count", cluster->count);
	walk->sink->boolean(walk->data, "at_least", cluster->permissive_yes > 0);
	time_of(walk, "first", cluster->first);
	time_of(walk, "last", cluster->last);
	tell_permissive(walk, cluster->permissive_yes, cluster->permissive_no,
			cluster->permissive_unknown);
	number(walk, "blocked", cluster->blocked);
	tell_tallies(walk, cluster);
	tell_accesses(walk, cluster, finding);
	begin_object(walk, "sample");
	place(walk, cluster->sample_place);
	number(walk, "serial", cluster->sample_serial);
	string(walk, "text", avow_buf_span(&cluster->sample));
	end_object(walk);
	tell_findings(walk, finding);
	end_object(walk);
}

static void tell_unanswered(struct walk *walk, const struct avow_unanswered *row)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_object(walk, "access");
	if (row->cluster < walk->summary->clusters)
		lines(walk, "cluster", avow_clusters_at(set, row->cluster)->id);
	atom(walk, "scontext", row->scontext);
	atom(walk, "tcontext", row->tcontext);
	permissions(walk, avow_atoms_text(walk->atoms, row->permissions));
	number(walk, "count", row->count);
	lines(walk, "code", row->code);
	lines(walk, "text", row->text);
	lines(walk, "evidence", row->evidence);
	end_object(walk);
}

static void tell_suggestion(struct walk *walk)
{
	const struct avow_suggestion *suggestion;

	if (!walk->report->findings)
		return;
	suggestion = &walk->report->findings->suggestion;
	begin_object(walk, "suggestion");
	lines(walk, "name", suggestion->name);
	number(walk, "rules", suggestion->rules);
	number(walk, "asked", suggestion->asked);
	number(walk, "covered", suggestion->covered);
	number(walk, "te_left_out", suggestion->te_left_out);
	number(walk, "te_left_out_denials", suggestion->te_left_out_denials);
	number(walk, "already", suggestion->already);
	number(walk, "unjudged", suggestion->unjudged);
	begin_array(walk, "unanswered");
	for (size_t i = 0; i < suggestion->unanswered_count; i++)
		tell_unanswered(walk, &suggestion->unanswered[i]);
	end_array(walk);
	lines(walk, "te", suggestion->te);
	lines(walk, "cil", suggestion->cil);
	end_object(walk);
}

static void tell_report(struct walk *walk)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_object(walk, "report");
	lines(walk, "schema_version", AVOW_REPORT_SCHEMA_VERSION);
	time_of(walk, "generated", walk->report->analysis->last);
	tell_tool(walk);
	tell_policy(walk);
	tell_summary(walk);
	tell_evidence(walk);
	begin_array(walk, "clusters");
	for (size_t i = 0; i < walk->summary->clusters; i++)
		tell_cluster(walk, avow_clusters_at(set, i),
			     avow_report_finding(walk->report, i));
	end_array(walk);
	tell_suggestion(walk);
	end_object(walk);
}

int avow_report_walk(const struct avow_report *report, const struct avow_summary *summary,
		     const struct avow_sink *sink, void *data, struct avow_error *error)
{
	struct walk walk = { .report = report,
			     .summary = summary,
			     .atoms = avow_clusters_atoms(report->analysis->clusters),
			     .sink = sink,
			     .data = data };

	tell_report(&walk);
	avow_buf_free(&walk.scratch);
	return walk.failed ? avow_error_nomem(error) : 0;
}
