/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The accesses of a log and of a baseline, asked of a policy under test. */
#include "cli/check_replay.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "policy/apparmor/replay.h"
#include "policy/selinux/replay.h"

/* Opened once, asked twice. */
struct asking {
	struct avow_selinux_policy *now, *old;
	struct avow_profiles *profiles;
	const struct avow_check_replaying *what;
};

static int open_all(const struct avow_check_replaying *what, struct asking *out,
		    struct avow_error *error)
{
	int result = AVOW_OK;

	*out = (struct asking){ .what = what };
	if (what->policy)
		result = avow_selinux_policy_open(what->policy, &out->now, error);
	if (!result && what->old)
		result = avow_selinux_policy_open(what->old, &out->old, error);
	if (!result && what->profiles)
		result = avow_profiles_read(what->profiles, NULL, &out->profiles, error);
	return result;
}

static void close_all(struct asking *asking)
{
	avow_selinux_policy_close(asking->now);
	avow_selinux_policy_close(asking->old);
	avow_profiles_free(asking->profiles);
}

static int ask(const struct asking *asking, const struct avow_clusters *denied,
	       const struct avow_clusters *granted, struct avow_replay *out,
	       struct avow_error *error)
{
	const struct avow_replay_input input = { .denied = denied, .granted = granted };
	const struct avow_profile_replay profiles = { .now = asking->profiles,
						      .now_source =
							      asking->what->profiles };
	int result = AVOW_OK;

	if (asking->now)
		result =
			avow_selinux_replay(asking->now, asking->old, &input, out, error);
	if (!result && asking->profiles)
		result = avow_apparmor_replay(&profiles, denied, granted, out, error);
	return result;
}

static int ask_for(const struct asking *asking, const struct avow_analysis *analysis,
		   const char *of, const struct avow_check_fails *fails,
		   struct avow_check *check, struct avow_error *error)
{
	struct avow_replay replay = { 0 };
	int result = ask(asking, analysis->clusters, analysis->granted, &replay, error);

	if (!result && avow_check_replay(check, fails, &replay, analysis->clusters,
					 analysis->granted, of))
		result = avow_error_nomem(error);
	avow_replay_free(&replay);
	return result;
}

/* What stands in `avc:  denied  { read }` becomes all that the entry is of. */
static void put_record(struct avow_buf *out, const char *record, const char *permissions)
{
	const char *open = strstr(record, "{ "), *close = strstr(record, " }");

	if (!permissions || !open || !close || close < open) {
		avow_buf_puts(out, record);
	} else {
		avow_buf_append(out, avow_span_make(record, (size_t)(open - record)));
		avow_buf_printf(out, "{ %s", permissions);
		avow_buf_puts(out, close);
	}
	avow_buf_putc(out, '\n');
}

static void ignore(void *data, const struct avow_error *error)
{
	(void)data;
	(void)error;
}

/* The records of the entries as a log of their own. */
static int analyze(const struct avow_baseline *baseline, struct avow_analysis *out,
		   struct avow_error *error)
{
	const struct avow_analysis_options options = { .on_trouble = ignore,
						       .keeps_granted = true };
	int fd = memfd_create("avow-baseline", MFD_CLOEXEC), result = AVOW_E_IO;
	struct avow_buf text = { 0 };
	char path[64];
	const char *const paths[1] = { path };

	for (size_t i = 0; i < baseline->count; i++) {
		const char *const *values = baseline->at[i].values;

		if (values[AVOW_BASELINE_RECORD])
			put_record(&text, values[AVOW_BASELINE_RECORD],
				   values[AVOW_BASELINE_PERMISSIONS]);
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || text.failed ||
	    write(fd, avow_buf_string(&text), text.length) != (ssize_t)text.length)
		avow_error_set(error, AVOW_E_IO, "the baseline's records: %s",
			       strerror(errno));
	else
		result = avow_analyze(paths, 1, &options, out, error);
	if (fd >= 0)
		close(fd);
	avow_buf_free(&text);
	return result;
}

int avow_check_ask_again(const struct avow_check_replaying *replaying,
			 const struct avow_analysis *analysis,
			 const struct avow_baseline *baseline,
			 const struct avow_check_fails *fails, struct avow_check *check,
			 struct avow_error *error)
{
	struct avow_analysis known = { 0 };
	struct asking asking;
	int result = open_all(replaying, &asking, error);

	if (!result && (asking.now || asking.profiles)) {
		result = ask_for(&asking, analysis, "the log", fails, check, error);
		if (!result && baseline)
			result = analyze(baseline, &known, error);
		if (!result && known.clusters)
			result = ask_for(&asking, &known, "the baseline", fails, check,
					 error);
		avow_analysis_free(&known);
	}
	close_all(&asking);
	return result;
}
