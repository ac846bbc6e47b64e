/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What paths have in common, as a directory that may be a domain's own. Only names are
 * looked at, whole components at a time: no file system, policy or file_contexts.
 */
#include "policy/selinux/newtypes/directory.h"

#include <string.h>

#define SERIAL_MIN 8 /* letters of a name in hexadecimal that is a serial number */

static const struct avow_own_place places[] = {
	{ "/var/lib", "var_lib_t", NULL, "var_lib_t" },
	{ "/var/log", "log_t", NULL, "var_log_t" },
	{ "/var/cache", "cache_t", NULL, "var_t" },
	{ "/var/spool", "spool_t", NULL, "var_spool_t" },
	{ "/var/opt", "data_t", "var_opt_t", "var_t" },
	{ "/var/run", "runtime_t", NULL, "var_run_t" },
	{ "/run", "runtime_t", NULL, "var_run_t" },
	{ "/etc", "conf_t", NULL, "etc_t" },
	{ "/opt", "data_t", "opt_t", "usr_t" },
	{ "/srv", "data_t", "srv_t", "var_t" },
	{ "", "data_t", "root_data_t", "default_t" },
};

bool avow_path_is_below(struct avow_span path, struct avow_span directory)
{
	return path.length > directory.length && path.data[directory.length] == '/' &&
	       avow_span_equal(avow_span_first(path, directory.length), directory);
}

/* The root directory is written as a slash. */
static bool is_root(struct avow_span path, const struct avow_own_place *place)
{
	return avow_span_is(path, *place->root ? place->root : "/");
}

/* The last row takes any path that is one. */
static const struct avow_own_place *place_of(struct avow_span path)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(places); i++)
		if (is_root(path, &places[i]) ||
		    avow_path_is_below(path, avow_span_of(places[i].root)))
			return &places[i];
	return NULL;
}

/* @path to the end of its component that begins behind @length bytes and a slash. */
static struct avow_span component(struct avow_span path, size_t length)
{
	struct avow_span rest = avow_span_skip(path, length + 1);

	return avow_span_first(path, length + 1 + avow_span_find(rest, '/'));
}

/* Shortens the common directory to what it shares with @path. */
static void join(struct avow_own_directory *own, struct avow_span path)
{
	size_t root = strlen(own->place->root), shared = root;

	if (!own->path.length) {
		own->path = path;
		return;
	}
	while (shared < path.length && shared < own->path.length) {
		struct avow_span a = component(path, shared);
		struct avow_span b = component(own->path, shared);

		if (!avow_span_equal(a, b))
			break;
		shared = a.length;
	}
	own->path.length = shared;
	own->is_hopeless |= shared <= root;
}

static struct avow_span directory_of(struct avow_span path)
{
	while (path.length && path.data[path.length - 1] != '/')
		path.length--;
	return avow_span_first(path, path.length - 1);
}

/* No empty component, none that leads elsewhere. */
static bool is_clean(struct avow_span path)
{
	size_t end = 0;

	while (end < path.length) {
		struct avow_span next = component(path, end);
		struct avow_span name = avow_span_skip(next, end + 1);

		if (!name.length || avow_span_is(name, ".") || avow_span_is(name, ".."))
			return false;
		end = next.length;
	}
	return true;
}

void avow_own_directory_add(struct avow_own_directory *own, struct avow_span path,
			    bool is_directory)
{
	const struct avow_own_place *place;

	while (is_directory && path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	place = place_of(path);
	if (!place || (path.length > 1 && !is_clean(path)) ||
	    (own->place && place != own->place)) {
		own->is_hopeless = true;
		return;
	}
	own->place = place;
	if (is_root(path, place)) {
		own->touches_root = true;
		return;
	}
	if (!is_directory)
		path = directory_of(path);
	own->count++;
	if (path.length <= strlen(place->root))
		own->is_hopeless = true; /* a file in a directory of all */
	else if (!own->is_hopeless)
		join(own, path);
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A number, a date, a version, a UUID, a digest: one of many of its kind. */
static bool is_serial(struct avow_span name)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];

		if (is_digit(byte))
			digits++;
		else if ((byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F'))
			letters++;
		else if (!strchr("-_.:", byte) || !byte)
			return false;
	}
	return digits && (!letters || digits + letters >= SERIAL_MIN);
}

bool avow_own_directory_settle(struct avow_own_directory *own)
{
	size_t root, end;

	if (own->is_hopeless || !own->place || !own->count)
		return false;
	root = end = strlen(own->place->root);
	while (end < own->path.length) {
		struct avow_span next = component(own->path, end);

		if (is_serial(avow_span_skip(next, end + 1)))
			break;
		end = next.length;
	}
	own->path.length = end;
	own->is_hopeless = end <= root;
	return !own->is_hopeless;
}
