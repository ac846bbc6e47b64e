/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers of system calls, from the tables of Linux (arch/.../syscall.tbl and
 * include/uapi/asm-generic/unistd.h). A log that was not enriched has numbers alone, and
 * they differ from one architecture to the next. All others stay numbers.
 */
#include "analyzer/denial/syscalls.h"

enum column { X86_64, I386, GENERIC, ARM, PPC64, S390X, COLUMNS };

/* EM_* of elf.h, with __AUDIT_ARCH_64BIT and __AUDIT_ARCH_LE above it. */
static const struct {
	uint32_t arch;
	enum column column;
} architectures[] = {
	{ 0xc000003e, X86_64 },  { 0x40000003, I386 },    { 0xc00000b7, GENERIC },
	{ 0xc00000f3, GENERIC }, { 0xc0000102, GENERIC }, { 0x40000028, ARM },
	{ 0xc0000015, PPC64 },   { 0x80000015, PPC64 },   { 0x80000016, S390X },
};

static const struct {
	const char *name;
	int16_t numbers[COLUMNS]; /* -1: it has none */
} calls[] = {
	{ "access", { 21, 33, -1, 33, 33, 33 } },
	{ "bind", { 49, 361, 200, 282, 327, 361 } },
	{ "chdir", { 80, 12, 49, 12, 12, 12 } },
	{ "clone", { 56, 120, 220, 120, 120, 120 } },
	{ "clone3", { 435, 435, 435, 435, 435, 435 } },
	{ "connect", { 42, 362, 203, 283, 328, 362 } },
	{ "delete_module", { 176, 129, 106, 129, 129, 129 } },
	{ "epoll_ctl", { 233, 255, 21, 251, 237, 250 } },
	{ "execve", { 59, 11, 221, 11, 11, 11 } },
	{ "execveat", { 322, 358, 281, 387, 362, 354 } },
	{ "faccessat", { 269, 307, 48, 334, 298, 300 } },
	{ "faccessat2", { 439, 439, 439, 439, 439, 439 } },
	{ "fallocate", { 285, 324, 47, 352, 309, 314 } },
	{ "fchdir", { 81, 133, 50, 133, 133, 133 } },
	{ "finit_module", { 313, 350, 273, 379, 353, 344 } },
	{ "flistxattr", { 196, 234, 13, 234, 217, 232 } },
	{ "fork", { 57, 2, -1, 2, 2, 2 } },
	{ "fstatat64", { -1, 300, -1, 327, 291, -1 } },
	{ "fstatfs", { 138, 100, 44, 100, 100, 100 } },
	{ "fstatfs64", { -1, 269, -1, 267, 253, 266 } },
	{ "ftruncate", { 77, 93, 46, 93, 93, 93 } },
	{ "ftruncate64", { -1, 194, -1, 194, 194, -1 } },
	{ "getcwd", { 79, 183, 17, 183, 182, 183 } },
	{ "getdents", { 78, 141, 61, 141, 141, 141 } },
	{ "getdents64", { 217, 220, -1, 217, 202, -1 } },
	{ "init_module", { 175, 128, 105, 128, 128, 128 } },
	{ "ioctl", { 16, 54, 29, 54, 54, 54 } },
	{ "listxattr", { 194, 232, 11, 232, 215, 230 } },
	{ "llistxattr", { 195, 233, 12, 233, 216, 231 } },
	{ "lstat", { 6, 107, -1, 107, 107, 107 } },
	{ "lstat64", { -1, 196, -1, 196, 196, -1 } },
	{ "mmap", { 9, 90, 222, 90, 90, 90 } },
	{ "mmap2", { -1, 192, -1, 192, 192, -1 } },
	{ "mprotect", { 10, 125, 226, 125, 125, 125 } },
	{ "newfstatat", { 262, -1, 79, -1, -1, 293 } },
	{ "open", { 2, 5, -1, 5, 5, 5 } },
	{ "openat", { 257, 295, 56, 322, 286, 288 } },
	{ "openat2", { 437, 437, 437, 437, 437, 437 } },
	{ "prlimit64", { 302, 340, 261, 369, 325, 334 } },
	{ "process_vm_readv", { 310, 347, 270, 376, 351, 340 } },
	{ "process_vm_writev", { 311, 348, 271, 377, 352, 341 } },
	{ "ptrace", { 101, 26, 117, 26, 26, 26 } },
	{ "pwrite", { 18, -1, 68, -1, 180, 181 } },
	{ "pwrite64", { -1, 181, -1, 181, -1, -1 } },
	{ "read", { 0, 3, 63, 3, 3, 3 } },
	{ "readlink", { 89, 85, -1, 85, 85, 85 } },
	{ "readlinkat", { 267, 305, 78, 332, 296, 298 } },
	{ "setrlimit", { 160, 75, 164, 75, 75, 75 } },
	{ "setsockopt", { 54, 366, 208, 294, 339, 366 } },
	{ "socket", { 41, 359, 198, 281, 326, 359 } },
	{ "stat", { 4, 106, -1, 106, 106, 106 } },
	{ "stat64", { -1, 195, -1, 195, 195, -1 } },
	{ "statfs", { 137, 99, 43, 99, 99, 99 } },
	{ "statfs64", { -1, 268, -1, 266, 252, 265 } },
	{ "statx", { 332, 383, 291, 397, 383, 379 } },
	{ "vfork", { 58, 190, -1, 190, 189, 190 } },
	{ "write", { 1, 4, 64, 4, 4, 4 } },
	{ "writev", { 20, 146, 66, 146, 146, 146 } },
};

static const struct {
	uint64_t number;
	const char *detail;
} options[] = {
	{ 1, "sockopt=SO_DEBUG" },         { 12, "sockopt=SO_PRIORITY" },
	{ 25, "sockopt=SO_BINDTODEVICE" }, { 32, "sockopt=SO_SNDBUFFORCE" },
	{ 33, "sockopt=SO_RCVBUFFORCE" },  { 36, "sockopt=SO_MARK" },
};

struct avow_span avow_socket_option(struct avow_span level, struct avow_span option)
{
	bool is_named = avow_span_is(level, "SOL_SOCKET");
	uint64_t number = 0;

	if (!is_named &&
	    (!avow_span_is(level, "1") || !avow_span_to_u64(option, 16, &number)))
		return avow_span_make(NULL, 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(options); i++) {
		struct avow_span detail = avow_span_of(options[i].detail);
		struct avow_span name =
			avow_span_skip(detail, avow_span_find(detail, '=') + 1);

		if (is_named ? avow_span_equal(name, option)
			     : options[i].number == number)
			return detail;
	}
	return avow_span_make(NULL, 0);
}

struct avow_span avow_syscall_name(uint32_t arch, uint64_t number)
{
	size_t at = 0;

	while (at < AVOW_ARRAY_SIZE(architectures) && architectures[at].arch != arch)
		at++;
	if (at == AVOW_ARRAY_SIZE(architectures) || number > INT16_MAX)
		return avow_span_make(NULL, 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(calls); i++)
		if (calls[i].numbers[architectures[at].column] == (int16_t)number)
			return avow_span_of(calls[i].name);
	return avow_span_make(NULL, 0);
}
