/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CIRCUMSTANCE_H
#define AVOW_POLICY_SELINUX_CIRCUMSTANCE_H

#include "policy/entry.h"
#include "policy/selinux/scene.h"

/*
 * A reason that is not in the decision but around it: a label, a port, the wrong
 * domain. One file in circumstances/, one row in the table of circumstance.c.
 */
struct avow_circumstance_kind {
	const char *code;
	const char *layer; /* "label", "port", ... */
	const char *title;
	/* Tells what applies, if anything, and what to do. Called once a cluster. */
	int (*look)(const struct avow_scene *scene, struct avow_telling *out);
	struct avow_entry entry;
};

extern const struct avow_circumstance_kind avow_circumstance_permissive,
	avow_circumstance_label_wrong, avow_circumstance_label_missing,
	avow_circumstance_label_unlabeled, avow_circumstance_label_program,
	avow_circumstance_label_shared, avow_circumstance_port, avow_circumstance_node,
	avow_circumstance_netif, avow_circumstance_neverallow;
extern const struct avow_circumstance_kind avow_circumstance_attack,
	avow_circumstance_domain, avow_circumstance_entry, avow_circumstance_leak,
	avow_circumstance_dac, avow_circumstance_limit, avow_circumstance_probe,
	avow_circumstance_memory, avow_circumstance_sandbox;

/* Lets each kind look, in the order of the table. */
int avow_circumstances_look(const struct avow_scene *scene,
			    struct avow_telling *out) avow_must_check;

/* The rows, for `avow why --list`. */
size_t avow_circumstance_count(void);
const struct avow_circumstance_kind *avow_circumstance_at(size_t index);

#endif
