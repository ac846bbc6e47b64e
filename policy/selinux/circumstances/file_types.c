/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ranks the file types that the source may use as it was refused. What a type is for is
 * told by the policy: what the source would make in that place, which areas of the file
 * system file_contexts give it to, whether nothing but a person ever gives it, and by
 * the customs of refpolicy for the ends of names. Programs are no data and data no
 * programs.
 */
#include "policy/selinux/circumstances/file_types.h"

#include <stdlib.h>

#include "policy/selinux/circumstances/candidates.h"
#include "policy/selinux/sepol/types.h"

#define PRIVATE_MAX 3             /* domains that begin with one daemon's program */
#define WEIGHED_MAX AVOW_GAIN_MAX /* the best, whose gainers are counted */

enum purpose {
	FOR_CONTENT, /* what people put there for the domain to use */
	FOR_DATA,    /* by the place of its patterns */
	FOR_STATE,   /* what the domain keeps for itself */
	FOR_CONFIGURATION,
	FOR_RUNTIME,
	FOR_TEMPORARY,
	FOR_LOGS,
	FOR_PROGRAMS,
	FOR_SECRETS,
	FOR_OTHERS
};

/* The ends of names in refpolicy and its descendants. */
static const struct {
	const char *end;
	enum purpose purpose;
} ends[] = {
	{ "_content_t", FOR_CONTENT },
	{ "_content_rw_t", FOR_CONTENT },
	{ "_image_t", FOR_CONTENT },
	{ "_share_t", FOR_CONTENT },
	{ "_data_t", FOR_CONTENT },
	{ "_db_t", FOR_CONTENT },
	{ "_zone_t", FOR_CONTENT },
	{ "_repo_t", FOR_CONTENT },
	{ "_var_lib_t", FOR_STATE },
	{ "_cache_t", FOR_STATE },
	{ "_spool_t", FOR_STATE },
	{ "_state_t", FOR_STATE },
	{ "_conf_t", FOR_CONFIGURATION },
	{ "_config_t", FOR_CONFIGURATION },
	{ "_etc_t", FOR_CONFIGURATION },
	{ "_etc_rw_t", FOR_CONFIGURATION },
	{ "_htaccess_t", FOR_CONFIGURATION },
	{ "_unit_t", FOR_CONFIGURATION },
	{ "_unit_file_t", FOR_CONFIGURATION },
	{ "_runtime_t", FOR_RUNTIME },
	{ "_var_run_t", FOR_RUNTIME },
	{ "_lock_t", FOR_RUNTIME },
	{ "_pid_t", FOR_RUNTIME },
	{ "_tmp_t", FOR_TEMPORARY },
	{ "_tmpfs_t", FOR_TEMPORARY },
	{ "_log_t", FOR_LOGS },
	{ "_exec_t", FOR_PROGRAMS },
	{ "_keytab_t", FOR_SECRETS },
	{ "_secrets_t", FOR_SECRETS },
	{ "_key_t", FOR_SECRETS },
	{ "_privkey_t", FOR_SECRETS },
	{ "_cert_t", FOR_SECRETS },
	{ "_home_t", FOR_OTHERS },
	{ "_unconfined_content_t", FOR_OTHERS },
};

/* What the types of an area are for. */
static const enum purpose of_area[AVOW_AREAS] = {
	[AVOW_AREA_DATA] = FOR_DATA,
	[AVOW_AREA_CONFIGURATION] = FOR_CONFIGURATION,
	[AVOW_AREA_PROGRAMS] = FOR_PROGRAMS,
	[AVOW_AREA_RUNTIME] = FOR_RUNTIME,
	[AVOW_AREA_TEMPORARY] = FOR_TEMPORARY,
	[AVOW_AREA_LOGS] = FOR_LOGS,
	[AVOW_AREA_DEVICES] = FOR_OTHERS,
	[AVOW_AREA_HOMES] = FOR_OTHERS,
};

/* Attributes of refpolicy that a candidate must have, or must not. */
static const struct {
	const char *name;
	bool is_needed;
} attributes[] = {
	{ "file_type", true },          { "non_security_file_type", true },
	{ "non_auth_file_type", true }, { "domain", false },
	{ "filesystem_type", false },   { "sysctl_type", false },
	{ "proc_type", false },
};

#define ATTRIBUTES AVOW_ARRAY_SIZE(attributes)

/* What the ranking of one cluster's candidates goes by. */
struct ranking {
	const struct avow_scene *scene;
	uint32_t requested;
	enum avow_label_area area; /* that the file is in */
	enum purpose wanted;       /* by that */
	bool is_run;               /* the file is to be executed */
	bool is_home;              /* it is in somebody's home */
	bool is_library;           /* and mapped, by its name */
	uint32_t anothers; /* the type that file_contexts keep the place for; or 0 */
	bool is_changed;   /* it is to be changed in some way */
	uint32_t *reached; /* permissions, by type - 1 */
	uint32_t own;      /* what the source itself would make there */
	uint32_t domain, exec_type;
	uint32_t attributes[ATTRIBUTES]; /* 0: the policy has none of that name */
};

/* How well the purpose of a type fits, best first. */
enum tier {
	TIER_SHARED,  /* given by hand, where the place is another service's */
	TIER_MADE,    /* what the source itself would have made there */
	TIER_OWN,     /* named for the domain, and made for what is wanted */
	TIER_BY_HAND, /* nothing gives it but a person */
	TIER_KINDRED, /* named for the domain */
	TIER_CONTENT, /* what people share by another domain */
	TIER_PLACE,   /* of that place */
	TIER_OTHER,
	TIER_LAST
};

struct weighed {
	uint32_t type;
	const char *name;
	enum tier tier;
	bool is_wider; /* lets the source change it, where it was to read */
	size_t patterns;
	size_t gainers;
};

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);

	return length > tail && strcmp(name + length - tail, end) == 0;
}

/* The area that most patterns are in. */
static enum avow_label_area main_area(const struct avow_label_use *use)
{
	enum avow_label_area best = AVOW_AREA_DATA;

	for (enum avow_label_area area = 0; area < AVOW_AREAS; area++)
		if (use->areas[area] > use->areas[best])
			best = area;
	return best;
}

/* The longest end that fits counts, or else the patterns. */
static enum purpose purpose_of(const char *name, const struct avow_label_use *use)
{
	enum purpose out = of_area[main_area(use)];
	size_t longest = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ends); i++)
		if (strlen(ends[i].end) > longest && ends_with(name, ends[i].end)) {
			out = ends[i].purpose;
			longest = strlen(ends[i].end);
		}
	return out;
}

/* Whether the type is one that files may have, and that may be advised. */
static bool is_eligible(const struct ranking *ranking, uint32_t type)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attributes); i++)
		if (ranking->attributes[i] &&
		    avow_sepol_is_member(ranking->scene->sepol, type,
					 ranking->attributes[i]) !=
			    attributes[i].is_needed)
			return false;
	return true;
}

static bool is_program(const struct ranking *ranking, uint32_t type, const char *name)
{
	if (ranking->exec_type &&
	    avow_sepol_is_member(ranking->scene->sepol, type, ranking->exec_type))
		return true;
	return ends_with(name, "_exec_t");
}

/* Whether starting a program of the type gives another domain. */
static bool is_gate(const struct ranking *ranking, uint32_t type)
{
	const struct avow_sepol *sepol = ranking->scene->sepol;
	uint16_t process = avow_sepol_class(sepol, "process");

	return process &&
	       avow_sepol_transition(sepol, ranking->scene->subject->pair.source, type,
				     process) != 0;
}

/*
 * Whether the type is that of one daemon's program: a few domains begin with it, while
 * with bin_t and the like many may, or none.
 */
static int is_private(const struct ranking *ranking, uint32_t type, bool *out)
{
	const struct avow_sepol *sepol = ranking->scene->sepol;
	struct avow_sepol_gain gain = { .types = { type },
					.count = 1,
					.among = ranking->domain };
	size_t count = 0;

	*out = false;
	gain.tclass = ranking->scene->subject->pair.tclass;
	gain.permissions = avow_sepol_permission(sepol, gain.tclass, "entrypoint");
	if (!gain.permissions)
		return 0;
	if (avow_sepol_gainers(sepol, &gain, &count) < 0)
		return AVOW_E_NOMEM;
	*out = count >= 1 && count <= PRIVATE_MAX;
	return 0;
}

/* Lower is better: programs by what they are, whose patterns then tell the usual one. */
static enum tier tier_of_program(const struct ranking *ranking, uint32_t type,
				 const char *name)
{
	return is_program(ranking, type, name) != ranking->is_library ? TIER_OWN
								      : TIER_OTHER;
}

bool avow_file_types_is_shared(const struct avow_scene *scene, uint32_t requested,
			       uint32_t owned, uint32_t type)
{
	const struct avow_sepol *sepol = scene->sepol;
	uint16_t tclass = scene->subject->pair.tclass;
	uint32_t domain = avow_sepol_attribute(sepol, "domain");
	const char *name = avow_sepol_type_name(sepol, owned);

	for (uint32_t owner = 1; owner <= avow_sepol_type_max(sepol); owner++) {
		struct avow_sepol_pair now = { owner, owned, tclass };
		struct avow_sepol_pair then = { owner, type, tclass };

		if (avow_sepol_is_type(sepol, owner) && domain &&
		    avow_sepol_is_member(sepol, owner, domain) &&
		    avow_candidates_kinship(avow_sepol_type_name(sepol, owner), name) &&
		    (avow_sepol_allowed(sepol, &now) & requested) &&
		    (requested & ~avow_sepol_allowed(sepol, &then)))
			return false;
	}
	return true;
}

bool avow_file_types_is_content(const char *type)
{
	const struct avow_label_use use = { 0 };

	return purpose_of(type, &use) == FOR_CONTENT;
}

static enum tier tier_of_data(const struct ranking *ranking, const struct weighed *row,
			      const struct avow_label_use *use)
{
	const struct avow_scene *scene = ranking->scene;
	enum purpose purpose = purpose_of(row->name, use);
	bool is_wanted = purpose == ranking->wanted ||
			 (ranking->wanted == FOR_DATA && purpose == FOR_CONTENT);
	bool is_kindred = avow_candidates_kinship(
		avow_sepol_type_name(scene->sepol, scene->subject->pair.source),
		row->name);
	bool is_by_hand =
		scene->labels &&
		(avow_labels_is_customizable(scene->labels, row->name) ||
		 (use->patterns == 0 && !avow_sepol_is_made(scene->sepol, row->type)));

	if (ranking->anothers && scene->labels &&
	    avow_labels_is_customizable(scene->labels, row->name) &&
	    avow_file_types_is_shared(scene, ranking->requested, ranking->anothers,
				      row->type))
		return TIER_SHARED;
	if (row->type == ranking->own)
		return TIER_MADE;
	if (purpose == FOR_SECRETS || purpose == FOR_OTHERS)
		return TIER_LAST;
	if (is_kindred && (purpose == FOR_CONTENT ? ranking->wanted == FOR_DATA
						  : is_wanted && purpose != FOR_DATA))
		return TIER_OWN;
	if (is_by_hand && (purpose == FOR_CONTENT || purpose == FOR_DATA))
		return TIER_BY_HAND;
	if (is_kindred &&
	    (is_wanted || (purpose == FOR_STATE && ranking->wanted == FOR_DATA)))
		return TIER_KINDRED;
	if (purpose == FOR_CONTENT)
		return TIER_CONTENT;
	return is_wanted ? TIER_PLACE : TIER_OTHER;
}

/* Permissions that change a file or what is in a directory. */
static uint32_t changing(const struct avow_scene *scene)
{
	static const char *const names[] = { "write",       "append", "create",
					     "unlink",      "rename", "add_name",
					     "remove_name", "setattr" };
	uint32_t out = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		out |= avow_sepol_permission(scene->sepol, scene->subject->pair.tclass,
					     names[i]);
	return out;
}

/* 1: @out is a candidate; 0: the type is none. */
static int weigh(const struct ranking *ranking, uint32_t type, struct weighed *out)
{
	const struct avow_scene *scene = ranking->scene;
	const char *name = avow_sepol_type_name(scene->sepol, type);
	uint32_t reached = ranking->reached[type - 1];
	struct avow_label_use use = { 0 };
	bool is_out = false;

	if ((reached & ranking->requested) != ranking->requested ||
	    type == scene->subject->pair.target ||
	    !avow_sepol_is_type(scene->sepol, type) || avow_paths_is_generic(name) ||
	    !is_eligible(ranking, type))
		return 0;
	if (ranking->is_run ? is_gate(ranking, type) : is_program(ranking, type, name))
		return 0;
	if (ranking->is_run && is_private(ranking, type, &is_out) < 0)
		return AVOW_E_NOMEM;
	if (is_out)
		return 0;
	if (scene->labels)
		avow_labels_use(scene->labels, name, &use);
	*out = (struct weighed){ .type = type, .name = name };
	out->patterns = ranking->is_run ? use.patterns : use.areas[ranking->area];
	out->tier = ranking->is_run ? tier_of_program(ranking, type, name)
				    : tier_of_data(ranking, out, &use);
	out->is_wider = !ranking->is_changed && (reached & changing(scene));
	return 1;
}

/*
 * Among the domain's own types the usual one, which has most places, comes first; among
 * others the one that the fewest may use.
 */
static int compare(const void *left, const void *right)
{
	const struct weighed *a = left, *b = right;

	if (a->tier != b->tier)
		return a->tier < b->tier ? -1 : 1;
	if (a->is_wider != b->is_wider)
		return a->is_wider ? 1 : -1;
	if ((a->tier == TIER_OWN || a->tier == TIER_KINDRED) &&
	    a->patterns != b->patterns)
		return a->patterns > b->patterns ? -1 : 1;
	if (a->gainers != b->gainers)
		return a->gainers < b->gainers ? -1 : 1;
	if (a->patterns != b->patterns)
		return a->patterns > b->patterns ? -1 : 1;
	if (strlen(a->name) != strlen(b->name))
		return strlen(a->name) < strlen(b->name) ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int count_gainers(const struct ranking *ranking, struct weighed *rows,
			 size_t count)
{
	struct avow_sepol_gain gain = {
		.count = count,
		.among = ranking->domain,
		.instead = ranking->scene->subject->pair.target,
		.tclass = ranking->scene->subject->pair.tclass,
		.permissions = ranking->requested,
	};
	size_t gainers[AVOW_GAIN_MAX] = { 0 };

	for (size_t i = 0; i < count; i++)
		gain.types[i] = rows[i].type;
	if (avow_sepol_gainers(ranking->scene->sepol, &gain, gainers) < 0)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		rows[i].gainers = gainers[i] - (gainers[i] > 0); /* the source itself */
	return 0;
}

/* A type that only happens to be allowed is not worth naming. */
static bool is_worth(const struct ranking *ranking, const struct weighed *rows, size_t i)
{
	if (i == (ranking->is_run ? 1 : AVOW_FILE_TYPES_MAX))
		return false;
	if (ranking->is_run)
		return true;
	/* Somebody else's place is left to types that are his too, or of content. */
	if (ranking->anothers && rows[i].tier > TIER_BY_HAND)
		return false;
	if (ranking->is_home && rows[i].tier != TIER_SHARED &&
	    rows[i].tier != TIER_BY_HAND)
		return false;
	return rows[i].tier <= TIER_CONTENT;
}

/* Weighs every type; the best few are in @out. */
static int rank(const struct ranking *ranking, struct file_types *out)
{
	uint32_t types = avow_sepol_type_max(ranking->scene->sepol);
	struct weighed *rows = calloc((size_t)types + 1, sizeof(*rows));
	size_t count = 0, best;
	int code = rows ? 0 : AVOW_E_NOMEM;

	for (uint32_t type = 1; type <= types && code >= 0; type++) {
		code = weigh(ranking, type, &rows[count]);
		count += code > 0;
	}
	best = count < WEIGHED_MAX ? count : WEIGHED_MAX;
	if (code >= 0) {
		qsort(rows, count, sizeof(*rows), compare);
		code = count_gainers(ranking, rows, best);
	}
	if (code < 0) {
		free(rows);
		return code;
	}
	qsort(rows, best, sizeof(*rows), compare);
	out->possible = count;
	for (size_t i = 0; i < best && is_worth(ranking, rows, i); i++)
		out->at[out->count++] = (struct file_type){ rows[i].type, rows[i].gainers,
							    rows[i].tier > TIER_BY_HAND };
	free(rows);
	return 0;
}

uint32_t avow_file_types_requested(const struct avow_scene *scene)
{
	const struct avow_tally *words = &scene->subject->cluster->permissions;
	uint32_t out = 0;

	for (uint32_t i = 0; i < words->length; i++)
		out |= avow_sepol_permission(scene->sepol, scene->subject->pair.tclass,
					     words->entries[i].value.data);
	return out;
}

/*
 * What comes nearest: whoever may write may append, though rules for directories have no
 * append. 0 when there is nothing of the kind in it.
 */
static uint32_t nearest(const struct avow_scene *scene, uint32_t requested)
{
	uint16_t tclass = scene->subject->pair.tclass;
	uint32_t append = avow_sepol_permission(scene->sepol, tclass, "append");
	uint32_t write = avow_sepol_permission(scene->sepol, tclass, "write");

	return requested & append ? (requested & ~append) | write : 0;
}

static bool is_any(const struct avow_scene *scene, uint32_t requested,
		   const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (requested & avow_sepol_permission(scene->sepol,
						      scene->subject->pair.tclass,
						      names[i]))
			return true;
	return false;
}

/* lib.so, lib.so.1.2 */
static bool is_library(struct avow_span path)
{
	size_t at = avow_span_search(path, ".so");

	return at < path.length && (at + 3 == path.length || path.data[at + 3] == '.');
}

static void prepare(struct ranking *out, const struct avow_scene *scene,
		    const struct seen_path *row)
{
	struct avow_span path = row ? row->path : avow_span_of("");
	static const char *const running[] = { "execute", "execute_no_trans", "execmod",
					       "entrypoint" };
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	const struct avow_sepol *sepol = scene->sepol;

	out->scene = scene;
	out->requested = avow_file_types_requested(scene);
	out->area = avow_labels_area(path);
	out->is_home = out->area == AVOW_AREA_HOMES;
	if (of_area[out->area] == FOR_PROGRAMS || of_area[out->area] == FOR_OTHERS)
		out->area = AVOW_AREA_DATA;
	out->wanted = of_area[out->area];
	out->is_run = is_any(scene, out->requested, running, AVOW_ARRAY_SIZE(running)) &&
		      pair->tclass == avow_sepol_class(sepol, "file");
	out->is_library = is_library(path);
	if (row && row->is_anothers)
		out->anothers = avow_paths_type(scene, row);
	out->is_changed = (out->requested & changing(scene)) != 0;
	out->own = avow_sepol_transition(sepol, pair->source, pair->target, pair->tclass);
	out->domain = avow_sepol_attribute(sepol, "domain");
	out->exec_type = avow_sepol_attribute(sepol, "exec_type");
	for (size_t i = 0; i < ATTRIBUTES; i++)
		out->attributes[i] = avow_sepol_attribute(sepol, attributes[i].name);
}

int avow_file_types_find(const struct avow_scene *scene, const struct seen_path *row,
			 struct file_types *out)
{
	uint32_t types = avow_sepol_type_max(scene->sepol);
	struct ranking ranking = { 0 };
	int code = AVOW_E_NOMEM;

	memset(out, 0, sizeof(*out));
	prepare(&ranking, scene, row);
	ranking.reached = calloc((size_t)types + 1, sizeof(*ranking.reached));
	if (ranking.reached) {
		avow_sepol_reached(scene->sepol, scene->subject->pair.source,
				   scene->subject->pair.tclass, ranking.reached);
		code = ranking.requested ? rank(&ranking, out) : 0;
	}
	if (code == 0 && out->count == 0) {
		ranking.requested = nearest(scene, ranking.requested);
		code = ranking.requested ? rank(&ranking, out) : 0;
		out->is_near = out->count > 0;
	}
	free(ranking.reached);
	return code;
}
