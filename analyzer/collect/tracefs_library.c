/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tracepoint avc:selinux_audited through libtracefs, in a trace instance of our
 * own that is removed at the end, so that nobody else's tracing is touched. The raw
 * buffers are read, not the text, into which a process could write lines by its name.
 */
#include "analyzer/collect/tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <kbuffer.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "analyzer/collect/symbols.h"
#include "analyzer/collect/tracepoint.h"

#define SELINUX_CLASSES "/sys/fs/selinux/class"
#define POLL_MS 100     /* the buffers of many processors have no common event */
#define STACK_FRAMES 24 /* the innermost */
#define SYSTEM "avc"
#define EVENT "selinux_audited"

struct trace {
	struct tracefs_instance *instance;
	struct tep_handle *tep;
	struct kbuffer *kbuffer;
	struct avow_permissions *permissions;
	struct avow_symbols *symbols; /* NULL: no stacks are wanted */
	struct tep_event *event, *kernel_stack, *user_stack; /* NULL: not wanted */
	struct tracefs_cpu **cpus; /* NULL for one that is not there */
	int cpu_count, next;
	void *page;
	uint64_t lost;
	int64_t clock_offset_ns;  /* from the trace's clock to the time of day */
	struct avow_buf commands; /* saved_cmdlines */
	struct avow_buf lines;    /* made and not yet handed on, from `at` on */
	size_t at;
};

static int64_t clock_ns(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* The names that the kernel saved of processes which may be gone: "PID NAME" lines. */
static void load_commands(struct trace *trace)
{
	int length = 0;
	char *text = tracefs_instance_file_read(NULL, "saved_cmdlines", &length);

	avow_buf_clear(&trace->commands);
	if (text && length > 0)
		avow_buf_append(&trace->commands, avow_span_make(text, (size_t)length));
	free(text);
}

static struct avow_span find_command(const struct trace *trace, int pid)
{
	struct avow_span rest = avow_buf_span(&trace->commands);

	while (rest.length) {
		struct avow_span line = avow_span_first(rest, avow_span_find(rest, '\n'));
		size_t blank = avow_span_find(line, ' ');
		uint64_t number;

		if (avow_span_to_u64(avow_span_first(line, blank), 10, &number) &&
		    number == (uint64_t)pid)
			return avow_span_skip(line, blank + 1);
		rest = avow_span_skip(rest, line.length + 1);
	}
	return avow_span_make("", 0);
}

static uint32_t number_of(struct tep_event *event, struct tep_record *record,
			  const char *name)
{
	struct tep_format_field *field = tep_find_field(event, name);
	unsigned long long value = 0;

	if (field && tep_read_number_field(field, record->data, &value))
		value = 0;
	return (uint32_t)value;
}

static struct avow_span string_of(struct tep_event *event, struct tep_record *record,
				  const char *name)
{
	int length = 0;
	const char *text = tep_get_field_raw(NULL, event, name, record, &length, 0);

	if (!text || length <= 0)
		return avow_span_make("", 0);
	return avow_span_make(text, strnlen(text, (size_t)length));
}

/* An event and what came behind it: data is NULL where nothing did. */
struct group {
	struct tep_record event, kernel_stack, user_stack;
};

/* The maps of a process, empty when it is gone. */
static void load_maps(int pid, struct avow_buf *out)
{
	char path[64], piece[4096];
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && (got = read(fd, piece, sizeof(piece))) > 0)
		avow_buf_append(out, avow_span_make(piece, (size_t)got));
	if (fd >= 0)
		close(fd);
}

/*
 * Calls @put for each address that the record of a stack, an @event of ftrace, has,
 * and joins what it appends with arrows.
 */
static void put_stack(struct tep_event *event, const struct tep_record *record,
		      void (*put)(const void *data, uint64_t address,
				  struct avow_buf *out),
		      const void *data, struct avow_buf *out)
{
	struct tep_format_field *field = tep_find_field(event, "caller");
	size_t at = field ? (size_t)field->offset : (size_t)record->size;
	unsigned long address;

	for (int i = 0; i < STACK_FRAMES; i++, at += sizeof(address)) {
		if (at + sizeof(address) > (size_t)record->size)
			return;
		memcpy(&address, (const char *)record->data + at, sizeof(address));
		if (address == 0 || address == ULONG_MAX)
			return;
		if (out->length)
			avow_buf_puts(out, "<-");
		put(data, address, out);
	}
}

static void put_function(const void *data, uint64_t address, struct avow_buf *out)
{
	avow_symbols_put(data, address, out);
}

static void put_place(const void *data, uint64_t address, struct avow_buf *out)
{
	avow_maps_put(avow_buf_span(data), address, out);
}

static void put_stacks(struct trace *trace, const struct group *group, int pid,
		       struct avow_buf *kernel, struct avow_buf *user)
{
	struct avow_buf maps = { 0 };

	if (group->kernel_stack.data)
		put_stack(trace->kernel_stack, &group->kernel_stack, put_function,
			  trace->symbols, kernel);
	if (group->user_stack.data) {
		load_maps(pid, &maps);
		put_stack(trace->user_stack, &group->user_stack, put_place, &maps, user);
	}
	avow_buf_free(&maps);
}

/* One event of the tracepoint, with the stacks that came behind it. */
static void take_group(struct trace *trace, struct group *group)
{
	struct avow_buf kernel = { 0 }, user = { 0 };
	struct tep_record *record = &group->event;
	struct avow_tracepoint event = {
		.time_ns = (uint64_t)((int64_t)record->ts + trace->clock_offset_ns),
		.pid = tep_data_pid(trace->tep, record),
		.audited = number_of(trace->event, record, "audited"),
		.denied = number_of(trace->event, record, "denied"),
		.result = (int)number_of(trace->event, record, "result"),
		.scontext = string_of(trace->event, record, "scontext"),
		.tcontext = string_of(trace->event, record, "tcontext"),
		.tclass = string_of(trace->event, record, "tclass"),
	};

	event.comm = find_command(trace, event.pid);
	put_stacks(trace, group, event.pid, &kernel, &user);
	event.kernel_stack = avow_buf_span(&kernel);
	event.user_stack = avow_buf_span(&user);
	avow_tracepoint_line(&event, trace->permissions, &trace->lines);
	avow_buf_free(&kernel);
	avow_buf_free(&user);
	*group = (struct group){ 0 };
}

/* The next record of the page: false at its end. */
static bool next_record(struct trace *trace, struct tep_record *record, bool is_first)
{
	unsigned long long time;

	record->data = is_first ? kbuffer_read_event(trace->kbuffer, &time)
				: kbuffer_next_event(trace->kbuffer, &time);
	if (!record->data)
		return false;
	record->ts = time;
	record->size = kbuffer_event_size(trace->kbuffer);
	return true;
}

static bool is_of(const struct tep_event *event, int type)
{
	return event && event->id == type;
}

/* A page of one processor's buffer: stacks follow the event that they are of. */
static void take_page(struct trace *trace)
{
	struct tep_record record = { 0 };
	struct group group = { 0 };
	int missed;

	kbuffer_load_subbuffer(trace->kbuffer, trace->page);
	missed = kbuffer_missed_events(trace->kbuffer);
	trace->lost += missed > 0 ? (uint64_t)missed : missed < 0;
	trace->clock_offset_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	load_commands(trace);
	for (bool more = next_record(trace, &record, true); more;
	     more = next_record(trace, &record, false)) {
		int type = tep_data_type(trace->tep, &record);

		if (is_of(trace->kernel_stack, type)) {
			group.kernel_stack = record;
		} else if (is_of(trace->user_stack, type)) {
			group.user_stack = record;
		} else if (is_of(trace->event, type)) {
			if (group.event.data)
				take_group(trace, &group);
			group = (struct group){ .event = record };
		}
	}
	if (group.event.data)
		take_group(trace, &group);
}

/* Reads a page of the next processor that has one; false when none has. */
static bool read_page(struct trace *trace)
{
	trace->at = 0;
	avow_buf_clear(&trace->lines);
	for (int tried = 0; tried < trace->cpu_count; tried++) {
		struct tracefs_cpu *cpu = trace->cpus[trace->next];

		trace->next = (trace->next + 1) % trace->cpu_count;
		if (cpu && tracefs_cpu_read(cpu, trace->page, true) > 0) {
			take_page(trace);
			return true;
		}
	}
	return false;
}

static ssize_t read_trace(void *state, char *data, size_t size, struct avow_error *error)
{
	struct trace *trace = state;
	struct avow_span part;

	while (trace->at == trace->lines.length)
		if (!read_page(trace))
			return AVOW_SOURCE_WAIT;
	if (trace->lines.failed)
		return avow_error_nomem(error);
	part = avow_span_first(avow_span_skip(avow_buf_span(&trace->lines), trace->at),
			       size);
	memcpy(data, part.data, part.length);
	trace->at += part.length;
	return (ssize_t)part.length;
}

static struct avow_wait wait_for_trace(void *state)
{
	(void)state;
	return (struct avow_wait){ .fd = -1, .timeout_ms = POLL_MS };
}

static uint64_t lost_of_trace(const void *state)
{
	return ((const struct trace *)state)->lost;
}

static void close_trace(void *state)
{
	struct trace *trace = state;

	for (int i = 0; trace->cpus && i < trace->cpu_count; i++)
		if (trace->cpus[i])
			tracefs_cpu_close(trace->cpus[i]);
	free(trace->cpus);
	if (trace->instance) {
		tracefs_event_disable(trace->instance, SYSTEM, EVENT);
		tracefs_instance_destroy(trace->instance);
		tracefs_instance_free(trace->instance);
	}
	if (trace->tep)
		tep_free(trace->tep);
	if (trace->kbuffer)
		kbuffer_free(trace->kbuffer);
	avow_permissions_free(trace->permissions);
	avow_symbols_free(trace->symbols);
	avow_buf_free(&trace->commands);
	avow_buf_free(&trace->lines);
	free(trace->page);
	free(trace);
}

static int refuse(int number, struct avow_error *error)
{
	if (number == EPERM || number == EACCES)
		return avow_error_set(error, AVOW_E_IO,
				      "tracing takes the right to write in "
				      "/sys/kernel/tracing: run as root");
	return avow_error_set(error, AVOW_E_IO, "cannot trace: %s", strerror(number));
}

/* An instance of our own, with the clock that the time of day is told from. */
static int make_instance(struct trace *trace, struct avow_error *error)
{
	char name[32];

	snprintf(name, sizeof(name), "avow-%ld", (long)getpid());
	trace->instance = tracefs_instance_create(name);
	if (!trace->instance)
		return refuse(errno, error);
	if (tracefs_instance_file_write(trace->instance, "trace_clock", "mono") < 0)
		return refuse(errno, error);
	if (trace->symbols &&
	    (tracefs_option_enable(trace->instance, TRACEFS_OPTION_STACKTRACE) ||
	     tracefs_option_enable(trace->instance, TRACEFS_OPTION_USERSTACKTRACE)))
		return refuse(errno, error);
	return AVOW_OK;
}

/* What the events look like, in the running kernel's own words. */
static int load_formats(struct trace *trace, struct avow_error *error)
{
	static const char *const systems[] = { SYSTEM, "ftrace", NULL };

	trace->tep = tracefs_local_events_system(NULL, systems);
	if (trace->tep)
		trace->event = tep_find_event_by_name(trace->tep, SYSTEM, EVENT);
	if (!trace->event)
		return avow_error_set(error, AVOW_E_IO,
				      "the kernel has no tracepoint " SYSTEM ":" EVENT
				      " (Linux 5.10 has it)");
	if (trace->symbols) {
		trace->kernel_stack =
			tep_find_event_by_name(trace->tep, "ftrace", "kernel_stack");
		trace->user_stack =
			tep_find_event_by_name(trace->tep, "ftrace", "user_stack");
	}
	return AVOW_OK;
}

static int open_buffers(struct trace *trace, struct avow_error *error)
{
	long count = sysconf(_SC_NPROCESSORS_CONF);
	int size = 0;

	trace->cpu_count = count > 0 ? (int)count : 1;
	trace->cpus = calloc((size_t)trace->cpu_count, sizeof(*trace->cpus));
	if (!trace->cpus)
		return avow_error_nomem(error);
	for (int i = 0; i < trace->cpu_count; i++) {
		trace->cpus[i] = tracefs_cpu_open(trace->instance, i, true);
		if (trace->cpus[i] && tracefs_cpu_read_size(trace->cpus[i]) > size)
			size = tracefs_cpu_read_size(trace->cpus[i]);
	}
	if (size <= 0)
		return refuse(errno ? errno : ENODEV, error);
	trace->page = malloc((size_t)size);
	trace->kbuffer =
		kbuffer_alloc(KBUFFER_LSIZE_SAME_AS_HOST, KBUFFER_ENDIAN_SAME_AS_HOST);
	if (!trace->page || !trace->kbuffer)
		return avow_error_nomem(error);
	return AVOW_OK;
}

static int begin(struct trace *trace, bool wants_stacks, struct avow_error *error)
{
	int result;

	trace->permissions = avow_permissions_new(SELINUX_CLASSES);
	if (!trace->permissions)
		return avow_error_nomem(error);
	if (wants_stacks && !(trace->symbols = avow_symbols_read("/proc/kallsyms")))
		return avow_error_nomem(error);
	result = load_formats(trace, error);
	if (!result)
		result = make_instance(trace, error);
	if (!result)
		result = open_buffers(trace, error);
	if (!result && tracefs_event_enable(trace->instance, SYSTEM, EVENT))
		result = refuse(errno, error);
	return result;
}

int avow_tracefs_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_trace,
		.wait = wait_for_trace,
		.lost = lost_of_trace,
		.close = close_trace,
	};
	bool wants_stacks = strcmp(argument, "stack") == 0;
	struct trace *trace;
	int result;

	(void)options;
	if (*argument && !wants_stacks)
		return avow_error_set(error, AVOW_E_USAGE, "%s: nothing, or stack",
				      argument);
	if (access(SELINUX_CLASSES, X_OK) != 0)
		return avow_error_set(
			error, AVOW_E_IO,
			"SELinux is not enabled here, and the tracepoint is "
			"its own");
	if (!tracefs_tracing_dir())
		return refuse(geteuid() ? EACCES : ENOENT, error);
	trace = calloc(1, sizeof(*trace));
	if (!trace)
		return avow_error_nomem(error);
	result = begin(trace, wants_stacks, error);
	if (result) {
		close_trace(trace);
		return result;
	}
	return avow_source_make(&methods, trace, out, error);
}
