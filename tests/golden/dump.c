/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints one stage of the analyzer for the golden tests: `dump record FILE`,
 * `dump denial FILE` or `dump cluster FILE`. One thing a line, every string
 * escaped, nothing that depends on the machine.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/analysis.h"
#include "analyzer/base/escape.h"
#include "analyzer/collect/inputs.h"
#include "analyzer/collect/lines.h"
#include "analyzer/denial/decode.h"
#include "analyzer/denial/events.h"

static void print(const char *name, struct avow_span span)
{
	struct avow_buf text = { 0 };

	if (avow_span_is_empty(span))
		return;
	avow_escape_display(&text, span);
	printf(" %s=[%s]", name, avow_buf_string(&text));
	avow_buf_free(&text);
}

static void print_record(const struct avow_record *record)
{
	printf("%llu record", (unsigned long long)record->place.line);
	print("type", record->type_name);
	print("node", record->node);
	printf(" time=%llu.%03u serial=%llu", (unsigned long long)record->time.seconds,
	       record->time.milliseconds, (unsigned long long)record->serial);
	print("body", record->body);
	print("enriched", record->enriched);
	putchar('\n');
}

static const char *tristate(enum avow_tristate value)
{
	return value == AVOW_YES ? "yes" : value == AVOW_NO ? "no" : "unknown";
}

static void print_apparmor(const struct avow_apparmor *fields)
{
	print("operation", fields->operation);
	print("class", fields->class_name);
	print("profile", fields->profile);
	print("namespace", fields->namespace);
	print("object", fields->object);
	print("name", fields->name);
	print("target", fields->target);
	print("peer", fields->peer);
	print("info", fields->info);
	print("error", fields->error);
	print("requested", fields->requested_mask);
	print("denied", fields->denied_mask);
	print("fsuid", fields->fsuid);
	print("ouid", fields->ouid);
	print("signal", fields->signal);
}

static int print_denial(void *data, const struct avow_denial *denial)
{
	(void)data;
	printf("%llu denial time=%llu.%03u serial=%llu permissions=[",
	       (unsigned long long)denial->place.line,
	       (unsigned long long)denial->time.seconds, denial->time.milliseconds,
	       (unsigned long long)denial->serial);
	for (size_t i = 0; i < denial->permission_count; i++)
		printf("%s%.*s", i ? " " : "", (int)denial->permissions[i].length,
		       denial->permissions[i].data);
	printf("] permissive=%s blocked=%s", tristate(denial->permissive),
	       tristate(denial->blocked));
	print("node", denial->node);
	print("scontext", denial->selinux.scontext.text);
	print("scontext.type", denial->selinux.scontext.type);
	print("tcontext", denial->selinux.tcontext.text);
	print("tcontext.type", denial->selinux.tcontext.type);
	print("tclass", denial->selinux.tclass);
	print_apparmor(&denial->apparmor);
	print("srawcon", denial->selinux.srawcon);
	print("trawcon", denial->selinux.trawcon);
	print("pid", denial->pid);
	print("comm", denial->comm);
	print("exe", denial->exe);
	print("path", denial->path);
	print("proctitle", denial->proctitle);
	print("address", denial->address);
	print("port", denial->port);
	print("syscall", denial->syscall);
	for (size_t i = 0; i < denial->detail_count; i++)
		print("detail", denial->details[i]);
	putchar('\n');
	return AVOW_OK;
}

static void print_defect(const struct avow_line *line, enum avow_defect defect)
{
	printf("%llu malformed: %s\n", (unsigned long long)line->number,
	       avow_defect_text(defect));
}

static int decode(void *data, struct avow_event *event)
{
	return avow_decoder_decode(data, event);
}

/* Records as they stand, or the denials that their events give. */
static int dump_lines(const char *path, bool is_denial)
{
	struct avow_evidence evidence = { 0 };
	int row = avow_evidence_add_input(&evidence, avow_span_of(path), "file");
	struct avow_decoder *decoder =
		avow_decoder_new(&evidence, false, print_denial, NULL);
	struct avow_events *events = avow_events_new(&evidence, decode, decoder);
	struct avow_record_reader reader = { 0 };
	struct avow_record record;
	const struct avow_input input = { .path = path };
	const struct avow_source_options options = { 0 };
	struct avow_source *source;
	struct avow_lines lines;
	struct avow_line line;
	enum avow_defect defect;

	if (!events || !decoder || row < 0 ||
	    avow_input_open(&input, &options, &source, NULL) ||
	    avow_lines_open(&lines, source))
		return 1;
	while (avow_lines_next(&lines, &line, NULL) > 0) {
		enum avow_line_kind kind =
			avow_record_read(&reader, line.text, &record, &defect);
		bool is_blank = kind == AVOW_LINE_BLANK;

		if ((is_blank || kind == AVOW_LINE_FOREIGN) && !is_denial)
			printf("%llu %s\n", (unsigned long long)line.number,
			       is_blank ? "blank" : "foreign");
		for (; kind == AVOW_LINE_RECORD || kind == AVOW_LINE_MALFORMED;
		     kind = avow_record_next(&reader, &record, &defect)) {
			if (kind == AVOW_LINE_MALFORMED) {
				print_defect(&line, defect);
				continue;
			}
			record.place = (struct avow_place){ 0, line.number };
			record.is_unterminated = line.is_unterminated;
			if (!is_denial)
				print_record(&record);
			else if (avow_events_feed(events, &record))
				return 1;
		}
	}
	if (avow_events_finish(events))
		return 1;
	for (int i = 0; is_denial && i < AVOW_DEFECT_COUNT; i++)
		for (size_t j = 0; j < avow_samples_kept(&evidence.defects[i]); j++)
			printf("%llu malformed: %s\n",
			       (unsigned long long)evidence.defects[i]
				       .items[j]
				       .place.line,
			       avow_defect_text((enum avow_defect)i));
	avow_events_free(events);
	avow_decoder_free(decoder);
	avow_record_reader_free(&reader);
	avow_lines_close(&lines);
	avow_evidence_free(&evidence);
	return 0;
}

static void print_tally(const char *name, const struct avow_tally *tally)
{
	if (tally->length == 0)
		return;
	printf("  %s%s:", name, tally->has_more ? " (more)" : "");
	for (uint32_t i = 0; i < tally->length; i++) {
		struct avow_buf text = { 0 };

		avow_escape_display(&text, tally->entries[i].value);
		printf(" [%s] x%llu", avow_buf_string(&text),
		       (unsigned long long)tally->entries[i].count);
		avow_buf_free(&text);
	}
	putchar('\n');
}

static void print_name(const struct avow_cluster *cluster, const struct avow_atoms *atoms)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	if (cluster->lsm == AVOW_LSM_SELINUX) {
		printf("cluster %s %s -> %s : %s", cluster->id,
		       avow_atoms_string(atoms, cluster->scontext_type),
		       avow_atoms_string(atoms, cluster->tcontext_type),
		       avow_atoms_string(atoms, cluster->tclass));
		return;
	}
	printf("cluster %s apparmor", cluster->id);
	print("namespace", avow_atoms_text(atoms, apparmor->namespace));
	print("profile", avow_atoms_text(atoms, apparmor->profile));
	print("class", avow_atoms_text(atoms, apparmor->class_name));
	print("object", apparmor->object);
	printf(" owner=%llu/%llu", (unsigned long long)apparmor->owner_yes,
	       (unsigned long long)apparmor->owner_no);
}

static void print_accesses(const struct avow_cluster *cluster,
			   const struct avow_atoms *atoms)
{
	for (size_t i = 0; i < cluster->access_count; i++) {
		const struct avow_access *access = &cluster->accesses[i];

		printf("  access %s %s { %s } x%llu line %llu\n",
		       avow_atoms_string(atoms, access->scontext),
		       avow_atoms_string(atoms, access->tcontext),
		       avow_atoms_string(atoms, access->permissions),
		       (unsigned long long)access->count,
		       (unsigned long long)access->first.line);
	}
}

static void print_apparmor_tallies(const struct avow_apparmor_cluster *cluster)
{
	print_tally("operations", &cluster->operations);
	print_tally("requested_masks", &cluster->requested_masks);
	print_tally("denied_masks", &cluster->denied_masks);
	print_tally("peers", &cluster->peers);
	print_tally("targets", &cluster->targets);
	print_tally("infos", &cluster->infos);
	print_tally("signals", &cluster->signals);
	print_tally("bus_names", &cluster->bus_names);
	print_tally("sources", &cluster->sources);
	print_tally("fstypes", &cluster->fstypes);
	print_tally("flags", &cluster->flags);
	print_tally("values", &cluster->values);
}

static void print_cluster(const struct avow_cluster *cluster,
			  const struct avow_atoms *atoms)
{
	print_name(cluster, atoms);
	printf(" count=%llu permissive=%llu/%llu/%llu blocked=%llu sample=%llu "
	       "first=%llu.%03u last=%llu.%03u\n",
	       (unsigned long long)cluster->count,
	       (unsigned long long)cluster->permissive_yes,
	       (unsigned long long)cluster->permissive_no,
	       (unsigned long long)cluster->permissive_unknown,
	       (unsigned long long)cluster->blocked,
	       (unsigned long long)cluster->sample_place.line,
	       (unsigned long long)cluster->first.seconds, cluster->first.milliseconds,
	       (unsigned long long)cluster->last.seconds, cluster->last.milliseconds);
	print_accesses(cluster, atoms);
	print_tally("permissions", &cluster->permissions);
	print_apparmor_tallies(cluster->apparmor);
	print_tally("comms", &cluster->comms);
	print_tally("exes", &cluster->exes);
	print_tally("paths", &cluster->paths);
	print_tally("proctitles", &cluster->proctitles);
	print_tally("pids", &cluster->pids);
	print_tally("hosts", &cluster->hosts);
	print_tally("ports", &cluster->ports);
	print_tally("addresses", &cluster->addresses);
	print_tally("syscalls", &cluster->syscalls);
	print_tally("details", &cluster->details);
	print_tally("rawcons", &cluster->rawcons);
}

static void print_trouble(void *data, const struct avow_error *error)
{
	(void)data;
	printf("trouble %d\n", error->code);
}

static int dump_clusters(const char *path)
{
	const struct avow_analysis_options options = { .on_trouble = print_trouble };
	struct avow_analysis analysis;
	struct avow_input_counts total;
	int result = avow_analyze(&path, 1, &options, &analysis, NULL);

	if (result)
		return 1;
	total = avow_evidence_total(&analysis.evidence);
	printf("lines=%llu records=%llu blank=%llu foreign=%llu malformed=%llu "
	       "events=%llu denials=%llu granted=%llu apparmor=%llu other_lsm=%llu "
	       "notices=%llu evicted=%llu\n",
	       (unsigned long long)total.lines, (unsigned long long)total.records,
	       (unsigned long long)total.blank, (unsigned long long)total.foreign,
	       (unsigned long long)total.malformed,
	       (unsigned long long)analysis.evidence.events,
	       (unsigned long long)analysis.evidence.denials,
	       (unsigned long long)analysis.evidence.granted,
	       (unsigned long long)avow_evidence_apparmor(&analysis.evidence),
	       (unsigned long long)avow_evidence_other_lsm(&analysis.evidence),
	       (unsigned long long)analysis.evidence.notices,
	       (unsigned long long)analysis.evidence.evicted);
	for (size_t i = 0; i < avow_clusters_count(analysis.clusters); i++)
		print_cluster(avow_clusters_at(analysis.clusters, i),
			      avow_clusters_atoms(analysis.clusters));
	avow_analysis_free(&analysis);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "record") == 0)
		return dump_lines(argv[2], false);
	if (argc == 3 && strcmp(argv[1], "denial") == 0)
		return dump_lines(argv[2], true);
	if (argc == 3 && strcmp(argv[1], "cluster") == 0)
		return dump_clusters(argv[2]);
	fputs("usage: dump record|denial|cluster FILE\n", stderr);
	return 2;
}
