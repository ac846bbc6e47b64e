/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables of paths: those that file_contexts has no useful say in, those that it gets
 * wrong for want of a file, and what the areas of a file system are for.
 */
#include "policy/selinux/labels/internal.h"

struct place {
	struct avow_span front; /* of the path: a directory, or what ends with '*' */
	const char *why;
	bool is_whole; /* the directory itself too, not only what is in it */
};

#define BY_KERNEL "The kernel labels it by the policy's genfscon rules, not by its path."
#define BY_MAKER "What is made there gets its label from the process that makes it."

/* d_path() of the kernel, and the dname functions of its file systems without names. */
static const struct place foreign[] = {
	{ AVOW_SPAN("/proc"), BY_KERNEL, true },
	{ AVOW_SPAN("/sys"), BY_KERNEL, true },
	{ AVOW_SPAN("/dev/pts"), BY_MAKER, false },
	{ AVOW_SPAN("/dev/shm"), BY_MAKER, false },
	{ AVOW_SPAN("/dev/mqueue"), BY_MAKER, false },
	{ AVOW_SPAN("/tmp"), BY_MAKER, false },
	{ AVOW_SPAN("/var/tmp"), BY_MAKER, false },
	{ AVOW_SPAN("/run/user"), BY_MAKER, false },
	{ AVOW_SPAN("/var/run/user"), BY_MAKER, false },
	{ AVOW_SPAN("/memfd:*"), "A memfd has no path.", true },
	{ AVOW_SPAN("memfd:*"), "A memfd has no path.", true },
	{ AVOW_SPAN("/SYSV*"), "Shared memory has no path.", true },
	{ AVOW_SPAN("/anon_hugepage*"), "Anonymous memory has no path.", true },
	{ AVOW_SPAN("/[*"), "It has no path: the kernel's own object.", true },
	{ AVOW_SPAN("socket:*"), "A socket of this kind has no path.", true },
	{ AVOW_SPAN("pipe:*"), "A pipe has no path.", true },
	{ AVOW_SPAN("anon_inode:*"), "An anonymous inode has no path.", true },
	{ AVOW_SPAN("net:*"), "A namespace has no path.", true },
	{ AVOW_SPAN("mnt:*"), "A namespace has no path.", true },
	{ AVOW_SPAN("@*"), "An abstract socket has no path.", true },
};

static const struct place homes[] = {
	{ AVOW_SPAN("/home"), NULL, true },
	{ AVOW_SPAN("/root"), NULL, true },
};

/* What distributions alias (file_contexts.subs_dist of refpolicy and of Fedora). */
static const struct place aliased[] = {
	{ AVOW_SPAN("/bin"), NULL, true },
	{ AVOW_SPAN("/sbin"), NULL, true },
	{ AVOW_SPAN("/lib"), NULL, true },
	{ AVOW_SPAN("/lib32"), NULL, true },
	{ AVOW_SPAN("/lib64"), NULL, true },
	{ AVOW_SPAN("/libx32"), NULL, true },
	{ AVOW_SPAN("/run"), NULL, true },
	{ AVOW_SPAN("/var/run"), NULL, true },
	{ AVOW_SPAN("/var/lock"), NULL, true },
	{ AVOW_SPAN("/usr/bin"), NULL, true },
	{ AVOW_SPAN("/usr/sbin"), NULL, true },
	{ AVOW_SPAN("/usr/lib"), NULL, true },
	{ AVOW_SPAN("/usr/lib32"), NULL, true },
	{ AVOW_SPAN("/usr/lib64"), NULL, true },
	{ AVOW_SPAN("/usr/libx32"), NULL, true },
	{ AVOW_SPAN("/usr/local/lib*"), NULL, true },
	{ AVOW_SPAN("/etc/init.d"), NULL, true },
	{ AVOW_SPAN("/etc/systemd"), NULL, true },
	{ AVOW_SPAN("/var/lib/private"), NULL, true },
	{ AVOW_SPAN("/var/cache/private"), NULL, true },
	{ AVOW_SPAN("/var/log/private"), NULL, true },
	{ AVOW_SPAN("/var/roothome"), NULL, true },
	{ AVOW_SPAN("/var/home"), NULL, true },
	{ AVOW_SPAN("/sysroot"), NULL, true },
};

/* The first that fits counts. */
static const struct {
	struct avow_span front;
	enum avow_label_area area;
} areas[] = {
	{ AVOW_SPAN("/etc"), AVOW_AREA_CONFIGURATION },
	{ AVOW_SPAN("/usr"), AVOW_AREA_PROGRAMS },
	{ AVOW_SPAN("/bin"), AVOW_AREA_PROGRAMS },
	{ AVOW_SPAN("/sbin"), AVOW_AREA_PROGRAMS },
	{ AVOW_SPAN("/lib*"), AVOW_AREA_PROGRAMS },
	{ AVOW_SPAN("/run"), AVOW_AREA_RUNTIME },
	{ AVOW_SPAN("/var/run"), AVOW_AREA_RUNTIME },
	{ AVOW_SPAN("/var/lock"), AVOW_AREA_RUNTIME },
	{ AVOW_SPAN("/tmp"), AVOW_AREA_TEMPORARY },
	{ AVOW_SPAN("/var/tmp"), AVOW_AREA_TEMPORARY },
	{ AVOW_SPAN("/var/log"), AVOW_AREA_LOGS },
	{ AVOW_SPAN("/dev"), AVOW_AREA_DEVICES },
	{ AVOW_SPAN("/home"), AVOW_AREA_HOMES },
	{ AVOW_SPAN("/root"), AVOW_AREA_HOMES },
};

/* A front that ends with '*' fits what begins so; another, itself and what is below. */
static bool fits(struct avow_span front, struct avow_span path)
{
	bool is_open = front.data[front.length - 1] == '*';
	size_t length = front.length - is_open;

	if (path.length < length || memcmp(path.data, front.data, length) != 0)
		return false;
	return is_open || path.length == length || path.data[length] == '/';
}

static const struct place *find(const struct place *places, size_t count,
				struct avow_span path)
{
	for (size_t i = 0; i < count; i++)
		if (fits(places[i].front, path))
			return &places[i];
	return NULL;
}

/* Whether a component of the path is "." or "..". */
static bool has_dots(struct avow_span path)
{
	while (path.length) {
		size_t length;

		path = avow_span_skip(path, 1);
		length = avow_span_find(path, '/');
		if (avow_span_is(avow_span_first(path, length), ".") ||
		    avow_span_is(avow_span_first(path, length), ".."))
			return true;
		path = avow_span_skip(path, length);
	}
	return false;
}

static bool ends_with(struct avow_span path, const char *end)
{
	size_t length = strlen(end);

	return path.length >= length &&
	       avow_span_is(avow_span_skip(path, path.length - length), end);
}

const char *avow_labels_foreign_place(struct avow_span path)
{
	const struct place *place = find(foreign, AVOW_ARRAY_SIZE(foreign), path);

	/* d_path() of what is in no tree that the process sees begins anew at its root.
	 */
	if (avow_span_is(path, "/"))
		return "It is the root of some file system; the record does not tell of "
		       "which.";
	if (place && (place->is_whole || path.length > place->front.length))
		return place->why;
	if (ends_with(path, " (deleted)"))
		return "It was deleted: no path leads to it any more.";
	if (path.length >= AVOW_LABEL_PATH_MAX)
		return "It is longer than any path of a system can be.";
	if (avow_span_find(path, '\0') < path.length)
		return "It holds a NUL, which no path does.";
	if (path.length && path.data[0] == '/' && has_dots(path))
		return "It holds . or .. and may pass through symbolic links, so it does "
		       "not say where the file is.";
	return NULL;
}

const char *avow_labels_doubt(const struct avow_labels *labels, struct avow_span path)
{
	if (!labels->has[FILE_HOMEDIRS] && find(homes, AVOW_ARRAY_SIZE(homes), path))
		return "file_contexts.homedirs is missing, which has the patterns of "
		       "home "
		       "directories.";
	if (!labels->has[FILE_SUBS_DIST] && find(aliased, AVOW_ARRAY_SIZE(aliased), path))
		return "file_contexts.subs_dist is missing, which may put another path "
		       "in the place of this one.";
	return NULL;
}

enum avow_label_area avow_labels_area(struct avow_span path)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(areas); i++)
		if (fits(areas[i].front, path))
			return areas[i].area;
	return AVOW_AREA_DATA;
}
