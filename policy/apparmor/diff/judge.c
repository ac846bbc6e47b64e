/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What both sides decide of one text, permission by permission, for its owner and for
 * others, and what is told of it. The order of rules is that of the kernel: the highest
 * priority decides, of one priority deny; of programs, a rule without wildcards.
 */
#include <ctype.h>

#include "policy/apparmor/case.h"
#include "policy/apparmor/diff/internal.h"
#include "policy/apparmor/pattern/aare.h"
#include "policy/apparmor/risk.h"

#define LINK_BIT 1u
#define SUBSET_BIT 2u
#define UNSAFE_BIT 2u
#define GROUPS_MAX (64 * OWNERS * 2) /* a permission has two at most */

/* What one side says of a text. */
struct verdict {
	const struct avow_profile_rule *allow[OWNERS][64], *deny[OWNERS][64];
	uint64_t granted[OWNERS], audited[OWNERS], quiet[OWNERS];
};

/* Told once for all texts of which the same rules say the same. */
struct finding {
	const struct avow_profile_rule *by, *but;
	enum avow_difference_sign sign;
	uint64_t masks[OWNERS];
	const char *logged; /* "audit", "deny", of logging; else NULL */
	size_t risk;        /* of the table and one more */
};

static struct avow_span first_word(const struct avow_profile_rule *rule)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, "family") == 0)
			return rule->conditions[i].values[0].expanded;
	return avow_span_of("");
}

/* `network`, `network stream` and `network unix` are of sockets of unix too. */
static bool is_of_unix(const struct avow_profile_rule *rule)
{
	static const char *const words[] = { "",          "unix", "stream", "dgram",
					     "seqpacket", "raw",  "rdm" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (avow_span_is(first_word(rule), words[i]))
			return true;
	return false;
}

static bool has_target(const struct avow_profile_rule *rule)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, "target") == 0)
			return true;
	return false;
}

static bool is_in_pass(const struct pass *pass, const struct avow_profile_rule *rule)
{
	if (rule->class == AVOW_RULE_NETWORK && pass->class == AVOW_RULE_UNIX)
		return is_of_unix(rule);
	if (rule->class == AVOW_RULE_NETWORK && pass->class == AVOW_RULE_NETWORK)
		return !avow_span_is(first_word(rule), "unix");
	return rule->class == pass->class || rule->class == AVOW_RULE_ALL;
}

static uint64_t all_of(const struct pass *pass)
{
	uint64_t all = avow_class_all(avow_class_of(pass->class));

	if (pass->is_link)
		return LINK_BIT;
	if (pass->class == AVOW_RULE_FILE)
		return all & ~AVOW_FILE_BIT(AVOW_FILE_LINK);
	return all ? all : 1;
}

uint64_t avow_profile_diff_bits(const struct pass *pass,
				const struct avow_profile_rule *rule)
{
	uint64_t bits = rule->permissions;

	if (!is_in_pass(pass, rule))
		return 0;
	if (pass->is_link) {
		if (rule->class != AVOW_RULE_ALL &&
		    !(bits & AVOW_FILE_BIT(AVOW_FILE_LINK)))
			return 0;
		return rule->is_subset || !has_target(rule) ? LINK_BIT | SUBSET_BIT
							    : LINK_BIT;
	}
	if (pass->class == AVOW_RULE_CHANGE_PROFILE)
		return rule->is_unsafe ? 1 | UNSAFE_BIT : 1;
	if (rule->class == AVOW_RULE_ALL || (!bits && rule->class != AVOW_RULE_FILE))
		return all_of(pass);
	if (pass->class == AVOW_RULE_MOUNT && (bits & 1))
		bits |= 2; /* a rule of mount is of remounts too */
	return bits & all_of(pass);
}

static bool is_better(const struct avow_profile_rule *best,
		      const struct avow_profile_rule *rule, bool is_exec)
{
	if (!best || rule->priority != best->priority)
		return !best || rule->priority > best->priority;
	return is_exec && rule->condition_count && best->condition_count &&
	       avow_aare_is_exact(rule->conditions[0].values[0].expanded) &&
	       !avow_aare_is_exact(best->conditions[0].values[0].expanded);
}

static void weigh(struct verdict *verdict, const struct pass *pass,
		  const struct avow_profile_rule *rule)
{
	uint64_t bits = avow_profile_diff_bits(pass, rule);
	bool is_file = pass->class == AVOW_RULE_FILE && !pass->is_link;
	bool is_deny = rule->mode == AVOW_RULE_DENY;

	for (int of = 0; of < OWNERS; of++) {
		if ((rule->owner == AVOW_OWNER_ONLY && of == OTHER) ||
		    (rule->owner == AVOW_OWNER_OTHER && of == OWNER))
			continue;
		if (is_deny && !rule->is_audit)
			verdict->quiet[of] |= bits;
		if (!is_deny && rule->is_audit)
			verdict->audited[of] |= bits;
		for (unsigned bit = 0; bit < 64 && bits >> bit; bit++) {
			const struct avow_profile_rule **best =
				(is_deny ? verdict->deny : verdict->allow)[of] + bit;

			if ((bits >> bit & 1) &&
			    is_better(*best, rule, is_file && bit == AVOW_FILE_EXEC))
				*best = rule;
		}
	}
}

static void decide(struct verdict *verdict, const struct pass *pass)
{
	for (int of = 0; of < OWNERS; of++) {
		for (unsigned bit = 0; bit < 64; bit++) {
			const struct avow_profile_rule *allow = verdict->allow[of][bit];
			const struct avow_profile_rule *deny = verdict->deny[of][bit];

			if (allow && !(deny && deny->priority >= allow->priority))
				verdict->granted[of] |= UINT64_C(1) << bit;
		}
		verdict->audited[of] &= verdict->granted[of];
		verdict->quiet[of] &= ~verdict->granted[of];
		/* What is granted is the link to what has more permissions. */
		if (pass->is_link && (verdict->granted[of] & LINK_BIT))
			verdict->granted[of] ^= SUBSET_BIT;
		if (pass->is_link && !(verdict->granted[of] & LINK_BIT))
			verdict->granted[of] = 0;
		if (pass->is_link)
			verdict->allow[of][1] = verdict->allow[of][0];
	}
}

static bool is_same_word(const char *a, const char *b)
{
	while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

static bool executes_alike(const struct avow_profile_rule *a,
			   const struct avow_profile_rule *b)
{
	const char *of_a = a->exec ? a->exec : "ix", *of_b = b->exec ? b->exec : "ix";

	if (!is_same_word(of_a, of_b) || !a->target != !b->target)
		return false;
	if (a->target && strcmp(a->target, b->target) != 0)
		return false;
	return a->is_unsafe == b->is_unsafe || tolower((unsigned char)of_a[0]) == 'i';
}

static void put_exec(const struct avow_profile_rule *rule, struct avow_buf *out)
{
	avow_buf_puts(out, rule->exec ? rule->exec : "ix");
	if (rule->exec && rule->is_unsafe && isupper((unsigned char)rule->exec[0]))
		avow_buf_puts(out, " (unsafe)");
	if (rule->target)
		avow_buf_printf(out, " -> %s", rule->target);
}

/* "rw", "rwPx -> foo" */
static void put_letters(uint64_t mask, const struct avow_profile_rule *by,
			struct avow_buf *out)
{
	static const char letters[] = "rwaxmk";

	for (unsigned bit = 0; bit < sizeof(letters) - 1; bit++)
		if ((mask >> bit & 1) && bit != AVOW_FILE_EXEC &&
		    !(bit == AVOW_FILE_APPEND && (mask & AVOW_FILE_BIT(AVOW_FILE_WRITE))))
			avow_buf_putc(out, letters[bit]);
	if (mask & AVOW_FILE_BIT(AVOW_FILE_EXEC))
		put_exec(by, out);
}

static void put_access(const struct pass *pass, uint64_t mask,
		       const struct avow_profile_rule *by, struct avow_buf *out)
{
	const char *between = "";

	if (pass->is_link) {
		avow_buf_puts(out, mask & LINK_BIT ? "l" : "l (without subset)");
	} else if (pass->class == AVOW_RULE_CHANGE_PROFILE) {
		avow_buf_puts(out, mask & 1 ? "change_profile" : "unsafe change_profile");
	} else if (pass->class == AVOW_RULE_FILE) {
		put_letters(mask, by, out);
	} else if (mask == all_of(pass)) {
		avow_buf_puts(out, avow_class_of(pass->class)->keyword);
	} else {
		for (unsigned bit = 0; bit < 64; bit++) {
			if (!(mask >> bit & 1))
				continue;
			avow_buf_printf(out, "%s%s", between,
					avow_class_permission_name(
						avow_class_of(pass->class), bit));
			between = " ";
		}
	}
}

static const char *rule_text(struct diff *diff, const struct avow_profile_rule *rule)
{
	struct avow_buf text = { 0 };

	avow_case_put_rule(&text, rule);
	return avow_profile_diff_keep(diff, &text);
}

static void add_value(struct judging *judging, struct telling *telling, const char *field,
		      const struct avow_profile_rule *rule, bool is_new)
{
	if (!rule)
		return;
	telling->values[telling->value_count].field = field;
	telling->values[telling->value_count].value = rule_text(judging->diff, rule);
	telling->values[telling->value_count++].is_new = is_new;
}

static const char *owner_word(const uint64_t *masks)
{
	if (masks[OWNER] == masks[OTHER])
		return NULL;
	return masks[OWNER] ? "its owner" : "not its owner";
}

/* What the item says besides its rules. */
static void shape(struct judging *judging, const struct finding *finding,
		  struct avow_span text, struct telling *telling)
{
	struct diff *diff = judging->diff;
	uint64_t mask = finding->masks[OWNER] | finding->masks[OTHER];
	struct avow_buf access = { 0 }, object = { 0 }, key = { 0 };
	const char *owner = owner_word(finding->masks);

	if (finding->sign == AVOW_DIFFERENCE_CHANGED)
		avow_buf_puts(&access, "x");
	else
		put_access(judging->pass, mask, finding->by, &access);
	avow_profile_diff_put_object(judging->pass, text, judging->options, &object);
	telling->shape.profile = judging->pair->name;
	telling->shape.owner = owner;
	telling->shape.permissions = avow_profile_diff_keep(diff, &access);
	telling->shape.object = avow_profile_diff_keep(diff, &object);
	if (diff->failed)
		return;
	avow_buf_printf(&key, "%s: %s%s%s", judging->pair->name,
			finding->logged ? finding->logged : "",
			finding->logged ? " " : "", telling->shape.permissions);
	if (telling->shape.object[0])
		avow_buf_printf(&key, " %s", telling->shape.object);
	if (owner)
		avow_buf_printf(&key, " (%s)", owner);
	telling->key = avow_profile_diff_keep(diff, &key);
}

static bool leaves(const struct avow_profile_rule *by)
{
	for (size_t i = 0; i < by->condition_count; i++)
		if (strcmp(by->conditions[i].key, "target") == 0)
			return by->conditions[i].values[0].pattern &&
			       avow_pattern_matches(by->conditions[i].values[0].pattern,
						    avow_span_of("unconfined"));
	return true;
}

static void mark(struct judging *judging, const struct finding *finding,
		 const struct telling *telling)
{
	struct diff *diff = judging->diff;
	uint64_t mask = finding->masks[OWNER] | finding->masks[OTHER];
	enum avow_rule_class class = judging->pass->class;

	if (finding->sign == AVOW_DIFFERENCE_REMOVED || finding->logged || diff->failed ||
	    !avow_profile_diff_wants(diff, KIND_RULES + (unsigned)class))
		return;
	for (unsigned bit = 0; class == AVOW_RULE_CAPABILITY && bit < 64; bit++)
		if ((mask >> bit & 1) && avow_profile_diff_is_strong(bit))
			avow_profile_diff_hit(
				diff, MARK_CAPABILITY, "%s: %s", judging->pair->name,
				avow_class_permission_name(avow_class_of(class), bit));
	if (class == AVOW_RULE_FILE && !judging->pass->is_link &&
	    (mask & AVOW_FILE_BIT(AVOW_FILE_EXEC)) && finding->by->exec &&
	    strpbrk(finding->by->exec, "uU"))
		avow_profile_diff_hit(diff, MARK_EXEC, "%s: %s %s", judging->pair->name,
				      finding->by->exec, telling->shape.object);
	if (class == AVOW_RULE_CHANGE_PROFILE && leaves(finding->by))
		avow_profile_diff_hit(diff, MARK_UNCONFINED, "%s", telling->key);
}

/* True once for all texts of which it is the same. */
static bool is_new_finding(struct judging *judging, const struct finding *finding)
{
	const struct finding *seen = (const void *)judging->seen.data;
	size_t count = judging->seen.length / sizeof(*seen);

	for (size_t i = 0; i < count; i++)
		if (seen[i].by == finding->by && seen[i].but == finding->but &&
		    seen[i].sign == finding->sign && seen[i].logged == finding->logged &&
		    seen[i].risk == finding->risk &&
		    seen[i].masks[OWNER] == finding->masks[OWNER] &&
		    seen[i].masks[OTHER] == finding->masks[OTHER])
			return false;
	if (count >= ENTRIES_MAX)
		judging->is_cut = true;
	else
		avow_buf_append(&judging->seen,
				avow_span_make((const char *)finding, sizeof(*finding)));
	return !judging->is_cut;
}

static void report(struct judging *judging, const struct finding *finding,
		   struct avow_span text)
{
	struct telling telling = {
		.kind = finding->logged ? KIND_LOGGING
					: KIND_RULES + (unsigned)judging->pass->class,
		.sign = finding->sign
	};
	bool is_added = finding->sign != AVOW_DIFFERENCE_REMOVED;

	if (!is_new_finding(judging, finding))
		return;
	shape(judging, finding, text, &telling);
	if (finding->sign == AVOW_DIFFERENCE_CHANGED) {
		add_value(judging, &telling, "by", finding->but, false);
		add_value(judging, &telling, "by", finding->by, true);
	} else {
		add_value(judging, &telling, finding->logged ? "by" : "granted by",
			  finding->by, is_added);
		add_value(judging, &telling, "refused by", finding->but, !is_added);
	}
	avow_profile_diff_tell(judging->diff, &telling);
	mark(judging, finding, &telling);
	judging->pair->differs = true;
}

/* What the owner and others have alike, and then what each has alone. */
static void report_parts(struct judging *judging, const struct finding *whole,
			 struct avow_span text)
{
	uint64_t both = whole->masks[OWNER] & whole->masks[OTHER];
	struct finding part = *whole;

	part.masks[OWNER] = part.masks[OTHER] = both;
	if (both)
		report(judging, &part, text);
	for (int of = 0; of < OWNERS; of++) {
		part.masks[OWNER] = part.masks[OTHER] = 0;
		part.masks[of] = whole->masks[of] & ~both;
		if (part.masks[of])
			report(judging, &part, text);
	}
}

struct groups {
	struct finding all[GROUPS_MAX];
	size_t count;
};

static void group(struct groups *groups, const struct finding *finding, int of,
		  unsigned bit)
{
	size_t i = 0;

	while (i < groups->count &&
	       (groups->all[i].by != finding->by || groups->all[i].but != finding->but ||
		groups->all[i].sign != finding->sign ||
		groups->all[i].logged != finding->logged))
		i++;
	if (i == GROUPS_MAX)
		return;
	if (i == groups->count)
		groups->all[groups->count++] = *finding;
	groups->all[i].masks[of] |= UINT64_C(1) << bit;
}

/* One permission that one side alone grants. */
static void compare_grant(struct groups *groups, const struct verdict *sides, int of,
			  unsigned bit)
{
	int by = sides[NEW].granted[of] >> bit & 1 ? NEW : OLD;
	struct finding finding = {
		.by = sides[by].allow[of][bit],
		.but = sides[!by].deny[of][bit],
		.sign = by == NEW ? AVOW_DIFFERENCE_ADDED : AVOW_DIFFERENCE_REMOVED,
	};

	group(groups, &finding, of, bit);
}

/* How a program is executed that both sides execute. */
static void compare_exec(struct groups *groups, const struct verdict *sides, int of)
{
	struct finding finding = { .by = sides[NEW].allow[of][AVOW_FILE_EXEC],
				   .but = sides[OLD].allow[of][AVOW_FILE_EXEC],
				   .sign = AVOW_DIFFERENCE_CHANGED };

	if (!executes_alike(finding.by, finding.but))
		group(groups, &finding, of, AVOW_FILE_EXEC);
}

/* One permission that is logged, or hidden, by one side alone. */
static void compare_logging(struct groups *groups, const struct verdict *sides, int of,
			    unsigned bit)
{
	bool is_granted = sides[NEW].granted[of] >> bit & 1;
	uint64_t now = is_granted ? sides[NEW].audited[of] : sides[NEW].quiet[of];
	int by = now >> bit & 1 ? NEW : OLD;
	struct finding finding = {
		.by = (is_granted ? sides[by].allow : sides[by].deny)[of][bit],
		.sign = by == NEW ? AVOW_DIFFERENCE_ADDED : AVOW_DIFFERENCE_REMOVED,
		.logged = is_granted ? "audit" : "deny",
	};

	group(groups, &finding, of, bit);
}

static void compare_sides(struct groups *groups, const struct judging *judging,
			  const struct verdict *sides, int of)
{
	uint64_t differ = sides[OLD].granted[of] ^ sides[NEW].granted[of];
	uint64_t both = sides[OLD].granted[of] & sides[NEW].granted[of];
	uint64_t logged = (sides[OLD].audited[of] ^ sides[NEW].audited[of]) |
			  (sides[OLD].quiet[of] ^ sides[NEW].quiet[of]);

	if (judging->pass->class == AVOW_RULE_FILE && !judging->pass->is_link &&
	    (both & AVOW_FILE_BIT(AVOW_FILE_EXEC)))
		compare_exec(groups, sides, of);
	for (unsigned bit = 0; bit < 64; bit++) {
		uint64_t mask = UINT64_C(1) << bit;

		if (differ & mask)
			compare_grant(groups, sides, of, bit);
		else if (logged & mask)
			compare_logging(groups, sides, of, bit);
	}
}

/* What is newly granted and in the table of risks is told with the text. */
static void mark_risks(struct judging *judging, const struct groups *groups,
		       const uint32_t *matched, size_t count, struct avow_span text)
{
	for (size_t i = 0; i < count; i++) {
		const struct entrant *entrant = judging->entrants + matched[i];
		const struct avow_risk *risk;
		struct avow_span pattern;
		uint64_t bits;

		if (!entrant->is_watched ||
		    !avow_profile_risk_file(entrant->risk, &pattern, &bits, &risk))
			continue;
		for (size_t j = 0; j < groups->count; j++) {
			struct finding finding = groups->all[j];
			struct avow_buf access = { 0 };

			finding.masks[OWNER] &= bits;
			finding.masks[OTHER] &= bits;
			finding.risk = entrant->risk + 1;
			if (finding.sign != AVOW_DIFFERENCE_ADDED || finding.logged ||
			    !avow_profile_diff_wants(judging->diff,
						     KIND_RULES + AVOW_RULE_FILE) ||
			    !(finding.masks[OWNER] | finding.masks[OTHER]) ||
			    !is_new_finding(judging, &finding))
				continue;
			put_access(judging->pass,
				   finding.masks[OWNER] | finding.masks[OTHER],
				   finding.by, &access);
			avow_profile_diff_hit(judging->diff, MARK_RISK,
					      "%s: %s %.*s (%s, %s)", judging->pair->name,
					      avow_buf_string(&access), (int)text.length,
					      text.data, risk->code, risk->title);
			avow_buf_free(&access);
		}
	}
}

bool avow_profile_diff_judge(void *data, const uint32_t *matched, size_t count,
			     struct avow_span text)
{
	struct judging *judging = data;
	struct verdict sides[SIDES] = { 0 };
	struct groups groups = { .count = 0 };

	for (size_t i = 0; i < count; i++)
		for (int side = 0; side < SIDES; side++)
			if (judging->entrants[matched[i]].of[side])
				weigh(&sides[side], judging->pass,
				      judging->entrants[matched[i]].of[side]);
	for (int side = 0; side < SIDES; side++)
		decide(&sides[side], judging->pass);
	for (int of = 0; of < OWNERS; of++)
		compare_sides(&groups, judging, sides, of);
	if (text.length && text.data[text.length - 1] == '\0')
		text.length--;
	mark_risks(judging, &groups, matched, count, text);
	for (size_t i = 0; i < groups.count; i++)
		report_parts(judging, &groups.all[i], text);
	return !judging->is_cut && !judging->diff->failed;
}
