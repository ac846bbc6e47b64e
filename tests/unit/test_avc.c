/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A record that is cut anywhere says what the whole one says, or nothing: no
 * rule may come from half a name.
 */
#include "unit.h"

#include "analyzer/denial/avc.h"

static const char *const whole[] = {
	"type=AVC msg=audit(1700000000.001:7): avc:  denied  { read open } for  pid=9 "
	"comm=\"c\" path=\"/a b\" dev=\"sda1\" ino=5 scontext=u:r:alpha_t:s0:c1,c22 "
	"tcontext=u:object_r:beta_t:s0-s1:c3 tclass=filesystem permissive=0",
	"type=AVC msg=audit(1700000000.001:8): avc:  denied  { getattr } for  pid=9 "
	"comm=\"c\" scontext=u:r:alpha_t:s0 tcontext=u:object_r:unlabeled_t:s0 "
	"tclass=file permissive=1 trawcon=\"u:object_r:gone_t:s0\"",
	"type=USER_AVC msg=audit(1700000000.001:9): pid=1 uid=0 subj=u:r:d_t:s0 "
	"msg='avc:  denied  { send_msg } for  scontext=u:r:alpha_t:s0 "
	"tcontext=u:r:beta_t:s0 tclass=dbus permissive=0 exe=\"/bin/d\" sauid=1'",
};

/* Parses the first @length bytes of @line; true when they hold an access. */
static bool parse(const char *line, size_t length, struct avow_avc_scratch *scratch,
		  struct avow_denial *out)
{
	struct avow_record record;
	struct avow_span name, inode;
	enum avow_defect defect;

	if (avow_record_parse(avow_span_make(line, length), &record, &defect) !=
	    AVOW_LINE_RECORD)
		return false;
	record.is_unterminated = true;
	return avow_avc_parse(&record, scratch, out, &name, &inode, &defect) ==
	       AVOW_AVC_ACCESS;
}

static void test_cut_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(whole); i++) {
		struct avow_avc_scratch scratch = { 0 };
		struct avow_denial full, cut;
		size_t length = strlen(whole[i]), accepted = 0;

		assert_true(parse(whole[i], length, &scratch, &full));
		for (size_t at = 0; at < length; at++) {
			if (!parse(whole[i], at, &scratch, &cut))
				continue;
			accepted++;
			assert_true(avow_span_equal(cut.selinux.scontext.text,
						    full.selinux.scontext.text));
			assert_true(avow_span_equal(cut.selinux.tcontext.text,
						    full.selinux.tcontext.text));
			assert_true(
				avow_span_equal(cut.selinux.tclass, full.selinux.tclass));
			assert_int_equal(cut.permission_count, full.permission_count);
			assert_int_equal(cut.permissive, full.permissive);
		}
		/* Only what stands behind permissive= may be missing. */
		assert_true(accepted < 45);
		avow_avc_scratch_free(&scratch);
	}
}

static void test_permissions_sorted_once(void **state)
{
	static const char line[] =
		"type=AVC msg=audit(1.001:7): avc:  denied  { write  open write append } "
		"for scontext=u:r:a_t tcontext=u:r:a_t tclass=file permissive=0";
	struct avow_avc_scratch scratch = { 0 };
	struct avow_denial denial;

	(void)state;
	assert_true(parse(line, strlen(line), &scratch, &denial));
	assert_int_equal(denial.permission_count, 3);
	assert_span(denial.permissions[0], "append");
	assert_span(denial.permissions[1], "open");
	assert_span(denial.permissions[2], "write");
	avow_avc_scratch_free(&scratch);
}

/* One permission more than fits makes the record malformed, and nothing worse. */
static void test_permissions_at_limit(void **state)
{
	(void)state;
	for (int count = AVOW_PERMISSIONS_MAX; count <= AVOW_PERMISSIONS_MAX + 1;
	     count++) {
		struct avow_avc_scratch scratch = { 0 };
		struct avow_buf line = { 0 };
		struct avow_denial denial;

		avow_buf_puts(&line, "type=AVC msg=audit(1.001:7): avc:  denied  {");
		for (int i = 0; i < count; i++)
			avow_buf_printf(&line, " p%d", i);
		avow_buf_puts(&line,
			      " } for scontext=u:r:a_t tcontext=u:r:a_t tclass=file "
			      "permissive=0");
		assert_int_equal(
			parse(avow_buf_string(&line), line.length, &scratch, &denial),
			count == AVOW_PERMISSIONS_MAX);
		avow_buf_free(&line);
		avow_avc_scratch_free(&scratch);
	}
}

static void test_contexts(void **state)
{
	static const char *const good[] = { "a:b:c", "a:b:c:s0", "a:b:c:s0-s15:c0.c1023",
					    "a_u:b_r:c.d-e_t:s0:c1,c2" };
	static const char *const bad[] = { "",        "a",          "a:b",    "a:b:",
					   ":b:c",    "a::c",       "a:b:c:", "a b:c",
					   "a:b:c d", "a:b:c:s0 x", "a:b:c(d" };
	struct avow_context context;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(good); i++)
		assert_true(avow_context_parse(avow_span_of(good[i]), &context));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(bad); i++)
		assert_false(avow_context_parse(avow_span_of(bad[i]), &context));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_permissions_sorted_once),
		cmocka_unit_test(test_permissions_at_limit),
		cmocka_unit_test(test_contexts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
