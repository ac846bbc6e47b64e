/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SYMBOLS_H
#define AVOW_COLLECT_SYMBOLS_H

#include "analyzer/base/buf.h"

/*
 * The kernel's symbols (proc(5), /proc/kallsyms): lines "ADDRESS TYPE NAME[\t[MODULE]]".
 * All addresses are 0 for those who may not know them; then no name is found.
 */
struct avow_symbols;

/* None at all when the file cannot be read; NULL when memory is out. */
struct avow_symbols *avow_symbols_read(const char *path);

/* Appends the function that @address is in, or the address, `0xffffffff81000000`. */
void avow_symbols_put(const struct avow_symbols *symbols, uint64_t address,
		      struct avow_buf *out);

void avow_symbols_free(struct avow_symbols *symbols);

/*
 * Appends where @address lies in a process whose /proc/PID/maps (proc(5)) is @maps:
 * the file's last name and the offset in the file, `libc.so.6+0x11e0a3`, as
 * addr2line(1) takes it; or the address. Names of files may hold any byte.
 */
void avow_maps_put(struct avow_span maps, uint64_t address, struct avow_buf *out);

#endif
