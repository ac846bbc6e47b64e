/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AppArmor bodies: a cut record never becomes another access, every field is found
 * under every name that it has, and old and new kernels say the same.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "analyzer/denial/apparmor_access.h"

static const char whole[] =
	"apparmor=\"DENIED\" operation=\"link\" class=\"file\" info=\"Failed name "
	"lookup\" error=-13 namespace=\"pond\" profile=\"mill\" name=2F73727620 pid=12 "
	"comm=\"m\" requested_mask=\"wr\" denied_mask=\"w\" fsuid=1000 ouid=1000 "
	"target=\"/srv/b\"";

struct reading {
	struct avow_record record;
	struct avow_buf text, object;
	struct avow_apparmor fields;
	struct avow_denial denial;
	enum avow_defect defect;
	bool is_whole;
};

/* Reads @body as a kernel's record; @reading is to be closed. */
static void open_reading(struct reading *reading, struct avow_span body)
{
	*reading = (struct reading){ .record = { .type = AVOW_RECORD_AVC,
						 .has_stamp = true,
						 .body = body,
						 .line = body } };
	assert_true(avow_apparmor_is(&reading->record));
	reading->is_whole =
		avow_apparmor_parse(&reading->record, &reading->text, &reading->fields,
				    &reading->defect) &&
		avow_apparmor_access(&reading->record, &reading->fields, &reading->object,
				     &reading->denial, &reading->defect);
}

static void close_reading(struct reading *reading)
{
	avow_buf_free(&reading->text);
	avow_buf_free(&reading->object);
}

/* Numbers may be cut short unseen; what a rule is made of may not. */
static void a_cut_record_names_nothing_else(void **state)
{
	struct reading full, cut;

	(void)state;
	open_reading(&full, avow_span_of(whole));
	assert_true(full.is_whole);
	for (size_t length = strlen("apparmor="); length < sizeof(whole) - 1; length++) {
		open_reading(&cut, avow_span_make(whole, length));
		if (cut.is_whole) {
			const struct avow_apparmor *fields = &cut.denial.apparmor;

			assert_true(avow_span_equal(fields->object,
						    full.denial.apparmor.object));
			assert_true(avow_span_equal(fields->profile,
						    full.denial.apparmor.profile));
			assert_true(avow_span_equal(fields->namespace,
						    full.denial.apparmor.namespace));
			assert_int_equal(cut.denial.permission_count, 1);
			assert_span(cut.denial.permissions[0], "w");
		}
		close_reading(&cut);
	}
	close_reading(&full);
}

/* All names of the table, which has to lie in order for the search. */
static const struct {
	const char *name;
	size_t offset;
} names[] = {
#define X(name, member)                                                                  \
	{                                                                                \
#name, offsetof(struct avow_apparmor, member)                            \
	}
	X(addr, addr),
	X(attribute, attribute),
	X(bus, bus),
	X(capability, capability),
	X(capname, capname),
	X(class, class_name),
	X(comm, comm),
	X(daddr, daddr),
	X(denied, denied_mask),
	X(denied_mask, denied_mask),
	X(dest, dest),
	X(error, error),
	X(execpath, execpath),
	X(faddr, faddr),
	X(family, family),
	X(flags, flags),
	X(fport, fport),
	X(fstype, fstype),
	X(fsuid, fsuid),
	X(info, info),
	X(interface, interface),
	X(label, profile),
	X(laddr, laddr),
	X(lport, lport),
	X(magic_token, magic_token),
	X(mask, denied_mask),
	X(member, member),
	X(method, member),
	X(name, name),
	X(name2, target),
	X(namespace, namespace),
	X(ns, namespace),
	X(operation, operation),
	X(options, options),
	X(ouid, ouid),
	X(parent, parent),
	X(path, path),
	X(peer, peer),
	X(peer_addr, peer_addr),
	X(peer_label, peer),
	X(peer_pid, peer_pid),
	X(peer_profile, peer),
	X(pid, pid),
	X(profile, profile),
	X(protocol, protocol),
	X(requested, requested_mask),
	X(requested_mask, requested_mask),
	X(rlimit, rlimit),
	X(saddr, saddr),
	X(signal, signal),
	X(sock_type, sock_type),
	X(src, src),
	X(srcname, srcname),
	X(target, target),
	X(task, task),
	X(tcontext, peer),
	X(trans, trans),
	X(value, value),
#undef X
};

static void every_name_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++) {
		struct avow_record record = { .type = AVOW_RECORD_APPARMOR_DENIED };
		struct avow_apparmor fields;
		struct avow_buf scratch = { 0 };
		enum avow_defect defect;
		char body[64];

		snprintf(body, sizeof(body), "%s=\"the value\"", names[i].name);
		record.body = avow_span_of(body);
		assert_true(avow_apparmor_parse(&record, &scratch, &fields, &defect));
		assert_span(*(const struct avow_span *)(const void *)((char *)&fields +
								      names[i].offset),
			    "the value");
		avow_buf_free(&scratch);
	}
}

/* The class that a record is of, with its object, with and without class=. */
static void assert_access(const char *middle, const char *class_name, const char *object)
{
	for (int has_class = 0; has_class < 2; has_class++) {
		struct reading reading;
		char body[512];

		snprintf(body, sizeof(body),
			 "apparmor=\"DENIED\" %s%s%s profile=\"mill\" pid=1 comm=\"m\"%s",
			 has_class ? "class=\"" : "", has_class ? class_name : "",
			 has_class ? "\"" : "", middle);
		open_reading(&reading, avow_span_of(body));
		assert_true(reading.is_whole);
		assert_span(reading.denial.apparmor.class_name, class_name);
		assert_span(reading.denial.apparmor.object, object);
		close_reading(&reading);
	}
}

static void old_and_new_kernels_say_the_same(void **state)
{
	(void)state;
	assert_access(" operation=\"open\" name=\"/a\" denied_mask=\"r\"", "file", "/a");
	assert_access(" operation=\"change_profile\" target=\"b\"", "file", "b");
	assert_access(" operation=\"capable\" capability=1  capname=\"kill\"", "cap",
		      "kill");
	assert_access(" operation=\"file_perm\" family=\"inet\" sock_type=\"raw\"", "net",
		      "inet raw");
	assert_access(" operation=\"signal\" signal=term peer=\"b\"", "signal", "b");
	assert_access(" operation=\"ptrace\" peer=\"b\"", "ptrace", "b");
	assert_access(" operation=\"umount\" name=\"/mnt/\"", "mount", "/mnt/");
	assert_access(" operation=\"setrlimit\" rlimit=core value=0", "rlimits", "core");
	assert_access(" operation=\"userns_create\" execpath=\"/bin/x\"", "namespace",
		      "/bin/x");
	assert_access(" operation=\"uring_sqpoll\"", "io_uring", "");
	assert_access(" operation=\"dbus_bind\" bus=\"system\" name=\"a.b\"", "dbus",
		      "system a.b");
}

static void two_records_on_a_line_are_none(void **state)
{
	static const char *const seconds[] = {
		" apparmor=\"DENIED\"",
		"apparmor=\"DENIED\"",
		" msg=audit(1.000:1): ",
		"type=AVC msg=audit(1.000:1): avc: denied",
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(seconds); i++) {
		struct reading reading;
		char body[sizeof(whole) + 64];

		snprintf(body, sizeof(body), "%s%s", whole, seconds[i]);
		open_reading(&reading, avow_span_of(body));
		assert_false(reading.is_whole);
		assert_int_equal(reading.defect, AVOW_DEFECT_GLUED);
		close_reading(&reading);
	}
}

/* In a USER_AVC the text of D-Bus counts, and what is before it does not. */
static void a_message_is_unwrapped(void **state)
{
	const struct avow_record record = {
		.type = AVOW_RECORD_USER_AVC,
		.body = AVOW_SPAN("pid=3 uid=1 subj=d (enforce) msg='apparmor=\"DENIED\" "
				  "operation=\"dbus_bind\" bus=\"system\" name=\"a'b\" "
				  "pid=9 label=\"mill\" exe=\"/d\" sauid=1'"),
	};
	const struct avow_record other = {
		.type = AVOW_RECORD_USER_AVC,
		.body = AVOW_SPAN("pid=3 msg='avc:  denied  { x } for cmdline=\"msg='"
				  "apparmor=\"DENIED\"'"),
	};
	struct avow_apparmor fields;
	struct avow_buf scratch = { 0 };
	enum avow_defect defect;

	(void)state;
	assert_true(avow_apparmor_is(&record));
	assert_true(avow_apparmor_parse(&record, &scratch, &fields, &defect));
	assert_span(fields.pid, "9");
	assert_span(fields.name, "a'b");
	assert_span(fields.profile, "mill");
	assert_false(avow_apparmor_is(&other));
	avow_buf_free(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_record_names_nothing_else),
		cmocka_unit_test(every_name_is_found),
		cmocka_unit_test(old_and_new_kernels_say_the_same),
		cmocka_unit_test(two_records_on_a_line_are_none),
		cmocka_unit_test(a_message_is_unwrapped),
	};

	return cmocka_run_group_tests_name("apparmor", tests, NULL, NULL);
}
