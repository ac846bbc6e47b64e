/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of signals (apparmor.d(5), "signal rules") and of errors (errno(3)). */
#include "policy/apparmor/profiles/rules/words.h"

#include <strings.h>

/* Profiles have two names of some; the first is the kernel's (sig_names.h). */
static const struct {
	const char *name, *other;
} signals[] = {
	{ "hup", NULL },    { "int", NULL },    { "quit", NULL }, { "ill", NULL },
	{ "trap", NULL },   { "abrt", NULL },   { "bus", NULL },  { "fpe", NULL },
	{ "kill", NULL },   { "usr1", NULL },   { "segv", NULL }, { "usr2", NULL },
	{ "pipe", NULL },   { "alrm", NULL },   { "term", NULL }, { "stkflt", NULL },
	{ "chld", NULL },   { "cont", NULL },   { "stop", NULL }, { "stp", "tstp" },
	{ "ttin", NULL },   { "ttou", NULL },   { "urg", NULL },  { "xcpu", NULL },
	{ "xfsz", NULL },   { "vtalrm", NULL }, { "prof", NULL }, { "winch", NULL },
	{ "io", "poll" },   { "pwr", NULL },    { "sys", NULL },  { "emt", NULL },
	{ "exists", NULL },
};

struct avow_span avow_word_signal(struct avow_span word)
{
	uint64_t number;

	if (avow_span_starts_with(word, "rtmin+"))
		return avow_span_to_u64(avow_span_skip(word, 6), 10, &number) &&
				       number <= 32
			       ? word
			       : avow_span_of("");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signals); i++)
		if (avow_span_is(word, signals[i].name) ||
		    (signals[i].other && avow_span_is(word, signals[i].other)))
			return avow_span_of(signals[i].name);
	return avow_span_of("");
}

static const char *const errors[] = {
	"E2BIG",
	"EACCES",
	"EADDRINUSE",
	"EADDRNOTAVAIL",
	"EADV",
	"EAFNOSUPPORT",
	"EAGAIN",
	"EALREADY",
	"EBADE",
	"EBADF",
	"EBADFD",
	"EBADMSG",
	"EBADR",
	"EBADRQC",
	"EBADSLT",
	"EBFONT",
	"EBUSY",
	"ECANCELED",
	"ECHILD",
	"ECHRNG",
	"ECOMM",
	"ECONNABORTED",
	"ECONNREFUSED",
	"ECONNRESET",
	"EDEADLOCK",
	"EDESTADDRREQ",
	"EDOM",
	"EDOTDOT",
	"EDQUOT",
	"EEXIST",
	"EFAULT",
	"EFBIG",
	"EHOSTDOWN",
	"EHOSTUNREACH",
	"EHWPOISON",
	"EIDRM",
	"EILSEQ",
	"EINPROGRESS",
	"EINTR",
	"EINVAL",
	"EIO",
	"EISCONN",
	"EISDIR",
	"EISNAM",
	"EKEYEXPIRED",
	"EKEYREJECTED",
	"EKEYREVOKED",
	"EL2HLT",
	"EL2NSYNC",
	"EL3HLT",
	"EL3RST",
	"ELIBACC",
	"ELIBBAD",
	"ELIBEXEC",
	"ELIBMAX",
	"ELIBSCN",
	"ELNRNG",
	"ELOOP",
	"EMEDIUMTYPE",
	"EMFILE",
	"EMLINK",
	"EMSGSIZE",
	"EMULTIHOP",
	"ENAMETOOLONG",
	"ENAVAIL",
	"ENETDOWN",
	"ENETRESET",
	"ENETUNREACH",
	"ENFILE",
	"ENOANO",
	"ENOBUFS",
	"ENOCSI",
	"ENODATA",
	"ENODEV",
	"ENOENT",
	"ENOEXEC",
	"ENOKEY",
	"ENOLCK",
	"ENOLINK",
	"ENOMEDIUM",
	"ENOMEM",
	"ENOMSG",
	"ENONET",
	"ENOPKG",
	"ENOPROTOOPT",
	"ENOSPC",
	"ENOSR",
	"ENOSTR",
	"ENOSYS",
	"ENOTBLK",
	"ENOTCONN",
	"ENOTDIR",
	"ENOTEMPTY",
	"ENOTNAM",
	"ENOTRECOVERABLE",
	"ENOTSOCK",
	"ENOTSUP",
	"ENOTTY",
	"ENOTUNIQ",
	"ENXIO",
	"EOPNOTSUPP",
	"EOVERFLOW",
	"EOWNERDEAD",
	"EPERM",
	"EPFNOSUPPORT",
	"EPIPE",
	"EPROTO",
	"EPROTONOSUPPORT",
	"EPROTOTYPE",
	"ERANGE",
	"EREMCHG",
	"EREMOTE",
	"EREMOTEIO",
	"ERESTART",
	"ERFKILL",
	"EROFS",
	"ESHUTDOWN",
	"ESOCKTNOSUPPORT",
	"ESPIPE",
	"ESRCH",
	"ESRMNT",
	"ESTALE",
	"ESTRPIPE",
	"ETIME",
	"ETIMEDOUT",
	"ETOOMANYREFS",
	"ETXTBSY",
	"EUCLEAN",
	"EUNATCH",
	"EUSERS",
	"EWOULDBLOCK",
	"EXDEV",
	"EXFULL",
};

bool avow_word_is_error(struct avow_span word)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(errors); i++)
		if (word.length == strlen(errors[i]) &&
		    strncasecmp(word.data, errors[i], word.length) == 0)
			return true;
	return false;
}
