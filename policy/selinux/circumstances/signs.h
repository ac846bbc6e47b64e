/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CIRCUMSTANCES_SIGNS_H
#define AVOW_POLICY_SELINUX_CIRCUMSTANCES_SIGNS_H

#include "policy/selinux/scene.h"

/*
 * What the circumstances about faults ask of a cluster: what was refused, by which
 * calls, with which details, and what kind of domain the source is. A cluster counts
 * these apart, so two of them are of the same denials only as far as the smaller
 * count goes.
 *
 * A list of names ends with NULL.
 */

/* Whether the cluster's class is one of @classes. */
bool avow_signs_is_class(const struct avow_scene *scene, const char *const *classes);

/*
 * Denials of the permission. 0 when rules allow it to the pair now: then it is not what
 * was refused.
 */
uint64_t avow_signs_refused(const struct avow_scene *scene, const char *permission);

/* Denials whose system call is known, and those of one of @calls. */
uint64_t avow_signs_known_calls(const struct avow_scene *scene);
uint64_t avow_signs_calls(const struct avow_scene *scene, const char *const *calls);

/*
 * Denials with a detail that begins with one of @details; quotes around its value are
 * passed over. A name that ends with `=` alone is any value.
 */
uint64_t avow_signs_details(const struct avow_scene *scene, const char *const *details);

/* Denials of programs, by comm or the last part of exe, that are one of @names. */
uint64_t avow_signs_comms(const struct avow_scene *scene, const char *const *names);
uint64_t avow_signs_exes(const struct avow_scene *scene, const char *const *names);

/* Whether @span is one of @names. */
bool avow_signs_is_one_of(struct avow_span span, const char *const *names);
/* What is behind the last slash. */
struct avow_span avow_signs_base(struct avow_span path);

/* The names of the cluster's types, also of those that the policy does not have. */
const char *avow_signs_source(const struct avow_scene *scene);
const char *avow_signs_target(const struct avow_scene *scene);

/* Whether the type has the attribute @name; false where the policy has none of it. */
bool avow_signs_has_attribute(const struct avow_scene *scene, uint32_t type,
			      const char *name);

/*
 * Whether the source is a service that others reach by the network: the policy lets it
 * take a port. Domains of users and unconfined ones are none.
 */
bool avow_signs_is_server(const struct avow_scene *scene);
/* A server, or any domain that init starts. */
bool avow_signs_is_daemon(const struct avow_scene *scene);
/* Whether the policy lets the source run unix_chkpwd, which checks a password for it. */
bool avow_signs_checks_passwords(const struct avow_scene *scene);
/* Whether all paths are those of Python's cache of what it compiled. */
bool avow_signs_is_bytecode(const struct avow_scene *scene);
/* Whether it is what starts services: none itself, though programs stay in it. */
bool avow_signs_is_starter(const struct avow_scene *scene);
/* Whether people work in it: they start what they like. */
bool avow_signs_is_user(const struct avow_scene *scene);

/*
 * Proposes a dontaudit rule for those of @permissions that were refused, and that no
 * such rule of the policy has already. Nothing when the policy lacks a name in it.
 */
int avow_signs_hide(const struct avow_scene *scene, struct avow_telling *telling,
		    const char *const *permissions) avow_must_check;

/* Appends "N of the M denials" or "All M denials"; one alone: "The denial". */
void avow_signs_count(uint64_t count, uint64_t of, struct avow_buf *out);

/* Appends the values of @tally, most frequent first, fit to be read: "a, b and 3 more" */
void avow_signs_list(const struct avow_tally *tally, struct avow_buf *out);

#endif
