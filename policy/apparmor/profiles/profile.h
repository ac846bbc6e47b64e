/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_PROFILE_H
#define AVOW_APPARMOR_PROFILES_PROFILE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "policy/apparmor/pattern/pattern.h"

/*
 * AppArmor profiles as they are written (apparmor.d(5)): every rule with the place
 * where it stands, and the chain of includes that brought it there.
 */

/* One opening of a file: a file that is included twice is two of them. */
struct avow_profile_source {
	const char *path;
	struct avow_span text;
	const struct avow_profile_source *includer; /* NULL: it was not included */
	uint32_t include_line;                      /* of the includer */
	unsigned depth;                             /* how many includers there are */
};

struct avow_profile_place {
	const struct avow_profile_source *source;
	uint32_t line;
};

/* What a rule is about; each has a row in rules/classes.c. */
enum avow_rule_class {
	AVOW_RULE_FILE,
	AVOW_RULE_CAPABILITY,
	AVOW_RULE_NETWORK,
	AVOW_RULE_UNIX,
	AVOW_RULE_SIGNAL,
	AVOW_RULE_PTRACE,
	AVOW_RULE_MOUNT,
	AVOW_RULE_DBUS,
	AVOW_RULE_CHANGE_PROFILE,
	AVOW_RULE_RLIMIT,
	AVOW_RULE_MQUEUE,
	AVOW_RULE_IO_URING,
	AVOW_RULE_USERNS,
	AVOW_RULE_ALL, /* `all,`: every class */
	AVOW_RULE_UNKNOWN,
	AVOW_RULE_CLASSES
};

enum avow_rule_mode { AVOW_RULE_ALLOW, AVOW_RULE_DENY, AVOW_RULE_PROMPT };
enum avow_rule_owner { AVOW_OWNER_ANY, AVOW_OWNER_ONLY, AVOW_OWNER_OTHER };
/* `:=` gives a label to what is sent, and does not ask for one. */
enum avow_rule_comparison { AVOW_RULE_EQUALS, AVOW_RULE_IN, AVOW_RULE_SETS };

/* A value of a condition. */
struct avow_rule_value {
	struct avow_span text;        /* as written */
	struct avow_span expanded;    /* variables and escapes replaced: a pattern */
	struct avow_pattern *pattern; /* made when it is first asked; else NULL */
	const char *defect;           /* why it cannot be made */
};

/* `key=value`, `key in (a, b)`, or what stands at a fixed place and has a key here. */
struct avow_rule_condition {
	const char *key; /* "path", "family", "name", "peer.label", ... */
	enum avow_rule_comparison comparison;
	struct avow_rule_value *values; /* any of which will do */
	size_t value_count;
};

struct avow_profile_rule {
	enum avow_rule_class class;
	enum avow_rule_mode mode;
	enum avow_rule_owner owner;
	bool is_audit;
	bool is_subset; /* of a link: its permissions may not exceed the target's */
	bool is_unsafe; /* the environment is not scrubbed on exec */
	int priority;
	uint64_t permissions; /* bits as in the table of its class; 0: all of them */
	struct avow_rule_condition *conditions;
	size_t condition_count;
	const char *exec;   /* of a file rule with x: "ix", "Px", "Cix", "x", ... */
	const char *target; /* behind `->`: a profile; NULL without */
	struct avow_profile_place place;
	struct avow_span text;    /* as written, without its comma */
	struct avow_span comment; /* behind it in its line */
	const char *doubt;        /* what of it is not understood; or NULL */
	struct avow_profile_rule *next;
};

/* `include`, as it stands in a profile. */
struct avow_profile_include {
	struct avow_span text; /* "<local/usr.bin.man>", as written */
	struct avow_profile_place place;
	bool is_optional;
	bool is_found;
	struct avow_profile_include *next;
};

enum avow_profile_state {
	AVOW_PROFILE_ENFORCE,
	AVOW_PROFILE_COMPLAIN,
	AVOW_PROFILE_KILL,
	AVOW_PROFILE_UNCONFINED,
	AVOW_PROFILE_DEFAULT_ALLOW,
	AVOW_PROFILE_PROMPT
};

/* Its flag (apparmor.d(5), "Profile Head"). */
const char *avow_profile_state_name(enum avow_profile_state state);

struct avow_profile {
	const char *name;                /* as the kernel calls it: "foo", "foo//child" */
	const char *namespace;           /* or NULL */
	struct avow_span attachment;     /* expanded; empty: by its name alone */
	struct avow_rule_value attaches; /* what programs it attaches to */
	enum avow_profile_state state;
	struct avow_span flags, xattrs; /* as written between the parentheses */
	struct avow_span abi;           /* "<abi/4.0>", as written; empty without */
	bool has_flag_attach_disconnected, has_flag_mediate_deleted;
	bool is_hat;
	const struct avow_variable *variables; /* of its file: a list (variables.h) */
	struct avow_profile *parent;           /* of a child and a hat; else NULL */
	struct avow_profile_place place, end;
	size_t open_at; /* the opening brace, in the text of place.source */
	size_t end_at;  /* the closing brace, in the text of end.source */
	struct avow_profile_rule *rules, **rules_end;
	size_t rule_count;
	struct avow_profile_include *includes, **includes_end;
	struct avow_profile *next;
};

/* Something that is wrong or not understood. */
struct avow_profile_defect {
	struct avow_profile_place place; /* its source is NULL: `path` says where */
	const char *path;
	const char *text; /* a sentence without a full stop */
	bool is_unknown;  /* of a syntax that is not known here, which may be right */
	struct avow_profile_defect *next;
};

/* All that was read of a directory, or of one file. */
struct avow_profiles {
	struct avow_arena arena; /* everything lives in it */
	const char *base;        /* where includes are looked for */
	struct avow_profile *first, **end;
	size_t count;
	struct avow_profile_defect *defects, **defects_end;
	size_t defect_count;
	size_t files; /* opened, each time counted */
};

/*
 * Reads @path: a file of profiles, or a directory of such files as apparmor_parser
 * takes one (no subdirectories, no backups). @base is where `include <x>` is looked
 * for; NULL: the directory that @path is or lies in. 0 with whatever could be read in
 * @out, for avow_profiles_free(), what could not among its defects; AVOW_E_IO when
 * @path itself cannot be read; AVOW_E_NOMEM.
 */
int avow_profiles_read(const char *path, const char *base, struct avow_profiles **out,
		       struct avow_error *error) avow_must_check;
void avow_profiles_free(struct avow_profiles *profiles);

/* A text in the place of a file, whether that is there or not. */
struct avow_profile_overlay {
	const char *path;
	struct avow_span text;
};

/* Likewise, with the texts of @overlays, which are copied, in the place of files. */
int avow_profiles_read_over(const char *path, const char *base,
			    const struct avow_profile_overlay *overlays, size_t count,
			    struct avow_profiles **out,
			    struct avow_error *error) avow_must_check;

/* The file of profiles that @profile stands in, which is compiled: includes end in one.
 */
const char *avow_profile_file(const struct avow_profile *profile);

/* The profile that the kernel calls @name in @namespace (empty: the root's); or NULL. */
struct avow_profile *avow_profiles_named(const struct avow_profiles *profiles,
					 struct avow_span name,
					 struct avow_span namespace);

#endif
