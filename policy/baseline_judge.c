/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a baseline says of clusters, and how it is made to cover them. */
#include "policy/baseline.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analyzer/cluster/name.h"
#include "policy/entries.h"

#define DAY_SECONDS 86400
#define MISSED_MAX 1000000ULL

/* Whether @words, apart by blanks or commas, hold @word. */
static bool lists(const char *words, struct avow_span word)
{
	while (*words) {
		size_t length = strcspn(words, " ,");

		if (avow_span_equal(avow_span_make(words, length), word))
			return true;
		words += length + strspn(words + length, " ,");
	}
	return false;
}

static bool has_permissions(const struct avow_baseline_entry *entry,
			    const struct avow_cluster *cluster)
{
	const char *words = entry->values[AVOW_BASELINE_PERMISSIONS];

	for (size_t i = 0; words && i < cluster->permissions.length; i++)
		if (!lists(words, cluster->permissions.entries[i].value))
			return false;
	return true;
}

/* What a glob is held against; an empty text where the cluster has none such. */
static bool fits(const char *glob, struct avow_span text)
{
	char bytes[4096];

	if (!glob)
		return true;
	if (text.length >= sizeof(bytes))
		return false;
	memcpy(bytes, text.data ? text.data : "", text.length);
	bytes[text.length] = '\0';
	return strlen(bytes) == text.length && fnmatch(glob, bytes, 0) == 0;
}

/* Every program of the cluster: a pattern for one must not hide another. */
static bool fits_comms(const char *glob, const struct avow_tally *comms)
{
	if (!glob)
		return true;
	for (size_t i = 0; i < comms->length; i++)
		if (!fits(glob, comms->entries[i].value))
			return false;
	return comms->length && !comms->has_more;
}

static bool fits_pattern(const struct avow_baseline_entry *entry,
			 const struct avow_clusters *set,
			 const struct avow_cluster *cluster)
{
	const struct avow_name name =
		avow_name_of_cluster(cluster, avow_clusters_atoms(set));
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;
	const struct avow_span none = avow_span_make("", 0);
	const struct avow_span parts[] = {
		[AVOW_BASELINE_SOURCE] = is_selinux ? name.parts[AVOW_NAME_SOURCE] : none,
		[AVOW_BASELINE_TARGET] = is_selinux ? name.parts[AVOW_NAME_TARGET] : none,
		[AVOW_BASELINE_CLASS] =
			name.parts[is_selinux ? AVOW_NAME_TCLASS : AVOW_NAME_CLASS],
		[AVOW_BASELINE_PROFILE] =
			is_selinux ? none : name.parts[AVOW_NAME_PROFILE],
		[AVOW_BASELINE_OBJECT] = is_selinux ? none : name.parts[AVOW_NAME_OBJECT],
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++)
		if (entry->values[i] &&
		    (!fits(entry->values[i], parts[i]) ||
		     (i != AVOW_BASELINE_CLASS && !parts[i].length && !name.is_rest)))
			return false;
	return fits_comms(entry->values[AVOW_BASELINE_COMM], &cluster->comms);
}

static bool is_over(const struct avow_baseline *baseline,
		    const struct avow_baseline_entry *entry)
{
	const char *until = entry->values[AVOW_BASELINE_UNTIL];

	return until && baseline->today[0] && strcmp(until, baseline->today) < 0;
}

/* A record that does not say whether it was enforced may have been. */
static enum avow_baseline_verdict judge_scope(const struct avow_baseline_entry *entry,
					      const struct avow_cluster *cluster)
{
	const char *scope = entry->values[AVOW_BASELINE_SCOPE];

	if (!scope)
		return AVOW_BASELINE_KNOWN;
	if (strcmp(scope, "permissive") == 0)
		return cluster->permissive_no || cluster->permissive_unknown
			       ? AVOW_BASELINE_ENFORCED
			       : AVOW_BASELINE_KNOWN;
	return cluster->permissive_yes ? AVOW_BASELINE_PERMISSIVE : AVOW_BASELINE_KNOWN;
}

static enum avow_baseline_verdict judge_entry(const struct avow_baseline *baseline,
					      const struct avow_baseline_entry *entry,
					      const struct avow_cluster *cluster)
{
	if (is_over(baseline, entry))
		return AVOW_BASELINE_EXPIRED;
	if (!has_permissions(entry, cluster))
		return AVOW_BASELINE_WIDER;
	return judge_scope(entry, cluster);
}

enum avow_baseline_verdict avow_baseline_judge(struct avow_baseline *baseline,
					       const struct avow_clusters *set,
					       const struct avow_cluster *cluster,
					       bool is_used,
					       struct avow_baseline_entry **entry)
{
	enum avow_baseline_verdict verdict = AVOW_BASELINE_NEW, other;

	*entry = avow_baseline_find(baseline, cluster->id, is_used);
	if (*entry)
		verdict = judge_entry(baseline, *entry, cluster);
	for (size_t i = 0; i < baseline->sorted && verdict != AVOW_BASELINE_KNOWN &&
			   baseline->at[i].id[0] == '*' && !is_used;
	     i++) {
		struct avow_baseline_entry *at = baseline->at + i;

		if (!fits_pattern(at, set, cluster))
			continue;
		other = judge_entry(baseline, at, cluster);
		if (other == AVOW_BASELINE_KNOWN || !*entry) {
			verdict = other;
			*entry = at;
		}
	}
	if (*entry)
		(*entry)->seen += cluster->count;
	return verdict;
}

void avow_baseline_label(const struct avow_clusters *set,
			 const struct avow_cluster *cluster, struct avow_buf *out)
{
	const struct avow_name name =
		avow_name_of_cluster(cluster, avow_clusters_atoms(set));
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	avow_buf_append(out,
			name.parts[is_selinux ? AVOW_NAME_SOURCE : AVOW_NAME_PROFILE]);
	avow_buf_puts(out, is_selinux ? " -> " : ": ");
	avow_buf_append(out, name.parts[is_selinux ? AVOW_NAME_TARGET : AVOW_NAME_CLASS]);
	avow_buf_puts(out, is_selinux ? " : " : " ");
	if (name.is_rest)
		avow_buf_puts(out, "(all others)");
	else
		avow_buf_append(
			out,
			name.parts[is_selinux ? AVOW_NAME_TCLASS : AVOW_NAME_OBJECT]);
}

/* Of the entry and the cluster, sorted, each once. */
static const char *join_permissions(struct avow_arena *arena, const char *words,
				    const struct avow_cluster *cluster)
{
	struct avow_span all[2 * AVOW_TALLY_MAX];
	struct avow_buf out = { 0 };
	const char *kept;
	size_t count = 0;

	while (words && *words && count < AVOW_TALLY_MAX) {
		size_t length = strcspn(words, " ,");

		all[count++] = avow_span_make(words, length);
		words += length + strspn(words + length, " ,");
	}
	for (size_t i = 0; i < cluster->permissions.length; i++)
		all[count++] = cluster->permissions.entries[i].value;
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && avow_span_compare(all[j - 1], all[j]) > 0;
		     j--) {
			struct avow_span swap = all[j];

			all[j] = all[j - 1];
			all[j - 1] = swap;
		}
	for (size_t i = 0; i < count; i++) {
		if (i && avow_span_equal(all[i], all[i - 1]))
			continue;
		if (out.length)
			avow_buf_putc(&out, ' ');
		avow_buf_append(&out, all[i]);
	}
	kept = avow_entry_line(arena, out.failed ? NULL : avow_buf_string(&out));
	avow_buf_free(&out);
	return kept;
}

static const char *day_of(struct avow_arena *arena, uint64_t seconds)
{
	time_t time = (time_t)seconds;
	char text[32] = "";
	struct tm day;

	if (!seconds || !gmtime_r(&time, &day) ||
	    !strftime(text, sizeof(text), "%Y-%m-%d", &day) || !avow_entry_is_day(text))
		return NULL;
	return avow_arena_string(arena, avow_span_of(text));
}

/* A text that is cut or of several lines is no record that could be read again. */
static const char *record_of(struct avow_arena *arena, const struct avow_cluster *cluster)
{
	struct avow_span text = avow_buf_span(&cluster->sample);

	if (text.length >= AVOW_SAMPLE_MAX)
		return NULL;
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.data[i] < ' ' && text.data[i] != 0x1d)
			return NULL;
	text = avow_span_first(text, avow_span_find(text, 0x1d));
	return avow_arena_string(arena, avow_span_trim_end(avow_span_trim_front(text)));
}

static bool add_entry(struct avow_baseline *baseline, const struct avow_clusters *set,
		      const struct avow_cluster *cluster, bool is_used)
{
	struct avow_arena *arena = &baseline->arena;
	struct avow_baseline_entry *entry = avow_baseline_append(baseline);
	struct avow_buf label = { 0 };

	if (!entry)
		return false;
	avow_baseline_label(set, cluster, &label);
	memcpy(entry->id, cluster->id, sizeof(entry->id));
	entry->is_used = is_used;
	entry->label = avow_entry_line(arena, avow_buf_string(&label));
	entry->seen = cluster->count;
	entry->values[AVOW_BASELINE_PERMISSIONS] = join_permissions(arena, NULL, cluster);
	if (!is_used && cluster->permissive_yes == cluster->count)
		entry->values[AVOW_BASELINE_SCOPE] = "permissive";
	entry->values[AVOW_BASELINE_SEEN] = day_of(arena, cluster->last.seconds);
	entry->values[AVOW_BASELINE_RECORD] = record_of(arena, cluster);
	avow_buf_free(&label);
	return entry->label && entry->values[AVOW_BASELINE_PERMISSIONS];
}

static bool widen(struct avow_baseline *baseline, struct avow_baseline_entry *entry,
		  const struct avow_cluster *cluster)
{
	const char **values = entry->values;

	if (judge_scope(entry, cluster) != AVOW_BASELINE_KNOWN)
		values[AVOW_BASELINE_SCOPE] = NULL;
	if (!values[AVOW_BASELINE_PERMISSIONS])
		return true;
	values[AVOW_BASELINE_PERMISSIONS] = join_permissions(
		&baseline->arena, values[AVOW_BASELINE_PERMISSIONS], cluster);
	return values[AVOW_BASELINE_PERMISSIONS];
}

static void note_seen(struct avow_baseline *baseline, struct avow_baseline_entry *entry,
		      const struct avow_cluster *cluster)
{
	const char *day = day_of(&baseline->arena, cluster->last.seconds);
	const char *before = entry->values[AVOW_BASELINE_SEEN];

	entry->values[AVOW_BASELINE_MISSED] = NULL;
	if (day && (!before || strcmp(before, day) < 0))
		entry->values[AVOW_BASELINE_SEEN] = day;
}

int avow_baseline_update(struct avow_baseline *baseline, const struct avow_clusters *set,
			 bool is_used, size_t *added)
{
	bool is_well = true;

	for (size_t i = 0; i < avow_clusters_count(set) && is_well; i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);
		struct avow_baseline_entry *entry;
		enum avow_baseline_verdict verdict =
			avow_baseline_judge(baseline, set, cluster, is_used, &entry);
		bool is_own = entry && entry->id[0] != '*';

		if (entry)
			note_seen(baseline, entry, cluster);
		if (verdict == AVOW_BASELINE_KNOWN || verdict == AVOW_BASELINE_EXPIRED)
			continue;
		++*added;
		is_well = is_own ? widen(baseline, entry, cluster)
				 : add_entry(baseline, set, cluster, is_used);
	}
	return is_well ? 0 : AVOW_E_NOMEM;
}

/* Far from where it would begin anew. */
static unsigned long long one_more(const char *before)
{
	unsigned long long count = before ? strtoull(before, NULL, 10) : 0;

	return count < MISSED_MAX ? count + 1 : MISSED_MAX;
}

int avow_baseline_miss(struct avow_baseline *baseline)
{
	for (size_t i = 0; i < baseline->count; i++) {
		struct avow_baseline_entry *entry = baseline->at + i;
		char text[24];

		if (entry->seen)
			continue;
		snprintf(text, sizeof(text), "%llu",
			 one_more(entry->values[AVOW_BASELINE_MISSED]));
		entry->values[AVOW_BASELINE_MISSED] =
			avow_arena_string(&baseline->arena, avow_span_of(text));
		if (!entry->values[AVOW_BASELINE_MISSED])
			return AVOW_E_NOMEM;
	}
	return 0;
}

static int64_t days_of(const char *day)
{
	struct tm tm = { .tm_year = atoi(day) - 1900,
			 .tm_mon = atoi(day + 5) - 1,
			 .tm_mday = atoi(day + 8) };

	return (int64_t)timegm(&tm) / DAY_SECONDS;
}

static bool is_stale(const struct avow_baseline *baseline,
		     const struct avow_baseline_entry *entry, unsigned runs,
		     unsigned days)
{
	const char *missed = entry->values[AVOW_BASELINE_MISSED];
	const char *seen = entry->values[AVOW_BASELINE_SEEN];

	if (entry->seen)
		return false;
	if (runs && missed && strtoull(missed, NULL, 10) >= runs)
		return true;
	return days && seen && baseline->today[0] &&
	       days_of(baseline->today) - days_of(seen) > (int64_t)days;
}

size_t avow_baseline_prune(struct avow_baseline *baseline, unsigned runs, unsigned days)
{
	size_t kept = 0, all = baseline->count;

	for (size_t i = 0; i < all; i++)
		if (!is_stale(baseline, baseline->at + i, runs, days))
			baseline->at[kept++] = baseline->at[i];
	baseline->count = kept;
	if (baseline->sorted > kept)
		baseline->sorted = kept;
	return all - kept;
}
