/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads sets of permissions from refpolicy's headers as far as they are plain lists of
 * words, and finds the one that is a rule's set exactly. It is no m4: definitions that
 * are quoted, which is how conditions hold them, are passed over.
 */
#include "policy/selinux/module/macros.h"

#include <string.h>

#include "analyzer/base/contents.h"

#define FILE_MAX (1 << 20)
#define REQUIRED "all_kernel_class_perms" /* by policy_module() */
#define MACROS_MAX 1024
#define DEPTH_MAX 8
#define WORDS_MAX 128    /* of one set, those of the sets in it counted */
#define CLASSES_MAX 4096 /* words of REQUIRED */

struct avow_macro {
	const char *name;
	const char **words;
	const struct avow_macro **sets; /* that the words are, or NULL each */
	size_t word_count;
	struct avow_macro *next;
};

/* What m4 expands without arguments (GNU m4 1.4, `dumpdef`). */
static const char *const builtins[] = {
	"__file__",  "__gnu__",     "__line__",  "__program__", "__unix__",
	"changecom", "changequote", "debugfile", "debugmode",   "divert",
	"divnum",    "dnl",         "dumpdef",   "m4exit",      "shift",
	"sysval",    "traceoff",    "traceon",   "undivert",    "unix",
};

/* Which sets are for which classes by the end of their names, the longest end first. */
static const struct {
	const char *end, *tclass; /* `_socket`: all classes that end so */
} kinds[] = {
	{ "_netlink_socket_perms", "netlink_" },
	{ "_stream_socket_perms", "_stream_socket" },
	{ "_stream_socket_perms", "tcp_socket" },
	{ "_stream_socket_perms", "sctp_socket" },
	{ "_lnk_file_perms", "lnk_file" },
	{ "_fifo_file_perms", "fifo_file" },
	{ "_sock_file_perms", "sock_file" },
	{ "_blk_file_perms", "blk_file" },
	{ "_chr_file_perms", "chr_file" },
	{ "_file_perms", "file" },
	{ "_dir_perms", "dir" },
	{ "_sem_perms", "sem" },
	{ "_msgq_perms", "msgq" },
	{ "_shm_perms", "shm" },
	{ "_key_perms", "key" },
	{ "_fs_perms", "filesystem" },
	{ "_socket_perms", "_socket" },
	{ "signal_perms", "process" },
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_of_class(const char *pattern, const char *tclass)
{
	size_t length = strlen(pattern);

	if (pattern[0] == '_')
		return ends_with(tclass, pattern);
	if (pattern[length - 1] == '_')
		return strncmp(tclass, pattern, length) == 0;
	return strcmp(tclass, pattern) == 0;
}

static bool is_for(const char *name, const char *tclass)
{
	const char *end = NULL;

	if (strncmp(name, "all_", 4) == 0)
		return false;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++) {
		if (end && strcmp(end, kinds[i].end) != 0)
			return false;
		if (!ends_with(name, kinds[i].end))
			continue;
		end = kinds[i].end;
		if (is_of_class(kinds[i].tclass, tclass))
			return true;
	}
	return false;
}

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static struct avow_span skip_blanks(struct avow_span text)
{
	while (text.length && is_blank(text.data[0]))
		text = avow_span_skip(text, 1);
	return text;
}

static struct avow_span first_word(struct avow_span text)
{
	size_t length = 0;

	while (length < text.length && is_word_byte(text.data[length]))
		length++;
	return avow_span_first(text, length);
}

/* Takes what is in the quotes that @text begins with; false: there are none. */
static bool take_quoted(struct avow_span *text, struct avow_span *out)
{
	size_t depth = 0;

	*text = skip_blanks(*text);
	if (!text->length || text->data[0] != '`')
		return false;
	for (size_t i = 0; i < text->length; i++) {
		depth += text->data[i] == '`';
		depth -= text->data[i] == '\'';
		if (depth == 0) {
			*out = avow_span_make(text->data + 1, i - 1);
			*text = avow_span_skip(*text, i + 1);
			return true;
		}
	}
	*text = avow_span_skip(*text, text->length);
	return false;
}

static bool take_byte(struct avow_span *text, char byte)
{
	*text = skip_blanks(*text);
	if (!text->length || text->data[0] != byte)
		return false;
	*text = avow_span_skip(*text, 1);
	return true;
}

/* The words of `{ a b }`, or of `class a b;`; false: it is something else. */
static bool take_words(struct avow_span list, struct avow_macro *macro,
		       struct avow_arena *arena)
{
	const size_t max = strcmp(macro->name, REQUIRED) == 0 ? CLASSES_MAX : WORDS_MAX;

	macro->words =
		avow_arena_alloc(arena, (list.length / 2 + 1) * sizeof(const char *));
	if (!macro->words || (!take_byte(&list, '{') && max == WORDS_MAX))
		return false;
	while (!take_byte(&list, '}') && skip_blanks(list).length) {
		struct avow_span word;

		if (take_byte(&list, ';'))
			continue;
		word = first_word(list);
		if (!word.length || macro->word_count == max)
			return false;
		macro->words[macro->word_count] = avow_arena_string(arena, word);
		if (!macro->words[macro->word_count++])
			return false;
		list = avow_span_skip(list, word.length);
	}
	return skip_blanks(list).length == 0;
}

static const struct avow_macro *find(const struct avow_macros *macros, const char *name)
{
	const struct avow_macro *macro = macros->first;

	while (macro && strcmp(macro->name, name) != 0)
		macro = macro->next;
	return macro;
}

/* What stands behind `define`. A macro that is no list has no words, and fits nothing. */
static int take_define(struct avow_span *text, struct avow_macros *out,
		       struct avow_arena *arena)
{
	struct avow_span name, list;
	struct avow_macro *macro;

	if (!take_byte(text, '(') || !take_quoted(text, &name) || !take_byte(text, ',') ||
	    !take_quoted(text, &list))
		return 0;
	/* m4 takes any name, and expands only words. */
	if (!name.length || first_word(name).length != name.length)
		return 0;
	macro = avow_arena_alloc(arena, sizeof(*macro));
	if (!macro)
		return AVOW_E_NOMEM;
	*macro = (struct avow_macro){ .name = avow_arena_string(arena, name),
				      .next = out->first };
	if (!macro->name)
		return AVOW_E_NOMEM;
	if (!take_words(list, macro, arena))
		macro->word_count = 0;
	out->first = macro;
	out->count++;
	return 0;
}

static int parse(struct avow_span text, struct avow_macros *out, struct avow_arena *arena)
{
	struct avow_span quoted;
	int code = 0;

	while (text.length && code == 0 && out->count < MACROS_MAX) {
		struct avow_span word = first_word(text);

		if (text.data[0] == '`')
			(void)take_quoted(&text, &quoted);
		else if (text.data[0] == '#' || avow_span_is(word, "dnl"))
			text = avow_span_skip(text, avow_span_find(text, '\n') + 1);
		else
			text = avow_span_skip(text, word.length ? word.length : 1);
		if (avow_span_is(word, "define"))
			code = take_define(&text, out, arena);
	}
	return code;
}

static int read_file(const char *directory, const char *name, struct avow_macros *out,
		     struct avow_arena *arena)
{
	struct avow_buf path = { 0 }, text = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_printf(&path, "%s/support/%s", directory, name);
	if (!path.failed)
		code = avow_contents_read(avow_buf_string(&path), FILE_MAX, &text, NULL);
	if (code == 0)
		code = parse(avow_buf_span(&text), out, arena);
	avow_buf_free(&path);
	avow_buf_free(&text);
	return code == AVOW_E_NOMEM ? code : 0;
}

/* Looks up once which words are sets: m4 does so when it expands one, not before. */
static int link_sets(struct avow_macros *macros, struct avow_arena *arena)
{
	for (struct avow_macro *at = macros->first; at; at = at->next) {
		at->sets = avow_arena_alloc(arena,
					    (at->word_count + 1) * sizeof(at->sets[0]));
		if (!at->sets)
			return AVOW_E_NOMEM;
		for (size_t i = 0; i < at->word_count; i++)
			at->sets[i] = find(macros, at->words[i]);
	}
	return 0;
}

int avow_macros_read(const char *directory, struct avow_macros *out,
		     struct avow_arena *arena)
{
	int code = read_file(directory, "all_perms.spt", out, arena);

	if (code == 0)
		code = read_file(directory, "obj_perm_sets.spt", out, arena);
	return code == 0 ? link_sets(out, arena) : code;
}

/* A set being expanded for a class. */
struct expansion {
	const struct avow_sepol *sepol;
	uint16_t tclass;
	uint32_t permissions;
	size_t words;
};

/* False when a word of it is none of the class's permissions. */
static bool expand(struct expansion *expansion, const struct avow_macro *macro,
		   unsigned depth)
{
	for (size_t i = 0; i < macro->word_count; i++) {
		const char *word = macro->words[i];
		const struct avow_macro *inner = macro->sets[i];
		uint32_t bit;

		if (++expansion->words > WORDS_MAX)
			return false;
		if (inner) {
			if (depth == DEPTH_MAX || !expand(expansion, inner, depth + 1))
				return false;
			continue;
		}
		bit = avow_sepol_permission(expansion->sepol, expansion->tclass, word);
		if (!bit)
			return false;
		expansion->permissions |= bit;
	}
	return macro->word_count > 0;
}

const char *avow_macros_fit(const struct avow_macros *macros,
			    const struct avow_sepol *sepol, uint16_t tclass,
			    uint32_t permissions)
{
	const char *name = avow_sepol_class_name(sepol, tclass), *fit = NULL;

	if ((permissions & (permissions - 1)) == 0)
		return NULL;
	for (const struct avow_macro *at = macros->first; at; at = at->next) {
		struct expansion expansion = { sepol, tclass, 0, 0 };

		/* The first of the file, which is the last here. */
		if (is_for(at->name, name) && find(macros, at->name) == at &&
		    expand(&expansion, at, 0) && expansion.permissions == permissions)
			fit = at->name;
	}
	return fit;
}

/* A set of classes being expanded. */
struct class_set {
	const struct avow_sepol *sepol;
	const uint16_t *classes;
	size_t count, words;
	uint64_t found; /* a bit for each of them */
};

static bool find_class(struct class_set *set, const char *word)
{
	uint16_t tclass = avow_sepol_class(set->sepol, word);

	for (size_t i = 0; tclass && i < set->count; i++)
		if (set->classes[i] == tclass) {
			set->found |= UINT64_C(1) << i;
			return true;
		}
	return false;
}

/* False when a word of it is none of the classes. */
static bool expand_classes(struct class_set *set, const struct avow_macro *macro,
			   unsigned depth)
{
	for (size_t i = 0; i < macro->word_count; i++) {
		const struct avow_macro *inner = macro->sets[i];

		if (++set->words > WORDS_MAX)
			return false;
		if (inner && depth < DEPTH_MAX) {
			if (!expand_classes(set, inner, depth + 1))
				return false;
		} else if (inner || !find_class(set, macro->words[i])) {
			return false;
		}
	}
	return macro->word_count > 0;
}

const char *avow_macros_fit_classes(const struct avow_macros *macros,
				    const struct avow_sepol *sepol,
				    const uint16_t *classes, size_t count)
{
	const uint64_t all = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
	const char *fit = NULL;

	if (count < 2 || count > AVOW_CLASS_SET_MAX)
		return NULL;
	for (const struct avow_macro *at = macros->first; at; at = at->next) {
		struct class_set set = { sepol, classes, count, 0, 0 };

		if (ends_with(at->name, "_class_set") && find(macros, at->name) == at &&
		    expand_classes(&set, at, 0) && set.found == all)
			fit = at->name;
	}
	return fit;
}

bool avow_macros_has_sets(const struct avow_macros *macros, const char *tclass)
{
	for (const struct avow_macro *at = macros->first; at; at = at->next)
		if (is_for(at->name, tclass))
			return true;
	return false;
}

bool avow_macros_know_class(const struct avow_macros *macros,
			    const struct avow_sepol *sepol, uint16_t tclass,
			    uint32_t permissions)
{
	struct avow_buf name = { 0 };
	const struct avow_macro *all, *required = find(macros, REQUIRED);
	const char *class = avow_sepol_class_name(sepol, tclass);
	bool is_required = false;
	uint32_t known = 0;

	for (size_t i = 0; required && i < required->word_count; i++)
		is_required |= strcmp(required->words[i], class) == 0;
	if (!is_required)
		return false;
	avow_buf_printf(&name, "all_%s_perms", class);
	all = name.failed ? NULL : find(macros, avow_buf_string(&name));
	for (size_t i = 0; all && i < all->word_count; i++)
		known |= avow_sepol_permission(sepol, tclass, all->words[i]);
	avow_buf_free(&name);
	return (permissions & ~known) == 0;
}

bool avow_macros_is_name(const struct avow_macros *macros, const char *name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(builtins); i++)
		if (strcmp(builtins[i], name) == 0)
			return true;
	return find(macros, name) != NULL;
}
