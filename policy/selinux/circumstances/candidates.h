/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CIRCUMSTANCES_CANDIDATES_H
#define AVOW_POLICY_SELINUX_CIRCUMSTANCES_CANDIDATES_H

#include "policy/selinux/scene.h"
#include "policy/selinux/sepol/network.h"

/*
 * The types of ports, addresses or interfaces that a domain may use: what the label
 * of the refused one could be instead.
 */

struct candidate {
	uint32_t type;
	unsigned kinship;     /* 0: its name has nothing of the domain's */
	bool is_elsewhere;    /* no portcon of the protocol has it */
	size_t users;         /* types that may use it; SIZE_MAX: not counted */
	uint32_t conditional; /* 0: rules in force allow it; else what would */
};

struct candidates {
	struct candidate *at; /* best first; those that need a boolean come last */
	size_t count;
	size_t in_force;
};

/*
 * The types of @kind, but the cluster's own target and those of the ports that no
 * service has, on which the source may have all of @requested. Free it.
 */
int avow_candidates_find(const struct avow_scene *scene, enum avow_network_kind kind,
			 uint32_t requested, struct candidates *out) avow_must_check;
void avow_candidates_free(struct candidates *candidates);

/* Appends "a_t, b_t and 3 more" of those in force, or of those that need a boolean. */
void avow_candidates_list(const struct candidates *candidates,
			  const struct avow_sepol *sepol, bool is_in_force,
			  struct avow_buf *out);

/*
 * How much of the domain's name is in @name: httpd_t and http_port_t have the same
 * stem, http_cache_port_t and httpd_can_sendmail one that begins with it.
 */
unsigned avow_candidates_kinship(const char *domain, const char *name);

/*
 * Whether the candidate says something of the domain: it is named for it, or not every
 * second domain may use it.
 */
bool avow_candidates_is_apt(const struct candidate *candidate,
			    const struct avow_sepol *sepol);

/* Whether rules are what is missing, so that another label can help. */
bool avow_candidates_help(const struct avow_scene *scene);

/* The bits of those of @names that the cluster's accesses were refused. */
uint32_t avow_candidates_requested(const struct avow_scene *scene,
				   const char *const *names, size_t count);

/* The value of the cluster's detail @name (`netif=eth0`): the first; empty: none. */
struct avow_span avow_candidates_detail(const struct avow_scene *scene, const char *name);

#endif
