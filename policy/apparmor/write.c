/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules that would allow what was refused, in the words of apparmor.d(5): one
 * function a class.
 */
#include "policy/apparmor/write.h"

#include <stdio.h>

/* The bit of dbus eavesdrop (profiles/classes.c). */
#define EAVESDROP (UINT64_C(1) << 3)

struct writing {
	const struct avow_profile_case *c;
	struct avow_variables variables;
	enum avow_profile_abi abi;
	struct avow_buf *out;
	bool is_odd; /* a word of the record is none that a rule can have */
};

/* One object, and all its permissions that no rule is about. */
struct wanted {
	const struct avow_profile_access *access;
	struct avow_span object;
	uint64_t bits;
	bool is_owner; /* every record is of the file's owner */
};

static struct avow_span value_of(const struct wanted *wanted, const char *key)
{
	return avow_access_value(wanted->access, key);
}

/* A word that stands bare in a rule: log text that holds anything else ends it. */
static void put_word(struct writing *w, struct avow_span word, const char *more)
{
	for (size_t i = 0; i < word.length; i++) {
		char byte = word.data[i];

		if (!(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z') &&
		    !(byte >= '0' && byte <= '9') && byte != '_' && byte != '-' &&
		    (!byte || !strchr(more, byte)))
			w->is_odd = true;
	}
	avow_buf_append(w->out, word);
}

static void put_pair(struct writing *w, const char *before, struct avow_span value)
{
	if (!value.data || !value.length)
		return;
	avow_buf_puts(w->out, before);
	avow_profile_write_value(value, w->out);
}

/* "(send, receive)", nothing for all of a class. */
static void put_permissions(struct writing *w, const struct wanted *wanted)
{
	const struct avow_class *class = avow_class_of(wanted->access->class);
	bool is_first = true;

	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(wanted->bits >> bit & 1))
			continue;
		avow_buf_puts(w->out, is_first ? " (" : ", ");
		avow_buf_puts(w->out, avow_class_permission_name(class, bit));
		is_first = false;
	}
	if (!is_first)
		avow_buf_putc(w->out, ')');
}

/* peer=(name=..., label=...) of the values that are known. */
static void put_peer(struct writing *w, const struct wanted *wanted,
		     const char *const *keys, size_t count)
{
	bool is_first = true;

	for (size_t i = 0; i < count; i++) {
		struct avow_span value = value_of(wanted, keys[i]);

		if (!value.data || !value.length)
			continue;
		avow_buf_puts(w->out, is_first ? " peer=(" : ", ");
		avow_buf_printf(w->out, "%s=", keys[i] + strlen("peer."));
		avow_profile_write_value(value, w->out);
		is_first = false;
	}
	if (!is_first)
		avow_buf_putc(w->out, ')');
}

static void end_rule(struct writing *w)
{
	avow_buf_puts(w->out, ",\n");
}

static void put_letters(struct writing *w, uint64_t bits)
{
	static const char letters[] = "rwaxmkl";

	if (bits & AVOW_FILE_BIT(AVOW_FILE_WRITE))
		bits &= ~AVOW_FILE_BIT(AVOW_FILE_APPEND);
	for (unsigned bit = 0; bit < sizeof(letters) - 1; bit++)
		if (bits >> bit & 1)
			avow_buf_putc(w->out, letters[bit]);
}

/* A link is of two names. */
static void write_link(struct writing *w, const struct wanted *wanted)
{
	struct avow_span target = value_of(wanted, "target");
	size_t begin = w->out->length;

	avow_buf_puts(w->out, wanted->is_owner ? "owner link " : "link ");
	if (!target.data ||
	    !avow_profile_write_path(&w->variables, wanted->object, w->out)) {
		w->out->length = begin;
		return;
	}
	avow_buf_puts(w->out, " -> ");
	if (avow_profile_write_path(&w->variables, target, w->out))
		end_rule(w);
	else
		w->out->length = begin;
}

static void write_file(struct writing *w, const struct wanted *wanted)
{
	uint64_t bits = wanted->bits &
			~(AVOW_FILE_BIT(AVOW_FILE_EXEC) | AVOW_FILE_BIT(AVOW_FILE_LINK));
	size_t begin = w->out->length;

	if (wanted->bits & AVOW_FILE_BIT(AVOW_FILE_LINK))
		write_link(w, wanted);
	if (!bits)
		return;
	begin = w->out->length;
	if (wanted->is_owner)
		avow_buf_puts(w->out, "owner ");
	if (!avow_profile_write_path(&w->variables, wanted->object, w->out)) {
		w->out->length = begin;
		return;
	}
	avow_buf_putc(w->out, ' ');
	put_letters(w, bits);
	end_rule(w);
}

static void write_capability(struct writing *w, const struct wanted *wanted)
{
	avow_buf_puts(w->out, "capability ");
	put_word(w, wanted->object, "");
	end_rule(w);
}

/* Whether the records say which permissions of a socket were refused. */
static bool has_masks(const struct writing *w)
{
	const struct avow_tally *tally = &w->c->cluster->permissions;
	unsigned bit;

	for (size_t i = 0; i < tally->length; i++)
		if (!avow_class_bit(avow_class_of(AVOW_RULE_NETWORK),
				    tally->entries[i].value, &bit))
			return false;
	return true;
}

/* Addresses and ports, where all records have the same. */
static void put_addresses(struct writing *w, const struct wanted *wanted)
{
	static const char *const keys[] = { "peer.ip", "peer.port" };

	put_pair(w, " ip=", value_of(wanted, "ip"));
	put_pair(w, " port=", value_of(wanted, "port"));
	put_peer(w, wanted, keys, AVOW_ARRAY_SIZE(keys));
}

static void write_network(struct writing *w, const struct wanted *wanted)
{
	struct avow_span family = value_of(wanted, "family");
	struct avow_span type = value_of(wanted, "type");

	if (!family.data)
		return;
	avow_buf_puts(w->out, "network");
	if (w->abi >= AVOW_ABI_4_0 && has_masks(w))
		put_permissions(w, wanted);
	avow_buf_putc(w->out, ' ');
	put_word(w, family, "");
	if (type.data) {
		avow_buf_putc(w->out, ' ');
		put_word(w, type, "");
	}
	if (w->abi >= AVOW_ABI_4_0)
		put_addresses(w, wanted);
	end_rule(w);
}

static void write_unix(struct writing *w, const struct wanted *wanted)
{
	static const char *const keys[] = { "peer.label", "peer.addr" };

	avow_buf_puts(w->out, "unix");
	put_permissions(w, wanted);
	put_pair(w, " type=", value_of(wanted, "type"));
	put_pair(w, " addr=", value_of(wanted, "addr"));
	put_peer(w, wanted, keys, AVOW_ARRAY_SIZE(keys));
	end_rule(w);
}

static void write_signal(struct writing *w, const struct wanted *wanted)
{
	struct avow_span set = value_of(wanted, "set");

	avow_buf_puts(w->out, "signal");
	put_permissions(w, wanted);
	if (set.data) {
		avow_buf_puts(w->out, " set=(");
		put_word(w, set, "+");
		avow_buf_putc(w->out, ')');
	}
	put_pair(w, " peer=", value_of(wanted, "peer"));
	end_rule(w);
}

static void write_ptrace(struct writing *w, const struct wanted *wanted)
{
	avow_buf_puts(w->out, "ptrace");
	put_permissions(w, wanted);
	put_pair(w, " peer=", value_of(wanted, "peer"));
	end_rule(w);
}

/* "rw, nosuid" of the record as (rw, nosuid). */
static void put_options(struct writing *w, const struct wanted *wanted)
{
	struct avow_span options = value_of(wanted, "options");

	if (!options.data)
		return;
	avow_buf_puts(w->out, " options=(");
	put_word(w, options, ", ");
	avow_buf_putc(w->out, ')');
}

static void write_mount_of(struct writing *w, const struct wanted *wanted, unsigned bit)
{
	static const char *const keywords[] = { "mount", "mount", "umount",
						"pivot_root" };
	struct avow_span source = value_of(wanted, "source");

	avow_buf_puts(w->out, keywords[bit]);
	if (bit < 2) {
		put_pair(w, " fstype=", value_of(wanted, "fstype"));
		put_options(w, wanted);
	}
	if (bit < 2) {
		put_pair(w, " ", source);
		avow_buf_puts(w->out, " ->");
	}
	if (bit == 3)
		put_pair(w, " oldroot=", source);
	put_pair(w, " ", value_of(wanted, "path"));
	end_rule(w);
}

static void write_mount(struct writing *w, const struct wanted *wanted)
{
	for (unsigned bit = 0; bit < 4; bit++)
		if (wanted->bits >> bit & 1)
			write_mount_of(w, wanted, bit);
}

/*
 * A name that begins with a colon is of one connection, and another's the next time
 * (D-Bus specification, "Message Bus Names"): no rule can mean it.
 */
static bool is_unique_name(struct avow_span name)
{
	return name.data && name.length && name.data[0] == ':';
}

static void write_dbus(struct writing *w, const struct wanted *wanted)
{
	static const char *const keys[] = { "peer.name", "peer.label" };
	size_t unique = is_unique_name(value_of(wanted, keys[0]));

	avow_buf_puts(w->out, "dbus");
	put_permissions(w, wanted);
	put_pair(w, " bus=", value_of(wanted, "bus"));
	if (wanted->bits & EAVESDROP) { /* which knows nothing else */
		end_rule(w);
		return;
	}
	put_pair(w, " name=", value_of(wanted, "name"));
	put_pair(w, " path=", value_of(wanted, "path"));
	put_pair(w, " interface=", value_of(wanted, "interface"));
	put_pair(w, " member=", value_of(wanted, "member"));
	put_peer(w, wanted, keys + unique, AVOW_ARRAY_SIZE(keys) - unique);
	end_rule(w);
}

static void write_change_profile(struct writing *w, const struct wanted *wanted)
{
	struct avow_span target = value_of(wanted, "target");

	if (!target.data)
		return;
	avow_buf_puts(w->out, "change_profile -> ");
	avow_profile_write_value(target, w->out);
	end_rule(w);
}

static void write_rlimit(struct writing *w, const struct wanted *wanted)
{
	struct avow_span value = value_of(wanted, "value");

	if (!value.data)
		return;
	avow_buf_puts(w->out, "set rlimit ");
	put_word(w, wanted->object, "");
	avow_buf_puts(w->out, " <= ");
	put_word(w, value, "");
	end_rule(w);
}

static void write_mqueue(struct writing *w, const struct wanted *wanted)
{
	avow_buf_puts(w->out, "mqueue");
	put_permissions(w, wanted);
	put_pair(w, " type=", value_of(wanted, "type"));
	put_pair(w, " ", wanted->object);
	end_rule(w);
}

static void write_io_uring(struct writing *w, const struct wanted *wanted)
{
	avow_buf_puts(w->out, "io_uring");
	put_permissions(w, wanted);
	put_pair(w, " label=", value_of(wanted, "label"));
	end_rule(w);
}

static void write_userns(struct writing *w, const struct wanted *wanted)
{
	(void)wanted;
	avow_buf_puts(w->out, "userns create,\n");
}

static const struct {
	void (*write)(struct writing *w, const struct wanted *wanted);
	enum avow_profile_abi since; /* the first syntax that has such rules */
} classes[AVOW_RULE_CLASSES] = {
	[AVOW_RULE_FILE] = { write_file, AVOW_ABI_2_13 },
	[AVOW_RULE_CAPABILITY] = { write_capability, AVOW_ABI_2_13 },
	[AVOW_RULE_NETWORK] = { write_network, AVOW_ABI_2_13 },
	[AVOW_RULE_UNIX] = { write_unix, AVOW_ABI_2_13 },
	[AVOW_RULE_SIGNAL] = { write_signal, AVOW_ABI_2_13 },
	[AVOW_RULE_PTRACE] = { write_ptrace, AVOW_ABI_2_13 },
	[AVOW_RULE_MOUNT] = { write_mount, AVOW_ABI_2_13 },
	[AVOW_RULE_DBUS] = { write_dbus, AVOW_ABI_2_13 },
	[AVOW_RULE_CHANGE_PROFILE] = { write_change_profile, AVOW_ABI_2_13 },
	[AVOW_RULE_RLIMIT] = { write_rlimit, AVOW_ABI_2_13 },
	[AVOW_RULE_MQUEUE] = { write_mqueue, AVOW_ABI_4_0 },
	[AVOW_RULE_IO_URING] = { write_io_uring, AVOW_ABI_4_0 },
	[AVOW_RULE_USERNS] = { write_userns, AVOW_ABI_4_0 },
};

static bool is_open(const struct avow_profile_question *question)
{
	return question->cover.coverage == AVOW_COVER_NONE;
}

static bool has_same(const struct avow_profile_question *a,
		     const struct avow_profile_question *b, const char *key)
{
	return avow_span_equal(avow_access_value(&a->access, key),
			       avow_access_value(&b->access, key));
}

static bool is_one_object(const struct avow_profile_question *a,
			  const struct avow_profile_question *b)
{
	struct avow_span left = avow_access_value(&a->access, "set");
	struct avow_span right = avow_access_value(&b->access, "set");

	return avow_span_equal(a->object, b->object) && has_same(a, b, "options") &&
	       has_same(a, b, "fstype") && has_same(a, b, "source") &&
	       (!left.data || !right.data || avow_span_equal(left, right));
}

/* Whether an earlier question is about the same object. */
static bool is_written(const struct avow_profile_case *c, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_open(c->questions + i) &&
		    is_one_object(c->questions + i, c->questions + index))
			return true;
	return false;
}

bool avow_profile_is_owners(const struct avow_profile_case *c)
{
	const struct avow_apparmor_cluster *cluster = c->cluster->apparmor;

	return cluster->owner_yes && !cluster->owner_no;
}

static struct wanted gather(const struct avow_profile_case *c, size_t index)
{
	const struct avow_profile_question *first = c->questions + index;
	struct wanted wanted = { .access = &first->access, .object = first->object };

	wanted.is_owner = avow_profile_is_owners(c);
	for (size_t i = index; i < c->question_count; i++)
		if (is_open(c->questions + i) && is_one_object(first, c->questions + i) &&
		    avow_class_of(first->access.class)->permission_count)
			wanted.bits |= UINT64_C(1) << c->questions[i].bit;
	return wanted;
}

/*
 * Whether what is behind @begin is rules: words of records may be none that a rule of
 * their class has. Files are left out: variables are known in their profile alone.
 */
static bool is_readable(const struct avow_buf *out, size_t begin)
{
	static const char name[] = "(rule)";
	struct avow_profile_overlay overlay = { .path = name };
	struct avow_profiles *profiles = NULL;
	struct avow_buf text = { 0 };
	bool is_fine = false;

	avow_buf_puts(&text, "profile rule {\n");
	avow_buf_append(&text, avow_span_skip(avow_buf_span(out), begin));
	avow_buf_puts(&text, "}\n");
	overlay.text = avow_buf_span(&text);
	if (!text.failed &&
	    avow_profiles_read_over(name, "", &overlay, 1, &profiles, NULL) == 0) {
		is_fine = profiles->defect_count == 0 && profiles->first;
		for (const struct avow_profile_rule *rule =
			     is_fine ? profiles->first->rules : NULL;
		     rule; rule = rule->next)
			is_fine &= !rule->doubt;
	}
	avow_profiles_free(profiles);
	avow_buf_free(&text);
	return is_fine;
}

void avow_profile_write_rules(const struct avow_profile_case *c,
			      enum avow_profile_abi abi, struct avow_buf *out,
			      const char **missing)
{
	struct writing w = { .c = c, .abi = abi, .out = out };

	*missing = NULL;
	if (c->profile)
		w.variables.first = (struct avow_variable *)c->profile->variables;
	for (size_t i = 0; c->questions && i < c->question_count; i++) {
		enum avow_rule_class class = c->questions[i].access.class;
		struct wanted wanted;
		size_t begin;

		if (!is_open(c->questions + i) || is_written(c, i))
			continue;
		if (!classes[class].write || classes[class].since > abi) {
			*missing = avow_class_of(class)->keyword;
			continue;
		}
		wanted = gather(c, i);
		begin = out->length;
		w.is_odd = false;
		classes[class].write(&w, &wanted);
		if (w.is_odd || (class != AVOW_RULE_FILE && !is_readable(out, begin)))
			out->length = begin;
	}
}
