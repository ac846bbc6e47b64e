/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_NAME_H
#define AVOW_CLUSTER_NAME_H

#include "analyzer/cluster/cluster.h"

#define AVOW_NAME_PARTS 4

/*
 * What denials are clustered by, borrowed: the types of source and target and the
 * class; of AppArmor the class, the profile, the namespace and the object.
 */
struct avow_name {
	enum avow_lsm lsm;
	bool is_rest; /* of the objects that have no cluster of their own */
	struct avow_span parts[AVOW_NAME_PARTS];
};

enum avow_name_part {
	AVOW_NAME_SOURCE = 0,
	AVOW_NAME_TARGET = 1,
	AVOW_NAME_TCLASS = 2,
	AVOW_NAME_CLASS = 0,
	AVOW_NAME_PROFILE = 1,
	AVOW_NAME_NAMESPACE = 2,
	AVOW_NAME_OBJECT = 3
};

/* That of the cluster that @denial belongs to; @scratch is as in avow_shape_of(). */
struct avow_name avow_name_of_denial(const struct avow_denial *denial,
				     struct avow_buf *scratch);

struct avow_name avow_name_of_cluster(const struct avow_cluster *cluster,
				      const struct avow_atoms *atoms);

/* The cluster's id: the first 12 hexadecimal digits of a hash over all of @name. */
void avow_name_id(const struct avow_name *name, char out[13]);

#endif
