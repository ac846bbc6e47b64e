/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks libsepol, and nothing of avow, about each line of the standard input:
 * source context, target context, class, permissions, with tabs between. Prints of
 * each, with tabs between:
 *
 *     the code of the first layer, found as audit2why finds it;
 *     the booleans that alone would allow it (NAME=1,NAME=0), or -;
 *     each permission with the layer that refuses it, ok, te, cons, rbac or bounds,
 *     and a ~ where its refusal is not logged;
 *     each permission with every layer that by itself refuses it (te+cons), or ok: the
 *     later ones are asked once a rule allows it;
 *     with a second argument: all minimal sets of booleans that would allow it
 *     (NAME=1+NAME=0,NAME=0), or -, found by trying every set;
 *     and those by which rules alone would allow it.
 *
 * Type bounds are the kernel's (security/selinux/ss/services.c,
 * type_attribute_bounds_av()), worked out here: libsepol 3.4 gives the reason for
 * permissions that nobody asked for, and crashes on bounds of bounds.
 */
#undef bool
#define bool boolean
#include <sepol/debug.h>
#include <sepol/policydb.h>
#include <sepol/policydb/avtab.h>
#include <sepol/policydb/conditional.h>
#include <sepol/policydb/services.h>
#include <sepol/policydb/sidtab.h>
#undef bool

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOLEANS_TRIED_MAX 12 /* 4,096 sets */
#define SIDS_MAX 500u         /* libsepol's search of them is linear */
#define WORDS_MAX 32

struct judge {
	policydb_t *db;
	sidtab_t sids;
	uint32_t *bounds; /* by type - 1 */
	int tries_sets;
};

struct question {
	sepol_security_id_t source, target;
	uint32_t source_type, target_type;
	sepol_security_class_t tclass;
	sepol_access_vector_t bits[WORDS_MAX], requested;
	const char *words[WORDS_MAX];
	unsigned word_count;
};

enum layer { OK, TE, CONS, RBAC, BOUNDS };

static const char *const layer_names[] = { "ok", "te", "cons", "rbac", "bounds" };

static void die(const char *why)
{
	fprintf(stderr, "judge: %s\n", why);
	exit(1);
}

/* Reads the policy, and takes its bounds away from libsepol. */
static void open_policy(struct judge *judge, const char *path)
{
	struct sepol_policy_file *file = NULL;
	sepol_policydb_t *handle = NULL;
	FILE *stream = fopen(path, "re");

	sepol_debug(0);
	if (!stream || sepol_policy_file_create(&file) || sepol_policydb_create(&handle))
		die("cannot open the policy");
	sepol_policy_file_set_fp(file, stream);
	if (sepol_policydb_read(handle, file))
		die("cannot read the policy");
	sepol_policy_file_free(file);
	fclose(stream);
	judge->db = &handle->p;
	judge->bounds = calloc(judge->db->p_types.nprim + 1, sizeof(*judge->bounds));
	for (uint32_t i = 0; i < judge->db->p_types.nprim; i++) {
		type_datum_t *type = judge->db->type_val_to_struct[i];

		if (!type)
			continue;
		judge->bounds[i] = type->bounds;
		type->bounds = 0;
	}
	if (sepol_sidtab_init(&judge->sids) || sepol_set_sidtab(&judge->sids) ||
	    sepol_set_policydb(judge->db))
		die("cannot use the policy");
}

static void begin(struct judge *judge)
{
	if (judge->sids.nel < SIDS_MAX)
		return;
	sepol_sidtab_shutdown(&judge->sids);
	sepol_sidtab_destroy(&judge->sids);
	if (sepol_sidtab_init(&judge->sids))
		die("out of memory");
}

static struct sepol_av_decision decide(const struct question *question,
				       sepol_access_vector_t requested, unsigned *reason)
{
	struct sepol_av_decision decision = { 0 };

	*reason = 0;
	if (sepol_compute_av_reason(question->source, question->target, question->tclass,
				    requested, &decision, reason))
		die("libsepol cannot decide");
	return decision;
}

static sepol_security_id_t with_type(struct judge *judge, sepol_security_id_t sid,
				     uint32_t type)
{
	context_struct_t context = *sepol_sidtab_search(&judge->sids, sid);

	context.type = type;
	if (sepol_sidtab_context_to_sid(&judge->sids, &context, &sid))
		die("out of memory");
	return sid;
}

static sepol_access_vector_t bounded(struct judge *judge, struct question question,
				     sepol_access_vector_t allowed)
{
	uint32_t above = judge->bounds[question.source_type - 1];
	uint32_t target_above = judge->bounds[question.target_type - 1];
	unsigned reason;

	if (!above)
		return allowed;
	question.source_type = above;
	question.source = with_type(judge, question.source, above);
	if (target_above) {
		question.target_type = target_above;
		question.target = with_type(judge, question.target, target_above);
	}
	return allowed & bounded(judge, question,
				 decide(&question, question.requested, &reason).allowed);
}

static enum layer layer_of(const struct question *question, sepol_access_vector_t bit,
			   sepol_access_vector_t bounded)
{
	unsigned reason;
	struct sepol_av_decision decision = decide(question, bit, &reason);

	if (decision.allowed & bit)
		return bounded & bit ? OK : BOUNDS;
	if (reason & SEPOL_COMPUTEAV_TE)
		return TE;
	return reason & SEPOL_COMPUTEAV_CONS ? CONS : RBAC;
}

/* The layer of each permission; the lowest of those that refuse any. */
static enum layer judge_words(struct judge *judge, const struct question *question,
			      enum layer *of, sepol_access_vector_t *quiet)
{
	unsigned reason;
	struct sepol_av_decision decision =
		decide(question, question->requested, &reason);
	sepol_access_vector_t left = bounded(judge, *question, decision.allowed);
	enum layer first = OK;

	*quiet = ~decision.auditdeny;
	for (unsigned i = 0; i < question->word_count; i++) {
		of[i] = layer_of(question, question->bits[i], left);
		if (of[i] != OK && (first == OK || of[i] < first))
			first = of[i];
	}
	return first;
}

static enum layer first_layer(struct judge *judge, const struct question *question)
{
	enum layer of[WORDS_MAX];
	sepol_access_vector_t quiet;

	return judge_words(judge, question, of, &quiet);
}

static void flip(struct judge *judge, uint32_t boolean)
{
	cond_bool_datum_t *datum = judge->db->bool_val_to_struct[boolean];

	datum->state = !datum->state;
	if (evaluate_conds(judge->db))
		die("out of memory");
}

static int holds_for(struct judge *judge, const cond_av_list_t *list,
		     const struct question *question)
{
	const ebitmap_t *of = judge->db->type_attr_map;

	for (; list; list = list->next) {
		const avtab_key_t *key = &list->node->key;

		if (key->target_class == question->tclass &&
		    (key->specified & AVTAB_ALLOWED) &&
		    ebitmap_get_bit(&of[question->source_type - 1],
				    key->source_type - 1U) &&
		    ebitmap_get_bit(&of[question->target_type - 1],
				    key->target_type - 1U))
			return 1;
	}
	return 0;
}

/* Booleans of conditionals with a rule for these types: flipping others is in vain. */
static unsigned candidates(struct judge *judge, const struct question *question,
			   char *is_candidate)
{
	unsigned count = 0;

	memset(is_candidate, 0, judge->db->p_bools.nprim);
	for (cond_node_t *node = judge->db->cond_list; node; node = node->next) {
		if (!holds_for(judge, node->true_list, question) &&
		    !holds_for(judge, node->false_list, question))
			continue;
		for (cond_expr_t *part = node->expr; part; part = part->next)
			if (part->expr_type == COND_BOOL)
				is_candidate[part->boolean - 1] = 1;
	}
	for (uint32_t i = 0; i < judge->db->p_bools.nprim; i++)
		count += (unsigned)is_candidate[i];
	return count;
}

static void print_boolean(struct judge *judge, uint32_t boolean, const char *before)
{
	printf("%s%s=%d", before, judge->db->p_bool_val_to_name[boolean],
	       !judge->db->bool_val_to_struct[boolean]->state);
}

/* Those that alone make it allowed, in the order of their values. */
static void try_booleans(struct judge *judge, const struct question *question,
			 const char *is_candidate, char *answers)
{
	memset(answers, 0, judge->db->p_bools.nprim);
	for (uint32_t i = 0; i < judge->db->p_bools.nprim; i++) {
		if (!is_candidate[i])
			continue;
		flip(judge, i);
		answers[i] = first_layer(judge, question) == OK;
		flip(judge, i);
	}
}

static int has_smaller(const unsigned *sets, unsigned count, unsigned set)
{
	for (unsigned i = 0; i < count; i++)
		if ((sets[i] & set) == sets[i])
			return 1;
	return 0;
}

static unsigned bit_count(unsigned set)
{
	unsigned count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

/* Prints the minimal sets after which it is allowed, or with @rules_alone, by rules. */
static void print_sets(struct judge *judge, const struct question *question,
		       const uint32_t *booleans, unsigned count, int rules_alone)
{
	static unsigned found[1u << BOOLEANS_TRIED_MAX];
	unsigned found_count = 0;

	putchar('\t');
	for (unsigned size = 0; size <= count; size++) {
		for (unsigned set = 0; set < 1u << count; set++) {
			const char *before = found_count ? "," : "";
			enum layer layer;

			if (bit_count(set) != size ||
			    has_smaller(found, found_count, set))
				continue;
			for (unsigned i = 0; i < count; i++)
				if (set >> i & 1)
					flip(judge, booleans[i]);
			layer = first_layer(judge, question);
			for (unsigned i = 0; i < count; i++)
				if (set >> i & 1)
					flip(judge, booleans[i]);
			if (rules_alone ? layer == TE : layer != OK)
				continue;
			for (unsigned i = 0; i < count; i++)
				if (set >> i & 1) {
					print_boolean(judge, booleans[i], before);
					before = "+";
				}
			found[found_count++] = set;
		}
	}
	if (found_count == 0)
		putchar('-');
}

static void try_sets(struct judge *judge, const struct question *question,
		     const char *is_candidate)
{
	uint32_t booleans[BOOLEANS_TRIED_MAX];
	unsigned count = 0;

	for (uint32_t i = 0; i < judge->db->p_bools.nprim; i++) {
		if (!is_candidate[i])
			continue;
		if (count == BOOLEANS_TRIED_MAX) {
			fputs("\t?\t?", stdout);
			return;
		}
		booleans[count++] = i;
	}
	print_sets(judge, question, booleans, count, 0);
	print_sets(judge, question, booleans, count, 1);
}

static void print_words(const struct question *question, const enum layer *of,
			sepol_access_vector_t quiet)
{
	for (unsigned i = 0; i < question->word_count; i++)
		printf("%c%s=%s%s", i ? ',' : '\t', question->words[i],
		       layer_names[of[i]], quiet & question->bits[i] ? "~" : "");
}

static sepol_access_vector_t refused(const struct question *question, unsigned layer)
{
	sepol_access_vector_t out = 0;

	for (unsigned i = 0; i < question->word_count; i++) {
		unsigned reason;

		decide(question, question->bits[i], &reason);
		if (reason & layer)
			out |= question->bits[i];
	}
	return out;
}

/* A rule that allows all of the question; where it is, to be emptied again. */
static avtab_datum_t *insert_rule(struct judge *judge, const struct question *question,
				  uint32_t *before)
{
	avtab_key_t key = { (uint16_t)question->source_type,
			    (uint16_t)question->target_type, question->tclass,
			    AVTAB_ALLOWED };
	avtab_datum_t nothing = { 0 };
	avtab_datum_t *datum = avtab_search(&judge->db->te_avtab, &key);

	if (!datum && avtab_insert(&judge->db->te_avtab, &key, &nothing) == 0)
		datum = avtab_search(&judge->db->te_avtab, &key);
	if (!datum)
		die("out of memory");
	*before = datum->data;
	datum->data |= question->requested;
	return datum;
}

/* Each layer asked with those before it out of its way. */
static void print_each(struct judge *judge, const struct question *question)
{
	class_datum_t *class = judge->db->class_val_to_struct[question->tclass - 1];
	constraint_node_t *constraints = class->constraints;
	sepol_access_vector_t of[BOUNDS + 1] = { 0 };
	uint32_t before;
	avtab_datum_t *datum;

	of[TE] = refused(question, SEPOL_COMPUTEAV_TE);
	of[BOUNDS] = ~bounded(judge, *question, UINT32_MAX);
	datum = insert_rule(judge, question, &before);
	of[CONS] = refused(question, SEPOL_COMPUTEAV_CONS);
	class->constraints = NULL;
	of[RBAC] = refused(question, SEPOL_COMPUTEAV_RBAC);
	class->constraints = constraints;
	datum->data = before;
	for (unsigned i = 0; i < question->word_count; i++) {
		const char *between = "=";

		printf("%c%s", i ? ',' : '\t', question->words[i]);
		for (unsigned layer = TE; layer <= BOUNDS; layer++)
			if (of[layer] & question->bits[i]) {
				printf("%s%s", between, layer_names[layer]);
				between = "+";
			}
		if (between[0] == '=')
			fputs("=ok", stdout);
	}
}

static const char *code_of(enum layer first, int has_answer, int is_quiet)
{
	switch (first) {
	case OK:
		return "SEL-ALLOWED";
	case TE:
		return has_answer ? "SEL-BOOL" : is_quiet ? "SEL-DONTAUDIT" : "SEL-TE";
	case CONS:
		return "SEL-CONSTRAINT";
	case RBAC:
		return "SEL-RBAC";
	case BOUNDS:
		return "SEL-BOUNDS";
	}
	return "?";
}

static void answer(struct judge *judge, const struct question *question)
{
	uint32_t booleans = judge->db->p_bools.nprim;
	char *is_candidate = calloc(booleans + 1, 2), *answers;
	enum layer of[WORDS_MAX], first;
	sepol_access_vector_t quiet;
	const char *before = "\t";

	if (!is_candidate)
		die("out of memory");
	answers = is_candidate + booleans + 1;
	first = judge_words(judge, question, of, &quiet);
	if (first == TE && candidates(judge, question, is_candidate))
		try_booleans(judge, question, is_candidate, answers);
	fputs(code_of(first, memchr(answers, 1, booleans) != NULL,
		      (question->requested & quiet) != 0),
	      stdout);
	for (uint32_t i = 0; i < booleans; i++)
		if (answers[i]) {
			print_boolean(judge, i, before);
			before = ",";
		}
	if (before[0] == '\t')
		fputs("\t-", stdout);
	print_words(question, of, quiet);
	print_each(judge, question);
	if (judge->tries_sets)
		try_sets(judge, question, is_candidate);
	putchar('\n');
	free(is_candidate);
}

/* What the policy does not know ends it, as in audit2why; NULL when it knows all. */
static const char *look_up(struct judge *judge, char **fields, struct question *out)
{
	char *rest = fields[3];

	memset(out, 0, sizeof(*out));
	if (sepol_context_to_sid(fields[0], strlen(fields[0]) + 1, &out->source) ||
	    sepol_context_to_sid(fields[1], strlen(fields[1]) + 1, &out->target))
		return "SEL-UNKNOWN-TYPE";
	out->source_type = sepol_sidtab_search(&judge->sids, out->source)->type;
	out->target_type = sepol_sidtab_search(&judge->sids, out->target)->type;
	if (sepol_string_to_security_class(fields[2], &out->tclass))
		return "SEL-UNKNOWN-CLASS";
	for (char *word; (word = strsep(&rest, " "));) {
		unsigned at = out->word_count++;

		if (at == WORDS_MAX)
			die("too many permissions");
		out->words[at] = word;
		if (sepol_string_to_av_perm(out->tclass, word, &out->bits[at]))
			return "SEL-UNKNOWN-PERM";
		out->requested |= out->bits[at];
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct judge judge = { .tries_sets = argc > 2 };
	size_t capacity = 0;
	char *line = NULL;

	if (argc < 2)
		die("usage: judge POLICY [sets] <QUESTIONS");
	open_policy(&judge, argv[1]);
	while (getline(&line, &capacity, stdin) > 0) {
		struct question question;
		char *fields[4], *rest = line;
		const char *unknown;

		line[strcspn(line, "\n")] = '\0';
		for (unsigned i = 0; i < 4; i++)
			if (!(fields[i] = strsep(&rest, "\t")))
				die("a line of four fields is wanted");
		begin(&judge);
		unknown = look_up(&judge, fields, &question);
		if (unknown)
			puts(unknown);
		else
			answer(&judge, &question);
	}
	free(line);
	return 0;
}
