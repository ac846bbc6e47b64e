/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_INTERFACES_INTERFACES_H
#define AVOW_POLICY_SELINUX_INTERFACES_INTERFACES_H

#include "analyzer/base/arena.h"
#include "policy/selinux/sepol/sepol.h"

/*
 * The interfaces of reference policy, as its installed headers have them
 * (selinux-policy-dev, /usr/share/selinux/devel/include). The headers are written in
 * m4, which expands every interface once, as the headers' own Makefile would in a
 * module; what comes of it is kept as rules of the policy that is asked.
 */
struct avow_interfaces;

/* The directory where distributions install the headers. */
#define AVOW_INTERFACES_HEADERS "/usr/share/selinux/devel/include"

struct avow_interfaces_source {
	const char *headers; /* a directory */
	/* A directory, made if need be, where what m4 made of them is kept for the next
	 * time; NULL: nothing is kept. Where it cannot be written, nothing is. */
	const char *cache;
};

/*
 * Reads the headers. Names are those of @sepol, which must outlive it. AVOW_E_INPUT,
 * with one sentence, when there are none, when m4 is not installed, or does not get
 * through them.
 */
int avow_interfaces_open(const struct avow_interfaces_source *source,
			 const struct avow_sepol *sepol, struct avow_interfaces **out,
			 struct avow_error *error) avow_must_check;
void avow_interfaces_close(struct avow_interfaces *interfaces);

/* How many there are, and of these, how many name what the policy does not have. */
size_t avow_interfaces_count(const struct avow_interfaces *interfaces);
size_t avow_interfaces_unusable(const struct avow_interfaces *interfaces);

/* The headers that m4 does not get through, and that are left out; NULL past the last. */
const char *avow_interfaces_bad(const struct avow_interfaces *interfaces, size_t index);

/* Something that one domain is to be allowed. */
struct avow_wanted {
	uint32_t target;
	uint16_t tclass;
	uint32_t permissions;
};

#define AVOW_CALL_ANSWERS_MAX 64

/* A call that answers some of it. */
struct avow_call {
	const char *text;   /* `files_read_etc_files(mydomain_t)` */
	const char *module; /* of the interface: "files" */
	bool is_bound;      /* it has a type of what is wanted as an argument */
	bool is_optional;   /* its module may be absent: it belongs into optional_policy()
			     */
	size_t answers[AVOW_CALL_ANSWERS_MAX]; /* indexes of what was wanted */
	size_t answer_count;
	uint64_t asked; /* permissions that were wanted, and it grants */
	uint64_t extra; /* that were not, and the policy does not grant already; each
			   type transition counts as one */
};

/* What one domain is to be allowed. */
struct avow_wanted_set {
	uint32_t source; /* a type */
	const struct avow_wanted *at;
	size_t count;
	/* Whether no call may grant this besides; NULL: it may. @data is handed on. */
	bool (*is_forbidden)(const void *data, const struct avow_sepol_pair *pair,
			     uint32_t permissions);
	const void *data;
};

/*
 * Calls for the domain that together answer as much of what is wanted as calls can that
 * grant little beyond it, each in proportion to what it was asked for. What no such call
 * answers is left to rules. The calls are in @arena; every one was expanded, and answers
 * what it says.
 */
int avow_interfaces_match(const struct avow_interfaces *interfaces,
			  const struct avow_wanted_set *set, struct avow_arena *arena,
			  struct avow_call **calls, size_t *call_count) avow_must_check;

#endif
