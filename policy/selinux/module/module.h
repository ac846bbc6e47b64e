/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_MODULE_H
#define AVOW_POLICY_SELINUX_MODULE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "analyzer/cluster/cluster.h"
#include "policy/finding.h"
#include "policy/selinux/interfaces/interfaces.h"
#include "policy/selinux/module/commands.h"
#include "policy/selinux/module/macros.h"
#include "policy/selinux/neverallow.h"
#include "policy/selinux/sepol/sepol.h"

/* An access that the policy refuses and that a rule is to answer. */
struct avow_asked {
	size_t cluster, access; /* indexes */
	struct avow_sepol_pair pair;
	uint32_t permissions; /* those that the policy knows */
	uint32_t xperm;       /* as in the access */
	size_t fold;          /* those of one number are one question (fold.h) */
	bool has_unknown;     /* there are others beside them */
	bool is_given_up;     /* no rule answers it, or may */
	bool is_quiet;        /* a dontaudit rule hides it */
	bool is_untyped;      /* no allow rule allows all of it */
	bool needs_command;   /* its command is to be allowed by itself */
	const char *booleans; /* `name = on` a line, that would do as well; or NULL */
};

/* A type that the module declares, for files of one domain (newtypes/). */
struct avow_new_type {
	const char *name;
	uint32_t source, generic; /* the domain; the type that the files have now */
	const char *source_name, *generic_name;
	const char *directory; /* the domain's own */
	const char *pattern;   /* of file_contexts, for it and what is in it */
	const char *context;   /* that file_contexts give it now; NULL: not known */
	bool touches_root;     /* the directory above is used too */
	bool makes_directory;  /* the domain makes it, below the one above */
	size_t paths;          /* that were seen in it */
	bool has_more_paths;   /* and there are more */
};

/* An allow rule and what it answers. */
struct avow_rule {
	struct avow_sepol_pair pair;
	uint32_t permissions;
	const char *source, *target, *tclass; /* names, lent by the policy */
	uint64_t count;                       /* denials */
	const char *booleans;                 /* as in an avow_asked: of any of them */
	bool is_quiet;
	bool is_dontaudit; /* it hides, and allows nothing */
	bool is_extended;  /* an allow rule is there: commands are what it lacks */
	struct avow_commands commands[AVOW_EXTENDED_KINDS];
	/* That `target` is the name of, in the place of the pair's; NULL: it is the
	 * pair's.
	 */
	const struct avow_new_type *new_type;
	size_t call;      /* that answers it too: its number, from 1 on; 0: none */
	size_t *clusters; /* the clusters it comes from, ascending */
	size_t cluster_count;
};

struct avow_module {
	const char *name;
	struct avow_sepol *sepol;
	const struct avow_clusters *clusters;
	const struct avow_neverallow *neverallow; /* NULL: none; broken rules are told */
	struct avow_arena arena; /* holds the rules; freed by whoever made the module */
	struct avow_rule *rules; /* by source, target, class */
	size_t rule_count;
	bool is_refpolicy;         /* the .te is written for m4 and the headers' macros */
	struct avow_macros macros; /* which it may use then */
	struct avow_call *calls;   /* of interfaces, in the order of their rules */
	size_t call_count;
	const struct avow_new_type *const *new_types; /* that it declares */
	size_t new_type_count;
};

/* Fails with AVOW_E_USAGE unless @name is a letter, then letters, digits and `_`. */
int avow_module_check_name(const char *name, struct avow_error *error) avow_must_check;

/* Makes the rules for all of @asked that is not given up, in @arena. */
int avow_module_build(struct avow_module *module, const struct avow_asked *asked,
		      size_t count, struct avow_arena *arena) avow_must_check;

/*
 * Finds calls of the interfaces in the headers that answer rules of the module with
 * little beyond (calls.c). What there is to say of them, also that they are no use, is in
 * @out, whose strings are in @arena.
 */
int avow_module_call_headers(struct avow_module *module,
			     const struct avow_interfaces_source *source,
			     struct avow_suggestion *out,
			     struct avow_arena *arena) avow_must_check;

/*
 * Adds a dontaudit rule for the pair of a cluster, behind those that were built; its
 * names are the policy's.
 */
int avow_module_hide(struct avow_module *module, const struct avow_sepol_pair *pair,
		     uint32_t permissions, size_t cluster) avow_must_check;

/* A letter or digit of ASCII, whatever the locale. */
static inline bool avow_module_is_alnum(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9');
}

/* @permissions of the class, sorted by name, `read` or `{ read write }`. */
void avow_module_permissions(const struct avow_module *module, uint16_t tclass,
			     uint32_t permissions, struct avow_buf *out);

/*
 * What a comment says of a rule, one or two lines, each after @mark: how many
 * denials it answers, of which programs, and what else would do.
 */
void avow_module_comment(const struct avow_module *module, const struct avow_rule *rule,
			 const char *mark, struct avow_buf *out);

/* One rule in audit2allow's shape, and one for its commands, without a last newline. */
void avow_module_write_rule(const struct avow_module *module,
			    const struct avow_rule *rule, struct avow_buf *out);

/* The same with a macro of @macros (NULL: none) in place of the set that it is. */
void avow_module_write_rule_with(const struct avow_module *module,
				 const struct avow_rule *rule,
				 const struct avow_macros *macros, struct avow_buf *out);

/*
 * What the module declares, in the forms of the whole (declare.c). An attribute of a new
 * type by index, NULL behind the last; the lines that require them; the declarations;
 * file_contexts, and refpolicy's interfaces, both empty without new types.
 */
const char *avow_module_type_attribute(const struct avow_module *module,
				       const struct avow_new_type *type, size_t index);
void avow_module_require_attributes(const struct avow_module *module,
				    struct avow_buf *out);
void avow_module_declare_te(const struct avow_module *module, struct avow_buf *out);
void avow_module_declare_cil(const struct avow_module *module, struct avow_buf *out);
void avow_module_write_fc(const struct avow_module *module, struct avow_buf *out);
void avow_module_write_if(const struct avow_module *module, struct avow_buf *out);

/* The forms of the whole. */
/* Whether @name may stand in a .te: no keyword, and of the right letters. */
bool avow_module_is_te_name(const char *name);
/* How many rules write_te leaves out, and the denials that they answer. */
size_t avow_module_te_left_out(const struct avow_module *module, uint64_t *denials);
void avow_module_write_te(const struct avow_module *module, unsigned minor,
			  struct avow_buf *out);
/*
 * The same with the version of @previous, the text of an earlier run (empty: there is
 * none), or the next one when that has other rules. @minor is the version's second part.
 */
void avow_module_write_te_after(const struct avow_module *module,
				struct avow_span previous, unsigned *minor,
				struct avow_buf *out);
/* The first line, over the rest of the text; @comment begins it. */
void avow_module_write_head(char comment, struct avow_span rest, struct avow_buf *out);
void avow_module_write_cil(const struct avow_module *module, struct avow_buf *out);
/* A policy package as semodule_package writes it, made in memory; @version as in the .te.
 */
int avow_module_write_package(const struct avow_module *module, const char *version,
			      struct avow_buf *out) avow_must_check;
void avow_module_write_plain(const struct avow_module *module, struct avow_buf *out);

#endif
