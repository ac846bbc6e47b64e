/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules for one session, in a kernel that is an array: what is added is taken back. */
#include "tests/unit/unit.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/traced_rules.h"

enum { ROOM = 8, LENGTH = 2048 };

struct fake {
	char rules[ROOM][LENGTH];
	size_t lengths[ROOM], count;
	uint32_t enabled;
	size_t refuse_at; /* so many are taken */
};

static int fake_list(void *state, struct avow_buf *out, struct avow_error *error)
{
	const struct fake *fake = state;

	(void)error;
	for (size_t i = 0; i < fake->count; i++)
		avow_buf_append(out, avow_span_make(fake->rules[i], fake->lengths[i]));
	return 0;
}

static int fake_add(void *state, struct avow_span rule)
{
	struct fake *fake = state;
	uint32_t list;

	if (fake->count >= fake->refuse_at)
		return EPERM;
	assert_true(fake->count < ROOM && rule.length <= LENGTH);
	memcpy(fake->rules[fake->count], rule.data, rule.length);
	memcpy(&list, rule.data, sizeof(list));
	assert_true(list & AUDIT_FILTER_PREPEND);
	list &= ~(uint32_t)AUDIT_FILTER_PREPEND;
	memcpy(fake->rules[fake->count], &list, sizeof(list));
	fake->lengths[fake->count++] = rule.length;
	return 0;
}

static int fake_remove(void *state, struct avow_span rule)
{
	struct fake *fake = state;

	for (size_t i = 0; i < fake->count; i++) {
		if (!avow_span_equal(avow_span_make(fake->rules[i], fake->lengths[i]),
				     rule))
			continue;
		fake->count--;
		memmove(fake->rules + i, fake->rules + i + 1,
			(fake->count - i) * sizeof(fake->rules[0]));
		memmove(fake->lengths + i, fake->lengths + i + 1,
			(fake->count - i) * sizeof(fake->lengths[0]));
		return 0;
	}
	return ENOENT;
}

static int fake_get(void *state, uint32_t out[AVOW_KERNEL_SETTINGS],
		    struct avow_error *error)
{
	(void)error;
	memset(out, 0, AVOW_KERNEL_SETTINGS * sizeof(*out));
	out[AVOW_KERNEL_ENABLED] = ((const struct fake *)state)->enabled;
	return 0;
}

static struct avow_kernel_rules kernel_of(struct fake *fake)
{
	return (struct avow_kernel_rules){
		.state = fake,
		.list = fake_list,
		.add = fake_add,
		.remove = fake_remove,
		.get = fake_get,
	};
}

static void what_was_added_is_taken_back(void **state)
{
	static struct fake fake = { .enabled = 1, .refuse_at = ROOM };
	const struct avow_kernel_rules kernel = kernel_of(&fake);
	struct avow_error error;
	size_t added;

	(void)state;
	assert_int_equal(avow_traced_rules_add(&kernel, 7, getpid(), &error), AVOW_OK);
	added = fake.count;
	assert_true(added >= 1);
	assert_int_equal(avow_traced_rules_add(&kernel, 8, 1, &error), AVOW_OK);
	assert_int_equal(fake.count, 2 * added);
	assert_int_equal(avow_traced_rules_remove(&kernel, getpid(), &error), AVOW_OK);
	assert_int_equal(fake.count, added);
	assert_int_equal(avow_traced_rules_remove(&kernel, 1, &error), AVOW_OK);
	assert_int_equal(fake.count, 0);
}

static void only_those_of_the_gone_are_stale(void **state)
{
	static struct fake fake = { .enabled = 1, .refuse_at = ROOM };
	const struct avow_kernel_rules kernel = kernel_of(&fake);
	struct avow_error error;
	pid_t gone = fork();
	size_t added;

	(void)state;
	if (gone == 0)
		_exit(0);
	assert_int_equal(waitpid(gone, NULL, 0), gone);
	assert_int_equal(avow_traced_rules_add(&kernel, 7, getpid(), &error), AVOW_OK);
	added = fake.count;
	assert_int_equal(avow_traced_rules_add(&kernel, 8, gone, &error), AVOW_OK);
	assert_int_equal(avow_traced_rules_remove(&kernel, 0, &error), AVOW_OK);
	assert_int_equal(fake.count, added);
}

static void what_is_refused_leaves_nothing(void **state)
{
	static struct fake fake = { .enabled = 1, .refuse_at = 1 };
	const struct avow_kernel_rules kernel = kernel_of(&fake);
	struct avow_error error;
	int result;

	(void)state;
	fake.refuse_at = 0;
	result = avow_traced_rules_add(&kernel, 7, getpid(), &error);
	assert_int_equal(result, AVOW_E_IO);
	assert_string_equal(error.message, "the kernel refuses a rule for the session: "
					   "Operation not permitted");
	fake.refuse_at = 1;
	result = avow_traced_rules_add(&kernel, 7, getpid(), &error);
	/* A machine of one width has one rule. */
	assert_int_equal(fake.count, result ? 0 : 1);
}

static void what_cannot_be_is_told(void **state)
{
	static struct fake fake = { .refuse_at = ROOM };
	const struct avow_kernel_rules kernel = kernel_of(&fake);
	struct avow_error error;

	(void)state;
	assert_int_equal(avow_traced_rules_add(&kernel, 7, 1, &error), AVOW_E_IO);
	assert_non_null(strstr(error.message, "switched off"));
	fake.enabled = 2;
	assert_int_equal(avow_traced_rules_add(&kernel, 7, 1, &error), AVOW_E_IO);
	assert_non_null(strstr(error.message, "locked until the next boot"));
	assert_int_equal(fake.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_is_taken_back),
		cmocka_unit_test(only_those_of_the_gone_are_stale),
		cmocka_unit_test(what_is_refused_leaves_nothing),
		cmocka_unit_test(what_cannot_be_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
