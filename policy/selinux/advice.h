/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_ADVICE_H
#define AVOW_POLICY_SELINUX_ADVICE_H

#include "policy/entry.h"
#include "policy/selinux/reason.h"
#include "policy/selinux/scene.h"

/* What advice is to the plan (plan/), which takes one answer for each cluster. */
enum avow_advice_role {
	AVOW_ROLE_HINT,    /* good to know: what is taken comes after it */
	AVOW_ROLE_NEVER,   /* nothing should change, and that is the end of it */
	AVOW_ROLE_NOTHING, /* likewise, where no access of the cluster is refused */
	AVOW_ROLE_REST,    /* likewise, where `reason` explains the whole cluster */
	AVOW_ROLE_CHANGE,  /* commands; taken when the trial ends well */
	AVOW_ROLE_RULE,    /* rules of the module */
};

/*
 * One kind of advice: one file in advices/, one row in the table of advice.c, best
 * first. Those that a reason of the decision calls for (reason.h) say what to change
 * by the functions; the others are told by circumstances.
 */
struct avow_advice_kind {
	const char *code;
	const char *title;
	const char *why;
	const char *change_kind; /* NULL: nothing to apply */
	enum avow_advice_role role;
	enum avow_change_kind makes; /* not of a hint */
	const char *reason;          /* of AVOW_ROLE_REST: its code */
	/* How many changes there are for the group; NULL: one. */
	size_t (*count)(const struct avow_group *group);
	/* Appends the change; NULL: there is nothing to apply. */
	void (*change)(const struct avow_group *group, size_t index,
		       struct avow_buf *out);
	/* Says what to try; NULL: nothing can be tried. */
	void (*trial)(const struct avow_group *group, size_t index,
		      struct avow_trial *out);
	/* Appends what there is to say of the change besides; NULL: nothing. */
	int (*note)(const struct avow_group *group, size_t index, struct avow_buf *out);
	struct avow_entry entry;
};

extern const struct avow_advice_kind avow_advice_refuse, avow_advice_other_sandbox,
	avow_advice_rebuild, avow_advice_label_program, avow_advice_own_domain,
	avow_advice_enter_domain, avow_advice_mode, avow_advice_record_paths,
	avow_advice_limit, avow_advice_hide, avow_advice_close, avow_advice_restore_label,
	avow_advice_restore_module, avow_advice_label_path, avow_advice_label_found,
	avow_advice_relabel_host;
extern const struct avow_advice_kind avow_advice_no_change, avow_advice_other_policy,
	avow_advice_set_boolean, avow_advice_leave_hidden, avow_advice_change_context,
	avow_advice_allow_role, avow_advice_widen_bounds, avow_advice_allow_xperm,
	avow_advice_allow, avow_advice_new_type, avow_advice_label_port,
	avow_advice_label_node, avow_advice_label_netif;

/* The place of @kind in the table, best first. */
size_t avow_advice_place(const struct avow_advice_kind *kind);

/* The rows, for `avow why --list`. */
size_t avow_advice_count(void);
const struct avow_advice_kind *avow_advice_at(size_t index);

#endif
