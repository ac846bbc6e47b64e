/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of one line, as setopt() of auditctl reads them with getopt_long(3). */
#include <ctype.h>
#include <stdio.h>
#include <sys/stat.h>

#include "policy/audit/reader.h"

/* An option with its word, if it takes one. */
struct given {
	struct avow_audit_mark mark;
	struct avow_audit_word word;
	const struct option_row *row;
};

struct option_row {
	char letter;
	const char *name;
	bool has_word;
	bool (*read)(struct avow_audit_reader *reader, const struct given *given);
	enum avow_audit_kind kind; /* of a statement of its own */
};

static struct avow_audit_mark join(struct avow_audit_mark a, struct avow_audit_mark b)
{
	a.length = b.column + b.length - a.column;
	return a;
}

static struct avow_audit_statement *add_statement(struct avow_audit_reader *reader,
						  enum avow_audit_kind kind,
						  struct avow_audit_mark mark)
{
	struct avow_audit_statement *statement =
		avow_audit_alloc(reader, sizeof(*statement));

	if (!statement)
		return NULL;
	statement->kind = kind;
	statement->line = reader->line;
	statement->mark = mark;
	*reader->statements_end = statement;
	reader->statements_end = &statement->next;
	return statement;
}

static bool refuse(struct avow_audit_reader *reader, struct avow_audit_mark mark,
		   const char *what)
{
	avow_audit_fault(reader, AVOW_AUD_SYNTAX, mark, "%s", what);
	return false;
}

/* The list and action of -a, in either order. */
static bool read_list(struct avow_audit_reader *reader,
		      const struct avow_audit_word *word)
{
	struct avow_audit_rule *rule = reader->building.rule;
	const struct avow_term *list = NULL, *action = NULL;
	size_t comma = avow_span_find(word->text, ',');
	struct avow_span parts[2] = { avow_span_first(word->text, comma),
				      avow_span_skip(word->text, comma + 1) };

	for (unsigned i = 0; i < 2; i++) {
		const struct avow_term *name =
			avow_term_find(&avow_audit_lists, parts[i]);

		if (name && avow_span_is(parts[i], name->name))
			list = name;
		name = avow_term_find(&avow_audit_actions, parts[i]);
		if (name && avow_span_is(parts[i], name->name))
			action = name;
	}
	if (!list || !action || comma == word->text.length) {
		bool is_old = avow_span_is(parts[0], "entry") ||
			      avow_span_is(parts[1], "entry") ||
			      avow_span_is(parts[0], "possible") ||
			      avow_span_is(parts[1], "possible");

		avow_audit_fault(reader, AVOW_AUD_LIST, word->mark,
				 is_old ? "the list entry and the action possible are no "
					  "more: write exit, and always"
					: "a list and an action are wanted, such as "
					  "always,exit");
		return false;
	}
	if (list->since > reader->options->target.audit) {
		avow_audit_fault(reader, AVOW_AUD_TARGET, word->mark,
				 "the list %s came with audit 3.1", list->name);
		return false;
	}
	rule->list = list->value;
	rule->action = action->value;
	return true;
}

static bool read_rule(struct avow_audit_reader *reader, const struct given *given)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_rule *rule = building->rule;

	if (building->has_list)
		return refuse(reader, given->mark, "the line has a list already");
	if (!read_list(reader, &given->word))
		return false;
	if (building->has_calls && rule->list != AUDIT_FILTER_EXIT) {
		avow_audit_fault(reader, AVOW_AUD_LIST, given->word.mark,
				 "-S is for the list exit, and comes behind it");
		return false;
	}
	rule->is_first = given->row->letter == 'A';
	rule->is_deletion = given->row->letter == 'd';
	rule->list_mark = join(given->mark, given->word.mark);
	building->has_list = true;
	return true;
}

static bool is_directory(const struct avow_audit_reader *reader, struct avow_span path)
{
	struct avow_buf full = { 0 };
	struct stat status;
	bool is = false;

	avow_buf_puts(&full, reader->options->root);
	avow_buf_append(&full, path);
	if (!full.failed && !memchr(path.data, 0, path.length))
		is = stat(avow_buf_string(&full), &status) == 0 &&
		     S_ISDIR(status.st_mode);
	avow_buf_free(&full);
	return is;
}

/* audit_setup_watch_name(): a directory is what is one when the rule is read. */
static bool read_watch(struct avow_audit_reader *reader, const struct given *given)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_rule *rule = building->rule;
	struct avow_span path = given->word.text;
	bool is_dir;

	if (building->has_list || building->has_calls)
		return refuse(reader, given->mark,
			      "a watch stands in a line without -a and -S");
	if (!avow_audit_check_path(reader, path, given->word.mark))
		return false;
	if (path.length > 2)
		while (path.length > 1 && path.data[path.length - 1] == '/')
			path.length--;
	is_dir = is_directory(reader, path);
	building->fields[0] = (struct avow_audit_field){
		.type = is_dir ? AUDIT_DIR : AUDIT_WATCH,
		.operation = AUDIT_EQUAL,
		.value = (uint32_t)path.length,
		.text = path,
		.mark = given->word.mark,
		.written = given->word.text,
	};
	building->fields[1] = (struct avow_audit_field){ .type = AUDIT_PERM,
							 .operation = AUDIT_EQUAL,
							 .value = 15 };
	rule->field_count = 2;
	rule->list = AUDIT_FILTER_EXIT;
	rule->action = AUDIT_ALWAYS;
	rule->is_watch = true;
	rule->is_deletion = given->row->letter == 'W';
	rule->list_mark = join(given->mark, given->word.mark);
	memset(rule->mask, 0xff, sizeof(rule->mask));
	building->has_list = building->has_calls = building->has_permission = true;
	return true;
}

static bool read_permissions(struct avow_audit_reader *reader, const struct given *given)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_rule *rule = building->rule;
	struct avow_audit_field field = { .type = AUDIT_PERM,
					  .operation = AUDIT_EQUAL,
					  .mark = join(given->mark, given->word.mark),
					  .written = given->word.text };
	struct avow_audit_field *place;

	if (!building->has_list || !rule->field_count)
		return refuse(reader, given->mark,
			      "-p comes after a watch, or after another field");
	if (!avow_audit_check_list(reader, avow_audit_field_typed(AUDIT_PERM),
				   given->mark) ||
	    !avow_audit_read_permissions(reader, &given->word, &field.value))
		return false;
	building->has_permission = true;
	for (size_t i = 0; i < rule->field_count; i++)
		if (building->fields[i].type == AUDIT_PERM) {
			building->fields[i] = field;
			return true;
		}
	place = avow_audit_next_field(reader, field.mark);
	if (place)
		*place = field;
	return place;
}

static bool read_calls(struct avow_audit_reader *reader, const struct given *given)
{
	return avow_audit_read_calls(reader, &given->word);
}

static bool read_field(struct avow_audit_reader *reader, const struct given *given)
{
	return avow_audit_read_field(reader, &given->word);
}

static bool read_comparison(struct avow_audit_reader *reader, const struct given *given)
{
	return avow_audit_read_comparison(reader, &given->word);
}

static bool read_key(struct avow_audit_reader *reader, const struct given *given)
{
	return avow_audit_read_key(reader, &given->word);
}

static bool read_flag(struct avow_audit_reader *reader, const struct given *given)
{
	return add_statement(reader, given->row->kind, given->mark);
}

/* -e and -f take one digit of three; -b, -r and --backlog_wait_time any number. */
static bool read_number(struct avow_audit_reader *reader, const struct given *given)
{
	struct avow_span text = given->word.text;
	struct avow_audit_statement *statement;
	bool is_level = given->row->kind == AVOW_AUDIT_ENABLED ||
			given->row->kind == AVOW_AUDIT_FAILURE;
	uint32_t value = 0;

	if (is_level ? text.length != 1 || text.data[0] < '0' || text.data[0] > '2'
		     : !text.length || !isdigit((unsigned char)text.data[0])) {
		avow_audit_fault(reader, AVOW_AUD_VALUE, given->word.mark,
				 is_level ? "0, 1 or 2 is wanted" : "a number is wanted");
		return false;
	}
	if (!avow_audit_read_number(reader, &given->word, text, AVOW_AUDIT_DECIMAL,
				    &value))
		return false;
	statement = add_statement(reader, given->row->kind,
				  join(given->mark, given->word.mark));
	if (statement)
		statement->value = value;
	return statement;
}

static bool read_equivalent(struct avow_audit_reader *reader, const struct given *given)
{
	struct avow_span text = given->word.text;
	size_t comma = avow_span_find(text, ',');
	struct avow_span rest = avow_span_skip(text, comma + 1);
	struct avow_audit_statement *statement;

	if (!comma || !rest.length || memchr(rest.data, ',', rest.length))
		return refuse(reader, given->word.mark,
			      "-q takes a mount point and a directory, apart by a comma");
	statement = add_statement(reader, AVOW_AUDIT_EQUIVALENT,
				  join(given->mark, given->word.mark));
	if (statement)
		statement->word = text;
	return statement;
}

static bool read_nested(struct avow_audit_reader *reader, const struct given *given)
{
	return refuse(reader, given->mark, "a file of rules reads no other");
}

static const struct option_row rows[] = {
	{ 'a', NULL, true, read_rule, AVOW_AUDIT_RULE },
	{ 'A', NULL, true, read_rule, AVOW_AUDIT_RULE },
	{ 'd', NULL, true, read_rule, AVOW_AUDIT_RULE },
	{ 'w', NULL, true, read_watch, AVOW_AUDIT_RULE },
	{ 'W', NULL, true, read_watch, AVOW_AUDIT_RULE },
	{ 'S', NULL, true, read_calls, AVOW_AUDIT_RULE },
	{ 'F', NULL, true, read_field, AVOW_AUDIT_RULE },
	{ 'C', NULL, true, read_comparison, AVOW_AUDIT_RULE },
	{ 'p', NULL, true, read_permissions, AVOW_AUDIT_RULE },
	{ 'k', NULL, true, read_key, AVOW_AUDIT_RULE },
	{ 'e', NULL, true, read_number, AVOW_AUDIT_ENABLED },
	{ 'f', NULL, true, read_number, AVOW_AUDIT_FAILURE },
	{ 'b', NULL, true, read_number, AVOW_AUDIT_BACKLOG },
	{ 'r', NULL, true, read_number, AVOW_AUDIT_RATE },
	{ 0, "backlog_wait_time", true, read_number, AVOW_AUDIT_WAIT_TIME },
	{ 'i', NULL, false, read_flag, AVOW_AUDIT_IGNORE },
	{ 'c', NULL, false, read_flag, AVOW_AUDIT_CONTINUE },
	{ 't', NULL, false, read_flag, AVOW_AUDIT_TRIM },
	{ 0, "reset-lost", false, read_flag, AVOW_AUDIT_RESET_LOST },
	{ 0, "reset_backlog_wait_time_actual", false, read_flag, AVOW_AUDIT_RESET_WAIT },
	{ 0, "loginuid-immutable", false, read_flag, AVOW_AUDIT_IMMUTABLE_ID },
	{ 'q', NULL, true, read_equivalent, AVOW_AUDIT_EQUIVALENT },
	{ 'R', NULL, true, read_nested, AVOW_AUDIT_REQUEST },
};

static const struct option_row *find_letter(char letter)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (rows[i].letter && rows[i].letter == letter)
			return rows + i;
	return NULL;
}

/* A long option may be cut while there is but one that it can be. */
static const struct option_row *find_long(struct avow_span name)
{
	const struct option_row *found = NULL;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++) {
		const char *full = rows[i].name;

		if (!full ||
		    !avow_span_equal(avow_span_first(avow_span_of(full), name.length),
				     name))
			continue;
		if (avow_span_is(name, full))
			return rows + i;
		if (found)
			return NULL;
		found = rows + i;
	}
	return found;
}

/* What is behind the front of a word, as a word of its own. */
static struct avow_audit_word tail_of(const struct avow_audit_word *word, size_t front)
{
	struct avow_audit_word tail = *word;

	tail.text = avow_span_skip(word->text, front);
	tail.mark.column += (uint32_t)front;
	tail.mark.length -= (uint32_t)front;
	return tail;
}

/* The words of the line that are left. */
struct rest {
	const struct avow_audit_word *words;
	size_t count, at;
};

static bool take_word(struct avow_audit_reader *reader, struct rest *rest,
		      struct given *given)
{
	if (rest->at < rest->count) {
		given->word = rest->words[rest->at++];
		return true;
	}
	return refuse(reader, given->mark, "the option needs a word behind it");
}

static bool begin_rule(struct avow_audit_reader *reader)
{
	struct avow_audit_building *building = &reader->building;

	if (!building->rule)
		building->rule = avow_audit_alloc(reader, sizeof(*building->rule));
	if (building->rule)
		building->rule->fields = building->fields;
	return building->rule;
}

static bool run(struct avow_audit_reader *reader, struct given *given)
{
	if (given->row->kind == AVOW_AUDIT_RULE && !begin_rule(reader))
		return false;
	return given->row->read(reader, given);
}

static bool read_long(struct avow_audit_reader *reader, struct rest *rest,
		      const struct avow_audit_word *word)
{
	size_t equals = avow_span_find(word->text, '=');
	struct given given = { .mark = word->mark };

	given.row = find_long(avow_span_skip(avow_span_first(word->text, equals), 2));
	if (!given.row)
		return refuse(reader, word->mark, "auditctl has no such option");
	if (equals < word->text.length) {
		if (!given.row->has_word)
			return refuse(reader, word->mark, "the option takes no value");
		given.word = tail_of(word, equals + 1);
	} else if (given.row->has_word && !take_word(reader, rest, &given)) {
		return false;
	}
	return run(reader, &given);
}

/* One word of options of a letter each; the last may have its own word in it. */
static bool read_letters(struct avow_audit_reader *reader, struct rest *rest,
			 const struct avow_audit_word *word)
{
	for (size_t i = 1; i < word->text.length; i++) {
		struct given given = { .mark = word->mark };

		given.row = find_letter(word->text.data[i]);
		if (!given.row)
			return refuse(reader, word->mark, "auditctl has no such option");
		if (!given.row->has_word) {
			if (!run(reader, &given))
				return false;
			continue;
		}
		if (i + 1 < word->text.length)
			given.word = tail_of(word, i + 1);
		else if (!take_word(reader, rest, &given))
			return false;
		return run(reader, &given);
	}
	return true;
}

static bool read_word(struct avow_audit_reader *reader, struct rest *rest)
{
	const struct avow_audit_word *word = rest->words + rest->at++;
	struct avow_span text = word->text;

	if (avow_span_starts_with(text, "--") && text.length > 2)
		return read_long(reader, rest, word);
	if (text.data[0] == '-' && text.length > 1 && !avow_span_is(text, "--"))
		return read_letters(reader, rest, word);
	return refuse(reader, word->mark,
		      text.data[0] == '#' ? "a comment has a line of its own"
		      : (text.data[0] == '"' || text.data[0] == '\'')
			      ? "auditctl knows no quotes"
			      : "the word belongs to no option; a blank within a "
				"word is written as \\ and a blank");
}

/* -D alone, or -D -k KEY. */
static bool read_delete_all(struct avow_audit_reader *reader, const struct rest *rest)
{
	const struct avow_audit_word *words = rest->words;
	struct avow_audit_statement *statement;

	if (rest->count != 1 && (rest->count != 3 || !avow_span_is(words[1].text, "-k")))
		return refuse(reader, words[rest->count - 1].mark,
			      "-D stands alone, or with -k and a key");
	statement = add_statement(reader, AVOW_AUDIT_DELETE_ALL,
				  join(words[0].mark, words[rest->count - 1].mark));
	if (statement && rest->count == 3)
		statement->word = words[2].text;
	return statement;
}

/* What asks auditctl for something, and is no rule. */
static bool is_request(struct avow_span word)
{
	static const char *const requests[] = { "-s", "-l", "-m", "-v", "--signal" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(requests); i++)
		if (avow_span_is(word, requests[i]))
			return true;
	return false;
}

static void copy_fields(struct avow_audit_reader *reader, struct avow_audit_rule *rule)
{
	size_t size = rule->field_count * sizeof(*rule->fields);

	rule->fields = avow_audit_alloc(reader, size ? size : 1);
	if (rule->fields && size)
		memcpy(rule->fields, reader->building.fields, size);
	rule->calls = reader->building.calls;
}

/* The key is the last field, wherever it stood. */
static bool finish_key(struct avow_audit_reader *reader)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_field *field;

	if (!building->key.length)
		return true;
	if (!building->has_calls && !building->has_permission && !building->has_program &&
	    !building->has_filesystem) {
		avow_audit_fault(
			reader, AVOW_AUD_KEY, building->key_mark,
			"a key needs -S, or a field of a file or program, beside "
			"it");
		return false;
	}
	if (building->rule->list == AUDIT_FILTER_EXCLUDE &&
	    reader->options->target.audit < 30100) {
		avow_audit_fault(reader, AVOW_AUD_LIST, building->key_mark,
				 "before audit 3.1, the list exclude takes no key");
		return false;
	}
	field = avow_audit_next_field(reader, building->key_mark);
	if (!field)
		return false;
	*field = (struct avow_audit_field){
		.type = AUDIT_FILTERKEY,
		.operation = AUDIT_EQUAL,
		.value = (uint32_t)building->key.length,
		.mark = building->key_mark,
		.text = avow_arena_copy(&reader->out->arena,
					avow_buf_span(&building->key)),
	};
	reader->is_out_of_memory |= !field->text.data || building->key.failed;
	return true;
}

static bool finish_rule(struct avow_audit_reader *reader,
			const struct avow_audit_word *words, size_t count)
{
	struct avow_audit_building *building = &reader->building;
	struct avow_audit_rule *rule = building->rule;
	struct avow_audit_mark mark = join(words[0].mark, words[count - 1].mark);
	struct avow_audit_statement *statement;

	if (!rule)
		return true;
	if (!building->has_list) {
		avow_audit_fault(reader, AVOW_AUD_LIST, mark,
				 "no list is named: -a always,exit is missing");
		return false;
	}
	if (!finish_key(reader))
		return false;
	if (!building->has_calls && rule->list != AUDIT_FILTER_TASK)
		memset(rule->mask, 0xff, sizeof(rule->mask));
	if (!avow_audit_check_kernel(reader, rule))
		return false;
	copy_fields(reader, rule);
	statement = add_statement(reader, AVOW_AUDIT_RULE, mark);
	if (statement)
		statement->rule = rule;
	return statement;
}

void avow_audit_read_line(struct avow_audit_reader *reader)
{
	struct avow_audit_line *line = reader->line;
	struct rest rest = { 0 };
	bool is_right = true;

	rest.words = avow_audit_split(reader, &rest.count);
	if (!rest.words)
		return;
	avow_buf_clear(&reader->building.key);
	reader->building = (struct avow_audit_building){ .key = reader->building.key };
	reader->statements_end = &line->statements;
	if (avow_span_is(rest.words[0].text, "-D")) {
		is_right = read_delete_all(reader, &rest);
	} else if (is_request(rest.words[0].text)) {
		struct avow_audit_statement *statement = add_statement(
			reader, AVOW_AUDIT_REQUEST,
			join(rest.words[0].mark, rest.words[rest.count - 1].mark));

		if (statement)
			statement->word = line->text;
	} else {
		while (is_right && rest.at < rest.count)
			is_right = read_word(reader, &rest);
		is_right = is_right && finish_rule(reader, rest.words, rest.count);
	}
	if (!is_right) {
		line->is_wrong = true;
		line->statements = NULL;
	}
}
