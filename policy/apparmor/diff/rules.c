/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules of one profile on both sides, class by class: rules that both have are
 * followed along, and only texts that one alone may be about are walked.
 */
#include <stdlib.h>

#include "analyzer/base/atoms.h"
#include "policy/apparmor/diff/internal.h"
#include "policy/apparmor/profiles/print.h"
#include "policy/apparmor/risk.h"

/* The entrants of one pass. */
struct entering {
	struct diff *diff;
	struct pair *pair;
	const struct pass *pass;
	struct avow_atoms *texts; /* of rules, as they are printed */
	struct avow_buf entrants; /* struct entrant, by atom and one less */
	const char *doubt;
	bool differs; /* one side alone has a rule */
	bool failed;
};

static struct entrant *entrant_at(struct entering *entering, size_t index)
{
	return (struct entrant *)(void *)entering->entrants.data + index;
}

static size_t entrant_count(const struct entering *entering)
{
	return entering->entrants.length / sizeof(struct entrant);
}

static bool concerns(const struct pass *pass, const struct avow_profile_rule *rule)
{
	if (rule->doubt)
		return rule->class == pass->class || rule->class == AVOW_RULE_UNKNOWN ||
		       rule->class == AVOW_RULE_ALL;
	return avow_profile_diff_bits(pass, rule) != 0;
}

static void enter(struct entering *entering, const struct avow_profile_rule *rule,
		  int side)
{
	struct entrant empty = { 0 };
	struct avow_buf text = { 0 };
	uint32_t atom;

	if (!concerns(entering->pass, rule))
		return;
	avow_rule_print(rule, &text);
	atom = avow_atoms_intern(entering->texts, avow_buf_span(&text));
	if (text.failed || atom == AVOW_NO_ATOM)
		entering->failed = true;
	avow_buf_free(&text);
	if (entering->failed)
		return;
	if (atom > entrant_count(entering))
		avow_buf_append(&entering->entrants,
				avow_span_make((const char *)&empty, sizeof(empty)));
	if (entering->entrants.failed)
		entering->failed = true;
	else if (!entrant_at(entering, atom - 1)->of[side])
		entrant_at(entering, atom - 1)->of[side] = rule;
}

/* Whether some rule is of one side alone; what of those is not understood. */
static void look(struct entering *entering)
{
	for (size_t i = 0; i < entrant_count(entering); i++) {
		const struct entrant *entrant = entrant_at(entering, i);
		const struct avow_profile_rule *rule =
			entrant->of[OLD] ? entrant->of[OLD] : entrant->of[NEW];

		if (entrant->of[OLD] && entrant->of[NEW])
			continue;
		entering->differs = true;
		if (rule->doubt)
			entering->doubt = rule->doubt;
		else if (rule->mode == AVOW_RULE_PROMPT)
			entering->doubt = "rules of prompt are not compared";
	}
}

/* Drops rules that are not understood: both sides have them. */
static void drop_doubts(struct entering *entering)
{
	size_t kept = 0;

	for (size_t i = 0; i < entrant_count(entering); i++) {
		struct entrant entrant = *entrant_at(entering, i);
		const struct avow_profile_rule *rule =
			entrant.of[OLD] ? entrant.of[OLD] : entrant.of[NEW];

		if (!rule->doubt)
			*entrant_at(entering, kept++) = entrant;
	}
	entering->entrants.length = kept * sizeof(struct entrant);
}

/* Files that are in the table of risks are watched for beside the rules. */
static void watch(struct entering *entering, struct avow_walk *walk)
{
	struct entrant entrant = { .is_watched = true };
	const struct avow_risk *risk;
	struct avow_span text;
	uint64_t bits;

	while (avow_profile_risk_file(entrant.risk, &text, &bits, &risk)) {
		struct avow_pattern *pattern = NULL;
		const char *defect;

		if (avow_pattern_compile(&entering->diff->arena, text, true, &pattern,
					 &defect))
			break;
		avow_walk_begin(walk, false);
		avow_walk_open(walk);
		avow_walk_pattern(walk, pattern);
		avow_walk_close(walk);
		avow_walk_end(walk);
		avow_buf_append(&entering->entrants,
				avow_span_make((const char *)&entrant, sizeof(entrant)));
		entrant.risk++;
	}
}

static void build(struct entering *entering, struct avow_walk *walk,
		  struct avow_span options)
{
	size_t count = entrant_count(entering);

	for (size_t i = 0; i < count && !entering->doubt; i++) {
		const struct entrant *entrant = entrant_at(entering, i);
		bool is_leading = !entrant->of[OLD] || !entrant->of[NEW];
		const struct avow_profile_rule *rule =
			entrant->of[OLD] ? entrant->of[OLD] : entrant->of[NEW];

		entering->doubt = avow_profile_diff_add_rule(
			entering->diff, walk, entering->pass, rule, is_leading, options);
	}
	if (entering->pass->class == AVOW_RULE_FILE && !entering->pass->is_link)
		watch(entering, walk);
}

static void walk_all(struct entering *entering, struct avow_walk *walk)
{
	struct avow_buf options = { 0 };
	struct judging judging = { .diff = entering->diff,
				   .pair = entering->pair,
				   .pass = entering->pass };
	int result;

	for (size_t i = 0; i < entrant_count(entering); i++)
		for (int side = 0; side < SIDES; side++)
			if (entrant_at(entering, i)->of[side] &&
			    entering->pass->class == AVOW_RULE_MOUNT)
				avow_profile_diff_note_options(
					entrant_at(entering, i)->of[side], &options);
	build(entering, walk, avow_buf_span(&options));
	judging.options = avow_buf_span(&options);
	judging.entrants = entrant_at(entering, 0);
	if (!entering->doubt && !entering->entrants.failed) {
		result = avow_walk_run(walk, avow_profile_diff_judge, &judging);
		if (result == AVOW_WALK_LIMIT)
			entering->doubt = "its patterns have too many states together";
		if (judging.is_cut)
			entering->doubt = "there are more differences than are told";
		entering->failed |= result < 0;
	}
	entering->failed |= options.failed || judging.seen.failed;
	avow_buf_free(&judging.seen);
	avow_buf_free(&options);
}

static void compare_pass(struct diff *diff, struct pair *pair, const struct pass *pass)
{
	struct entering entering = {
		.diff = diff, .pair = pair, .pass = pass, .texts = avow_atoms_new()
	};
	struct avow_walk *walk = avow_walk_new();

	entering.failed = !entering.texts || !walk;
	for (int side = 0; side < SIDES && !entering.failed; side++)
		for (const struct avow_profile_rule *rule = pair->of[side]->rules; rule;
		     rule = rule->next)
			enter(&entering, rule, side);
	look(&entering);
	if (!entering.failed && entering.differs && !entering.doubt) {
		drop_doubts(&entering);
		walk_all(&entering, walk);
	}
	if (entering.doubt)
		avow_profile_diff_doubt(
			diff, pair,
			pass->is_link ? "links" : avow_class_of(pass->class)->keyword,
			entering.doubt);
	diff->failed |= entering.failed;
	avow_atoms_free(entering.texts);
	avow_buf_free(&entering.entrants);
	avow_walk_free(walk);
}

static void make_pass(struct pass *pass, enum avow_rule_class class, bool is_link)
{
	const struct avow_class *of = avow_class_of(class);

	*pass = (struct pass){ .class = class, .is_link = is_link };
	pass->key_count = of->key_count;
	if (class == AVOW_RULE_CAPABILITY)
		pass->key_count = 0;
	if (class == AVOW_RULE_FILE)
		pass->key_count = is_link ? 2 : 1;
	for (size_t i = 0; i < pass->key_count; i++)
		pass->keys[i] = of->keys[i];
}

void avow_profile_diff_rules(struct diff *diff, struct pair *pair)
{
	struct pass pass;

	for (int class = 0; class < AVOW_RULE_ALL && !diff->failed; class ++) {
		if (class == AVOW_RULE_RLIMIT ||
		    (!avow_profile_diff_wants(diff, KIND_RULES + (unsigned)class) &&
		     !avow_profile_diff_wants(diff, KIND_LOGGING)))
			continue;
		make_pass(&pass, (enum avow_rule_class) class, false);
		compare_pass(diff, pair, &pass);
		if (class != AVOW_RULE_FILE)
			continue;
		make_pass(&pass, AVOW_RULE_FILE, true);
		compare_pass(diff, pair, &pass);
	}
}
