/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sets of the 65,536 commands that xperm rules name, each kept once: as an atom whose
 * bytes are the bounds of its ranges, so that equal sets are one number.
 */
#include "policy/selinux/diff/internal.h"

#define COMMANDS 65536u

static bool has(const struct command_set *set, unsigned command)
{
	return (set->bits[command / 64] >> (command % 64)) & 1;
}

/* The next command from @from on whose being in the set is @is_in; else COMMANDS. */
static unsigned next(const struct command_set *set, unsigned from, bool is_in)
{
	const uint64_t none = is_in ? 0 : UINT64_MAX;

	while (from < COMMANDS && has(set, from) != is_in) {
		if (from % 64 == 0 && set->bits[from / 64] == none)
			from += 64;
		else
			from++;
	}
	return from;
}

uint32_t avow_diff_commands(struct avow_atoms *atoms, const struct command_set *set,
			    bool *failed)
{
	struct avow_buf ranges = { 0 };
	uint32_t atom = AVOW_NO_ATOM;
	unsigned first, end;

	for (first = next(set, 0, true); first < COMMANDS; first = next(set, end, true)) {
		uint16_t range[2];

		end = next(set, first, false);
		range[0] = (uint16_t)first;
		range[1] = (uint16_t)(end - 1);
		avow_buf_append(&ranges,
				avow_span_make((const char *)range, sizeof(range)));
	}
	if (ranges.length)
		atom = avow_atoms_intern(atoms, avow_buf_span(&ranges));
	*failed |= ranges.failed || (ranges.length && atom == AVOW_NO_ATOM);
	avow_buf_free(&ranges);
	return atom;
}

static bool read_range(struct avow_span *ranges, uint16_t range[2])
{
	if (ranges->length < 2 * sizeof(*range))
		return false;
	memcpy(range, ranges->data, 2 * sizeof(*range));
	*ranges = avow_span_skip(*ranges, 2 * sizeof(*range));
	return true;
}

void avow_diff_add_commands(const struct avow_atoms *atoms, uint32_t atom,
			    struct command_set *set)
{
	struct avow_span ranges = avow_atoms_text(atoms, atom);
	uint16_t range[2];

	while (read_range(&ranges, range))
		for (unsigned one = range[0]; one <= range[1]; one++)
			set->bits[one / 64] |= UINT64_C(1) << (one % 64);
}

void avow_diff_remove_commands(const struct avow_atoms *atoms, uint32_t atom,
			       struct command_set *set)
{
	struct avow_span ranges = avow_atoms_text(atoms, atom);
	uint16_t range[2];

	while (read_range(&ranges, range))
		for (unsigned one = range[0]; one <= range[1]; one++)
			set->bits[one / 64] &= ~(UINT64_C(1) << (one % 64));
}

void avow_diff_commands_text(const struct avow_atoms *atoms, uint32_t atom,
			     struct avow_buf *out)
{
	struct avow_span ranges = avow_atoms_text(atoms, atom);
	const char *between = "";
	uint16_t range[2];

	while (read_range(&ranges, range)) {
		avow_buf_printf(out, "%s0x%04x", between, range[0]);
		if (range[1] != range[0])
			avow_buf_printf(out, "-0x%04x", range[1]);
		between = " ";
	}
}
