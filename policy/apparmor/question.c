/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a cluster to what a profile is asked: which fields of the records are which
 * conditions of rules. A field that several records of the cluster have differently is
 * left out, unless it is what the class is asked by.
 */
#include "policy/apparmor/question.h"

struct making {
	struct avow_arena *arena;
	const struct avow_atoms *atoms;
	const struct avow_cluster *cluster;
	struct avow_profile_access access; /* what all of them have */
	struct avow_profile_question *out;
	size_t count;
};

static bool has_operation(const struct avow_cluster *cluster, const char *prefix)
{
	const struct avow_tally *tally = &cluster->apparmor->operations;

	for (size_t i = 0; i < tally->length; i++)
		if (avow_span_starts_with(tally->entries[i].value, prefix))
			return true;
	return false;
}

enum avow_rule_class avow_question_class(const struct avow_atoms *atoms,
					 const struct avow_cluster *cluster)
{
	struct avow_span name = avow_atoms_text(atoms, cluster->apparmor->class_name);

	if (avow_span_is(name, "net") &&
	    avow_span_starts_with(cluster->apparmor->object, "unix "))
		return AVOW_RULE_UNIX;
	if (has_operation(cluster, "change_") || has_operation(cluster, "stack"))
		return AVOW_RULE_CHANGE_PROFILE;
	return avow_class_named(name);
}

/* The only value of a field; empty when there is none, or there are several. */
static struct avow_span only(const struct avow_tally *tally)
{
	return tally->length == 1 && !tally->has_more ? tally->entries[0].value
						      : avow_span_of("");
}

static void add(struct making *making, const char *key, struct avow_span value)
{
	avow_access_add(&making->access, key, value);
}

static void add_file(struct making *making)
{
	add(making, "target", only(&making->cluster->apparmor->targets));
}

/* The object is "inet stream", and of unix sockets has an address behind it. */
static struct avow_span take_word(struct avow_span *text)
{
	size_t length = avow_span_find(*text, ' ');
	struct avow_span word = avow_span_first(*text, length);

	*text = avow_span_skip(*text, length + 1);
	return word;
}

/* Operations at a socket whose address is the far end's. */
static bool is_outward(const struct avow_cluster *cluster)
{
	return has_operation(cluster, "connect") || has_operation(cluster, "sendmsg") ||
	       has_operation(cluster, "recvmsg") || has_operation(cluster, "accept") ||
	       has_operation(cluster, "file_");
}

static void add_network(struct making *making)
{
	struct avow_span object = making->cluster->apparmor->object;

	add(making, "family", take_word(&object));
	add(making, "type", take_word(&object));
	add(making, "peer.label", only(&making->cluster->apparmor->peers));
	add(making, "ip", only(&making->cluster->apparmor->laddrs));
	add(making, "port", only(&making->cluster->apparmor->lports));
	if (!is_outward(making->cluster))
		return;
	add(making, "peer.ip", only(&making->cluster->apparmor->faddrs));
	add(making, "peer.port", only(&making->cluster->apparmor->fports));
}

static void add_unix(struct making *making)
{
	struct avow_span object = making->cluster->apparmor->object;

	add(making, "family", take_word(&object));
	add(making, "type", take_word(&object));
	add(making, is_outward(making->cluster) ? "peer.addr" : "addr", object);
	add(making, "peer.label", only(&making->cluster->apparmor->peers));
}

static void add_peer(struct making *making)
{
	add(making, "peer", making->cluster->apparmor->object);
}

static void add_mount(struct making *making)
{
	add(making, "path", making->cluster->apparmor->object);
}

/* Of old records the mask alone tells, their operation is "invalid". */
static bool is_bind(const struct avow_cluster *cluster)
{
	return has_operation(cluster, "dbus_bind") ||
	       avow_span_is(only(&cluster->permissions), "bind");
}

/* "system org.example.Interface.Member", or "system org.example.Name" for bind. */
static void add_dbus(struct making *making)
{
	const struct avow_apparmor_cluster *cluster = making->cluster->apparmor;
	struct avow_span rest = cluster->object;
	size_t dot = rest.length;

	add(making, "bus", take_word(&rest));
	add(making, "path", only(&making->cluster->paths));
	add(making, "peer.label", only(&cluster->peers));
	if (is_bind(making->cluster)) {
		add(making, "name", rest);
		return;
	}
	add(making, "peer.name", only(&cluster->bus_names));
	dot = rest.length;
	while (dot > 0 && rest.data[dot - 1] != '.')
		dot--;
	add(making, "member", avow_span_skip(rest, dot));
	if (dot)
		add(making, "interface", avow_span_first(rest, dot - 1));
}

static void add_limit(struct making *making)
{
	add(making, "name", making->cluster->apparmor->object);
}

static void add_label(struct making *making)
{
	add(making, "label", making->cluster->apparmor->object);
}

static void add_mqueue(struct making *making)
{
	add(making, "type",
	    avow_span_starts_with(making->cluster->apparmor->object, "/")
		    ? avow_span_of("posix")
		    : avow_span_of("sysv"));
}

#define OF(member) offsetof(struct avow_apparmor_cluster, member)
#define NO_TALLY SIZE_MAX

/* What all accesses of a class have, and what differs from one to the next. */
static const struct {
	void (*add)(struct making *making);
	const char *key;  /* of what differs; NULL: nothing does */
	size_t tally;     /* of struct avow_apparmor_cluster; NO_TALLY: the paths */
	bool has_objects; /* the object itself, where the tally is empty */
} classes[AVOW_RULE_CLASSES] = {
	[AVOW_RULE_FILE] = { add_file, "path", NO_TALLY, true },
	[AVOW_RULE_NETWORK] = { add_network, NULL, NO_TALLY, false },
	[AVOW_RULE_UNIX] = { add_unix, NULL, NO_TALLY, false },
	[AVOW_RULE_SIGNAL] = { add_peer, "set", OF(signals), false },
	[AVOW_RULE_PTRACE] = { add_peer, NULL, NO_TALLY, false },
	[AVOW_RULE_MOUNT] = { add_mount, NULL, NO_TALLY, false }, /* add_mounts() */
	[AVOW_RULE_DBUS] = { add_dbus, NULL, NO_TALLY, false },
	[AVOW_RULE_CHANGE_PROFILE] = { NULL, "target", OF(targets), true },
	[AVOW_RULE_RLIMIT] = { add_limit, "value", OF(values), false },
	[AVOW_RULE_IO_URING] = { add_label, NULL, NO_TALLY, false },
	[AVOW_RULE_MQUEUE] = { add_mqueue, "path", NO_TALLY, true },
};

/* Other words that records have for a permission of a rule. */
static const struct {
	enum avow_rule_class class;
	const char *word, *permission;
} words[] = {
	{ AVOW_RULE_FILE, "c", "w" },
	{ AVOW_RULE_FILE, "d", "w" },
	{ AVOW_RULE_NETWORK, "post_create", "create" },
	{ AVOW_RULE_NETWORK, "socket_create", "create" },
	{ AVOW_RULE_NETWORK, "sendmsg", "send" },
	{ AVOW_RULE_NETWORK, "recvmsg", "receive" },
	{ AVOW_RULE_NETWORK, "getsockname", "getattr" },
	{ AVOW_RULE_NETWORK, "getpeername", "getattr" },
	{ AVOW_RULE_NETWORK, "getsockopt", "getopt" },
	{ AVOW_RULE_NETWORK, "setsockopt", "setopt" },
	{ AVOW_RULE_NETWORK, "sock_shutdown", "shutdown" },
	{ AVOW_RULE_NETWORK, "socket_shutdown", "shutdown" },
	/* Of a socket that came open: whatever it is used for. */
	{ AVOW_RULE_NETWORK, "file_inherit", "send" },
	{ AVOW_RULE_NETWORK, "file_receive", "send" },
	{ AVOW_RULE_NETWORK, "file_perm", "send" },
	{ AVOW_RULE_MOUNT, "pivotroot", "pivot_root" },
	{ AVOW_RULE_MQUEUE, "w", "write" },
	{ AVOW_RULE_MQUEUE, "r", "read" },
};

static struct avow_span rule_word(enum avow_rule_class class, struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if ((words[i].class == class ||
		     (words[i].class == AVOW_RULE_NETWORK && class == AVOW_RULE_UNIX)) &&
		    avow_span_is(word, words[i].word))
			return avow_span_of(words[i].permission);
	return word;
}

/* A mount whose flags say so is a remount. */
static bool is_remount(const struct making *making, unsigned bit)
{
	struct avow_span flags = avow_access_value(&making->access, "options");

	return making->access.class == AVOW_RULE_MOUNT && bit == 0 && flags.data &&
	       avow_span_search(flags, "remount") < flags.length;
}

/* Whether what differs within the class is the same. */
static bool is_same_value(const struct making *making,
			  const struct avow_profile_question *question)
{
	const char *key = classes[making->access.class].key;

	if (making->access.class == AVOW_RULE_MOUNT) /* each is another */
		return false;
	return !key || avow_span_equal(avow_access_value(&making->access, key),
				       avow_access_value(&question->access, key));
}

static void add_question(struct making *making, struct avow_span object, unsigned bit,
			 enum avow_tristate is_owner)
{
	struct avow_profile_question *question = making->out + making->count;

	for (size_t i = 0; i < making->count; i++)
		if (making->out[i].bit == bit &&
		    making->out[i].access.is_owner == is_owner &&
		    avow_span_equal(making->out[i].object, object) &&
		    is_same_value(making, making->out + i))
			return;
	if (making->count == AVOW_QUESTIONS_MAX)
		return;
	making->count++;
	question->access = making->access;
	question->access.is_owner = is_owner;
	question->object = object;
	question->bit = bit + is_remount(making, bit);
	question->access.permissions = UINT64_C(1) << question->bit;
}

static void add_owners(struct making *making, struct avow_span object, unsigned bit)
{
	const struct avow_apparmor_cluster *cluster = making->cluster->apparmor;

	if (making->access.class != AVOW_RULE_FILE ||
	    (!cluster->owner_yes && !cluster->owner_no)) {
		add_question(making, object, bit, AVOW_UNKNOWN);
		return;
	}
	if (cluster->owner_yes)
		add_question(making, object, bit, AVOW_YES);
	if (cluster->owner_no)
		add_question(making, object, bit, AVOW_NO);
}

/*
 * An x beside the permissions of another operation (a link to a program) is of the exec
 * that a record of its own tells of.
 */
static bool is_others(const struct making *making, struct avow_span word)
{
	return making->access.class == AVOW_RULE_FILE && avow_span_is(word, "x") &&
	       making->cluster->permissions.length > 1 &&
	       !has_operation(making->cluster, "exec");
}

/* Each permission of one object. A capability is its own permission. */
static void add_permissions(struct making *making, struct avow_span object)
{
	const struct avow_class *class = avow_class_of(making->access.class);
	const struct avow_tally *tally = &making->cluster->permissions;
	unsigned bit = 0;

	if (making->access.class == AVOW_RULE_CAPABILITY) {
		if (avow_class_bit(class, making->cluster->apparmor->object, &bit))
			add_question(making, object, bit, AVOW_UNKNOWN);
		return;
	}
	if (!class->permission_count) {
		add_question(making, object, 0, AVOW_UNKNOWN);
		return;
	}
	for (size_t i = 0; i < tally->length; i++)
		if (!is_others(making, tally->entries[i].value) &&
		    avow_class_bit(
			    class,
			    rule_word(making->access.class, tally->entries[i].value),
			    &bit))
			add_owners(making, object, bit);
}

static const struct avow_tally *varying(const struct making *making)
{
	size_t offset = classes[making->access.class].tally;

	if (offset == NO_TALLY)
		return &making->cluster->paths;
	return (const struct avow_tally *)(const void *)((const char *)making->cluster
								 ->apparmor +
							 offset);
}

static void add_objects(struct making *making)
{
	enum avow_rule_class class = making->access.class;
	const char *key = classes[class].key;
	const struct avow_tally *tally = key ? varying(making) : NULL;
	size_t common = making->access.attribute_count;
	struct avow_span object = making->cluster->apparmor->object;

	if (!key || (tally->length == 0 && !classes[class].has_objects)) {
		add_permissions(making, object);
		return;
	}
	if (tally->length == 0) {
		add(making, key, object);
		add_permissions(making, object);
	}
	for (size_t i = 0; i < tally->length; i++) {
		making->access.attribute_count = common;
		add(making, key, tally->entries[i].value);
		add_permissions(making, classes[class].has_objects
						? tally->entries[i].value
						: object);
	}
}

/* The part of @rest up to a NUL, which is taken. */
static struct avow_span take_part(struct avow_span *rest)
{
	struct avow_span part = avow_span_first(*rest, avow_span_find(*rest, '\0'));

	*rest = avow_span_skip(*rest, part.length + 1);
	return part;
}

/* One question a mount: its type, source and options belong together. */
static void add_mounts(struct making *making)
{
	const struct avow_tally *mounts = &making->cluster->apparmor->mounts;
	size_t common = making->access.attribute_count;

	for (size_t i = 0; i < mounts->length; i++) {
		struct avow_span rest = mounts->entries[i].value;
		struct avow_span operation = take_part(&rest);
		struct avow_span fstype = take_part(&rest);
		unsigned bit;

		making->access.attribute_count = common;
		add(making, "fstype", fstype);
		add(making, "vfstype", fstype);
		add(making, "source", take_part(&rest));
		add(making, "options", rest);
		if (avow_class_bit(avow_class_of(AVOW_RULE_MOUNT),
				   rule_word(AVOW_RULE_MOUNT, operation), &bit))
			add_question(making, making->cluster->apparmor->object, bit,
				     AVOW_UNKNOWN);
	}
}

struct avow_profile_question *avow_questions_of(struct avow_arena *arena,
						const struct avow_atoms *atoms,
						const struct avow_cluster *cluster,
						size_t *count)
{
	struct making making = { .arena = arena, .atoms = atoms, .cluster = cluster };
	enum avow_rule_class class = avow_question_class(atoms, cluster);

	*count = 0;
	if (class == AVOW_RULE_UNKNOWN)
		return NULL;
	making.out = avow_arena_alloc(arena, AVOW_QUESTIONS_MAX * sizeof(*making.out));
	if (!making.out) {
		*count = 1;
		return NULL;
	}
	making.access.class = class;
	if (classes[class].add)
		classes[class].add(&making);
	if (class == AVOW_RULE_MOUNT)
		add_mounts(&making);
	else
		add_objects(&making);
	*count = making.count;
	return making.count ? making.out : NULL;
}

const char *avow_question_permission(const struct avow_profile_question *question)
{
	const char *name = avow_class_permission_name(
		avow_class_of(question->access.class), question->bit);

	return name ? name : "";
}
