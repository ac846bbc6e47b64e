# SPDX-License-Identifier: LGPL-2.1-or-later
libavow_a_SOURCES += \
	%D%/check/annotations.c %D%/check/check.h \
	%D%/check/formats.c \
	%D%/check/json.c \
	%D%/check/junit.c \
	%D%/check/md.c \
	%D%/check/sarif.c \
	%D%/check/text.c \
	%D%/hardening.c %D%/hardening.h \
	%D%/difference.h %D%/difference_json.c %D%/difference_text.c \
	%D%/coverage.h \
	%D%/coverage_json.c \
	%D%/coverage_text.c \
	%D%/walk_activity.c \
	%D%/walk_rules.c \
	%D%/read/activity.c \
	%D%/read/rules.c \
	%D%/faults.c %D%/faults.h \
	%D%/faults_junit.c \
	%D%/faults_sarif.c \
	%D%/cell.c %D%/cell.h \
	%D%/digest/csv.c \
	%D%/digest/digest.h \
	%D%/digest/forms.c \
	%D%/digest/json.c \
	%D%/digest/text.c \
	%D%/records/csv.c \
	%D%/records/json.c \
	%D%/records/raw.c \
	%D%/records/records.c %D%/records/records.h \
	%D%/records/text.c \
	%D%/comment.c %D%/comment.h \
	%D%/csv.c \
	%D%/epochs.c %D%/epochs.h \
	%D%/events/ecs.c \
	%D%/events/events.c %D%/events/events.h \
	%D%/events/ocsf.c \
	%D%/formats.c %D%/formats.h \
	%D%/junit.c \
	%D%/md.c \
	%D%/prom.c \
	%D%/row.c %D%/row.h \
	%D%/sarif.c \
	%D%/sarif_parts.c %D%/sarif_parts.h \
	%D%/health.c %D%/health.h \
	%D%/headline.c %D%/headline.h \
	%D%/hosts.c %D%/hosts.h \
	%D%/html.c \
	%D%/html/activity.c \
	%D%/html/hardening.c \
	%D%/html/cluster.c \
	%D%/html/clusters.c \
	%D%/html/dress.c %D%/html/dress.h \
	%D%/html/evidence.c \
	%D%/html/facts.c \
	%D%/html/flow.c \
	%D%/html/head.c \
	%D%/html/heat.c \
	%D%/html/hosts.c \
	%D%/html/module.c \
	%D%/html/page.c %D%/html/page.h \
	%D%/html/ranking.c \
	%D%/html/readiness.c \
	%D%/html/svg.c \
	%D%/html/timeline.c \
	%D%/html/todo.c \
	%D%/json.c \
	%D%/layout.c %D%/layout.h \
	%D%/markup.c %D%/markup.h \
	%D%/names.c %D%/names.h \
	%D%/outlook.c %D%/outlook.h \
	%D%/patterns.c %D%/patterns.h \
	%D%/phrase.c %D%/phrase.h \
	%D%/readiness.c %D%/readiness.h \
	%D%/readiness_parts.h \
	%D%/readiness_text.c \
	%D%/readiness_words.c \
	%D%/walk_readiness.c \
	%D%/pictures/discovery.c %D%/pictures/discovery.h \
	%D%/pictures/flow.c %D%/pictures/flow.h \
	%D%/pictures/heat.c %D%/pictures/heat.h \
	%D%/pictures/timeline.c %D%/pictures/timeline.h \
	%D%/plan/ansible.c %D%/plan/diff.c \
	%D%/plan/formats.c %D%/plan/plan.h \
	%D%/plan/json.c \
	%D%/plan/question.c %D%/plan/question.h \
	%D%/plan/script.c \
	%D%/plan/text.c \
	%D%/read/clusters.c \
	%D%/read/evidence.c \
	%D%/read/findings.c \
	%D%/read/plan.c \
	%D%/read/read.h \
	%D%/read/report.c \
	%D%/read/restore.h \
	%D%/read/tree.c %D%/read/tree.h \
	%D%/read/values.c \
	%D%/replay.c %D%/replay.h \
	%D%/replay_json.c \
	%D%/standing.c %D%/standing.h \
	%D%/report.h \
	%D%/stream.c %D%/stream.h \
	%D%/strings.c %D%/strings.h \
	%D%/summary.c %D%/summary.h \
	%D%/text.c %D%/text_parts.h \
	%D%/text_clusters.c \
	%D%/values.c %D%/values.h \
	%D%/walk.c %D%/walk.h \
	%D%/walk_plan.c \
	%D%/walk_cluster.c %D%/walk_parts.h \
	%D%/why.c %D%/why.h \
	%D%/xml.c

# The page's style and script live as files and are built in.
avow_html_assets = %D%/html/style.inc %D%/html/script.inc
BUILT_SOURCES += $(avow_html_assets)
CLEANFILES += $(avow_html_assets)
EXTRA_DIST += %D%/README.md %D%/html/embed.sh %D%/html/style.css %D%/html/script.js
%D%/html.$(OBJEXT): $(avow_html_assets)

SUFFIXES = .css .js .inc
.css.inc:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SHELL) $(top_srcdir)/reports/html/embed.sh $< >$@-t && mv $@-t $@
.js.inc:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SHELL) $(top_srcdir)/reports/html/embed.sh $< >$@-t && mv $@-t $@

schemadir = $(pkgdatadir)
dist_schema_DATA = doc/avow-report.rng doc/avow-report.schema.json
EXTRA_DIST += doc/json_schema.py
