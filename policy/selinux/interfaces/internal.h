/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_INTERFACES_INTERNAL_H
#define AVOW_POLICY_SELINUX_INTERFACES_INTERNAL_H

#include "policy/selinux/interfaces/interfaces.h"

/* What the words of the expanded headers are told apart by. */
#define AVOW_INTERFACE_PARAMETER "avow_" /* and a digit */
#define AVOW_INTERFACE_PARAMETERS 6

/* Who a rule is about: a parameter, or a type or attribute of the policy. */
struct avow_interface_term {
	unsigned parameter; /* from 1 on; 0: none */
	uint32_t type;      /* 0 with a parameter */
	bool is_self;       /* a target: what the source is */
};

struct avow_interface_rule {
	struct avow_interface_term source, target;
	uint16_t tclass;
	uint32_t permissions;
	bool is_conditional; /* only when a boolean is set so, or perhaps not at all */
	bool is_transition;  /* a type_transition without a name, to `to`; else allow */
	struct avow_interface_term to;
};

struct avow_interface {
	const char *name, *module;
	size_t first, count; /* its rules */
	bool is_deprecated;
	bool is_base;     /* of a layer that every policy has: kernel, system */
	bool is_unusable; /* it requires what the policy does not have */
	bool is_wide;     /* it gives attributes, or something that is not looked into */
	unsigned used;    /* parameters, 1 or 2; 0: it is no candidate for a call */
};

/* A rule that gives something to the caller of an interface that can be called. */
struct avow_interface_entry {
	uint32_t interface, rule;
};

struct avow_interfaces {
	struct avow_arena arena;
	const struct avow_sepol *sepol;
	struct avow_interface *at; /* in the order of the headers */
	size_t count, capacity;
	struct avow_interface_rule *rules;
	size_t rule_count, rule_capacity;
	struct avow_interface_entry *entries; /* by class, then by rule */
	size_t *classes; /* by class: where its entries begin; one more for the end */
	size_t class_count;
	const char **bad; /* paths of headers that are left out */
	size_t bad_count;
};

#define AVOW_HEADER_BYTES_MAX ((size_t)16 << 20) /* of one file */
#define AVOW_INTERFACE_WORDS_MAX 1024

/* Words for execvp(), each of its own memory; zero it to begin (words.c). */
struct avow_interface_words {
	char *at[AVOW_INTERFACE_WORDS_MAX + 1];
	size_t count;
	bool failed; /* memory is out, or there are too many */
};

/* Adds the three as one word; NULL is none. */
void avow_interface_words_add(struct avow_interface_words *words, const char *a,
			      const char *b, const char *c);
/* The .spt files of the headers, sorted. */
void avow_interface_words_add_support(struct avow_interface_words *words,
				      const char *headers);
/* The .if files of all layers, which are the directories but support; sorted. */
void avow_interface_words_add_headers(struct avow_interface_words *words,
				      const char *headers);
void avow_interface_words_free(struct avow_interface_words *words);

/*
 * What m4 made of the headers, kept in a file of the directory @cache (cache.c). Its key
 * is what the headers' files were when it was made. Zeroed is no place.
 */
struct avow_interfaces_cache {
	struct avow_buf directory, file;
	char key[65];
};

/* Looks at the headers; false, and nothing to free: there is no cache for them. */
bool avow_interfaces_cache_open(struct avow_interfaces_cache *out, const char *directory,
				const char *headers);
void avow_interfaces_cache_close(struct avow_interfaces_cache *cache);

/*
 * Fills the names, the bad headers and @text as avow_interfaces_expand() would. False
 * when there is nothing, or when it is not of these headers, damaged, or of another
 * owner; then @interfaces and @text are empty.
 */
bool avow_interfaces_cache_load(struct avow_interfaces_cache *cache,
				struct avow_interfaces *interfaces,
				struct avow_buf *text);
/* Keeps them, whole or not at all; where that cannot be, it is not. */
void avow_interfaces_cache_save(struct avow_interfaces_cache *cache,
				const struct avow_interfaces *interfaces,
				struct avow_span text);

/* Fills `used`, the entries and `classes` (index.c). */
int avow_interfaces_index(struct avow_interfaces *interfaces) avow_must_check;

/* Finds the interfaces' names in the headers, and has m4 expand them all (expand.c). */
int avow_interfaces_expand(struct avow_interfaces *interfaces, const char *headers,
			   struct avow_buf *out,
			   struct avow_error *error) avow_must_check;

/* Reads the expansion, whose interfaces are in order (parse.c). */
int avow_interfaces_parse(struct avow_interfaces *interfaces,
			  struct avow_span text) avow_must_check;

/* A place for an interface, zeroed; NULL when memory is out. */
struct avow_interface *avow_interfaces_add(struct avow_interfaces *interfaces);

#endif
