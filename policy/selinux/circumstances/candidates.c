/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which other label would do, and in which order to name them: a type that is named
 * for the domain, then one that ports of the protocol have, then the one that the
 * fewest domains may use, since these get the port as well.
 */
#include "policy/selinux/circumstances/candidates.h"

#include <stdlib.h>

#include "policy/selinux/sepol/types.h"

#define LISTED_MAX 6
#define MEASURED_MAX 48 /* a domain of more may use nearly all: no few are its own */
#define STEM_MIN 3      /* shorter names have letters in common by chance */

/* The name without _t, _port_t and the like. */
static struct avow_span stem_of(const char *name)
{
	static const char *const ends[] = { "_t", "_port", "_node", "_netif" };
	struct avow_span stem = avow_span_of(name);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ends); i++) {
		size_t length = strlen(ends[i]);

		if (stem.length > length &&
		    avow_span_is(avow_span_skip(stem, stem.length - length), ends[i]))
			stem.length -= length;
	}
	return stem;
}

/* The first part of a name, without a daemon's d: httpd, sshd, mysqld_safe. */
static struct avow_span root_of(struct avow_span stem)
{
	struct avow_span root = avow_span_first(stem, avow_span_find(stem, '_'));

	if (root.length > STEM_MIN && root.data[root.length - 1] == 'd')
		root.length--;
	return root;
}

static struct avow_span without_d(struct avow_span stem)
{
	if (stem.length > STEM_MIN && stem.data[stem.length - 1] == 'd')
		stem.length--;
	return stem;
}

unsigned avow_candidates_kinship(const char *domain, const char *name)
{
	struct avow_span own = stem_of(domain), other = stem_of(name);
	struct avow_span root = root_of(own);

	if (avow_span_equal(own, other))
		return 4;
	if (avow_span_equal(without_d(own), without_d(other)))
		return 3;
	if (root.length < STEM_MIN)
		return 0;
	if (avow_span_equal(root, without_d(other)))
		return 2;
	return avow_span_equal(root, root_of(other));
}

struct walk {
	const struct avow_subject *subject;
	uint32_t requested, conditional;
};

/* A boolean that opens the target as it is needs no other label. */
static bool opens_target(const struct avow_subject *subject,
			 const struct avow_sepol_rule *rule)
{
	for (size_t i = 0; i < subject->switched_count; i++)
		if (subject->switched[i].conditional == rule->conditional)
			return true;
	return false;
}

static void note_rule(void *data, const struct avow_sepol_rule *rule)
{
	struct walk *walk = data;

	if (!rule->is_dontaudit && !rule->is_enabled && !walk->conditional &&
	    !opens_target(walk->subject, rule) &&
	    (rule->permissions & walk->requested) == walk->requested)
		walk->conditional = rule->conditional;
}

struct claim_search {
	uint32_t type;
	enum avow_port_protocol protocol;
	bool is_found;
};

static bool look_for_claim(void *data, const struct avow_port_claim *claim)
{
	struct claim_search *search = data;

	search->is_found =
		claim->type == search->type && claim->protocol == search->protocol;
	return !search->is_found;
}

static bool has_claim(const struct avow_sepol *sepol, uint32_t type,
		      enum avow_port_protocol protocol)
{
	struct claim_search search = { .type = type, .protocol = protocol };

	avow_sepol_ports(sepol, look_for_claim, &search);
	return search.is_found;
}

/* Of the conditional that would allow it on @type; 0: none would. */
static uint32_t switch_of(const struct avow_scene *scene, uint32_t requested,
			  uint32_t type)
{
	struct avow_sepol_pair pair = scene->subject->pair;
	struct walk walk = { .subject = scene->subject, .requested = requested };

	pair.target = type;
	avow_sepol_rules(scene->sepol, &pair, note_rule, &walk);
	return walk.conditional;
}

static int measure(const struct avow_scene *scene, uint32_t requested,
		   struct candidate *candidate)
{
	const struct avow_sepol_gain gain = { .types = { candidate->type },
					      .count = 1,
					      .tclass = scene->subject->pair.tclass,
					      .permissions = requested };

	return avow_sepol_gainers(scene->sepol, &gain, &candidate->users);
}

static void add(const struct avow_scene *scene, uint32_t type, uint32_t conditional,
		struct candidates *out)
{
	const struct avow_sepol_pair *pair = &scene->subject->pair;
	enum avow_port_protocol protocol =
		avow_sepol_protocol(scene->sepol, pair->tclass);

	out->at[out->count++] = (struct candidate){
		.type = type,
		.kinship = avow_candidates_kinship(
			avow_sepol_type_name(scene->sepol, pair->source),
			avow_sepol_type_name(scene->sepol, type)),
		.is_elsewhere = protocol && !has_claim(scene->sepol, type, protocol),
		.users = SIZE_MAX, /* until it is measured */
		.conditional = conditional,
	};
}

static int compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (!a->conditional != !b->conditional)
		return a->conditional ? 1 : -1;
	if (a->kinship != b->kinship)
		return a->kinship > b->kinship ? -1 : 1;
	if (a->is_elsewhere != b->is_elsewhere)
		return a->is_elsewhere ? 1 : -1;
	if (a->users != b->users)
		return a->users < b->users ? -1 : 1;
	return (a->type > b->type) - (a->type < b->type);
}

/* Whether a port (an address, an interface) could as well be of @type. */
static bool is_choice(const struct avow_scene *scene, enum avow_network_kind kind,
		      uint32_t type)
{
	return type != scene->subject->pair.target &&
	       (kind != AVOW_NETWORK_PORT ||
		!avow_sepol_is_catch_all(scene->sepol, type));
}

static int fill(const struct avow_scene *scene, enum avow_network_kind kind,
		uint32_t requested, const uint32_t *types, size_t count,
		struct candidates *out)
{
	uint32_t *reached =
		calloc((size_t)avow_sepol_type_max(scene->sepol) + 1, sizeof(*reached));
	uint32_t conditional;
	int code = 0;

	if (!reached)
		return AVOW_E_NOMEM;
	avow_sepol_reached(scene->sepol, scene->subject->pair.source,
			   scene->subject->pair.tclass, reached);
	for (size_t i = 0; i < count; i++)
		if ((requested & ~reached[types[i] - 1]) == 0 &&
		    is_choice(scene, kind, types[i]))
			add(scene, types[i], 0, out);
	out->in_force = out->count;
	for (size_t i = 0; i < out->in_force && out->in_force <= MEASURED_MAX && !code;
	     i++)
		code = measure(scene, requested, &out->at[i]);
	for (size_t i = 0; i < count && out->in_force <= MEASURED_MAX; i++)
		if ((requested & ~reached[types[i] - 1]) &&
		    (conditional = switch_of(scene, requested, types[i])) &&
		    is_choice(scene, kind, types[i]))
			add(scene, types[i], conditional, out);
	free(reached);
	return code;
}

int avow_candidates_find(const struct avow_scene *scene, enum avow_network_kind kind,
			 uint32_t requested, struct candidates *out)
{
	uint32_t *types;
	size_t count;
	int code;

	memset(out, 0, sizeof(*out));
	if (avow_sepol_network_types(scene->sepol, kind, &types, &count) < 0)
		return AVOW_E_NOMEM;
	out->at = calloc(count + 1, sizeof(*out->at));
	code = out->at ? fill(scene, kind, requested, types, count, out) : AVOW_E_NOMEM;
	free(types);
	if (code == 0)
		qsort(out->at, out->count, sizeof(*out->at), compare);
	else
		avow_candidates_free(out);
	return code;
}

void avow_candidates_free(struct candidates *candidates)
{
	free(candidates->at);
	memset(candidates, 0, sizeof(*candidates));
}

/* The booleans of a conditional in brackets. */
static void append_expression(const struct avow_sepol *sepol, uint32_t conditional,
			      struct avow_buf *out)
{
	avow_buf_puts(out, " (");
	avow_sepol_expression(sepol, conditional, out);
	avow_buf_putc(out, ')');
}

void avow_candidates_list(const struct candidates *candidates,
			  const struct avow_sepol *sepol, bool is_in_force,
			  struct avow_buf *out)
{
	size_t from = is_in_force ? 0 : candidates->in_force;
	size_t to = is_in_force ? candidates->in_force : candidates->count;
	size_t shown = to - from > LISTED_MAX ? from + LISTED_MAX : to;

	for (size_t i = from; i < shown; i++) {
		bool is_last = i + 1 == to;

		if (i > from)
			avow_buf_puts(out, is_last ? " and " : ", ");
		avow_buf_puts(out, avow_sepol_type_name(sepol, candidates->at[i].type));
		if (candidates->at[i].conditional)
			append_expression(sepol, candidates->at[i].conditional, out);
	}
	if (shown < to)
		avow_buf_printf(out, " and %zu more", to - shown);
}

bool avow_candidates_is_apt(const struct candidate *candidate,
			    const struct avow_sepol *sepol)
{
	size_t domains = avow_sepol_count_types(sepol, "domain");

	return candidate->kinship || !domains || candidate->users <= domains / 2;
}

bool avow_candidates_help(const struct avow_scene *scene)
{
	return avow_scene_has_reason(scene, "SEL-TE") ||
	       avow_scene_has_reason(scene, "SEL-BOOL") ||
	       avow_scene_has_reason(scene, "SEL-DONTAUDIT");
}

uint32_t avow_candidates_requested(const struct avow_scene *scene,
				   const char *const *names, size_t count)
{
	const struct avow_tally *refused = &scene->subject->cluster->permissions;
	uint32_t out = 0;

	for (uint32_t i = 0; i < refused->length; i++)
		for (size_t j = 0; j < count; j++)
			if (avow_span_is(refused->entries[i].value, names[j]))
				out |= avow_sepol_permission(scene->sepol,
							     scene->subject->pair.tclass,
							     names[j]);
	return out;
}

struct avow_span avow_candidates_detail(const struct avow_scene *scene, const char *name)
{
	const struct avow_tally *details = &scene->subject->cluster->details;
	size_t length = strlen(name);

	for (uint32_t i = 0; i < details->length; i++) {
		struct avow_span detail = details->entries[i].value;

		if (avow_span_starts_with(detail, name) && detail.length > length &&
		    detail.data[length] == '=')
			return avow_span_skip(detail, length + 1);
	}
	return avow_span_of("");
}
