/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_CLASSES_H
#define AVOW_DENIAL_CLASSES_H

#include "analyzer/base/span.h"

/*
 * Whether @name is an object class that the kernel (security/selinux/include/
 * classmap.h, of any version) or a known object manager has. Not every class is
 * known here; it serves to tell a whole name from one that was cut.
 */
bool avow_class_is_known(struct avow_span name);

#endif
