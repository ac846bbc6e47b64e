/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records by their type, lines of the kernel by their text, and look-alikes by
 * their place. It counts and keeps samples; it believes nothing of what it finds.
 */
#include "analyzer/record/notable.h"

#include "analyzer/base/error.h"
#include "analyzer/record/field.h"

/*
 * memmem() skips ahead, which avow_span_search() does not: these texts are long, and
 * the signs' first bytes are everywhere in them.
 */
static bool has(struct avow_span text, const char *sign)
{
	return memmem(text.data, text.length, sign, strlen(sign)) != NULL;
}

bool avow_notable_is_like_denial(struct avow_span text)
{
	static const char *const signs[] = { "avc:  denied", "avc: denied",
					     "apparmor=\"DENIED\"" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (has(text, signs[i]))
			return true;
	return false;
}

/* The same in the hexadecimal of the kernel's untrusted strings: `avc:  `, `apparmor="`
 */
static bool is_like_denial_in_hex(struct avow_span text)
{
	return has(text, "6176633A20") || has(text, "61707061726D6F723D22");
}

static struct avow_span value_of(struct avow_span body, const char *name)
{
	struct avow_field field;

	while (avow_field_next(&body, &field))
		if (avow_span_is(field.name, name))
			return field.value;
	return avow_span_make("", 0);
}

/* SELINUX_ERR: `op=` tells which (security/selinux/ss/services.c and hooks.c). */
static enum avow_remark selinux_error_of(const struct avow_record *record)
{
	static const struct {
		const char *sign;
		enum avow_remark remark;
	} signs[] = {
		{ "op=security_compute_sid", AVOW_REMARK_COMPUTE_SID },
		{ "security_compute_sid:", AVOW_REMARK_COMPUTE_SID },
		{ "op=security_bounded_transition", AVOW_REMARK_BOUNDED_TRANSITION },
		{ "op=security_compute_av", AVOW_REMARK_BOUNDS },
		{ "op=security_validate_transition", AVOW_REMARK_VALIDATE_TRANSITION },
		{ "security_validate_transition:", AVOW_REMARK_VALIDATE_TRANSITION },
		{ "nlmsg_type=", AVOW_REMARK_NETLINK_MESSAGE },
		{ "netlink message", AVOW_REMARK_NETLINK_MESSAGE },
		{ "invalid_context=", AVOW_REMARK_INVALID_CONTEXT },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (avow_span_search(record->body, signs[i].sign) < record->body.length)
			return signs[i].remark;
	return AVOW_REMARK_OTHER_ERROR;
}

static enum avow_remark audit_config_of(const struct avow_record *record)
{
	return avow_span_is(value_of(record->body, "audit_enabled"), "0")
		       ? AVOW_REMARK_AUDIT_OFF
		       : AVOW_REMARK_COUNT;
}

/* Whether a measurement failed: a record of one that passed is no refusal. */
static enum avow_remark integrity_of(const struct avow_record *record)
{
	return avow_span_is(value_of(record->body, "res"), "1") ? AVOW_REMARK_COUNT
								: AVOW_REMARK_INTEGRITY;
}

/* A row tells the remark, or a function that looks into the record for it. */
static const struct {
	struct avow_span name, number;
	enum avow_remark remark;
	enum avow_remark (*judge)(const struct avow_record *record);
} types[] = {
#define ROW(name, number, remark)                                                        \
	{                                                                                \
		AVOW_SPAN(name), AVOW_SPAN(number), remark, NULL                         \
	}
#define JUDGED(name, number, judge)                                                      \
	{                                                                                \
		AVOW_SPAN(name), AVOW_SPAN(number), AVOW_REMARK_COUNT, judge             \
	}
	JUDGED("SELINUX_ERR", "1401", selinux_error_of),
	JUDGED("USER_SELINUX_ERR", "1122", selinux_error_of),
	ROW("MAC_POLICY_LOAD", "1403", AVOW_REMARK_POLICY_LOAD),
	ROW("USER_MAC_POLICY_LOAD", "2310", AVOW_REMARK_POLICY_LOAD),
	ROW("MAC_STATUS", "1404", AVOW_REMARK_MODE),
	ROW("USER_MAC_STATUS", "2313", AVOW_REMARK_MODE),
	ROW("MAC_CONFIG_CHANGE", "1405", AVOW_REMARK_BOOLEAN),
	ROW("USER_MAC_CONFIG_CHANGE", "2312", AVOW_REMARK_BOOLEAN),
	ROW("SYSTEM_BOOT", "1127", AVOW_REMARK_BOOT),
	/* Of rpm and dnf; dpkg tells audit nothing. */
	ROW("SOFTWARE_UPDATE", "1138", AVOW_REMARK_SOFTWARE),
	ROW("SECCOMP", "1326", AVOW_REMARK_SECCOMP),
	ROW("FANOTIFY", "1331", AVOW_REMARK_FANOTIFY),
	ROW("IPE_ACCESS", "1420", AVOW_REMARK_IPE),
	ROW("LANDLOCK_ACCESS", "1423", AVOW_REMARK_LANDLOCK),
	JUDGED("INTEGRITY_DATA", "1800", integrity_of),
	JUDGED("INTEGRITY_METADATA", "1801", integrity_of),
	ROW("DAEMON_ABORT", "1202", AVOW_REMARK_AUDITD_GONE),
	ROW("DAEMON_ERR", "1209", AVOW_REMARK_AUDITD_GONE),
	JUDGED("CONFIG_CHANGE", "1305", audit_config_of),
#undef ROW
#undef JUDGED
};

static enum avow_remark remark_of(const struct avow_record *record)
{
	struct avow_span type = avow_record_bare_type(record->type_name);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(types); i++) {
		if (!avow_span_equal(type, types[i].name) &&
		    !avow_span_equal(type, types[i].number))
			continue;
		return types[i].judge ? types[i].judge(record) : types[i].remark;
	}
	return AVOW_REMARK_COUNT;
}

static int enforcing_of(const struct avow_record *record, enum avow_remark remark)
{
	struct avow_span value = value_of(record->body, "enforcing");

	if (remark != AVOW_REMARK_MODE || value.length != 1)
		return -1;
	return value.data[0] == '1' ? 1 : value.data[0] == '0' ? 0 : -1;
}

/* Another LSM's switch (lsm=ipe) is none of SELinux's. */
static bool is_other_lsm(const struct avow_record *record)
{
	struct avow_span lsm = value_of(record->body, "lsm");

	return lsm.length && !avow_span_is(lsm, "selinux");
}

/* audit_iface() and aa_audit_policy in the kernel's security/apparmor/policy.c. */
static bool is_profile_change(const struct avow_record *record)
{
	return avow_span_is(value_of(record->body, "apparmor"), "STATUS") &&
	       avow_span_starts_with(value_of(record->body, "operation"), "profile_");
}

enum avow_remark avow_notable_epoch(const struct avow_record *record)
{
	enum avow_remark remark = AVOW_REMARK_COUNT;

	if (record->type == AVOW_RECORD_OTHER)
		remark = remark_of(record);
	else if ((record->type == AVOW_RECORD_AVC ||
		  record->type == AVOW_RECORD_APPARMOR_STATUS) &&
		 is_profile_change(record))
		return AVOW_REMARK_PROFILE;
	if (remark == AVOW_REMARK_COUNT ||
	    avow_remark_group(remark) != AVOW_REMARK_GROUP_EPOCH ||
	    (remark == AVOW_REMARK_MODE && is_other_lsm(record)))
		return AVOW_REMARK_COUNT;
	return remark;
}

static int add_epoch(struct avow_evidence *evidence, const struct avow_record *record,
		     enum avow_remark remark)
{
	const struct avow_epoch epoch = {
		.seconds = record->time.seconds,
		.change = remark,
		.place = record->place,
		.text = record->body,
		.enforcing = enforcing_of(record, remark),
	};

	return avow_evidence_add_epoch(evidence, &epoch);
}

/*
 * A host loads hundreds of profiles when it boots: those are counted, and one that takes
 * the place of another, or goes, begins an epoch.
 */
int avow_notable_profile(struct avow_evidence *evidence, const struct avow_record *record)
{
	struct avow_span operation = value_of(record->body, "operation");

	if (!avow_span_starts_with(operation, "profile_"))
		return AVOW_OK;
	avow_evidence_remark(evidence, AVOW_REMARK_PROFILE, 0, record->place,
			     record->line);
	return avow_span_is(operation, "profile_load")
		       ? AVOW_OK
		       : add_epoch(evidence, record, AVOW_REMARK_PROFILE);
}

static int note_other(struct avow_evidence *evidence, const struct avow_record *record)
{
	enum avow_remark remark = remark_of(record);

	if (remark == AVOW_REMARK_COUNT) {
		if (avow_notable_is_like_denial(record->body) ||
		    is_like_denial_in_hex(record->body))
			avow_evidence_remark(evidence, AVOW_REMARK_IN_RECORD, 0,
					     record->place, record->line);
		return AVOW_OK;
	}
	if (remark == AVOW_REMARK_MODE && is_other_lsm(record))
		return AVOW_OK;
	avow_evidence_remark(evidence, remark, 0, record->place, record->line);
	return avow_remark_group(remark) == AVOW_REMARK_GROUP_EPOCH
		       ? add_epoch(evidence, record, remark)
		       : AVOW_OK;
}

int avow_notable_record(struct avow_evidence *evidence, const struct avow_record *record)
{
	if (record->type == AVOW_RECORD_OTHER)
		return note_other(evidence, record);
	if ((record->type == AVOW_RECORD_PROCTITLE ||
	     record->type == AVOW_RECORD_EXECVE) &&
	    is_like_denial_in_hex(record->body))
		avow_evidence_remark(evidence, AVOW_REMARK_IN_RECORD, 0, record->place,
				     record->line);
	return AVOW_OK;
}

/* The line of collect/spooler.c. */
#define SPOOL_LOST "avow: audit_source_lost="

/* The decimal number that begins at @at of @text; 0 when there is none. */
static uint64_t number_at(struct avow_span text, size_t at)
{
	struct avow_span digits = avow_span_skip(text, at);
	uint64_t number = 0;
	size_t length = 0;

	while (length < digits.length && digits.data[length] >= '0' &&
	       digits.data[length] <= '9')
		length++;
	if (!avow_span_to_u64(avow_span_first(digits, length), 10, &number))
		return 0;
	return number;
}

/* The number that ends where @at begins, a blank between; 0 when there is none. */
static uint64_t number_before(struct avow_span text, size_t at)
{
	size_t from;

	if (!at || text.data[at - 1] != ' ')
		return 0;
	from = at - 1;
	while (from && text.data[from - 1] >= '0' && text.data[from - 1] <= '9')
		from--;
	return number_at(text, from);
}

/* What the kernel says when records are lost (kernel/audit.c, lib/ratelimit.c). */
static bool note_loss(struct avow_evidence *evidence, struct avow_place place,
		      struct avow_span text)
{
	static const struct {
		const char *sign;
		enum avow_remark remark;
		enum { NO_NUMBER, AFTER, BEFORE } number;
	} signs[] = {
		{ "audit_lost=", AVOW_REMARK_AUDIT_LOST, AFTER },
		{ "audit: backlog limit exceeded", AVOW_REMARK_BACKLOG, NO_NUMBER },
		{ "audit_backlog=", AVOW_REMARK_BACKLOG, NO_NUMBER },
		{ "audit: rate limit exceeded", AVOW_REMARK_RATE_LIMIT, NO_NUMBER },
		{ "audit: kauditd hold queue overflow", AVOW_REMARK_HOLD_QUEUE,
		  NO_NUMBER },
		{ "audit: kauditd retry queue overflow", AVOW_REMARK_HOLD_QUEUE,
		  NO_NUMBER },
		{ "audit: auditd disappeared", AVOW_REMARK_AUDITD_GONE, NO_NUMBER },
		{ "audit: *NO* daemon at audit_pid", AVOW_REMARK_AUDITD_GONE, NO_NUMBER },
		{ "Lockdown: ", AVOW_REMARK_LOCKDOWN, NO_NUMBER },
		{ "callbacks suppressed", AVOW_REMARK_SUPPRESSED, BEFORE },
		{ "messages suppressed", AVOW_REMARK_SUPPRESSED, BEFORE },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++) {
		size_t at = avow_span_search(text, signs[i].sign);
		uint64_t number = 0;

		if (at == text.length)
			continue;
		if (signs[i].number == AFTER)
			number = number_at(text, at + strlen(signs[i].sign));
		else if (signs[i].number == BEFORE)
			number = number_before(text, at);
		avow_evidence_remark(evidence, signs[i].remark, number, place, text);
		return true;
	}
	return false;
}

/* Only limits that stand before audit records concern them. */
static bool is_about_audit(struct avow_span text)
{
	static const char *const words[] = { "audit", "printk",
					     "ratelimit: ", "Lockdown" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (avow_span_search(text, words[i]) < text.length)
			return avow_span_search(text, "net_ratelimit") == text.length;
	return false;
}

/* `message repeated 3 times: [ ... ]` of rsyslog, when it is a denial that repeats. */
static bool note_repetition(struct avow_evidence *evidence, struct avow_place place,
			    struct avow_span line)
{
	static const char sign[] = "message repeated ";
	size_t at = avow_span_search(line, sign);

	if (at == line.length || !avow_notable_is_like_denial(line))
		return false;
	avow_evidence_remark(evidence, AVOW_REMARK_REPEATED,
			     number_at(line, at + strlen(sign)), place, line);
	return true;
}

void avow_notable_line(struct avow_evidence *evidence, struct avow_place place,
		       struct avow_span line)
{
	struct avow_span text;

	if (avow_span_starts_with(line, SPOOL_LOST)) {
		avow_evidence_remark(evidence, AVOW_REMARK_SOURCE_LOST,
				     number_at(line, sizeof(SPOOL_LOST) - 1), place,
				     line);
		return;
	}
	if (avow_envelope_kernel(line, &text) && is_about_audit(text) &&
	    note_loss(evidence, place, text))
		return;
	if (note_repetition(evidence, place, line))
		return;
	if (avow_notable_is_like_denial(line))
		avow_evidence_remark(evidence, AVOW_REMARK_BY_OTHERS, 0, place, line);
}

void avow_notable_out_of_place(struct avow_evidence *evidence,
			       const struct avow_record *record)
{
	if (avow_notable_is_like_denial(record->line))
		avow_evidence_remark(evidence, AVOW_REMARK_OUT_OF_PLACE, 0, record->place,
				     record->line);
}
