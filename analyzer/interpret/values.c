/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers into words. Their form is that of libauparse 3.0 (auparse_interpret_field(3)),
 * which people and their programs know.
 */
#include "analyzer/interpret/values.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "analyzer/interpret/words.h"

enum {
	PERSONALITY_MASK = 0xff,
	SCHEDULER_MASK = 0xf,
	SCHEDULER_RESET = 0x40000000,
	NO_RANDOMIZE = 0x40000,
	SIGNAL_MASK = 0xff,
	SIGNALS = 32
};

/* One of a table: what is before an unknown one, and what of the number counts. */
static const struct {
	const struct avow_terms *terms;
	const char *unknown;
	uint32_t mask; /* 0: all */
	int base;      /* 0: 16 */
} named[] = {
	[AVOW_VALUE_BPF] = { &avow_words_bpf, "unknown-bpf-cmd(", 0, 0 },
	[AVOW_VALUE_CAPABILITY] = { &avow_words_capabilities, "unknown-capability(", 0,
				    10 },
	[AVOW_VALUE_CAPABILITY_ARGUMENT] = { &avow_words_capabilities,
					     "unknown-capability(0x", 0, 0 },
	[AVOW_VALUE_CLOCK] = { &avow_words_clocks, "unknown-clk_id(0x", 0, 0 },
	[AVOW_VALUE_EPOLL] = { &avow_words_epoll, "unknown-epoll_ctl-operation(", 0, 0 },
	[AVOW_VALUE_FAMILY] = { &avow_words_families, "unknown-family(0x", 0, 0 },
	[AVOW_VALUE_FCNTL] = { &avow_words_fcntl, "unknown-fcntl-command(", 0, 0 },
	[AVOW_VALUE_HOOK] = { &avow_words_hooks, "unknown-hook(", 0, 0 },
	[AVOW_VALUE_ICMP] = { &avow_words_icmp, "unknown-icmp-type(", 0, 10 },
	[AVOW_VALUE_IOCTL] = { &avow_words_ioctl, NULL, 0, 0 },
	[AVOW_VALUE_IP] = { &avow_words_ip, "unknown-ipopt-name(0x", 0, 0 },
	[AVOW_VALUE_IP6] = { &avow_words_ip6, "unknown-ip6opt-name(0x", 0, 0 },
	[AVOW_VALUE_IPC] = { &avow_words_ipc, "unknown-ipccall(", 0, 0 },
	[AVOW_VALUE_LIST] = { &avow_words_lists, "unknown-list(", 0, 10 },
	[AVOW_VALUE_NETFILTER] = { &avow_words_netfilter, "unknown-netfilter-protocol(",
				   0, 10 },
	[AVOW_VALUE_OPTION] = { &avow_words_options, "unknown-sockopt-name(0x", 0, 0 },
	[AVOW_VALUE_PACKET] = { &avow_words_packet, "unknown-pktopt-name(0x", 0, 0 },
	[AVOW_VALUE_PRCTL] = { &avow_words_prctl, "unknown-prctl-option(0x", 0, 0 },
	[AVOW_VALUE_PROTOCOL] = { &avow_words_protocols, "unknown-proto(", 0, 10 },
	[AVOW_VALUE_PROTOCOL_ARGUMENT] = { &avow_words_protocols, "unknown-proto(", 0,
					   0 },
	[AVOW_VALUE_PTRACE] = { &avow_words_ptrace, "unknown-ptrace(0x", 0, 0 },
	[AVOW_VALUE_RLIMIT] = { &avow_words_rlimits, "unknown-rlimit(0x", 0, 0 },
	[AVOW_VALUE_SECCOMP] = { &avow_words_seccomp, "unknown-seccomp-code(", 0xffff0000,
				 0 },
	[AVOW_VALUE_SEEK] = { &avow_words_seek, "unknown-whence(", 0xff, 0 },
	[AVOW_VALUE_SIGNAL] = { &avow_words_signals, "unknown-signal(", 0, 10 },
	[AVOW_VALUE_SIGNAL_ARGUMENT] = { &avow_words_signals, "unknown-signal(0x", 0, 0 },
	[AVOW_VALUE_SOCKET] = { &avow_words_sockets, "unknown-type(", 0xff, 0 },
	[AVOW_VALUE_SOCKETCALL] = { &avow_words_socketcall, "unknown-socketcall(", 0, 0 },
	[AVOW_VALUE_TCP] = { &avow_words_tcp, "unknown-tcpopt-name(0x", 0, 0 },
	[AVOW_VALUE_VERDICT] = { &avow_words_verdicts, "unknown-action(", 0, 0 },
};

/* Flags; what is written when none of @none_of is set. */
static const struct {
	const struct avow_terms *terms;
	const char *none;
	uint32_t none_of;
	bool is_all; /* and nothing is after it */
} flags[] = {
	[AVOW_VALUE_ACCESS] = { &avow_words_access, "F_OK", 0xf, true },
	[AVOW_VALUE_CLONE] = { &avow_words_clone, NULL, 0, false },
	[AVOW_VALUE_MAP] = { &avow_words_map, "MAP_FILE", 0xf, false },
	[AVOW_VALUE_MOUNT] = { &avow_words_mount, NULL, 0, false },
	[AVOW_VALUE_OPEN] = { &avow_words_open, "O_RDONLY", O_ACCMODE, false },
	[AVOW_VALUE_PROTECTION] = { &avow_words_protection, "PROT_NONE", 7, true },
	[AVOW_VALUE_RECEIVE] = { &avow_words_receive, NULL, 0, false },
	[AVOW_VALUE_RESOLVE] = { &avow_words_resolve, NULL, 0, false },
	[AVOW_VALUE_SHM] = { &avow_words_shm, NULL, 0, false },
	[AVOW_VALUE_UMOUNT] = { &avow_words_umount, NULL, 0, false },
};

static void put_digits(struct avow_buf *out, struct avow_span text)
{
	if (!avow_span_starts_with(text, "0x"))
		avow_buf_puts(out, "0x");
	avow_buf_append(out, text);
}

/* The words of the bits that are set; from "" to | after the first. */
static const char *put_words(struct avow_buf *out, const struct avow_terms *terms,
			     uint32_t value, const char *between)
{
	for (size_t i = 0; i < terms->count; i++) {
		if (!(value & terms->names[i].value))
			continue;
		avow_buf_printf(out, "%s%s", between, terms->names[i].name);
		between = "|";
	}
	return between;
}

static void put_flags(struct avow_buf *out, enum avow_value what, uint32_t value,
		      struct avow_span text)
{
	const char *between = "";

	if (flags[what].none && !(value & flags[what].none_of)) {
		avow_buf_puts(out, flags[what].none);
		if (flags[what].is_all)
			return;
		between = "|";
	}
	between = put_words(out, flags[what].terms, value, between);
	if (!*between)
		put_digits(out, text);
}

/* Its low byte is the signal that the child ends with. */
static void put_clone(struct avow_buf *out, uint32_t value, struct avow_span text)
{
	uint32_t signal = value & SIGNAL_MASK;
	const char *name = signal && signal < SIGNALS
				   ? avow_term_name(&avow_words_signals, signal)
				   : NULL;
	const char *between = put_words(out, &avow_words_clone, value, "");

	if (name)
		avow_buf_printf(out, "%s%s", *between ? "|" : "", name);
	else if (!*between)
		put_digits(out, text);
}

/* Of a number without a name: "unknown-ptrace(0x" and the like is @says. */
static void put_unknown(struct avow_buf *out, const char *says, struct avow_span text)
{
	avow_buf_puts(out, says);
	avow_buf_append(out, text);
	avow_buf_putc(out, ')');
}

static void put_named(struct avow_buf *out, enum avow_value what, uint32_t value,
		      struct avow_span text)
{
	uint32_t mask = named[what].mask ? named[what].mask : UINT32_MAX;
	const char *name = avow_term_name(named[what].terms, value & mask);

	if (name) {
		avow_buf_puts(out, name);
	} else if (what == AVOW_VALUE_FCNTL || what == AVOW_VALUE_EPOLL) {
		avow_buf_printf(out, "%s%d)", named[what].unknown, (int)value);
	} else if (named[what].unknown) {
		put_unknown(out, named[what].unknown, text);
	} else {
		put_digits(out, text);
	}
}

static void put_capabilities(struct avow_buf *out, uint64_t mask)
{
	const char *between = "";

	if (!mask)
		avow_buf_puts(out, "none");
	for (unsigned i = 0; i < 64; i++) {
		const char *name = avow_term_name(&avow_words_capabilities, i);

		if (!(mask >> i & 1))
			continue;
		if (name)
			avow_buf_printf(out, "%s%s", between, name);
		else
			avow_buf_printf(out, "%s%u", between, i);
		between = ",";
	}
}

static const struct avow_term extra[] = { { "suid", S_ISUID, 0 },
					  { "sgid", S_ISGID, 0 },
					  { "sticky", S_ISVTX, 0 } };

/* "file,suid,755" */
static void put_mode(struct avow_buf *out, uint32_t mode)
{
	static const struct avow_term types[] = {
		{ "socket", S_IFSOCK, 0 }, { "link", S_IFLNK, 0 },
		{ "file", S_IFREG, 0 },    { "block", S_IFBLK, 0 },
		{ "dir", S_IFDIR, 0 },     { "character", S_IFCHR, 0 },
		{ "fifo", S_IFIFO, 0 },
	};
	static const struct avow_terms table = { types, AVOW_ARRAY_SIZE(types) };
	const char *type = avow_term_name(&table, mode & S_IFMT);

	if (type)
		avow_buf_puts(out, type);
	else
		avow_buf_printf(out, "%03o", (mode & S_IFMT) / S_IFIFO);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(extra); i++)
		if (mode & extra[i].value)
			avow_buf_printf(out, ",%s", extra[i].name);
	avow_buf_printf(out, ",%03o", mode & 0777);
}

/* "suid,0755" */
static void put_permissions(struct avow_buf *out, uint32_t mode)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(extra); i++)
		if (mode & extra[i].value)
			avow_buf_printf(out, "%s,", extra[i].name);
	avow_buf_printf(out, "0%03o", mode & 0777);
}

/* Of an audit rule: 0 is all. */
static void put_perm(struct avow_buf *out, uint32_t value)
{
	static const struct avow_term words[] = {
		{ "read", 4, 0 }, { "write", 2, 0 }, { "exec", 1, 0 }, { "attr", 8, 0 }
	};
	const char *between = "";

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++) {
		if (value && !(value & words[i].value))
			continue;
		avow_buf_printf(out, "%s%s", between, words[i].name);
		between = ",";
	}
}

static void put_personality(struct avow_buf *out, uint32_t value, struct avow_span text)
{
	const char *name =
		avow_term_name(&avow_words_personalities, value & PERSONALITY_MASK);

	if (name) {
		avow_buf_puts(out, name);
		if (value & NO_RANDOMIZE)
			avow_buf_puts(out, "|~ADDR_NO_RANDOMIZE");
		return;
	}
	put_unknown(out, "unknown-personality(0x", text);
}

static void put_scheduler(struct avow_buf *out, uint32_t value, struct avow_span text)
{
	const char *name = avow_term_name(&avow_words_schedulers, value & SCHEDULER_MASK);

	if (name) {
		avow_buf_puts(out, name);
		if (value & SCHEDULER_RESET)
			avow_buf_puts(out, "|SCHED_RESET_ON_FORK");
		return;
	}
	put_unknown(out, "unknown-scheduler-policy(0x", text);
}

/* Of setsockopt(2). */
static void put_level(struct avow_buf *out, uint32_t value, struct avow_span text)
{
	const char *name = value == SOL_SOCKET
				   ? "SOL_SOCKET"
				   : avow_term_name(&avow_words_protocols, value);

	if (!name)
		name = avow_term_name(&avow_words_levels, value);
	if (name) {
		avow_buf_puts(out, name);
		return;
	}
	put_unknown(out, "unknown-sockopt-level(0x", text);
}

/* -13 is EACCES(Permission denied). */
static bool put_error(struct avow_buf *out, struct avow_span text)
{
	const char *name, *says;
	uint64_t number;

	if (!avow_span_starts_with(text, "-") ||
	    !avow_span_to_u64(avow_span_skip(text, 1), 10, &number) || number > INT32_MAX)
		return false;
	name = avow_term_name(&avow_errnos, (uint32_t)number);
	says = name ? strerrordesc_np((int)number) : NULL;
	if (!says)
		return false;
	avow_buf_printf(out, "%s(%s)", name, says);
	return true;
}

static void put_shm(struct avow_buf *out, uint32_t value)
{
	const char *between = put_words(out, &avow_words_shm, value, "");

	avow_buf_puts(out, between);
	put_permissions(out, value & 0777);
}

static int base_of(enum avow_value what)
{
	if (what < AVOW_ARRAY_SIZE(named) && named[what].base)
		return named[what].base;
	if (what == AVOW_VALUE_PERM || what == AVOW_VALUE_PROMISCUOUS)
		return 10;
	return what == AVOW_VALUE_MODE || what == AVOW_VALUE_PERMISSIONS_OCTAL ? 8 : 16;
}

/* What is in no table. */
static bool put_special(struct avow_buf *out, enum avow_value what, uint64_t number,
			struct avow_span text)
{
	uint32_t value = (uint32_t)number;

	if (what == AVOW_VALUE_CAPABILITIES)
		put_capabilities(out, number);
	else if (what == AVOW_VALUE_DIRECTORY && (int32_t)value == AT_FDCWD)
		avow_buf_puts(out, "AT_FDCWD");
	else if (what == AVOW_VALUE_DIRECTORY)
		put_digits(out, text);
	else if (what == AVOW_VALUE_LEVEL)
		put_level(out, value, text);
	else if (what == AVOW_VALUE_MODE || what == AVOW_VALUE_MODE_ARGUMENT)
		put_mode(out, value);
	else if (what == AVOW_VALUE_PERMISSIONS || what == AVOW_VALUE_PERMISSIONS_OCTAL)
		put_permissions(out, value);
	else if (what == AVOW_VALUE_PERM)
		put_perm(out, value);
	else if (what == AVOW_VALUE_PERSONALITY)
		put_personality(out, value, text);
	else if (what == AVOW_VALUE_PROMISCUOUS)
		avow_buf_puts(out, value ? "yes" : "no");
	else if (what == AVOW_VALUE_SCHEDULER)
		put_scheduler(out, value, text);
	else
		return false;
	return true;
}

bool avow_value_put(struct avow_buf *out, enum avow_value what, struct avow_span text)
{
	uint64_t number;

	if (what == AVOW_VALUE_ERROR)
		return put_error(out, text);
	if (!avow_span_to_u64(text, base_of(what), &number))
		return false;
	if (what >= AVOW_VALUE_CAPABILITIES)
		return put_special(out, what, number, text);
	if (what == AVOW_VALUE_CLONE)
		put_clone(out, (uint32_t)number, text);
	else if (what == AVOW_VALUE_SHM)
		put_shm(out, (uint32_t)number);
	else if (what >= AVOW_VALUE_ACCESS)
		put_flags(out, what, (uint32_t)number, text);
	else
		put_named(out, what, (uint32_t)number, text);
	return true;
}
