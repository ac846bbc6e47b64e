/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_MODULE_COMMANDS_H
#define AVOW_POLICY_SELINUX_MODULE_COMMANDS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * Commands of extended permissions, as a rule collects them: a set of 16-bit numbers
 * (ioctl's lower half, a netlink message type), written as ranges.
 */
struct avow_commands {
	uint32_t *bits; /* NULL: the empty set */
};

/* Which permission commands are of. */
enum avow_extended { AVOW_EXTENDED_IOCTL, AVOW_EXTENDED_NLMSG, AVOW_EXTENDED_KINDS };

/* "ioctl", "nlmsg": the permission's name, and what rules say. */
const char *avow_extended_name(enum avow_extended kind);

/* Adds @number; the set's memory is in @arena. */
int avow_commands_add(struct avow_commands *commands, uint16_t number,
		      struct avow_arena *arena) avow_must_check;
/* Adds all of @from. */
int avow_commands_merge(struct avow_commands *commands, const struct avow_commands *from,
			struct avow_arena *arena) avow_must_check;

static inline bool avow_commands_is_empty(const struct avow_commands *commands)
{
	return commands->bits == NULL;
}

/*
 * The next range of numbers from *@at on, which then stands behind it; begin with 0.
 * False when there is none.
 */
bool avow_commands_next(const struct avow_commands *commands, uint32_t *at,
			uint16_t *first, uint16_t *last);

/* Appends `0x5401` or `{ 0x5401 0x5413-0x5414 }`. */
void avow_commands_write_te(const struct avow_commands *commands, struct avow_buf *out);
/* Appends `(0x5401 (range 0x5413 0x5414))`. */
void avow_commands_write_cil(const struct avow_commands *commands, struct avow_buf *out);
/* Appends the names that are known, blanks between; nothing when none is. */
void avow_commands_write_names(const struct avow_commands *commands,
			       struct avow_buf *out);

/* What the kernel's headers call the ioctl; NULL: it is none of the common ones. */
const char *avow_commands_name(uint16_t number);

#endif
