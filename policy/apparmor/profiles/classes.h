/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_CLASSES_H
#define AVOW_APPARMOR_PROFILES_CLASSES_H

#include "policy/apparmor/profiles/profile.h"

/* A name of a permission, and its bit. Several names may have one bit. */
struct avow_class_permission {
	const char *name;
	unsigned bit;
};

/*
 * A class of rules: the words that it is written with. Condition keys of the far end are
 * written within peer=(...), and are "peer.KEY" here.
 */
struct avow_class {
	const char *keyword; /* of apparmor.d(5) */
	const char *name;    /* of class= in records (aa_class_names[] of Linux) */
	const struct avow_class_permission
		*permissions; /* the first of a bit is its name */
	size_t permission_count;
	const char *const *keys;
	size_t key_count;
};

const struct avow_class *avow_class_of(enum avow_rule_class class);

/* The class whose name records use; AVOW_RULE_UNKNOWN when there is none. */
enum avow_rule_class avow_class_named(struct avow_span name);

/* The bit of a permission; false when the class has none of that name. */
bool avow_class_bit(const struct avow_class *class, struct avow_span name, unsigned *bit);

/* All bits that have a name. */
uint64_t avow_class_all(const struct avow_class *class);

/* The name of a bit; NULL when it has none. */
const char *avow_class_permission_name(const struct avow_class *class, unsigned bit);

/* Bits of AVOW_RULE_FILE. */
enum avow_file_permission {
	AVOW_FILE_READ,
	AVOW_FILE_WRITE,
	AVOW_FILE_APPEND,
	AVOW_FILE_EXEC,
	AVOW_FILE_MMAP,
	AVOW_FILE_LOCK,
	AVOW_FILE_LINK
};
#define AVOW_FILE_BIT(permission) (UINT64_C(1) << (permission))

#endif
