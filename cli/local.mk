# SPDX-License-Identifier: LGPL-2.1-or-later
# All of the program but main(), so that doc/mkdoc and the tests link it too.
noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	%D%/ask.c %D%/ask.h \
	%D%/asking.h \
	%D%/cache.c %D%/cache.h \
	%D%/ausearch.c %D%/ausearch.h \
	%D%/check.c \
	%D%/check_assertions.c %D%/check_assertions.h \
	%D%/check_baseline.c %D%/check_baseline.h \
	%D%/check_output.c %D%/check_output.h \
	%D%/check_replay.c %D%/check_replay.h \
	%D%/codes.c %D%/codes.h \
	%D%/collect.c \
	%D%/collecting.c %D%/collecting.h \
	%D%/command.h %D%/commands.c \
	%D%/diff.c \
	%D%/decisions.c %D%/decisions.h \
	%D%/doctor.c \
	%D%/help.c %D%/help.h \
	%D%/mark.c \
	%D%/merge.c \
	%D%/module_files.c %D%/module_files.h \
	%D%/option.c %D%/option.h \
	%D%/outcome.c %D%/outcome.h \
	%D%/output.c %D%/output.h \
	%D%/passes.c %D%/passes.h \
	%D%/places.c %D%/places.h \
	%D%/print.c %D%/print.h \
	%D%/profiles.c \
	%D%/profiles_load.c %D%/profiles_load.h \
	%D%/ready.c \
	%D%/reading.c %D%/reading.h \
	%D%/replay.c %D%/report_events.c %D%/report_events.h \
	%D%/retell.c %D%/retell.h \
	%D%/report.c \
	%D%/report_activity.c %D%/report_activity.h \
	%D%/report_rules.c %D%/report_rules.h \
	%D%/rules.c %D%/rules.h \
	%D%/rules_coverage.c \
	%D%/rules_kernel.c %D%/rules_kernel.h \
	%D%/rules_load.c \
	%D%/rules_persist.c \
	%D%/rules_undo.c %D%/rules_undo.h \
	%D%/rules_lint.c \
	%D%/rules_cost.c \
	%D%/rules_optimize.c \
	%D%/rules_suggest.c \
	%D%/rules_text.c \
	%D%/rules_print.c \
	%D%/screen.c %D%/screen.h \
	%D%/service.c %D%/service.h \
	%D%/streams.c %D%/streams.h \
	%D%/session.c %D%/session.h \
	%D%/steering.c %D%/steering.h \
	%D%/stored.c %D%/stored.h \
	%D%/suggest.c \
	%D%/terminal.c %D%/terminal.h \
	%D%/trace.c \
	%D%/traced.c %D%/traced.h \
	%D%/traced_rules.c %D%/traced_rules.h \
	%D%/search.c \
	%D%/search_filters.c %D%/search_filters.h \
	%D%/summary.c \
	%D%/watch.c \
	%D%/watch_lines.c %D%/watch_lines.h \
	%D%/watch_model.c %D%/watch_model.h \
	%D%/watch_run.c %D%/watch_run.h \
	%D%/watch_screen.c %D%/watch_screen.h \
	%D%/watch_view.c %D%/watch_view.h \
	%D%/why.c %D%/why_profile.c %D%/why_profile.h
CLI_LIBS = libcli.a $(AVOW_LIBS)

bin_PROGRAMS = avow
avow_SOURCES = %D%/main.c
avow_LDADD = $(CLI_LIBS)
EXTRA_DIST += %D%/README.md %D%/service/avow-collect.service.in

# The unit of avow collect as a service.
systemdunitdir = $(prefix)/lib/systemd/system
nodist_systemdunit_DATA = %D%/service/avow-collect.service
CLEANFILES += $(nodist_systemdunit_DATA)
%D%/service/avow-collect.service: %D%/service/avow-collect.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SED) -e 's|[@]bindir[@]|$(bindir)|g' \
		<$(srcdir)/%D%/service/avow-collect.service.in >$@-t && mv $@-t $@
