/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_AVC_H
#define AVOW_DENIAL_AVC_H

#include "analyzer/base/buf.h"
#include "analyzer/denial/denial.h"

/* What an AVC or USER_AVC record, unless it is AppArmor's, turned out to be. */
enum avow_avc_kind {
	AVOW_AVC_ACCESS,    /* an access, denied or granted: @out is filled */
	AVOW_AVC_NOTICE,    /* "avc: received policyload notice" and its like */
	AVOW_AVC_OTHER_LSM, /* SMACK and others */
	AVOW_AVC_MALFORMED  /* cut or garbled: @defect says where */
};

/* Bytes that fields had to be decoded into; one a field that may need it. */
struct avow_avc_scratch {
	struct avow_buf comm, path, name, srawcon, trawcon, proctitle;
};

void avow_avc_scratch_free(struct avow_avc_scratch *scratch);

/*
 * Reads the body of an AVC or USER_AVC record into @out, whose spans borrow from
 * the record and @scratch until the next call. A record that is not whole to its
 * end is malformed: no rule may come from it. `name` is what name= held, for
 * the search of its PATH record; @out->path is set from path= alone.
 */
enum avow_avc_kind avow_avc_parse(const struct avow_record *record,
				  struct avow_avc_scratch *scratch,
				  struct avow_denial *out, struct avow_span *name,
				  struct avow_span *inode, enum avow_defect *defect);

#endif
