/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which directory is a domain's own, and what its type would be called. The evidence is
 * the paths of the log: all of them have to be known, and none may be another domain's.
 */
#include "policy/selinux/newtypes/newtypes.h"

#include <stdlib.h>

#define PATTERN_TAIL "(/.*)?"

/* Where programs keep files of their own, and how refpolicy names the types there. */
static const struct {
	const char *root, *suffix;
	/* Types that stand for anything there, asked where there are no file_contexts. */
	const char *generic;
} places[] = {
	{ "/var/lib", "var_lib_t", "var_lib_t" },
	{ "/var/log", "log_t", "var_log_t" },
	{ "/var/cache", "cache_t", "var_t" },
	{ "/var/spool", "spool_t", "var_spool_t" },
	{ "/var/opt", "data_t", "var_t" },
	{ "/var/run", "runtime_t", "var_run_t" },
	{ "/run", "runtime_t", "var_run_t" },
	{ "/etc", "conf_t", "etc_t" },
	{ "/opt", "data_t", "usr_t" },
	{ "/srv", "data_t", "var_t" },
};

static const char *const file_classes[] = { "file", "dir", "lnk_file", "sock_file",
					    "fifo_file" };

/* The looking for one pair of a domain and a generic type. */
struct search {
	const struct avow_module *module;
	const struct avow_labels *labels;
	uint32_t source, target;
	size_t place;
	struct avow_span directory; /* what all paths have in common; in a path */
	bool touches_root;          /* the directory above is used as well */
	bool is_hopeless;
	size_t paths;
};

static bool is_file_class(const char *tclass)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(file_classes); i++)
		if (strcmp(tclass, file_classes[i]) == 0)
			return true;
	return false;
}

static bool is_below(struct avow_span path, struct avow_span directory)
{
	return path.length > directory.length && path.data[directory.length] == '/' &&
	       avow_span_equal(avow_span_first(path, directory.length), directory);
}

/* The place that the path lies in; how many there are when in none. */
static size_t place_of(struct avow_span path)
{
	size_t i = 0;

	while (i < AVOW_ARRAY_SIZE(places) &&
	       !is_below(path, avow_span_of(places[i].root)) &&
	       !avow_span_is(path, places[i].root))
		i++;
	return i;
}

/* @path to the end of its component that begins behind @length bytes and a slash. */
static struct avow_span component(struct avow_span path, size_t length)
{
	struct avow_span rest = avow_span_skip(path, length + 1);

	return avow_span_first(path, length + 1 + avow_span_find(rest, '/'));
}

/* Shortens the common directory to what it shares with @path. */
static void join(struct search *search, struct avow_span path)
{
	struct avow_span root = avow_span_of(places[search->place].root);
	size_t shared = root.length;

	if (!search->directory.length) {
		search->directory = path;
		return;
	}
	while (shared < path.length && shared < search->directory.length) {
		struct avow_span a = component(path, shared);
		struct avow_span b = component(search->directory, shared);

		if (!avow_span_equal(a, b))
			break;
		shared = a.length;
	}
	search->directory.length = shared;
	search->is_hopeless |= shared == root.length;
}

static void add_path(struct search *search, struct avow_span path, bool is_directory)
{
	size_t place = place_of(path);
	size_t slash = path.length;

	if (place == AVOW_ARRAY_SIZE(places) ||
	    (search->paths && place != search->place)) {
		search->is_hopeless = true;
		return;
	}
	search->place = place;
	if (avow_span_is(path, places[place].root)) {
		search->touches_root = true;
		return;
	}
	while (!is_directory && slash && path.data[slash - 1] != '/')
		slash--;
	if (!is_directory)
		path = avow_span_first(path, slash - 1);
	search->paths++;
	if (path.length <= strlen(places[place].root))
		search->is_hopeless = true; /* a file in a directory of all */
	else
		join(search, path);
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

static void add_cluster(struct search *search, const struct avow_cluster *cluster,
			const char *tclass)
{
	const struct avow_tally *paths = &cluster->paths;

	if (paths->length == 0 || paths->has_more)
		search->is_hopeless |= paths->length == 0;
	for (size_t i = 0; i < paths->length && !search->is_hopeless; i++) {
		struct avow_span path = paths->entries[i].value;

		if (!avow_span_starts_with(path, "/") || !is_plain(path))
			search->is_hopeless = true;
		else
			add_path(search, path, strcmp(tclass, "dir") == 0);
	}
}

static bool is_of(const struct search *search, const struct avow_rule *rule)
{
	return rule->pair.source == search->source &&
	       rule->pair.target == search->target && is_file_class(rule->tclass) &&
	       !rule->is_dontaudit && !rule->is_extended;
}

static void add_rules(struct search *search)
{
	const struct avow_module *module = search->module;

	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_rule *rule = module->rules + i;

		if (!is_of(search, rule))
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
	struct avow_span above = search->directory;
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
		return strcmp(type, places[search->place].generic) == 0;
	return !avow_labels_is_shared(search->labels, search->directory) &&
	       is_labelled(search, search->directory, type) &&
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

			if (is_below(path, search->directory) ||
			    avow_span_equal(path, search->directory))
				return true;
		}
	}
	return false;
}

static bool has_any(const struct search *search, const char *tclass,
		    const char *const *names)
{
	const struct avow_sepol *sepol = search->module->sepol;

	for (size_t i = 0; i < search->module->rule_count; i++) {
		const struct avow_rule *rule = search->module->rules + i;

		if (!is_of(search, rule) || (tclass && strcmp(rule->tclass, tclass) != 0))
			continue;
		for (size_t j = 0; names[j]; j++)
			if (rule->permissions &
			    avow_sepol_permission(sepol, rule->pair.tclass, names[j]))
				return true;
	}
	return false;
}

static bool is_written(const struct search *search)
{
	static const char *const names[] = { "write",  "append", "create",
					     "unlink", "rename", NULL };

	return has_any(search, NULL, names);
}

static bool is_executed(const struct search *search)
{
	static const char *const names[] = { "execute", "execute_no_trans", "entrypoint",
					     NULL };

	return has_any(search, "file", names);
}

/* DOMAIN_t and the place's suffix: myapp_var_lib_t. NULL when it may not be called so. */
static const char *make_name(const struct search *search, struct avow_arena *arena)
{
	const char *domain = avow_sepol_type_name(search->module->sepol, search->source);
	const char *suffix = places[search->place].suffix;
	size_t length = strlen(domain);
	struct avow_buf name = { 0 };
	const char *out = NULL;

	if (length < 3 || strcmp(domain + length - 2, "_t") != 0)
		return NULL;
	if (strcmp(suffix, "data_t") == 0 && !is_written(search))
		suffix = "content_t";
	avow_buf_append(&name, avow_span_make(domain, length - 1));
	avow_buf_puts(&name, suffix);
	if (!name.failed && avow_module_is_te_name(avow_buf_string(&name)) &&
	    !avow_sepol_type(search->module->sepol, avow_buf_string(&name)))
		out = avow_arena_string(arena, avow_buf_span(&name));
	avow_buf_free(&name);
	return out;
}

static bool is_sound(const struct search *search)
{
	return !search->is_hopeless && search->paths && search->directory.length &&
	       is_generic(search) && !is_shared(search) &&
	       !(is_written(search) && is_executed(search));
}

static int describe(const struct search *search, const char *name,
		    struct avow_arena *arena, struct avow_new_type *out)
{
	static const char *const makes[] = { "add_name", NULL };
	struct avow_buf pattern = { 0 };
	struct avow_label label = { 0 };

	avow_labels_pattern(search->labels, search->directory, &pattern);
	avow_buf_puts(&pattern, PATTERN_TAIL);
	*out = (struct avow_new_type){
		.name = name,
		.source = search->source,
		.generic = search->target,
		.source_name =
			avow_sepol_type_name(search->module->sepol, search->source),
		.generic_name =
			avow_sepol_type_name(search->module->sepol, search->target),
		.directory = avow_arena_string(arena, search->directory),
		.pattern = pattern.failed
				   ? NULL
				   : avow_arena_string(arena, avow_buf_span(&pattern)),
		.makes_directory = search->touches_root && has_any(search, "dir", makes),
		.touches_root = search->touches_root,
		.paths = search->paths,
	};
	avow_buf_free(&pattern);
	if (search->labels &&
	    avow_labels_lookup(search->labels, search->directory, "dir", &label) == 0 &&
	    label.context)
		out->context = avow_arena_string(arena, avow_span_of(label.context));
	return out->directory && out->pattern ? 0 : AVOW_E_NOMEM;
}

static bool is_looked_at(const struct avow_module *module, size_t index)
{
	const struct avow_rule *rule = module->rules + index;

	for (size_t i = 0; i < index; i++)
		if (module->rules[i].pair.source == rule->pair.source &&
		    module->rules[i].pair.target == rule->pair.target &&
		    is_file_class(module->rules[i].tclass))
			return true;
	return !is_file_class(rule->tclass);
}

static bool is_named(const struct avow_new_types *types, const char *name)
{
	for (size_t i = 0; i < types->count; i++)
		if (strcmp(types->at[i].name, name) == 0)
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
	for (size_t i = 0; i < module->rule_count; i++) {
		struct search search = { .module = module,
					 .labels = labels,
					 .source = module->rules[i].pair.source,
					 .target = module->rules[i].pair.target };
		const char *name;

		if (is_looked_at(module, i) || search.source == search.target)
			continue;
		add_rules(&search);
		name = is_sound(&search) ? make_name(&search, arena) : NULL;
		if (!name || is_named(out, name))
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
