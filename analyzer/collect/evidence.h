/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_EVIDENCE_H
#define AVOW_COLLECT_EVIDENCE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/atoms.h"
#include "analyzer/collect/remark.h"

/*
 * What was read, and what of it could not be used: every line of every input is
 * accounted for exactly once,
 *
 *     lines = records + blank + foreign + malformed
 *
 * for each input and for their sum. Samples are bounded; counts are not.
 */

#define AVOW_EVIDENCE_EPOCHS 1024 /* changes of policy and mode that are kept */

/* Why a line, or what it said, could not be used. Text: avow_defect_text(). */
#define AVOW_DEFECTS(X)                                                                  \
	X(LINE_TOO_LONG, "line too long")                                                \
	X(NUL_BYTE, "NUL byte in the record")                                            \
	X(NOT_UTF8, "bytes in the record that are not UTF-8")                            \
	X(HEADER, "audit record header cut or garbled")                                  \
	X(JSON, "JSON cut or garbled")                                                   \
	X(INTERPRETED, "interpreted by ausearch -i, with a date that cannot be read: "   \
		       "use ausearch --raw")                                             \
	X(SUMMARY,                                                                       \
	  "printed by ausearch --format text or csv, which leaves out what was "         \
	  "refused: use ausearch --raw")                                                 \
	X(ENTRY, "printed by journalctl -o verbose or json-pretty: use -o json or "      \
		 "export")                                                               \
	X(GLUED, "two records on one line")                                              \
	X(AVC_RESULT, "AVC without denied or granted")                                   \
	X(AVC_PERMISSIONS, "AVC permissions cut or garbled")                             \
	X(AVC_SCONTEXT, "AVC without a valid scontext")                                  \
	X(AVC_TCONTEXT, "AVC without a valid tcontext")                                  \
	X(AVC_TCLASS, "AVC without a valid tclass")                                      \
	X(AVC_TAIL, "AVC cut after its tclass")                                          \
	X(USER_AVC_MESSAGE, "USER_AVC whose message is cut")                             \
	X(APPARMOR_WORDS, "AppArmor record in words, as kernels before 2.6.24 wrote it") \
	X(APPARMOR_VERDICT, "AppArmor record without a known verdict")                   \
	X(APPARMOR_OPERATION, "AppArmor denial without an operation")                    \
	X(APPARMOR_CUT, "AppArmor record cut or garbled")

enum avow_defect {
#define X(code, text) AVOW_DEFECT_##code,
	AVOW_DEFECTS(X)
#undef X
		AVOW_DEFECT_COUNT
};

const char *avow_defect_text(enum avow_defect defect);

/*
 * What an AppArmor record says that it is: enum audit_type and aa_audit_type[] of
 * security/apparmor/audit.c. DENIED, KILLED and ALLOWED (complain mode) are denials.
 */
#define AVOW_APPARMOR_VERDICTS(X)                                                        \
	X(AUDIT)                                                                         \
	X(ALLOWED)                                                                       \
	X(DENIED)                                                                        \
	X(HINT)                                                                          \
	X(STATUS)                                                                        \
	X(ERROR)                                                                         \
	X(KILLED)                                                                        \
	X(AUTO)

enum avow_apparmor_verdict {
#define X(name) AVOW_APPARMOR_##name,
	AVOW_APPARMOR_VERDICTS(X)
#undef X
		AVOW_APPARMOR_VERDICT_COUNT
};

/* "DENIED" and so on, as in the records. */
const char *avow_apparmor_verdict_name(enum avow_apparmor_verdict verdict);

struct avow_input_counts {
	struct avow_span name; /* as the user gave it, or the file found in a directory */
	const char *kind;      /* "file", "stdin", or the name of a source: "journal" */
	const char *format;    /* avow_envelope_name(), or "mixed", "unknown" */
	const char *compression; /* "gzip" and so on; NULL when there is none */
	bool is_broken;          /* reading it failed, which was told */
	bool is_live;            /* it was read until reading was stopped */
	uint64_t bytes;
	uint64_t lines;
	uint64_t records;   /* well-formed audit records of any type */
	uint64_t blank;     /* empty lines and ausearch's separators */
	uint64_t foreign;   /* lines that are no audit record */
	uint64_t malformed; /* audit records that are cut or garbled */
	/* records = used + companions + told_before + other */
	uint64_t used;        /* of SELinux or AppArmor, denials and what else they say */
	uint64_t companions;  /* of kinds that complete a denial: SYSCALL, PATH, ... */
	uint64_t told_before; /* used ones that another source had told already */
	uint64_t outside;     /* other ones that lie outside of the window */
	uint64_t lost; /* records that the source knows it lost before it gave them */
};

/* A change of what is enforced: records before and after it had other rules. */
struct avow_epoch {
	uint64_t seconds; /* UTC; 0 when not known */
	enum avow_remark change;
	struct avow_place place;
	struct avow_span text; /* what changed, as the record says; in the arena */
	int enforcing;         /* from here on: 1, 0, or -1 when it does not say */
};

struct avow_evidence {
	struct avow_arena arena;
	struct avow_input_counts *inputs;
	size_t input_count;
	uint64_t events;  /* distinct (node, time, serial) */
	uint64_t denials; /* SELinux's, and AppArmor's DENIED, KILLED and ALLOWED */
	uint64_t granted; /* SELinux AVC and USER_AVC granted (auditallow) */
	/* AppArmor records of each verdict, duplicates left out. */
	uint64_t apparmor[AVOW_APPARMOR_VERDICT_COUNT];
	uint64_t duplicates; /* denials that another source had told already */
	uint64_t undated;    /* records without a stamp, which lie in every window */
	uint64_t notices;    /* user-space AVC notices: policyload, setenforce */
	uint64_t evicted;    /* events closed early for want of room */
	struct avow_samples defects[AVOW_DEFECT_COUNT];
	struct avow_remark_row remarks[AVOW_REMARK_COUNT];
	/* Serials of the kernel's records that lie between others and did not come. */
	uint64_t serial_gaps, serials;
	struct avow_epoch *epochs; /* as they came */
	size_t epoch_count;
};

/* A new row in inputs, zeroed; its index, or a negative avow_code. @name is copied. */
int avow_evidence_add_input(struct avow_evidence *evidence, struct avow_span name,
			    const char *kind) avow_must_check;

/* Counts one defect and keeps a sample of @line, which is counted elsewhere. */
void avow_evidence_defect(struct avow_evidence *evidence, enum avow_defect defect,
			  struct avow_place place, struct avow_span line);

/* The same for a line of inputs[place.input] that is malformed by it. */
void avow_evidence_malformed(struct avow_evidence *evidence, enum avow_defect defect,
			     struct avow_place place, struct avow_span line);

/* Counts one remark and keeps a sample of @line; @amount is 0 where none is told. */
void avow_evidence_remark(struct avow_evidence *evidence, enum avow_remark remark,
			  uint64_t amount, struct avow_place place,
			  struct avow_span line);

/* Adds an epoch, whose text is copied, unless there are AVOW_EVIDENCE_EPOCHS. */
int avow_evidence_add_epoch(struct avow_evidence *evidence,
			    const struct avow_epoch *epoch) avow_must_check;

/* Records that are known to be lost: by the kernel's counter, or by a source. */
uint64_t avow_evidence_lost(const struct avow_evidence *evidence);

/* Whether nothing is known to be missing: no line malformed, no sign of loss. */
bool avow_evidence_is_complete(const struct avow_evidence *evidence);

/* How often remarks of @group were made. */
uint64_t avow_evidence_remarks(const struct avow_evidence *evidence,
			       enum avow_remark_group group);

/*
 * Adds all counts of @from, whose inputs are the same or fewer, row by row; of the
 * samples of a defect those that stand first are kept.
 */
int avow_evidence_merge(struct avow_evidence *into,
			const struct avow_evidence *from) avow_must_check;

/* The sum over all inputs; name, kind and format are left empty. */
struct avow_input_counts avow_evidence_total(const struct avow_evidence *evidence);

/* Records of type AVC that another module than SELinux and AppArmor wrote. */
uint64_t avow_evidence_other_lsm(const struct avow_evidence *evidence);

/* AppArmor records of any verdict. */
uint64_t avow_evidence_apparmor(const struct avow_evidence *evidence);

void avow_evidence_free(struct avow_evidence *evidence);

#endif
