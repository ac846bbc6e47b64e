/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_SADDR_H
#define AVOW_INTERPRET_SADDR_H

#include "analyzer/base/buf.h"
#include "analyzer/base/machines.h"

/*
 * A struct sockaddr in hexadecimal, as SOCKADDR has it: "{ saddr_fam=inet
 * laddr=192.0.2.1 lport=80 }", "{ saddr_fam=local path=/run/x }" and the like; an
 * abstract name stands without the NUL before it. The family is in the byte order of
 * @machine, this one's when NULL. What is none stays.
 */
void avow_saddr_put(struct avow_buf *out, const struct avow_machine *machine,
		    struct avow_span hex);

#endif
