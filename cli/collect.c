/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow collect: logs into a store. A log is read whole and takes, in one transaction, the
 * place of what the store has of it: whenever it is killed, what was put is there once,
 * and what was not is read again.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "analyzer/collect/inputs.h"
#include "analyzer/store/store.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reading.h"
#include "cli/service.h"

#define TRIES 3            /* to read a file that is being rotated */
#define PAUSE_MS 1000      /* between two looks at the files, at least */
#define PAUSE_TIMES 4      /* as long as the look took: it takes a fifth at most */
#define PAUSE_LONG_MS 5000 /* but no longer, lest logs be rotated away meanwhile */
#define PAUSE_MAX_MS 64000 /* while there is trouble */
#define TOLD_MAX 64
#define OWN_LOGS "/var/log/audit"

struct options {
	const char *store;
	const char *keep; /* NULL: all */
	struct avow_reading reading;
};

static const struct avow_option options_table[] = {
	{ 's', "store", AVOW_OPTION_STRING, offsetof(struct options, store), "STORE",
	  "file", "the store to put the logs into, made when it is not there" },
	{ 'F', "follow", AVOW_OPTION_FLAG, offsetof(struct options, reading.is_following),
	  NULL, NULL,
	  "go on: look every second, or less often when there is much to read, for what "
	  "was written, also once a file was rotated, until --for is over or SIGINT or "
	  "SIGTERM comes" },
	{ 0, "keep", AVOW_OPTION_STRING, offsetof(struct options, keep), "DURATION", NULL,
	  "forget what logs tell that end longer than DURATION, a number with s, m, h or "
	  "d "
	  "behind it, before the newest one; that they were read is not forgotten" },
	{ 0, "for", AVOW_OPTION_STRING, offsetof(struct options, reading.duration),
	  "DURATION", NULL,
	  "with --follow: stop after DURATION, a number with s, m, h or d behind it" },
};

static const struct avow_example examples[] = {
	{ "avow collect --store denials.store /var/log/audit",
	  "Keep what the logs tell, before they are rotated away." },
	{ "avow report store:denials.store", "Report on all that was kept." },
	{ "avow collect --store denials.store --follow --for 1h audit.log",
	  "Keep it up to date while a test runs." },
};

struct collecting {
	struct avow_store *store;
	size_t changes[AVOW_STORE_OLDER + 1]; /* of logs */
	size_t forgotten;                     /* logs, for they were too old */
	size_t unchanged;                     /* files that were not even read */
	uint64_t keep_seconds;                /* 0: all */
	unsigned troubles;
	/* What was said since a look went well; a service does not say it each second. */
	uint64_t told[TOLD_MAX];
	size_t told_count;
	bool has_told_own;
};

/* Looking again and again. */
struct following {
	struct collecting collecting;
	struct avow_service service;
	uint64_t looks;
	unsigned troubles; /* before the last look */
	int64_t pause_ms;
};

static void on_trouble(void *data, const struct avow_error *error)
{
	struct collecting *collecting = data;
	uint64_t hash = avow_span_hash(avow_span_of(error->message));
	bool is_told = false;

	collecting->troubles += error->code != AVOW_OK;
	for (size_t i = 0; i < collecting->told_count; i++)
		is_told |= collecting->told[i] == hash;
	if (is_told)
		return;
	avow_print_error(error->message);
	if (collecting->told_count < TOLD_MAX)
		collecting->told[collecting->told_count++] = hash;
}

static void fail(struct collecting *collecting, const struct avow_error *error)
{
	on_trouble(collecting, error);
}

static int state_of(const struct avow_input *input, struct avow_store_file *out,
		    struct avow_error *error)
{
	struct stat status;

	if (stat(input->path, &status) != 0)
		return avow_input_tell(input, AVOW_E_IO, "it is gone", error);
	*out = (struct avow_store_file){
		.device = status.st_dev,
		.inode = status.st_ino,
		.size = (uint64_t)status.st_size,
		.changed = (uint64_t)status.st_mtim.tv_sec * 1000000000 +
			   (uint64_t)status.st_mtim.tv_nsec,
	};
	return AVOW_OK;
}

/* Whether the path still leads to the file, which has at most grown. */
static bool is_still(const struct avow_input *input, const struct avow_store_file *before)
{
	struct avow_store_file now = { 0 };
	struct avow_error error;

	return state_of(input, &now, &error) == AVOW_OK && now.device == before->device &&
	       now.inode == before->inode && now.size >= before->size;
}

/* What became of one attempt. */
enum outcome { TAKEN, REFUSED, MOVED };

/* Puts what was read; the identity is made that of as much as was. */
static enum outcome put(struct collecting *collecting, const struct avow_input *input,
			const struct avow_store_file *file,
			const struct avow_analysis *analysis,
			struct avow_identity *identity)
{
	uint64_t bytes = analysis->evidence.inputs[0].bytes;
	enum avow_store_change change;
	struct avow_error error;
	int result = AVOW_OK;

	if (bytes != identity->size) {
		avow_identity_free(identity);
		result = avow_identity_read(input, bytes, identity, &error);
	}
	if (!result && (!is_still(input, file) || bytes != identity->size))
		return MOVED;
	if (!result)
		result = avow_store_put(collecting->store, identity, file, analysis,
					&change, &error);
	if (result) {
		fail(collecting, &error);
		return REFUSED;
	}
	collecting->changes[change]++;
	return TAKEN;
}

/* Says once that avow itself was refused something, or what goes by its name. */
static void tell_own(struct collecting *collecting, const struct avow_clusters *clusters)
{
	for (size_t i = 0; i < avow_clusters_count(clusters) && !collecting->has_told_own;
	     i++) {
		const struct avow_cluster *cluster = avow_clusters_at(clusters, i);
		struct avow_error note;

		for (uint32_t k = 0; k < cluster->comms.length; k++) {
			if (!avow_span_is(cluster->comms.entries[k].value, "avow") ||
			    collecting->has_told_own)
				continue;
			avow_error_set(
				&note, AVOW_OK,
				"some of what was refused was refused to a program "
				"called avow: avow why %s",
				cluster->id);
			avow_print_error(note.message);
			collecting->has_told_own = true;
		}
	}
}

static enum outcome read_log(struct collecting *collecting,
			     const struct avow_input *input,
			     const struct avow_store_file *file,
			     struct avow_identity *identity)
{
	const struct avow_analysis_options options = { .on_trouble = on_trouble,
						       .data = collecting,
						       .keeps_granted = true };
	unsigned troubles = collecting->troubles;
	struct avow_analysis analysis;
	struct avow_error error;
	enum outcome outcome = REFUSED;

	if (avow_analyze(&input->path, 1, &options, &analysis, &error))
		fail(collecting, &error);
	else if (collecting->troubles == troubles && analysis.evidence.input_count == 1)
		outcome = put(collecting, input, file, &analysis, identity);
	if (outcome == TAKEN)
		tell_own(collecting, analysis.clusters);
	avow_analysis_free(&analysis);
	return outcome;
}

/* Takes one log unless the store has it. */
static enum outcome take(struct collecting *collecting, const struct avow_input *input,
			 const struct avow_store_file *file,
			 struct avow_identity *identity)
{
	enum avow_store_change change = AVOW_STORE_NEW;
	struct avow_error error;
	int result = avow_identity_read(input, 0, identity, &error);

	if (!result && identity->size == 0)
		return TAKEN;
	if (!result)
		result = avow_store_ask(collecting->store, identity, &change, &error);
	if (!result && change <= AVOW_STORE_GROWN)
		return read_log(collecting, input, file, identity);
	if (!result && !is_still(input, file))
		return MOVED;
	if (!result)
		result = avow_store_note(collecting->store, identity, file, input->path,
					 &error);
	if (result) {
		fail(collecting, &error);
		return REFUSED;
	}
	collecting->changes[change]++;
	return TAKEN;
}

static void collect_one(struct collecting *collecting, const struct avow_input *input)
{
	enum outcome outcome = MOVED;
	struct avow_error error = { 0 };

	for (unsigned i = 0; i < TRIES && outcome == MOVED; i++) {
		struct avow_identity identity = { 0 };
		struct avow_store_file file;
		int has = state_of(input, &file, &error);

		if (!has)
			has = avow_store_has_file(collecting->store, &file, &error);
		if (has < 0) {
			fail(collecting, &error);
			return;
		}
		if (has) {
			collecting->unchanged++;
			return;
		}
		outcome = take(collecting, input, &file, &identity);
		avow_identity_free(&identity);
	}
	if (outcome == MOVED) {
		avow_input_tell(input, AVOW_E_IO,
				"it changes faster than it can be read: collect it again",
				&error);
		fail(collecting, &error);
	}
}

/* What cannot be read a second time cannot be taken up again after a kill. */
static bool is_file(struct collecting *collecting, const struct avow_input *input)
{
	struct avow_error error;
	struct stat status;

	if (!input->named && strcmp(input->path, "-") != 0 &&
	    (stat(input->path, &status) != 0 || S_ISREG(status.st_mode)))
		return true;
	avow_input_tell(input, AVOW_E_USAGE,
			"collect reads files, which it can read again when it was "
			"interrupted",
			&error);
	fail(collecting, &error);
	return false;
}

/* Forgets what is too old. The clock bounds it: a stamp of the future is no newest. */
static void forget(struct collecting *collecting)
{
	struct avow_error error;
	size_t forgotten;

	if (!collecting->keep_seconds)
		return;
	if (avow_store_forget(collecting->store, collecting->keep_seconds,
			      (uint64_t)time(NULL), &forgotten, &error))
		fail(collecting, &error);
	collecting->forgotten += forgotten;
}

static void collect_all(struct collecting *collecting, const char *const *names,
			size_t count)
{
	struct avow_inputs inputs = { 0 };
	struct avow_error error;
	int result = AVOW_OK;

	for (size_t i = 0; i < count && !result; i++)
		result = avow_inputs_add(&inputs, names[i], on_trouble, collecting);
	if (result) {
		avow_error_nomem(&error);
		fail(collecting, &error);
	}
	avow_inputs_sort(&inputs);
	for (size_t i = 0; i < inputs.count; i++)
		if (is_file(collecting, &inputs.items[i]))
			collect_one(collecting, &inputs.items[i]);
	avow_inputs_free(&inputs);
	forget(collecting);
}

static void print_changes(const struct collecting *collecting)
{
	const size_t *changes = collecting->changes;

	printf("logs: %zu new, %zu grown, %zu known", changes[AVOW_STORE_NEW],
	       changes[AVOW_STORE_GROWN],
	       changes[AVOW_STORE_KNOWN] + changes[AVOW_STORE_OLDER] +
		       collecting->unchanged);
	if (collecting->forgotten)
		printf(", %zu forgotten", collecting->forgotten);
	putchar('\n');
}

/* The next look: a fifth of the time is spent, or what a look each five seconds takes,
 * and less while there is trouble, which may be of our own making: to be refused a file
 * is a denial, too. */
static int64_t next_look(struct following *following, int64_t began)
{
	int64_t now = avow_wait_clock_ms();
	int64_t pause = (now - began) * PAUSE_TIMES;

	if (pause > PAUSE_LONG_MS)
		pause = PAUSE_LONG_MS;
	if (following->collecting.troubles == following->troubles) {
		following->pause_ms = PAUSE_MS;
		following->collecting.told_count = 0;
	} else if (following->pause_ms < PAUSE_MAX_MS) {
		following->pause_ms *= 2;
	}
	return now + (pause > following->pause_ms ? pause : following->pause_ms);
}

static void print_state(const struct following *following)
{
	const struct collecting *collecting = &following->collecting;
	struct avow_error state;
	struct rusage usage = { 0 };

	getrusage(RUSAGE_SELF, &usage);
	avow_error_set(
		&state, AVOW_OK,
		"%llu looks: %zu logs new, %zu times one had grown, %zu "
		"forgotten; %u troubles; the next look in %lld s at the latest; at most "
		"%ld KB of memory",
		(unsigned long long)following->looks, collecting->changes[AVOW_STORE_NEW],
		collecting->changes[AVOW_STORE_GROWN], collecting->forgotten,
		collecting->troubles, (long long)(following->pause_ms / 1000),
		usage.ru_maxrss);
	avow_print_error(state.message);
}

/* Waits until it is time to look, or somebody asks to; false when it is time to stop. */
static bool wait_for_look(const struct following *following, int64_t until,
			  const struct avow_stop *stop)
{
	while (avow_wait_clock_ms() < until) {
		struct avow_service_asked asked;

		if (!avow_service_wait(&following->service, until, stop))
			return false;
		asked = avow_service_asked(&following->service);
		if (asked.state)
			print_state(following);
		if (asked.again)
			return true;
	}
	return !avow_stop_is_due(stop);
}

static void follow(struct following *following, const char *const *names, size_t count,
		   const struct avow_stop *stop)
{
	int64_t began;

	following->pause_ms = PAUSE_MS;
	do {
		began = avow_wait_clock_ms();
		following->troubles = following->collecting.troubles;
		collect_all(&following->collecting, names, count);
		if (!following->looks++)
			avow_service_notify("READY=1");
	} while (wait_for_look(following, next_look(following, began), stop));
	avow_service_notify("STOPPING=1");
	/* What came until then. */
	following->troubles = following->collecting.troubles;
	collect_all(&following->collecting, names, count);
}

/* Its status is that of the last look: what was mended meanwhile is no trouble any more.
 */
static int serve(struct following *following, const char *const *names, size_t count,
		 const struct avow_stop *stop)
{
	struct avow_error error;

	if (avow_service_begin(&following->service, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	follow(following, names, count, stop);
	avow_service_end(&following->service);
	return following->collecting.troubles > following->troubles ? AVOW_EXIT_TROUBLE
								    : AVOW_EXIT_FINE;
}

static int collect_once(struct collecting *collecting, const char *const *names,
			size_t count)
{
	collect_all(collecting, names, count);
	print_changes(collecting);
	return collecting->troubles ? AVOW_EXIT_TROUBLE : AVOW_EXIT_FINE;
}

static int collect(const struct options *options, const struct avow_words *words)
{
	static const char *const own = OWN_LOGS;
	const char *const *names =
		words->count ? (const char *const *)words->items : &own;
	size_t count = words->count ? words->count : 1;
	struct following following = { 0 };
	struct collecting *collecting = &following.collecting;
	struct avow_reading_stop stop;
	struct avow_error error;
	int status;

	if (options->keep)
		collecting->keep_seconds =
			(uint64_t)avow_reading_duration(options->keep) / 1000;
	if (avow_reading_begin(&options->reading, false, &stop, &error) ||
	    avow_store_open(options->store, AVOW_STORE_WRITE, &collecting->store,
			    &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (options->reading.is_following)
		status = serve(&following, names, count, &stop.stop);
	else
		status = collect_once(collecting, names, count);
	avow_reading_end(&stop);
	avow_store_close(collecting->store);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { 0 };
	struct avow_error error;
	int code = avow_options_parse(command->options, command->option_count, &words,
				      &options, &error);

	if (!code && !options.store)
		code = avow_error_set(&error, AVOW_E_USAGE, "collect needs --store");
	if (!code && options.reading.duration && !options.reading.is_following)
		code = avow_error_set(&error, AVOW_E_USAGE, "--for goes with --follow");
	if (!code && options.keep && !avow_reading_duration(options.keep))
		code = avow_error_set(&error, AVOW_E_USAGE,
				      "--keep=%s: not a duration: a number above 0 with "
				      "s, m, h or d behind it",
				      options.keep);
	if (code) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return collect(&options, &words);
}

const struct avow_command avow_command_collect = {
	.name = "collect",
	.title = "keep what logs tell in a store, each log once",
	.synopsis = "[OPTION]... --store STORE [INPUT]...",
	.description =
		"Reads audit logs and puts what they tell into a store, an SQLite "
		"database: of each log its clusters with their samples, its epochs, and "
		"the evidence of how complete it is. The other commands read it as the "
		"input store:STORE, and tell what they would tell of the logs, also "
		"when these are long gone. See doc/store.md for its tables and views.\n"
		"\n"
		"A log is known by its content: under another name, rotated, compressed "
		"or copied it is the same, and to collect it again changes nothing. One "
		"that has grown is read anew and takes the place of what it was, in one "
		"transaction. So nothing is counted twice and nothing is lost when "
		"collect is killed, or the disk is full: the next run goes on. A file "
		"that has neither moved nor changed is not read at all.\n"
		"\n"
		"With --follow it is a service: avow-collect.service is its unit for "
		"systemd, which is told when it is ready. SIGHUP makes it look at once, "
		"SIGUSR1 say how it stands, and SIGTERM end after one more look. While "
		"there is trouble it looks less often, up to a minute apart, and says "
		"each "
		"thing once: a file that it is refused may make a denial each time. What "
		"is refused to a program called avow is pointed out.\n"
		"\n"
		"With --keep the store does not grow for ever: what a log tells is "
		"forgotten "
		"when its last record is older than that, seen from the newest record "
		"of all logs, or from now if that is earlier. Of the log its digests "
		"stay: "
		"collected again, it is known, and stays forgotten.\n"
		"\n"
		"An INPUT is a file, a directory of rotated logs, or a quoted pattern "
		"of names; without one it is /var/log/audit. What cannot be read a "
		"second time, a pipe or a live source, is refused. Each file is read "
		"by itself: a record that two of them tell, audit.log and a copy of the "
		"journal, counts twice, and an event whose records lie in two files is "
		"one in each.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
