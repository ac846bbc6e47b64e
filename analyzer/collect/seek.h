/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SEEK_H
#define AVOW_COLLECT_SEEK_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Stamps in a log are in order but for this many seconds: relays and blocked calls delay
 * records, and clocks are set. What lies further from its place may be passed over.
 */
#define AVOW_SEEK_SLACK 600

/*
 * Where reading a file may begin for whoever wants nothing before @since (seconds): at
 * the begin of a line before which all stamps are older. Found by bisecting. 0 for a file
 * that is small, no log of auditd's, or whose stamps are seen not to be in order. @fd
 * stands at its begin, and stays there.
 */
off_t avow_seek_since(int fd, uint64_t since);

#endif
