/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A log of any bytes, asked of a directory with one profile: whatever is proposed, new
 * profiles and children as well, is read without a defect, lies in the directory, and
 * what is said to be answered was asked.
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/analysis.h"
#include "policy/apparmor/find.h"

static const struct {
	const char *name, *text;
} files[] = {
	{ "tunables/global", "@{PROC}=/proc/\n@{pid}={[1-9],[1-9][0-9]*}\n"
			     "@{HOME}=/home/*/ /root/\n@{run}=/run/ /var/run/\n" },
	{ "abstractions/base", "/etc/ld.so.cache r,\n/usr/lib/** mr,\n" },
	{ "lamp", "include <tunables/global>\nprofile lamp /usr/bin/lamp {\n"
		  "  include <abstractions/base>\n  include if exists <local/lamp>\n"
		  "  ^hat {\n  }\n}\n" },
};

static char directory[64];

static void path_of(char *out, size_t size, const char *name)
{
	snprintf(out, size, "%s/%s", directory, name);
}

static void clean(void)
{
	static const char *const all[] = { "tunables/global", "abstractions/base", "lamp",
					   "tunables", "abstractions" };
	char path[128];

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(all); i++) {
		path_of(path, sizeof(path), all[i]);
		remove(path);
	}
	rmdir(directory);
}

/* A directory of profiles; and no apparmor_parser to be found, which would take long. */
static void prepare(void)
{
	char path[128];

	if (directory[0])
		return;
	strcpy(directory, "/tmp/fuzz-drafts.XXXXXX");
	FUZZ_HOLDS(mkdtemp(directory) && atexit(clean) == 0);
	path_of(path, sizeof(path), "tunables");
	FUZZ_HOLDS(mkdir(path, 0700) == 0);
	path_of(path, sizeof(path), "abstractions");
	FUZZ_HOLDS(mkdir(path, 0700) == 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(files); i++) {
		FILE *out;

		path_of(path, sizeof(path), files[i].name);
		out = fopen(path, "w");
		FUZZ_HOLDS(out && fputs(files[i].text, out) >= 0 && fclose(out) == 0);
	}
	setenv("PATH", "/nonexistent", 1);
}

static void check_edits(const struct avow_profile_edits *edits)
{
	struct avow_profile_overlay *overlays =
		calloc(edits->count + 1, sizeof(*overlays));
	struct avow_profiles *profiles;
	struct avow_error error;

	FUZZ_HOLDS(overlays && edits->answered <= edits->asked);
	for (size_t i = 0; i < edits->count; i++) {
		const char *path = edits->at[i].path;

		FUZZ_HOLDS(strncmp(path, directory, strlen(directory)) == 0 &&
			   path[strlen(directory)] == '/' && !strstr(path, "/../"));
		FUZZ_HOLDS(!avow_span_equal(edits->at[i].before, edits->at[i].after));
		overlays[i] = (struct avow_profile_overlay){ path, edits->at[i].after };
	}
	FUZZ_HOLDS(avow_profiles_read_over(directory, NULL, overlays, edits->count,
					   &profiles, &error) == 0);
	for (const struct avow_profile_defect *at = profiles->defects; at; at = at->next)
		fprintf(stderr, "line %u: %s\n", at->place.line, at->text);
	FUZZ_HOLDS(profiles->defect_count == 0);
	avow_profiles_free(profiles);
	free(overlays);
}

static void check_plan(const struct avow_plan *plan)
{
	for (size_t i = 0; i < plan->change_count; i++) {
		const struct avow_change *change = plan->changes + i;

		FUZZ_HOLDS(change->cluster_count > 0);
		FUZZ_HOLDS(!avow_change_is_taken(change->state) || change->proof);
		FUZZ_HOLDS(change->severity.value <= 10);
	}
}

static void on_trouble(void *data, const struct avow_error *error)
{
	(void)data;
	FUZZ_HOLDS(error->message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct avow_steering steering = { 0 };
	const struct avow_apparmor_options options = { .steering = &steering };
	const struct avow_analysis_options none = { .on_trouble = on_trouble };
	struct avow_findings findings = { 0 };
	struct avow_profiles *profiles;
	struct avow_analysis analysis;
	struct avow_error error;
	char path[64];
	const char *input = path;
	int fd = memfd_create("log", MFD_CLOEXEC);

	prepare();
	FUZZ_HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	FUZZ_HOLDS(avow_analyze(&input, 1, &none, &analysis, &error) >= 0);
	FUZZ_HOLDS(avow_profiles_read(directory, NULL, &profiles, &error) == 0);
	FUZZ_HOLDS(avow_apparmor_find(profiles, directory, analysis.clusters, &options,
				      &findings, &error) == 0);
	check_edits(&findings.edits);
	check_plan(&findings.plan);
	avow_findings_free(&findings);
	avow_profiles_free(profiles);
	avow_analysis_free(&analysis);
	close(fd);
	return 0;
}
