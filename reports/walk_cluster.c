/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The names and the order of what the model says of a cluster and its finding. A
 * cluster of either security module has the members that it can have.
 */
#include "reports/walk_parts.h"

#include <stdio.h>

/* Whose clusters have a member. */
enum owner { OF_ALL, OF_SELINUX, OF_APPARMOR };

/* One tally of a cluster, as an array of values with their counts. */
struct tally_name {
	const char *array, *item;
	size_t offset;
	enum owner owner;
};

#define TALLY(member, array, item, owner)                                                \
	{                                                                                \
#array, item, offsetof(struct avow_cluster, member), owner               \
	}
#define APPARMOR_TALLY(member, item)                                                     \
	{                                                                                \
#member, item, offsetof(struct avow_apparmor_cluster, member),           \
			OF_APPARMOR                                                      \
	}
static const struct tally_name tally_names[] = {
	TALLY(permissions, permissions, "permission", OF_ALL),
	APPARMOR_TALLY(operations, "operation"),
	APPARMOR_TALLY(requested_masks, "requested_mask"),
	APPARMOR_TALLY(denied_masks, "denied_mask"),
	APPARMOR_TALLY(peers, "peer"),
	APPARMOR_TALLY(targets, "target"),
	APPARMOR_TALLY(infos, "info"),
	APPARMOR_TALLY(signals, "signal"),
	APPARMOR_TALLY(bus_names, "bus_name"),
	APPARMOR_TALLY(sources, "source"),
	APPARMOR_TALLY(fstypes, "fstype"),
	APPARMOR_TALLY(flags, "flags"),
	APPARMOR_TALLY(values, "value"),
	TALLY(hosts, hosts, "host", OF_ALL),
	TALLY(comms, comms, "comm", OF_ALL),
	TALLY(exes, exes, "exe", OF_ALL),
	TALLY(paths, paths, "path", OF_ALL),
	TALLY(proctitles, proctitles, "proctitle", OF_ALL),
	TALLY(pids, pids, "pid", OF_ALL),
	TALLY(ports, ports, "port", OF_ALL),
	TALLY(addresses, addresses, "address", OF_ALL),
	TALLY(syscalls, syscalls, "syscall", OF_ALL),
	TALLY(details, details, "detail", OF_ALL),
	TALLY(rawcons, rawcons, "rawcon", OF_SELINUX),
};
#undef TALLY
#undef APPARMOR_TALLY

static const struct avow_tally *tally_at(const struct avow_cluster *cluster, size_t i)
{
	const char *base = tally_names[i].owner == OF_APPARMOR
				   ? (const char *)cluster->apparmor
				   : (const char *)cluster;

	return (const struct avow_tally *)(const void *)(base + tally_names[i].offset);
}

static bool has_tally(const struct avow_cluster *cluster, size_t i)
{
	enum owner owner = cluster->lsm == AVOW_LSM_SELINUX ? OF_SELINUX : OF_APPARMOR;

	return tally_names[i].owner == OF_ALL || tally_names[i].owner == owner;
}

static void tell_tallies(struct walk *walk, const struct avow_cluster *cluster)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(tally_names); i++) {
		const struct avow_tally *tally = tally_at(cluster, i);

		if (!has_tally(cluster, i))
			continue;
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

static void tell_xperm(struct walk *walk, uint32_t xperm)
{
	char text[sizeof("0xffff")];

	if (!xperm)
		return;
	snprintf(text, sizeof(text), "0x%04x", xperm & 0xffff);
	lines(walk, "xperm", text);
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
		tell_xperm(walk, access->xperm);
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
		if (advice->severity.from) {
			begin_object(walk, "severity");
			number(walk, "value", advice->severity.value);
			lines(walk, "from", advice->severity.from);
			end_object(walk);
		}
		if (advice->note)
			lines(walk, "note", advice->note);
		if (advice->proof)
			lines(walk, "proof", advice->proof);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_layers(struct walk *walk, const struct avow_decision *decision)
{
	static const char *const verdicts[] = {
		[AVOW_LAYER_ALLOWS] = "allowed",
		[AVOW_LAYER_REFUSES] = "denied",
		[AVOW_LAYER_DOES_NOT_APPLY] = "not applicable",
	};

	begin_array(walk, "layers");
	for (size_t i = 0; i < decision->layer_count; i++) {
		const struct avow_layer *layer = &decision->layers[i];

		begin_object(walk, "layer");
		lines(walk, "name", layer->name);
		lines(walk, "verdict", verdicts[layer->verdict]);
		lines(walk, "text", layer->text);
		lines(walk, "evidence", layer->evidence);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_decisions(struct walk *walk, const struct avow_finding *finding)
{
	if (!finding->decision_count)
		return;
	begin_array(walk, "decisions");
	for (size_t i = 0; i < finding->decision_count; i++) {
		const struct avow_decision *decision = &finding->decisions[i];

		begin_object(walk, "decision");
		atom(walk, "scontext", decision->scontext);
		atom(walk, "tcontext", decision->tcontext);
		permissions(walk, avow_atoms_text(walk->atoms, decision->permissions));
		tell_xperm(walk, decision->xperm);
		number(walk, "count", decision->count);
		number(walk, "others", decision->others);
		lines(walk, "reason", decision->code);
		tell_layers(walk, decision);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_findings(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "findings");
	if (finding) {
		begin_object(walk, "finding");
		if (finding->is_unconfined)
			walk->sink->boolean(walk->data, "unconfined", true);
		tell_reasons(walk, finding);
		tell_advice(walk, finding);
		tell_decisions(walk, finding);
		end_object(walk);
	}
	end_array(walk);
}

/* What the cluster is named by. */
static void tell_name(struct walk *walk, const struct avow_cluster *cluster)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	lines(walk, "id", cluster->id);
	if (cluster->lsm == AVOW_LSM_SELINUX) {
		lines(walk, "lsm", "selinux");
		atom(walk, "scontext_type", cluster->scontext_type);
		atom(walk, "tcontext_type", cluster->tcontext_type);
		atom(walk, "tclass", cluster->tclass);
		return;
	}
	lines(walk, "lsm", "apparmor");
	atom(walk, "profile", apparmor->profile);
	if (apparmor->namespace != AVOW_NO_ATOM)
		atom(walk, "namespace", apparmor->namespace);
	atom(walk, "class", apparmor->class_name);
	string(walk, "name", apparmor->object);
	if (apparmor->is_rest)
		walk->sink->boolean(walk->data, "rest", true);
}

static void tell_owner(struct walk *walk, const struct avow_apparmor_cluster *cluster)
{
	begin_object(walk, "owner");
	number(walk, "yes", cluster->owner_yes);
	number(walk, "no", cluster->owner_no);
	end_object(walk);
}

/* How many when: nothing where no record has a time. */
static void tell_history(struct walk *walk, const struct avow_history *history)
{
	if (!history->length)
		return;
	begin_object(walk, "history");
	number(walk, "width", avow_history_width(history));
	begin_array(walk, "bars");
	for (uint32_t i = 0; i < history->length; i++) {
		begin_object(walk, "bar");
		number(walk, "from", history->bars[i].from);
		number(walk, "count", history->bars[i].count);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

void avow_walk_cluster(struct walk *walk, const struct avow_cluster *cluster,
		       const struct avow_finding *finding)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_object(walk, "cluster");
	tell_name(walk, cluster);
	number(walk, "count", cluster->count);
	walk->sink->boolean(walk->data, "at_least",
			    avow_summary_is_at_least(set, cluster));
	time_of(walk, "first", cluster->first);
	time_of(walk, "last", cluster->last);
	tell_history(walk, &cluster->history);
	tell_permissive(walk, cluster->permissive_yes, cluster->permissive_no,
			cluster->permissive_unknown);
	number(walk, "blocked", cluster->blocked);
	if (cluster->lsm == AVOW_LSM_APPARMOR)
		tell_owner(walk, cluster->apparmor);
	tell_tallies(walk, cluster);
	if (cluster->lsm == AVOW_LSM_SELINUX)
		tell_accesses(walk, cluster, finding);
	begin_object(walk, "sample");
	place(walk, cluster->sample_place);
	number(walk, "serial", cluster->sample_serial);
	string(walk, "text", avow_buf_span(&cluster->sample));
	end_object(walk);
	tell_findings(walk, finding);
	end_object(walk);
}
