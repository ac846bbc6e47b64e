/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which directory is a domain's own, and what its type would be called. The evidence is
 * the paths of the log: all of them have to be known, and none may be another domain's.
 */
#include "policy/selinux/newtypes/newtypes.h"

#include <string.h>

#include "policy/selinux/newtypes/directory.h"

#define PATTERN_TAIL "(/.*)?"

/* What lies in a directory, and gets its type. */
static const char *const file_classes[] = { "dir", "file", "lnk_file", "sock_file",
					    "fifo_file" };

/* The looking for one pair of a domain and a generic type. */
struct search {
	const struct avow_module *module;
	const struct avow_labels *labels;
	uint32_t source, target;
	size_t first, end; /* the rules of the pair, one behind the other */
	struct avow_own_directory own;
	bool has_more; /* there are more paths than the log's tally keeps */
	bool is_hopeless;
};

static bool is_file_class(const char *tclass)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(file_classes); i++)
		if (strcmp(tclass, file_classes[i]) == 0)
			return true;
	return false;
}

/* Fit for a comment, m4 and CIL: no control characters, no quotes. */
static bool is_plain(struct avow_span path)
{
	for (size_t i = 0; i < path.length; i++)
		if ((unsigned char)path.data[i] < ' ' || path.data[i] == 0x7f ||
		    strchr("\"'`", path.data[i]))
			return false;
	return true;
}

/* A denial without a path may be of anything, so there is none that has no path. */
static void add_cluster(struct search *search, const struct avow_cluster *cluster,
			const char *tclass)
{
	const struct avow_tally *paths = &cluster->paths;
	uint64_t seen = 0;

	for (size_t i = 0; i < paths->length; i++) {
		struct avow_span path = paths->entries[i].value;

		seen += paths->entries[i].count;
		if (avow_span_starts_with(path, "/") && is_plain(path))
			avow_own_directory_add(&search->own, path,
					       strcmp(tclass, "dir") == 0);
		else
			search->is_hopeless = true;
	}
	search->has_more |= paths->has_more;
	if (!paths->has_more && seen < cluster->count)
		search->is_hopeless = true;
}

static bool is_of_files(const struct avow_rule *rule)
{
	return is_file_class(rule->tclass) && !rule->is_dontaudit && !rule->is_extended;
}

static void add_rules(struct search *search)
{
	const struct avow_module *module = search->module;

	for (size_t i = search->first; i < search->end; i++) {
		const struct avow_rule *rule = module->rules + i;

		if (!is_of_files(rule))
			continue;
		for (size_t j = 0; j < rule->cluster_count; j++)
			add_cluster(search,
				    avow_clusters_at(module->clusters, rule->clusters[j]),
				    rule->tclass);
	}
}

static bool is_labelled(const struct search *search, struct avow_span path,
			const char *type)
{
	struct avow_label label;

	return avow_labels_lookup(search->labels, path, "dir", &label) == 0 &&
	       label.kind == AVOW_LABEL_KNOWN && avow_span_is(label.type, type);
}

/* Whether file_contexts give the generic type to whatever lies beside the directory. */
static bool is_labelled_beside(const struct search *search, const char *type)
{
	struct avow_span above = search->own.path;
	struct avow_buf beside = { 0 };
	bool is_same;

	while (above.length && above.data[above.length - 1] != '/')
		above.length--;
	avow_buf_append(&beside, above);
	avow_buf_puts(&beside, "~");
	is_same = !beside.failed && is_labelled(search, avow_buf_span(&beside), type);
	avow_buf_free(&beside);
	return is_same;
}

/* Whether the type of the directory is that of everything there. */
static bool is_generic(const struct search *search)
{
	const char *type = avow_sepol_type_name(search->module->sepol, search->target);

	if (!search->labels)
		return strcmp(type, search->own.place->generic) == 0;
	return !avow_labels_is_shared(search->labels, search->own.path) &&
	       is_labelled(search, search->own.path, type) &&
	       is_labelled_beside(search, type);
}

/* Whether another domain of the log uses the directory. */
static bool is_shared(const struct search *search)
{
	const struct avow_clusters *clusters = search->module->clusters;
	const struct avow_atoms *atoms = avow_clusters_atoms(clusters);
	const char *own = avow_sepol_type_name(search->module->sepol, search->source);

	for (size_t i = 0; i < avow_clusters_count(clusters); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);

		if (cluster->lsm != AVOW_LSM_SELINUX ||
		    strcmp(avow_atoms_string(atoms, cluster->scontext_type), own) == 0)
			continue;
		for (size_t j = 0; j < cluster->paths.length; j++) {
			struct avow_span path = cluster->paths.entries[j].value;

			if (avow_path_is_below(path, search->own.path) ||
			    avow_span_equal(path, search->own.path))
				return true;
		}
	}
	return false;
}

/* What the domain is to have of the class: what was refused, and what it has by now. */
static uint32_t wanted(const struct search *search, const char *name)
{
	const struct avow_sepol *sepol = search->module->sepol;
	const struct avow_sepol_pair pair = { .source = search->source,
					      .target = search->target,
					      .tclass = avow_sepol_class(sepol, name) };
	uint32_t out = pair.tclass ? avow_sepol_allowed(sepol, &pair) : 0;

	for (size_t i = search->first; i < search->end; i++) {
		const struct avow_rule *rule = search->module->rules + i;

		if (is_of_files(rule) && strcmp(rule->tclass, name) == 0)
			out |= rule->permissions;
	}
	return out;
}

static bool has_any(const struct search *search, const char *name,
		    const char *const *permissions)
{
	const struct avow_sepol *sepol = search->module->sepol;
	uint16_t tclass = avow_sepol_class(sepol, name);
	uint32_t has = wanted(search, name);

	for (; tclass && *permissions; permissions++)
		if (has & avow_sepol_permission(sepol, tclass, *permissions))
			return true;
	return false;
}

static bool is_written(const struct search *search)
{
	static const char *const names[] = { "write",  "append", "create",
					     "unlink", "rename", NULL };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(file_classes); i++)
		if (has_any(search, file_classes[i], names))
			return true;
	return false;
}

static bool is_executed(const struct search *search)
{
	static const char *const names[] = { "execute", "execute_no_trans", "entrypoint",
					     NULL };

	return has_any(search, "file", names);
}

static bool is_named(const struct avow_new_types *types, struct avow_span name)
{
	for (size_t i = 0; i < types->count; i++)
		if (avow_span_is(name, types->at[i].name))
			return true;
	return false;
}

/* DOMAIN_t and the suffix: myapp_var_lib_t. */
static bool put_name(const struct search *search, const char *suffix,
		     struct avow_buf *out)
{
	const char *domain = avow_sepol_type_name(search->module->sepol, search->source);
	size_t length = strlen(domain);

	avow_buf_clear(out);
	if (!suffix || length < 3 || strcmp(domain + length - 2, "_t") != 0)
		return false;
	if (strcmp(suffix, "data_t") == 0 && !is_written(search))
		suffix = "content_t";
	avow_buf_append(out, avow_span_make(domain, length - 1));
	avow_buf_puts(out, suffix);
	return !out->failed;
}

/* NULL when the type may not be called so, or is there already. */
static const char *make_name(const struct search *search,
			     const struct avow_new_types *others,
			     struct avow_arena *arena)
{
	const struct avow_own_place *place = search->own.place;
	struct avow_buf name = { 0 };
	const char *out = NULL;
	bool is_free = put_name(search, place->suffix, &name);

	if (is_free && is_named(others, avow_buf_span(&name)))
		is_free = put_name(search, place->other_suffix, &name) &&
			  !is_named(others, avow_buf_span(&name));
	if (is_free && avow_module_is_te_name(avow_buf_string(&name)) &&
	    !avow_sepol_type(search->module->sepol, avow_buf_string(&name)))
		out = avow_arena_string(arena, avow_buf_span(&name));
	avow_buf_free(&name);
	return out;
}

static bool is_sound(struct search *search)
{
	return !search->is_hopeless && avow_own_directory_settle(&search->own) &&
	       is_generic(search) && !is_shared(search) &&
	       !(is_written(search) && is_executed(search));
}

static int describe(const struct search *search, const char *name,
		    struct avow_arena *arena, struct avow_new_type *out)
{
	static const char *const makes[] = { "add_name", NULL };
	struct avow_buf pattern = { 0 };
	struct avow_label label = { 0 };

	avow_labels_pattern(search->labels, search->own.path, &pattern);
	avow_buf_puts(&pattern, PATTERN_TAIL);
	*out = (struct avow_new_type){
		.name = name,
		.source = search->source,
		.generic = search->target,
		.source_name =
			avow_sepol_type_name(search->module->sepol, search->source),
		.generic_name =
			avow_sepol_type_name(search->module->sepol, search->target),
		.directory = avow_arena_string(arena, search->own.path),
		.pattern = pattern.failed
				   ? NULL
				   : avow_arena_string(arena, avow_buf_span(&pattern)),
		.makes_directory =
			search->own.touches_root && has_any(search, "dir", makes),
		.touches_root = search->own.touches_root,
		.paths = search->own.count,
		.has_more_paths = search->has_more,
	};
	avow_buf_free(&pattern);
	if (search->labels &&
	    avow_labels_lookup(search->labels, search->own.path, "dir", &label) == 0 &&
	    label.context)
		out->context = avow_arena_string(arena, avow_span_of(label.context));
	return out->directory && out->pattern ? 0 : AVOW_E_NOMEM;
}

/* The end of the rules that are of the pair of the one at @index. */
static size_t end_of_pair(const struct avow_module *module, size_t index)
{
	const struct avow_sepol_pair *pair = &module->rules[index].pair;
	size_t end = index + 1;

	while (end < module->rule_count &&
	       module->rules[end].pair.source == pair->source &&
	       module->rules[end].pair.target == pair->target)
		end++;
	return end;
}

static bool has_files(const struct search *search)
{
	for (size_t i = search->first; i < search->end; i++)
		if (is_file_class(search->module->rules[i].tclass))
			return true;
	return false;
}

int avow_newtypes_find(const struct avow_module *module, const struct avow_labels *labels,
		       struct avow_arena *arena, struct avow_new_types *out)
{
	*out = (struct avow_new_types){ 0 };
	out->at = avow_arena_alloc(arena, (module->rule_count + 1) * sizeof(*out->at));
	if (!out->at)
		return AVOW_E_NOMEM;
	for (size_t i = 0, end; i < module->rule_count; i = end) {
		struct search search = { .module = module,
					 .labels = labels,
					 .source = module->rules[i].pair.source,
					 .target = module->rules[i].pair.target,
					 .first = i,
					 .end = end_of_pair(module, i) };
		const char *name;

		end = search.end;
		if (search.source == search.target || !has_files(&search))
			continue;
		add_rules(&search);
		name = is_sound(&search) ? make_name(&search, out, arena) : NULL;
		if (!name)
			continue;
		if (describe(&search, name, arena, &out->at[out->count]) < 0)
			return AVOW_E_NOMEM;
		out->count++;
	}
	return 0;
}

const struct avow_new_type *avow_newtypes_of(const struct avow_new_types *types,
					     const struct avow_rule *rule)
{
	if (rule->is_dontaudit || rule->is_extended || !is_file_class(rule->tclass))
		return NULL;
	for (size_t i = 0; i < types->count; i++)
		if (types->at[i].source == rule->pair.source &&
		    types->at[i].generic == rule->pair.target)
			return types->at + i;
	return NULL;
}

const char *avow_newtypes_class(size_t index)
{
	return index < AVOW_ARRAY_SIZE(file_classes) ? file_classes[index] : NULL;
}
