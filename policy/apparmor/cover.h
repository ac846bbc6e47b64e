/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_COVER_H
#define AVOW_APPARMOR_COVER_H

#include "analyzer/denial/denial.h"
#include "policy/apparmor/profiles/classes.h"
#include "policy/apparmor/profiles/profile.h"

/* What a record, or a person, says of an access besides its class and permissions. */
struct avow_access_attribute {
	const char *key; /* of the class: "path", "peer.label", ... */
	struct avow_span value;
};

#define AVOW_ATTRIBUTES_MAX 12

/* A question for a profile. */
struct avow_profile_access {
	enum avow_rule_class class;
	uint64_t permissions; /* bits of the class */
	struct avow_access_attribute attributes[AVOW_ATTRIBUTES_MAX];
	size_t attribute_count;
	enum avow_tristate is_owner; /* of a file: whether the process owns it */
};

enum avow_coverage {
	AVOW_COVER_ALLOWED,
	AVOW_COVER_DENIED, /* by an explicit deny rule */
	AVOW_COVER_NONE,   /* no rule is about it */
	AVOW_COVER_UNKNOWN /* a rule that is not understood may be about it */
};

/* What a profile says of one permission. */
struct avow_cover {
	enum avow_coverage coverage;
	const struct avow_profile_rule *rule; /* the deciding one; NULL where none is */
};

/*
 * Asks @profile about the permission of the number @bit of @access (0 for a class
 * without permissions). The rules are those of the kernel and of apparmor_parser's
 * automata: the highest priority decides, and of one priority deny. Patterns are
 * compiled in @arena when they are asked for the first time.
 */
struct avow_cover avow_profile_cover(struct avow_arena *arena,
				     const struct avow_profile *profile,
				     const struct avow_profile_access *access,
				     unsigned bit);

/* Whether the rule is about the access, whatever its permissions. */
enum avow_tristate avow_rule_concerns(struct avow_arena *arena,
				      const struct avow_profile_rule *rule,
				      const struct avow_profile_access *access);

/* Whether rules of its class and permissions are asked about the permission @bit. */
bool avow_rule_is_about(const struct avow_profile_rule *rule, enum avow_rule_class class,
			unsigned bit);

/*
 * The pattern of a value of the rule, made when it is first asked for; NULL when it
 * cannot be made (value->defect tells why) or memory is out.
 */
struct avow_pattern *avow_rule_pattern(struct avow_arena *arena,
				       const struct avow_profile_rule *rule,
				       const char *key, struct avow_rule_value *value);

/* The value of @key; an empty span with NULL data when the access has none. */
struct avow_span avow_access_value(const struct avow_profile_access *access,
				   const char *key);

/* Adds an attribute whose value is not empty; false when there is no room. */
bool avow_access_add(struct avow_profile_access *access, const char *key,
		     struct avow_span value);

#endif
