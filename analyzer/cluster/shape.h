/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_SHAPE_H
#define AVOW_CLUSTER_SHAPE_H

#include "analyzer/base/buf.h"

/*
 * The object of an AppArmor access of class @class_name without the parts that
 * change from process to process, so that one cause is one cluster: in the paths of
 * files and mount points
 *
 *     /proc/1234/     /proc/@{pid}/       /proc/1/task/22/   /proc/@{pid}/task/@{tid}/
 *     /run/user/1000/ /run/user/@{uid}/
 *
 * and a * for a UUID and for 32 and more hexadecimal digits in a row. Everything else
 * is returned as it is. What is put together is @scratch's, which is emptied first.
 */
struct avow_span avow_shape_of(struct avow_span class_name, struct avow_span object,
			       struct avow_buf *scratch);

#endif
