/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For LD_PRELOAD under auditctl: in the place of the kernel's audit, a socket that says
 * yes to all, so that rules are read and sent and none is loaded. Each message that would
 * have gone to the kernel is written to descriptor 3 as its type and its payload, in
 * hexadecimal; what auditctl tells syslog goes to the standard error output.
 *
 * NO_KERNEL_MACHINE is what uname(2) says. Every file belongs to root.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { REPLIES = 1024, TOLD_ON = 3, DESCRIPTORS = 1024 };

static int kernel_side[DESCRIPTORS]; /* of each socket; 0: it is none of ours */

int socket(int domain, int type, int protocol)
{
	int pair[2];
	int (*real)(int, int, int) = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");

	if (domain != PF_NETLINK || protocol != NETLINK_AUDIT)
		return real(domain, type, protocol);
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		return -1;
	if (pair[0] >= DESCRIPTORS) {
		errno = EMFILE;
		return -1;
	}
	kernel_side[pair[0]] = pair[1];
	return pair[0];
}

int close(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");

	if (fd >= 0 && fd < DESCRIPTORS && kernel_side[fd]) {
		real(kernel_side[fd]);
		kernel_side[fd] = 0;
	}
	return real(fd);
}

static void reply(int fd, const struct nlmsghdr *asked, unsigned type, const void *data,
		  size_t length)
{
	char bytes[REPLIES] = { 0 };
	struct nlmsghdr *head = (struct nlmsghdr *)bytes;

	head->nlmsg_len = (unsigned)NLMSG_LENGTH(length);
	head->nlmsg_type = (unsigned short)type;
	head->nlmsg_seq = asked->nlmsg_seq;
	memcpy(NLMSG_DATA(head), data, length);
	if (write(kernel_side[fd], bytes, head->nlmsg_len) < 0)
		abort();
}

static void tell(const struct nlmsghdr *message)
{
	const unsigned char *bytes = NLMSG_DATA(message);

	dprintf(TOLD_ON, "%u ", message->nlmsg_type);
	for (size_t i = 0; i < message->nlmsg_len - NLMSG_HDRLEN; i++)
		dprintf(TOLD_ON, "%02x", bytes[i]);
	dprintf(TOLD_ON, "\n");
}

ssize_t sendto(int fd, const void *bytes, size_t length, int flags,
	       const struct sockaddr *to, socklen_t to_length)
{
	const struct nlmsghdr *asked = bytes;
	struct nlmsgerr yes = { .msg = *asked };

	(void)flags, (void)to, (void)to_length;
	if (fd < 0 || fd >= DESCRIPTORS || !kernel_side[fd])
		abort();
	tell(asked);
	if (asked->nlmsg_flags & NLM_F_ACK)
		reply(fd, asked, NLMSG_ERROR, &yes, sizeof(yes));
	if (asked->nlmsg_type == AUDIT_GET) {
		struct audit_status status = { .enabled = 1,
					       .feature_bitmap =
						       AUDIT_FEATURE_BITMAP_ALL };

		reply(fd, asked, AUDIT_GET, &status, sizeof(status));
	}
	if (asked->nlmsg_type == AUDIT_LIST_RULES)
		reply(fd, asked, NLMSG_DONE, "", 0);
	return (ssize_t)length;
}

ssize_t recvfrom(int fd, void *bytes, size_t length, int flags, struct sockaddr *from,
		 socklen_t *from_length)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t got = recv(fd, bytes, length, flags);

	if (from) {
		memcpy(from, &kernel, sizeof(kernel));
		*from_length = sizeof(kernel);
	}
	return got;
}

int uname(struct utsname *name)
{
	const char *machine = getenv("NO_KERNEL_MACHINE");

	memset(name, 0, sizeof(*name));
	snprintf(name->sysname, sizeof(name->sysname), "Linux");
	snprintf(name->release, sizeof(name->release), "6.1.0");
	snprintf(name->machine, sizeof(name->machine), "%s",
		 machine ? machine : "x86_64");
	return 0;
}

int fstat(int fd, struct stat *status)
{
	int (*real)(int, struct stat *) =
		(int (*)(int, struct stat *))dlsym(RTLD_NEXT, "fstat");
	int result = real(fd, status);

	status->st_uid = 0;
	return result;
}

int capng_have_capability(int which, unsigned capability);
int capng_have_capability(int which, unsigned capability)
{
	(void)which, (void)capability;
	return 1;
}

void vsyslog(int priority, const char *format, va_list arguments)
{
	(void)priority;
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments);
void __vsyslog_chk(int priority, int flag, const char *format, va_list arguments)
{
	(void)flag;
	vsyslog(priority, format, arguments);
}
