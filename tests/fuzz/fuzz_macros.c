/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Headers with sets of permissions, of any bytes: a set before the text is read
 * whatever comes behind it, and what fits a rule is a word that m4 knows.
 */
#include "tests/unit/unit.h"

#include <sys/stat.h>

#include "policy/selinux/module/macros.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/selinux.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/policies.h"

/* Opened once, at the first input; the files are written anew for each. */
static struct avow_selinux_policy *harbor;
static char directory[] = "/tmp/avow-fuzz-XXXXXX";

static void clean_up(void)
{
	static const char *const names[] = { "support/all_perms.spt",
					     "support/obj_perm_sets.spt", "support" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		(void)remove(names[i]);
	(void)rmdir(directory);
}

static void open_harbor(void)
{
	FUZZ_HOLDS(atexit(clean_up) == 0);
	FUZZ_HOLDS(mkdtemp(directory) && chdir(directory) == 0);
	compile_policy("harbor", "false");
	FUZZ_HOLDS(avow_selinux_policy_open("harbor.31", &harbor, NULL) == 0);
	FUZZ_HOLDS(unlink("harbor.31") == 0 && mkdir("support", 0700) == 0);
}

static bool is_word(const char *text)
{
	return *text &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(text);
}

static void sets_hold(const struct avow_macros *macros)
{
	uint16_t file = avow_sepol_class(harbor->sepol, "file");

	for (uint32_t permissions = 0; permissions < 32; permissions++) {
		const char *fit =
			avow_macros_fit(macros, harbor->sepol, file, permissions);

		if (!fit)
			continue;
		FUZZ_HOLDS(is_word(fit));
		FUZZ_HOLDS(avow_macros_is_name(macros, fit));
		FUZZ_HOLDS(avow_macros_has_sets(macros, "file"));
		FUZZ_HOLDS(__builtin_popcount(permissions) > 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_arena arena = { 0 };
	struct avow_macros macros = { 0 };
	struct avow_buf sets = { 0 };

	if (!harbor)
		open_harbor();
	avow_buf_puts(&sets, "define(`load_file_perms',`{ ioctl read }')\n");
	avow_buf_append(&sets, bytes);
	write_file("support/obj_perm_sets.spt", avow_buf_span(&sets));
	write_file("support/all_perms.spt", bytes);
	FUZZ_HOLDS(avow_macros_read(".", &macros, &arena) == 0);
	FUZZ_HOLDS(avow_macros_is_name(&macros, "load_file_perms"));
	sets_hold(&macros);
	avow_arena_free(&arena);
	avow_buf_free(&sets);
	return 0;
}
