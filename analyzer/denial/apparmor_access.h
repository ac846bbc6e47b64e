/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_APPARMOR_ACCESS_H
#define AVOW_DENIAL_APPARMOR_ACCESS_H

#include "analyzer/denial/denial.h"

/* Whether a record of @verdict is an access that was refused, or would have been. */
bool avow_apparmor_is_denial(enum avow_apparmor_verdict verdict);

/*
 * Fills @out with the access that @record tells of, whose body, as
 * avow_apparmor_parse() read it, is @fields. What it puts together is @scratch's,
 * which is emptied first. False, and @defect, when it names no operation or is cut.
 */
bool avow_apparmor_access(const struct avow_record *record,
			  const struct avow_apparmor *fields, struct avow_buf *scratch,
			  struct avow_denial *out, enum avow_defect *defect);

/*
 * Once the other records of the event are known: whether the access failed. In
 * complain mode a path that AppArmor cannot name is refused all the same.
 */
void avow_apparmor_settle(struct avow_denial *denial);

#endif
