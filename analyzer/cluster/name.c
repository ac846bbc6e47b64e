/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of clusters: from a denial, from a cluster, and to the id that reports show. */
#include "analyzer/cluster/name.h"

#include <stdio.h>

#include "analyzer/cluster/shape.h"

struct avow_name avow_name_of_denial(const struct avow_denial *denial,
				     struct avow_buf *scratch)
{
	const struct avow_selinux *selinux = &denial->selinux;
	const struct avow_apparmor *apparmor = &denial->apparmor;

	if (denial->lsm == AVOW_LSM_SELINUX)
		return (struct avow_name){ .lsm = AVOW_LSM_SELINUX,
					   .parts = { selinux->scontext.type,
						      selinux->tcontext.type,
						      selinux->tclass } };
	return (struct avow_name){
		.lsm = AVOW_LSM_APPARMOR,
		.parts = { apparmor->class_name, apparmor->profile, apparmor->namespace,
			   avow_shape_of(apparmor->class_name, apparmor->object,
					 scratch) }
	};
}

struct avow_name avow_name_of_cluster(const struct avow_cluster *cluster,
				      const struct avow_atoms *atoms)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	if (cluster->lsm == AVOW_LSM_SELINUX)
		return (struct avow_name){
			.lsm = AVOW_LSM_SELINUX,
			.parts = { avow_atoms_text(atoms, cluster->scontext_type),
				   avow_atoms_text(atoms, cluster->tcontext_type),
				   avow_atoms_text(atoms, cluster->tclass) }
		};
	return (struct avow_name){
		.lsm = AVOW_LSM_APPARMOR,
		.is_rest = apparmor->is_rest,
		.parts = { avow_atoms_text(atoms, apparmor->class_name),
			   avow_atoms_text(atoms, apparmor->profile),
			   avow_atoms_text(atoms, apparmor->namespace), apparmor->object }
	};
}

/*
 * SELinux's names hold no blanks. Those of AppArmor may hold any byte, but a NUL
 * cannot be at the front of a profile's or an object's name.
 */
void avow_name_id(const struct avow_name *name, char out[13])
{
	bool is_selinux = name->lsm == AVOW_LSM_SELINUX;
	struct avow_buf key = { 0 };

	avow_buf_puts(&key, is_selinux      ? "selinux"
			    : name->is_rest ? "apparmor rest"
					    : "apparmor");
	for (size_t i = 0; i < (is_selinux ? 3 : AVOW_NAME_PARTS); i++) {
		avow_buf_putc(&key, is_selinux ? ' ' : '\0');
		avow_buf_append(&key, name->parts[i]);
	}
	snprintf(out, 13, "%012llx",
		 (unsigned long long)(avow_span_hash(avow_buf_span(&key)) >> 16));
	avow_buf_free(&key);
}
