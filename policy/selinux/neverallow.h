/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEVERALLOW_H
#define AVOW_POLICY_SELINUX_NEVERALLOW_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "policy/finding.h"
#include "policy/selinux/sepol/assertions.h"

/*
 * The neverallow rules of a user's file, meant for one policy: neverallow and
 * neverallowxperm of the policy language (checkpolicy policy_parse.y; after m4, whose
 * macros are not expanded), or neverallow and neverallowx of CIL (secilc's guide).
 * Attributes are the policy's, and those that the file itself declares.
 */
struct avow_neverallow;

/* A rule of the file, lent as long as it is open. */
struct avow_neverallow_place {
	const char *path; /* as it was given */
	size_t line;      /* of the first word, from 1 on */
	const char *text; /* the rule, with single blanks, cut after some 200 bytes */
};

/* What in the file was not understood, and so is not checked. */
struct avow_neverallow_remark {
	size_t line;
	const char *text; /* a sentence without a full stop */
};

/* Remarks that are kept; the rest are counted. */
#define AVOW_NEVERALLOW_REMARKS_MAX 64

/*
 * Reads @path: CIL when its first word is a bracket, else the policy language.
 * Fails with AVOW_E_INPUT when it cannot be read, is too large, or holds bytes that
 * no policy text does; what it says never makes it fail. @out is freed with
 * avow_neverallow_free().
 */
int avow_neverallow_load(const char *path, const struct avow_sepol *sepol,
			 struct avow_neverallow **out,
			 struct avow_error *error) avow_must_check;
/* The same for text in memory, which may be given back at once. */
int avow_neverallow_read(struct avow_span text, const char *path,
			 const struct avow_sepol *sepol, struct avow_neverallow **out,
			 struct avow_error *error) avow_must_check;
void avow_neverallow_free(struct avow_neverallow *neverallow);

/* The rules that can be checked. */
size_t avow_neverallow_count(const struct avow_neverallow *neverallow);
/* All remarks; of these the first AVOW_NEVERALLOW_REMARKS_MAX can be asked for. */
size_t avow_neverallow_remarks(const struct avow_neverallow *neverallow);
const struct avow_neverallow_remark *
avow_neverallow_remark(const struct avow_neverallow *neverallow, size_t index);

/* Appends that an allow rule would break the one at @where: a sentence. */
void avow_neverallow_sentence(const struct avow_neverallow_place *where,
			      struct avow_buf *out);

/*
 * Whether the allow rule @rule would break a neverallow rule; @where is the first of
 * the file that it breaks.
 */
bool avow_neverallow_breaks(const struct avow_neverallow *neverallow,
			    const struct avow_sepol *sepol,
			    const struct avow_sepol_rule *rule,
			    struct avow_neverallow_place *where);

/* The same for an allowxperm rule of one ioctl command. */
bool avow_neverallow_breaks_command(const struct avow_neverallow *neverallow,
				    const struct avow_sepol *sepol,
				    const struct avow_sepol_pair *pair, uint16_t command,
				    struct avow_neverallow_place *where);

/*
 * Shows @visit what the policy already has against the rules: each neverallow rule
 * in the file's order, with each allow rule that breaks it. Fails when memory is out.
 */
int avow_neverallow_violations(const struct avow_neverallow *neverallow,
			       const struct avow_sepol *sepol,
			       void (*visit)(void *data,
					     const struct avow_neverallow_place *where,
					     const struct avow_assertion_breach *breach),
			       void *data) avow_must_check;

/*
 * Fills @out with what the file came to and with what the policy already has against
 * it, of each the first few; in @arena.
 */
int avow_neverallow_tell(const struct avow_neverallow *neverallow,
			 const struct avow_sepol *sepol,
			 struct avow_neverallow_findings *out,
			 struct avow_arena *arena) avow_must_check;

#endif
