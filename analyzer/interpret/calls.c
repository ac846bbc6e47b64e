/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the arguments of system calls are (syscalls(2) and the pages that it names). */
#include "analyzer/interpret/calls.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>

enum { LEVEL_PACKET = 263 }; /* SOL_PACKET */

static const struct {
	const char *calls;
	unsigned index;
	enum avow_value what;
} arguments[] = {
	{ "rt_sigaction", 0, AVOW_VALUE_SIGNAL_ARGUMENT },
	{ "renameat renameat2 readlinkat mkdirat mknodat fchownat futimesat fchmodat "
	  "faccessat faccessat2 futimensat unlinkat utimensat linkat newfstatat openat "
	  "openat2 name_to_handle_at",
	  0, AVOW_VALUE_DIRECTORY },
	{ "renameat renameat2 readlinkat linkat", 2, AVOW_VALUE_DIRECTORY },
	{ "clock_settime", 0, AVOW_VALUE_CLOCK },
	{ "personality", 0, AVOW_VALUE_PERSONALITY },
	{ "ptrace", 0, AVOW_VALUE_PTRACE },
	{ "prctl", 0, AVOW_VALUE_PRCTL },
	{ "unshare", 0, AVOW_VALUE_CLONE },
	{ "setns", 1, AVOW_VALUE_CLONE },
	{ "clone clone2", 2, AVOW_VALUE_CLONE },
	{ "getrlimit setrlimit", 0, AVOW_VALUE_RLIMIT },
	{ "setuid setreuid setresuid setfsuid", 0, AVOW_VALUE_USER },
	{ "setreuid setresuid chown", 1, AVOW_VALUE_USER },
	{ "setresuid fchownat", 2, AVOW_VALUE_USER },
	{ "setgid setregid setresgid setfsgid", 0, AVOW_VALUE_GROUP },
	{ "setregid setresgid", 1, AVOW_VALUE_GROUP },
	{ "setresgid chown lchown fchown", 2, AVOW_VALUE_GROUP },
	{ "socket", 0, AVOW_VALUE_FAMILY },
	{ "socket", 1, AVOW_VALUE_SOCKET },
	{ "socket", 2, AVOW_VALUE_PROTOCOL_ARGUMENT },
	{ "socketcall", 0, AVOW_VALUE_SOCKETCALL },
	{ "ipc", 0, AVOW_VALUE_IPC },
	{ "bpf", 0, AVOW_VALUE_BPF },
	{ "fchmod chmod creat mkdir", 1, AVOW_VALUE_PERMISSIONS },
	{ "fchmodat mkdirat mknodat", 2, AVOW_VALUE_PERMISSIONS },
	{ "mknod", 1, AVOW_VALUE_MODE_ARGUMENT },
	{ "fcntl fcntl64", 1, AVOW_VALUE_FCNTL },
	{ "getsockopt setsockopt", 1, AVOW_VALUE_LEVEL },
	{ "sched_setscheduler", 1, AVOW_VALUE_SCHEDULER },
	{ "open mq_open", 1, AVOW_VALUE_OPEN },
	{ "openat open_by_handle_at", 2, AVOW_VALUE_OPEN },
	{ "access", 1, AVOW_VALUE_ACCESS },
	{ "faccessat faccessat2", 2, AVOW_VALUE_ACCESS },
	{ "epoll_ctl", 1, AVOW_VALUE_EPOLL },
	{ "kill tkill", 1, AVOW_VALUE_SIGNAL_ARGUMENT },
	{ "tgkill", 2, AVOW_VALUE_SIGNAL_ARGUMENT },
	{ "umount2", 1, AVOW_VALUE_UMOUNT },
	{ "ioctl", 1, AVOW_VALUE_IOCTL },
	{ "sendmsg recvmsg", 2, AVOW_VALUE_RECEIVE },
	{ "recv recvfrom recvmmsg send sendto sendmmsg", 3, AVOW_VALUE_RECEIVE },
	{ "shmget", 2, AVOW_VALUE_SHM },
	{ "mmap mprotect", 2, AVOW_VALUE_PROTECTION },
	{ "mmap", 3, AVOW_VALUE_MAP },
	{ "mount", 3, AVOW_VALUE_MOUNT },
	{ "lseek", 2, AVOW_VALUE_SEEK },
};

/* Those that another argument, when it is @is, or has its bit, tells. */
static const struct {
	const char *calls;
	unsigned index, other;
	uint64_t is;
	bool is_bit;
	enum avow_value what;
} dependent[] = {
	{ "open mq_open", 2, 1, O_CREAT, true, AVOW_VALUE_PERMISSIONS },
	{ "prctl", 1, 0, PR_CAPBSET_READ, false, AVOW_VALUE_CAPABILITY_ARGUMENT },
	{ "prctl", 1, 0, PR_CAPBSET_DROP, false, AVOW_VALUE_CAPABILITY_ARGUMENT },
	{ "prctl", 1, 0, PR_SET_PDEATHSIG, false, AVOW_VALUE_SIGNAL_ARGUMENT },
	{ "getsockopt setsockopt", 2, 1, IPPROTO_IP, false, AVOW_VALUE_IP },
	{ "getsockopt setsockopt", 2, 1, SOL_SOCKET, false, AVOW_VALUE_OPTION },
	{ "getsockopt setsockopt", 2, 1, IPPROTO_TCP, false, AVOW_VALUE_TCP },
	{ "getsockopt setsockopt", 2, 1, IPPROTO_IPV6, false, AVOW_VALUE_IP6 },
	{ "getsockopt setsockopt", 2, 1, LEVEL_PACKET, false, AVOW_VALUE_PACKET },
};

bool avow_calls_argument(struct avow_span name, unsigned index, const uint64_t before[2],
			 enum avow_value *out)
{
	if (avow_span_is_empty(name))
		return false;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(arguments); i++)
		if (arguments[i].index == index &&
		    avow_span_is_among(name, arguments[i].calls, ' ')) {
			*out = arguments[i].what;
			return true;
		}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(dependent); i++) {
		uint64_t other = before[dependent[i].other];

		if (dependent[i].index == index &&
		    (dependent[i].is_bit ? (other & dependent[i].is) != 0
					 : other == dependent[i].is) &&
		    avow_span_is_among(name, dependent[i].calls, ' ')) {
			*out = dependent[i].what;
			return true;
		}
	}
	return false;
}
