/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A report from its XML: the parts in their order, clusters one by one, so that memory is
 * that of the model. What can be computed of the rest (the summary) is not looked at.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/read/restore.h"

static const char xml_begin[] = "<?xml ";

/* The first bytes of what stands in a pipe, which leaves them there; or -1. */
static ssize_t look_into_pipe(int fd, char *bytes, size_t size)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };
	int ends[2];
	ssize_t length = -1;

	if (poll(&waiting, 1, -1) < 0 || pipe2(ends, O_CLOEXEC))
		return -1;
	if (tee(fd, ends[1], size, 0) > 0)
		length = read(ends[0], bytes, size);
	close(ends[0]);
	close(ends[1]);
	return length;
}

bool avow_report_is_xml(int fd, bool waits)
{
	size_t size = strlen(xml_begin);
	char bytes[sizeof(xml_begin)];
	struct stat status;
	ssize_t length = -1;

	if (fstat(fd, &status))
		return false;
	if (S_ISREG(status.st_mode))
		length = pread(fd, bytes, size, lseek(fd, 0, SEEK_CUR));
	else if (waits && S_ISFIFO(status.st_mode))
		length = look_into_pipe(fd, bytes, size);
	return length == (ssize_t)size && memcmp(bytes, xml_begin, size) == 0;
}

static void restore_policy(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_policy_info *out = &r->out->findings.policy;
	const char *digest = avow_restore_text(r, node, "digest");

	out->kind = avow_restore_text(r, node, "kind");
	out->version = (unsigned)avow_restore_number(r, node, "version");
	out->source = avow_arena_string(&r->out->findings.arena,
					avow_restore_bytes(r, node, "source"));
	snprintf(out->digest, sizeof(out->digest), "%s", digest ? digest : "");
	out->is_mls = avow_restore_truth(r, node, "mls");
	r->out->has_findings = true;
	if (!out->kind || !out->source)
		avow_restore_refuse(r, node, "policy", "it has lost a part");
}

static void restore_no_policy(struct avow_restoring *r, struct avow_node *node)
{
	r->out->no_policy =
		avow_arena_string(&r->out->findings.arena, avow_span_of(node->text));
	if (!r->out->no_policy)
		avow_restore_no_memory(r);
}

static void restore_profiles(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_profiles_info *out = &r->out->findings.profiles;

	out->source = avow_arena_string(&r->out->findings.arena,
					avow_restore_bytes(r, node, "source"));
	out->files = avow_restore_number(r, node, "files");
	out->profiles = avow_restore_number(r, node, "count");
	out->rules = avow_restore_number(r, node, "rules");
	out->defects = avow_restore_number(r, node, "defects");
	r->out->has_findings = true;
}

static void restore_baseline(struct avow_restoring *r, struct avow_node *node)
{
	r->out->news.baseline = avow_arena_string(&r->out->findings.arena,
						  avow_restore_bytes(r, node, "source"));
}

static void check_version(struct avow_restoring *r, struct avow_node *node)
{
	if (strcmp(node->text, AVOW_REPORT_SCHEMA_VERSION) != 0)
		avow_restore_refuse(r, node, "schema_version",
				    "this avow reads reports of schema "
				    "version " AVOW_REPORT_SCHEMA_VERSION " alone");
}

/* Of the newest record, as the report has it. */
static void restore_generated(struct avow_restoring *r, struct avow_node *node)
{
	struct avow_node report = { .name = "report", .first = node, .line = node->line };

	r->out->analysis.last = avow_restore_time(r, &report, "generated");
}

static const struct {
	const char *name;
	void (*restore)(struct avow_restoring *r, struct avow_node *node);
} parts[] = {
	{ "schema_version", check_version },
	{ "generated", restore_generated },
	{ "policy", restore_policy },
	{ "no_policy", restore_no_policy },
	{ "profiles", restore_profiles },
	{ "baseline", restore_baseline },
	{ "audit_rules", avow_restore_rules },
	{ "activity", avow_restore_activity },
	{ "evidence", avow_restore_evidence },
	{ "cluster", avow_restore_cluster },
	{ "suggestion", avow_restore_suggestion },
	{ "plan", avow_restore_plan },
};

struct progress {
	bool has_version, has_evidence, is_settled;
};

/* The version is the first part, and clusters follow the evidence. */
static void restore_part(struct avow_restoring *r, struct progress *progress,
			 struct avow_node *node)
{
	bool is_cluster = strcmp(node->name, "cluster") == 0;

	progress->has_version |= strcmp(node->name, "schema_version") == 0;
	if (!progress->has_version || (is_cluster && !progress->has_evidence))
		avow_restore_refuse(r, node, node->name, "not where a report has it");
	if (!is_cluster && progress->has_evidence && !progress->is_settled && !r->code) {
		avow_restore_settle(r);
		progress->is_settled = true;
	}
	if (is_cluster && progress->is_settled)
		avow_restore_refuse(r, node, node->name, "not where a report has it");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts) && !r->code; i++)
		if (strcmp(node->name, parts[i].name) == 0)
			parts[i].restore(r, node);
	progress->has_evidence |= strcmp(node->name, "evidence") == 0;
}

static int restore_all(struct avow_restoring *r, struct avow_tree *tree)
{
	struct progress progress = { 0 };
	struct avow_node *node;
	int code;

	while ((code = avow_tree_next(tree, "clusters", &node, r->error)) > 0) {
		restore_part(r, &progress, node);
		if (r->code)
			return r->code;
	}
	if (code == 0 && !progress.has_evidence)
		return avow_error_set(r->error, AVOW_E_INPUT,
				      "%s: the report has no evidence", r->path);
	if (code == 0 && !progress.is_settled)
		avow_restore_settle(r);
	return code ? code : r->code;
}

int avow_report_read(int fd, const char *path, struct avow_retold *out,
		     struct avow_error *error)
{
	struct avow_restoring r = { .path = path, .out = out, .error = error };
	struct avow_tree *tree;
	int code;

	out->analysis.clusters = avow_clusters_new();
	if (!out->analysis.clusters)
		return avow_error_nomem(error);
	code = avow_tree_open(fd, path, "report", &tree, error);
	if (code == 0)
		code = restore_all(&r, tree);
	avow_tree_close(tree);
	free(r.restored);
	avow_buf_free(&r.scratch);
	return code;
}

void avow_retold_free(struct avow_retold *retold)
{
	avow_findings_free(&retold->findings);
	avow_analysis_free(&retold->analysis);
}
