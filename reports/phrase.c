/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sentences of the report. They are built from the summary's numbers and
 * add none of their own. Nothing here asks the locale, the clock or the time
 * zone: gmtime_r() is arithmetic.
 */
#include "reports/phrase.h"

#include <inttypes.h>
#include <time.h>

#include "analyzer/base/escape.h"

void avow_phrase_number(struct avow_buf *out, uint64_t number)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			avow_buf_putc(out, ',');
		avow_buf_putc(out, digits[i]);
	}
}

void avow_phrase_count(struct avow_buf *out, uint64_t number, const char *noun)
{
	avow_phrase_number(out, number);
	avow_buf_putc(out, ' ');
	avow_buf_puts(out, noun);
	if (number != 1)
		avow_buf_putc(out, 's');
}

/* False for a time that has no four-digit year. */
static bool split_time(struct avow_time time, struct tm *out)
{
	static const uint64_t year_10000 = 253402300800u;
	time_t seconds = (time_t)time.seconds;

	return time.seconds < year_10000 && gmtime_r(&seconds, out);
}

static bool is_no_time(struct avow_time time)
{
	return time.seconds == 0 && time.milliseconds == 0;
}

void avow_phrase_time(struct avow_buf *out, struct avow_time time)
{
	struct tm tm;

	if (is_no_time(time))
		return;
	if (!split_time(time, &tm)) {
		avow_buf_printf(out, "@%" PRIu64 ".%03u", time.seconds,
				time.milliseconds);
		return;
	}
	avow_buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03uZ", tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
			time.milliseconds);
}

void avow_phrase_chance(struct avow_buf *out, uint32_t millionths)
{
	uint32_t tenths = (millionths + 500) / 1000;

	if (millionths && !tenths)
		avow_buf_puts(out, "under 0.1 %");
	else if (tenths % 10)
		avow_buf_printf(out, "%u.%u %%", tenths / 10, tenths % 10);
	else
		avow_buf_printf(out, "%u %%", tenths / 10);
}

void avow_phrase_duration(struct avow_buf *out, uint64_t seconds)
{
	static const struct {
		uint64_t seconds;
		const char *name;
	} units[] = {
		{ UINT64_C(604800), "week" },
		{ 86400, "day" },
		{ 3600, "hour" },
		{ 60, "minute" },
		{ 1, "second" },
	};
	size_t i = 0, last = AVOW_ARRAY_SIZE(units) - 1;

	while (i < last && seconds < units[i].seconds)
		i++;
	avow_phrase_count(out, seconds / units[i].seconds, units[i].name);
	seconds %= units[i].seconds;
	if (i == last || seconds / units[i + 1].seconds == 0)
		return;
	avow_buf_putc(out, ' ');
	avow_phrase_count(out, seconds / units[i + 1].seconds, units[i + 1].name);
}

void avow_phrase_time_plain(struct avow_buf *out, struct avow_time time)
{
	struct tm tm;

	if (is_no_time(time))
		return;
	if (!split_time(time, &tm)) {
		avow_phrase_time(out, time);
		return;
	}
	avow_buf_printf(out, "%04d-%02d-%02d %02d:%02d:%02d UTC", tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Where " HH:MM:SS UTC" begins in a plain time. */
enum { DATE_LENGTH = 10 };

void avow_phrase_span(struct avow_buf *out, struct avow_time first, struct avow_time last)
{
	struct avow_buf from = { 0 }, to = { 0 };
	struct avow_span day, end;

	avow_phrase_time_plain(&from, first);
	avow_phrase_time_plain(&to, last);
	day = avow_span_first(avow_buf_span(&from), DATE_LENGTH);
	end = avow_buf_span(&to);
	avow_buf_append(out, avow_buf_span(&from));
	if (!avow_span_equal(avow_buf_span(&from), end)) {
		avow_buf_puts(out, " to ");
		if (avow_span_equal(day, avow_span_first(end, DATE_LENGTH)))
			end = avow_span_skip(end, DATE_LENGTH + 1);
		avow_buf_append(out, end);
	}
	out->failed |= from.failed || to.failed;
	avow_buf_free(&from);
	avow_buf_free(&to);
}

void avow_phrase_lines(struct avow_buf *out, struct avow_span text)
{
	while (text.length) {
		size_t end = 0;

		while (end < text.length && text.data[end] != '\n' &&
		       text.data[end] != '\t')
			end++;
		avow_escape_display(out, avow_span_first(text, end));
		if (end == text.length)
			return;
		avow_buf_putc(out, text.data[end]);
		text = avow_span_skip(text, end + 1);
	}
}

const char *avow_phrase_lsm(const struct avow_summary *summary)
{
	if (summary->clusters_of[AVOW_LSM_APPARMOR] == 0)
		return "SELinux";
	return summary->clusters_of[AVOW_LSM_SELINUX] ? "SELinux and AppArmor"
						      : "AppArmor";
}

void avow_phrase_profile(struct avow_buf *out, const struct avow_atoms *atoms,
			 const struct avow_cluster *cluster)
{
	struct avow_span profile = avow_atoms_text(atoms, cluster->apparmor->profile);

	if (avow_span_is_empty(profile))
		avow_buf_puts(out, "(no profile)");
	avow_escape_display(out, profile);
	if (cluster->apparmor->namespace == AVOW_NO_ATOM)
		return;
	avow_buf_puts(out, " (namespace ");
	avow_escape_display(out, avow_atoms_text(atoms, cluster->apparmor->namespace));
	avow_buf_putc(out, ')');
}

void avow_phrase_object(struct avow_buf *out, const struct avow_cluster *cluster)
{
	struct avow_span object = cluster->apparmor->object;

	if (cluster->apparmor->is_rest)
		avow_buf_puts(out, "(all others)");
	else if (avow_span_is_empty(object))
		avow_buf_puts(out, "(no name)");
	avow_escape_display(out, object);
}

void avow_phrase_owner(struct avow_buf *out, const struct avow_cluster *cluster)
{
	uint64_t yes = cluster->apparmor->owner_yes;
	uint64_t total = yes + cluster->apparmor->owner_no;

	if (total == 0)
		return;
	avow_phrase_number(out, yes);
	avow_buf_puts(out, " of ");
	avow_phrase_number(out, total);
	avow_buf_puts(out, " by the file's owner");
}

/* Every denial is one of the three; which of them failed is said when it is news. */
static void say_modes(struct avow_buf *out, const struct avow_summary *summary)
{
	const char *logged = summary->clusters_of[AVOW_LSM_APPARMOR] == 0
				     ? " only logged (permissive)"
			     : summary->clusters_of[AVOW_LSM_SELINUX] == 0
				     ? " only logged (complain)"
				     : " only logged (permissive, complain)";
	const struct {
		uint64_t number;
		const char *says;
	} modes[] = {
		{ summary->permissive_yes, logged },
		{ summary->permissive_no, " enforced" },
		{ summary->permissive_unknown, " not said" },
	};
	const char *separator = "";

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(modes); i++) {
		if (modes[i].number == 0)
			continue;
		avow_buf_puts(out, separator);
		avow_phrase_number(out, modes[i].number);
		avow_buf_puts(out, modes[i].says);
		separator = ", ";
	}
	avow_buf_putc(out, '.');
	if (summary->blocked == summary->permissive_no)
		return;
	avow_buf_putc(out, ' ');
	avow_phrase_number(out, summary->blocked);
	avow_buf_puts(out, summary->blocked == 1 ? " is" : " are");
	avow_buf_puts(out, " known to have failed.");
}

/* "12 denials", and whose, unless they are all SELinux's. */
static void say_denials(struct avow_buf *out, uint64_t denials,
			const struct avow_summary *summary)
{
	if (summary->clusters_of[AVOW_LSM_SELINUX] == 0) {
		avow_phrase_count(out, denials, "AppArmor denial");
		return;
	}
	avow_phrase_count(out, denials, "denial");
	if (summary->clusters_of[AVOW_LSM_APPARMOR] == 0)
		return;
	avow_buf_puts(out, ", ");
	avow_phrase_number(out, summary->denials_of[AVOW_LSM_SELINUX]);
	avow_buf_puts(out, " of SELinux and ");
	avow_phrase_number(out, summary->denials_of[AVOW_LSM_APPARMOR]);
	avow_buf_puts(out, " of AppArmor,");
}

void avow_phrase_verdict(struct avow_buf *out, const struct avow_report *report,
			 const struct avow_summary *summary)
{
	uint64_t denials = report->analysis->evidence.denials;

	if (summary->total.records == 0) {
		avow_buf_puts(out, "No audit record was read.");
		return;
	}
	if (denials == 0) {
		avow_buf_puts(out, "No denial in ");
		avow_phrase_count(out, summary->total.records, "record");
		avow_buf_putc(out, '.');
		return;
	}
	say_denials(out, denials, summary);
	avow_buf_puts(out, " in ");
	avow_phrase_count(out, summary->clusters, "cluster");
	avow_buf_puts(out, " (");
	avow_phrase_number(out, summary->with_permission);
	avow_buf_puts(out, " with permission): ");
	say_modes(out, summary);
}

void avow_phrase_caveat(struct avow_buf *out, const struct avow_summary *summary)
{
	const char *separator = "";

	if (!summary->is_at_least)
		return;
	avow_buf_puts(out, "Counts are lower bounds: ");
	if (summary->is_at_least_of[AVOW_LSM_SELINUX]) {
		avow_buf_puts(out, "in permissive mode the kernel logs a denial once for "
				   "each entry of its cache");
		separator = ", and ";
	}
	if (summary->is_at_least_of[AVOW_LSM_APPARMOR])
		avow_buf_printf(out,
				"%sAppArmor logs a capability once while it is cached, "
				"and of many records at once some may be dropped",
				separator);
	avow_buf_putc(out, '.');
}

void avow_phrase_accounts(struct avow_buf *out, const struct avow_input_counts *counts)
{
	avow_phrase_count(out, counts->lines, "line");
	avow_buf_puts(out, " = ");
	avow_phrase_count(out, counts->records, "record");
	avow_buf_puts(out, " + ");
	avow_phrase_number(out, counts->blank);
	avow_buf_puts(out, " blank + ");
	avow_phrase_number(out, counts->foreign);
	avow_buf_puts(out, " foreign + ");
	avow_phrase_number(out, counts->malformed);
	avow_buf_puts(out, " malformed");
}

bool avow_phrase_asked(const struct avow_report *report)
{
	return report->findings && report->findings->policy.kind;
}

static bool is_all_apparmor(const struct avow_clusters *set)
{
	for (size_t i = 0; i < avow_clusters_count(set); i++)
		if (avow_clusters_at(set, i)->lsm != AVOW_LSM_APPARMOR)
			return false;
	return avow_clusters_count(set) > 0;
}

void avow_phrase_policy(struct avow_buf *out, const struct avow_report *report)
{
	const struct avow_policy_info *policy;

	if (!avow_phrase_asked(report) && is_all_apparmor(report->analysis->clusters)) {
		avow_buf_puts(out,
			      "No SELinux policy was asked: no denial is SELinux's.");
		return;
	}
	if (!avow_phrase_asked(report)) {
		avow_buf_puts(out, "No policy was asked");
		if (report->no_policy) {
			avow_buf_puts(out, ": ");
			avow_escape_display(out, avow_span_of(report->no_policy));
		} else {
			avow_buf_putc(out, '.');
		}
		return;
	}
	policy = &report->findings->policy;
	avow_escape_display(out, avow_span_of(policy->source));
	avow_buf_printf(out, " (%s version %u, %s)", policy->kind, policy->version,
			policy->is_mls ? "MLS" : "no MLS");
}

void avow_phrase_profiles(struct avow_buf *out, const struct avow_report *report,
			  const struct avow_summary *summary)
{
	const struct avow_profiles_info *info;

	if (!summary->clusters_of[AVOW_LSM_APPARMOR])
		return;
	if (!report->findings || !report->findings->profiles.source) {
		avow_buf_puts(out, "AppArmor's profiles are not read: its denials are "
				   "shown as they were logged, without a reason.");
		return;
	}
	info = &report->findings->profiles;
	avow_escape_display(out, avow_span_of(info->source));
	avow_buf_puts(out, " (");
	avow_phrase_count(out, info->profiles, "profile");
	avow_buf_puts(out, " with ");
	avow_phrase_count(out, info->rules, "rule");
	if (info->defects) {
		avow_buf_puts(out, ", ");
		avow_phrase_count(out, info->defects, "place");
		avow_buf_puts(out, " not understood");
	}
	avow_buf_putc(out, ')');
}

/* What the module was not asked about: nothing when there is none. */
static void say_unasked(struct avow_buf *out, uint64_t number, const char *one,
			const char *many)
{
	if (number == 0)
		return;
	avow_buf_putc(out, ' ');
	avow_phrase_count(out, number, "denial");
	avow_buf_puts(out, number == 1 ? one : many);
}

static void say_plan(struct avow_buf *out, const struct avow_report *report)
{
	const struct avow_plan *plan = &report->findings->plan;

	avow_buf_puts(out, "Module ");
	avow_escape_display(out, avow_span_of(report->findings->suggestion.name));
	avow_buf_puts(out, ": ");
	avow_phrase_count(out, report->findings->suggestion.rules, "rule");
	avow_buf_puts(out, ", in a plan of ");
	avow_phrase_count(out, plan->taken, "change");
	avow_buf_puts(out, ". With all of them applied in memory and every access asked "
			   "again, it answers ");
	avow_phrase_number(out, plan->answered);
	avow_buf_puts(out, " of ");
	avow_phrase_count(out, plan->asked, "denial");
	avow_buf_putc(out, '.');
}

void avow_phrase_proof(struct avow_buf *out, const struct avow_report *report)
{
	const struct avow_suggestion *suggestion;

	if (!avow_phrase_asked(report))
		return;
	suggestion = &report->findings->suggestion;
	if (suggestion->asked == 0) {
		avow_buf_puts(out, "Nothing to suggest.");
	} else if (avow_report_has_plan(report)) {
		say_plan(out, report);
	} else {
		avow_buf_puts(out, "Module ");
		avow_escape_display(out, avow_span_of(suggestion->name));
		avow_buf_puts(out, ": ");
		avow_phrase_count(out, suggestion->rules, "rule");
		avow_buf_puts(out, ". Applied to the policy in memory and every access "
				   "asked again, it covers ");
		avow_phrase_number(out, suggestion->covered);
		avow_buf_puts(out, " of ");
		avow_phrase_count(out, suggestion->asked, "denial");
		avow_buf_putc(out, '.');
	}
	if (suggestion->te_left_out) {
		avow_buf_putc(out, ' ');
		avow_phrase_count(out, suggestion->te_left_out, "rule");
		avow_buf_puts(out, ", for ");
		avow_phrase_count(out, suggestion->te_left_out_denials, "denial");
		avow_buf_puts(out, ", can be written as CIL only.");
	}
	say_unasked(out, suggestion->already, " is allowed by this policy as it is.",
		    " are allowed by this policy as it is.");
	say_unasked(
		out, suggestion->unjudged,
		" has a context, class or permission that this policy does not know.",
		" have a context, class or permission that this policy does not know.");
}

void avow_phrase_period(struct avow_buf *out, const struct avow_summary *summary)
{
	if (is_no_time(summary->last))
		return;
	avow_phrase_span(out, summary->first, summary->last);
}

void avow_phrase_remark(struct avow_buf *out, const struct avow_evidence *evidence,
			enum avow_remark remark)
{
	const struct avow_remark_row *row = &evidence->remarks[remark];

	avow_phrase_number(out, row->samples.count);
	avow_buf_puts(out, " × ");
	avow_buf_puts(out, avow_remark_text(remark));
	if (row->amount == 0)
		return;
	avow_buf_puts(out, avow_remark_is_counter(remark) ? ", at most " : ", in all ");
	avow_phrase_number(out, row->amount);
}

bool avow_phrase_window(struct avow_buf *out, const struct avow_analysis *analysis)
{
	const struct avow_window *window = &analysis->window;

	if (!window->has_since && !window->has_until)
		return false;
	if (window->has_since) {
		avow_buf_puts(out, "from ");
		avow_phrase_time(out, window->since.time);
	}
	if (window->has_until) {
		avow_buf_puts(out, window->has_since ? " to " : "up to ");
		avow_phrase_time(out, window->until.time);
	}
	avow_buf_puts(out, "; ");
	avow_phrase_count(out, avow_evidence_total(&analysis->evidence).outside,
			  "record");
	avow_buf_puts(out, " outside");
	if (analysis->evidence.undated) {
		avow_buf_puts(out, "; ");
		avow_phrase_count(out, analysis->evidence.undated, "record");
		avow_buf_puts(out, " without a time, taken as inside");
	}
	return true;
}

void avow_phrase_serials(struct avow_buf *out, const struct avow_evidence *evidence)
{
	avow_phrase_number(out, evidence->serial_gaps);
	avow_buf_puts(out, " of ");
	avow_phrase_count(out, evidence->serials + evidence->serial_gaps, "serial");
	avow_buf_puts(out, " did not come: lost on the way, or left out of the log");
}

bool avow_phrase_other(struct avow_buf *out, const struct avow_evidence *evidence,
		       size_t index)
{
	const struct {
		uint64_t number;
		const char *one, *many;
	} rows[] = {
		{ evidence->granted, "access granted (auditallow)",
		  "accesses granted (auditallow)" },
		{ evidence->apparmor[AVOW_APPARMOR_AUDIT],
		  "access granted by AppArmor (audit rule)",
		  "accesses granted by AppArmor (audit rules)" },
		{ evidence->apparmor[AVOW_APPARMOR_STATUS],
		  "AppArmor status record (a profile loaded or removed)",
		  "AppArmor status records (profiles loaded and removed)" },
		{ evidence->apparmor[AVOW_APPARMOR_HINT], "AppArmor hint",
		  "AppArmor hints" },
		{ evidence->apparmor[AVOW_APPARMOR_ERROR], "AppArmor error record",
		  "AppArmor error records" },
		{ evidence->apparmor[AVOW_APPARMOR_AUTO],
		  "AppArmor record of the verdict AUTO",
		  "AppArmor records of the verdict AUTO" },
		{ avow_evidence_other_lsm(evidence), "record of another security module",
		  "records of other security modules" },
		{ evidence->duplicates, "record that another source had told already",
		  "records that another source had told already" },
		{ evidence->notices, "notice of a user-space object manager",
		  "notices of user-space object managers" },
		{ evidence->evicted, "event closed early for want of room",
		  "events closed early for want of room" },
	};

	if (index >= AVOW_ARRAY_SIZE(rows))
		return false;
	if (rows[index].number == 0)
		return true;
	avow_phrase_number(out, rows[index].number);
	avow_buf_putc(out, ' ');
	avow_buf_puts(out, rows[index].number == 1 ? rows[index].one : rows[index].many);
	return true;
}

static bool is_one_word(struct avow_span bytes)
{
	for (size_t i = 0; i < bytes.length; i++)
		if (strchr(" \"='", bytes.data[i]) && bytes.data[i])
			return false;
	return bytes.length > 0;
}

void avow_phrase_word(struct avow_buf *out, struct avow_span bytes)
{
	bool is_quoted = !is_one_word(bytes);

	if (is_quoted)
		avow_buf_putc(out, '"');
	while (bytes.length) {
		size_t length = avow_span_find(bytes, '"');

		avow_escape_display(out, avow_span_first(bytes, length));
		if (length < bytes.length)
			avow_buf_puts(out, "\\x22");
		bytes = avow_span_skip(bytes, length + 1);
	}
	if (is_quoted)
		avow_buf_putc(out, '"');
}
