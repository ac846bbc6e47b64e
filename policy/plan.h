/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_PLAN_H
#define AVOW_POLICY_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The plan: for every cluster the least change that the policy's answer supports, each
 * change once. Engines make it; the command line steers it; reports read it.
 */

enum avow_risk_level { AVOW_RISK_LOW, AVOW_RISK_MEDIUM, AVOW_RISK_HIGH };

/* What a rule would open that a reviewer has to know of: one row a risk. */
struct avow_risk {
	const char *code; /* stable: "SEL-RISK-SHADOW" */
	enum avow_risk_level level;
	const char *title; /* "writes to the password file" */
	const char *why;   /* sentences */
	bool is_refused;   /* never proposed unless it is allowed by its code */
};

enum avow_change_state {
	AVOW_CHANGE_PROPOSED, /* in the module, the script and so on */
	AVOW_CHANGE_ACCEPTED, /* likewise, and somebody decided so */
	/* Not in them: */
	AVOW_CHANGE_NOTHING, /* nothing of the policy should change: see `why` */
	AVOW_CHANGE_RISKY,   /* it would open what is not opened by default */
	AVOW_CHANGE_REFUSED, /* somebody decided so */
	AVOW_CHANGE_NONE,    /* no change was found that ends it */
};

/* What a change is made with; the order is that of preference. */
enum avow_change_kind {
	AVOW_CHANGE_KIND_NOTHING,
	AVOW_CHANGE_KIND_LABEL,
	AVOW_CHANGE_KIND_PORT, /* of a port, an address, an interface */
	AVOW_CHANGE_KIND_BOOLEAN,
	AVOW_CHANGE_KIND_DOMAIN, /* a program starts in another domain */
	AVOW_CHANGE_KIND_INTERFACE,
	AVOW_CHANGE_KIND_TYPE, /* a type of its own for files */
	AVOW_CHANGE_KIND_RULE,
	AVOW_CHANGE_KIND_PROFILE, /* a rule of an AppArmor profile */
	AVOW_CHANGE_KIND_DONTAUDIT,
	AVOW_CHANGE_KINDS
};

/* "nothing", "label", "port", ... as the formats name it. */
const char *avow_change_kind_name(enum avow_change_kind kind);
/* "proposed", "accepted", "nothing", "risky", "refused", "none". */
const char *avow_change_state_name(enum avow_change_state state);
/* "low", "medium", "high". */
const char *avow_risk_level_name(enum avow_risk_level level);

/* The id of a change: 12 hexadecimal digits of a hash over its code and text (or NULL).
 */
void avow_change_name(const char *code, const char *text, char out[13]);

/* Whether the change is part of what is to be applied. */
static inline bool avow_change_is_taken(enum avow_change_state state)
{
	return state == AVOW_CHANGE_PROPOSED || state == AVOW_CHANGE_ACCEPTED;
}

/* How much harm it can do, and what says so: "/etc/apparmor/severity.db:63". */
struct avow_severity {
	unsigned value;   /* 0 to 10, the worst */
	const char *from; /* NULL: nothing is said of it */
};

struct avow_change {
	char id[13];      /* of code and text: stable across runs and machines */
	const char *code; /* the advice: "SEL-SET-BOOLEAN" */
	enum avow_change_kind kind;
	enum avow_change_state state;
	const char *state_why; /* a sentence, or NULL: who refused it and why */
	const char *title, *why;
	const char *text;  /* what to apply: commands or rules, one a line; or NULL */
	const char *note;  /* what else it opens; or NULL */
	const char *proof; /* what asking again came to; NULL: it was not tried */
	size_t *clusters;  /* that it answers, ascending indexes */
	size_t cluster_count;
	uint64_t denials; /* of these clusters */
	/*
	 * The cost. A permission is one of a class for a pair of types. `extra` are
	 * those granted that nobody asked for; is_counted is false where that
	 * cannot be said of a change.
	 */
	uint64_t asked, extra;
	size_t domains, objects; /* other types that gain as sources, as targets */
	bool is_counted;
	const struct avow_risk *const *risks; /* the worst first */
	size_t risk_count;
	struct avow_severity
		severity; /* of AppArmor's rules: of the worst that it grants */
};

/* Whether @word is one of those in @list, which have commas, and perhaps blanks, between;
 * NULL has none. */
bool avow_steering_lists(const char *list, const char *word);

struct avow_rulings;

/* What steers the choice; each may be NULL. */
struct avow_steering {
	/* Commas between: */
	const char *accept;      /* codes of advice, no other is taken */
	const char *only;        /* clusters: an id, a source type, a code of either */
	const char *exclude;     /* likewise */
	const char *allow_risky; /* codes of risks that are allowed */
	/* What was decided of single clusters (decisions.h); it is told what came of it.
	 */
	struct avow_rulings *rulings;
};

struct avow_plan {
	struct avow_change
		*changes; /* those taken first, then by kind, severity, denials */
	size_t change_count;
	size_t taken; /* how many of them are */
	/* Denials: refused by the policy or profiles as they are, and asked again */
	uint64_t asked;
	uint64_t answered; /* of these, by all that is taken together */
	uint64_t unmet;    /* of these, by clusters of which something was taken */
	/* What the changes taken cost together. */
	uint64_t permissions_asked, permissions_extra;
};

/* Puts the changes in their order, and sums up those that are taken. */
void avow_plan_sort(struct avow_plan *plan);

#endif
