/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of command numbers as bitmaps, and how they are written. */
#include "policy/selinux/module/commands.h"

#include <string.h>

#define NUMBERS 65536u
#define WORDS (NUMBERS / 32)
#define NAMES_MAX 12

const char *avow_extended_name(enum avow_extended kind)
{
	static const char *const names[AVOW_EXTENDED_KINDS] = { "ioctl", "nlmsg" };

	return names[kind];
}

int avow_commands_add(struct avow_commands *commands, uint16_t number,
		      struct avow_arena *arena)
{
	if (!commands->bits)
		commands->bits = avow_arena_alloc(arena, WORDS * sizeof(uint32_t));
	if (!commands->bits)
		return AVOW_E_NOMEM;
	commands->bits[number / 32] |= UINT32_C(1) << number % 32;
	return 0;
}

int avow_commands_merge(struct avow_commands *commands, const struct avow_commands *from,
			struct avow_arena *arena)
{
	if (!from->bits)
		return 0;
	if (!commands->bits)
		commands->bits = avow_arena_alloc(arena, WORDS * sizeof(uint32_t));
	if (!commands->bits)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < WORDS; i++)
		commands->bits[i] |= from->bits[i];
	return 0;
}

static bool has(const struct avow_commands *commands, uint32_t number)
{
	return number < NUMBERS && commands->bits[number / 32] >> number % 32 & 1;
}

bool avow_commands_next(const struct avow_commands *commands, uint32_t *at,
			uint16_t *first, uint16_t *last)
{
	if (!commands->bits)
		return false;
	while (*at < NUMBERS && !has(commands, *at))
		(*at)++;
	if (*at >= NUMBERS)
		return false;
	*first = (uint16_t)*at;
	while (has(commands, *at))
		(*at)++;
	*last = (uint16_t)(*at - 1);
	return true;
}

static bool is_one_range(const struct avow_commands *commands)
{
	uint16_t first, last;
	uint32_t at = 0;

	(void)avow_commands_next(commands, &at, &first, &last);
	return !avow_commands_next(commands, &at, &first, &last);
}

void avow_commands_write_te(const struct avow_commands *commands, struct avow_buf *out)
{
	const bool is_set = !is_one_range(commands);
	uint16_t first, last;
	uint32_t at = 0;

	avow_buf_puts(out, is_set ? "{ " : "");
	while (avow_commands_next(commands, &at, &first, &last)) {
		avow_buf_printf(out, "0x%04x", first);
		if (last != first)
			avow_buf_printf(out, "-0x%04x", last);
		avow_buf_puts(out, is_set ? " " : "");
	}
	avow_buf_puts(out, is_set ? "}" : "");
}

void avow_commands_write_cil(const struct avow_commands *commands, struct avow_buf *out)
{
	uint16_t first, last;
	uint32_t at = 0;

	avow_buf_putc(out, '(');
	for (bool is_next = false; avow_commands_next(commands, &at, &first, &last);
	     is_next = true) {
		avow_buf_puts(out, is_next ? " " : "");
		if (last != first)
			avow_buf_printf(out, "(range 0x%04x 0x%04x)", first, last);
		else
			avow_buf_printf(out, "0x%04x", first);
	}
	avow_buf_putc(out, ')');
}

void avow_commands_write_names(const struct avow_commands *commands, struct avow_buf *out)
{
	size_t count = 0;
	uint16_t first, last;
	uint32_t at = 0;

	while (avow_commands_next(commands, &at, &first, &last))
		for (uint32_t number = first; number <= last && count < NAMES_MAX;
		     number++) {
			const char *name = avow_commands_name((uint16_t)number);

			if (name)
				avow_buf_printf(out, "%s%s", count++ ? " " : "", name);
		}
}
