# SPDX-License-Identifier: LGPL-2.1-or-later
# Man pages and completion are made while building, from the program's tables.
noinst_PROGRAMS = doc/mkdoc
doc_mkdoc_SOURCES = \
	%D%/mkdoc.c %D%/mkdoc.h \
	%D%/codes.c \
	%D%/completion.c \
	%D%/man.c
doc_mkdoc_LDADD = $(CLI_LIBS)

nodist_man1_MANS = %D%/avow.1 %D%/avow-report.1 %D%/avow-suggest.1 %D%/avow-replay.1 %D%/avow-why.1 \
	%D%/avow-diff.1 %D%/avow-doctor.1 %D%/avow-profiles.1 \
	%D%/avow-mark.1 %D%/avow-check.1 %D%/avow-rules.1 %D%/avow-trace.1 \
	%D%/avow-watch.1 %D%/avow-ready.1 %D%/avow-search.1 %D%/avow-summary.1 %D%/avow-collect.1 %D%/avow-merge.1
nodist_man7_MANS = %D%/avow-codes.7
bashcompletiondir = $(datadir)/bash-completion/completions
nodist_bashcompletion_DATA = %D%/completions/avow
CLEANFILES += $(nodist_man1_MANS) $(nodist_man7_MANS) $(nodist_bashcompletion_DATA)

MKDOC = $(AM_V_GEN)$(MKDIR_P) $(@D) && %D%/mkdoc$(EXEEXT)

%D%/avow.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man >$@.new && mv -f $@.new $@
%D%/avow-report.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man report >$@.new && mv -f $@.new $@
%D%/avow-suggest.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man suggest >$@.new && mv -f $@.new $@
%D%/avow-why.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man why >$@.new && mv -f $@.new $@
%D%/avow-replay.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man replay >$@.new && mv -f $@.new $@
%D%/avow-diff.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man diff >$@.new && mv -f $@.new $@
%D%/avow-doctor.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man doctor >$@.new && mv -f $@.new $@
%D%/avow-profiles.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man profiles >$@.new && mv -f $@.new $@
%D%/avow-trace.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man trace >$@.new && mv -f $@.new $@
%D%/avow-mark.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man mark >$@.new && mv -f $@.new $@
%D%/avow-check.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man check >$@.new && mv -f $@.new $@
%D%/avow-rules.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man rules >$@.new && mv -f $@.new $@
%D%/avow-search.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man search >$@.new && mv -f $@.new $@
%D%/avow-summary.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man summary >$@.new && mv -f $@.new $@
%D%/avow-watch.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man watch >$@.new && mv -f $@.new $@
%D%/avow-ready.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man ready >$@.new && mv -f $@.new $@
%D%/avow-collect.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man collect >$@.new && mv -f $@.new $@
%D%/avow-merge.1: %D%/mkdoc$(EXEEXT)
	$(MKDOC) man merge >$@.new && mv -f $@.new $@
%D%/avow-codes.7: %D%/mkdoc$(EXEEXT)
	$(MKDOC) codes >$@.new && mv -f $@.new $@
%D%/completions/avow: %D%/mkdoc$(EXEEXT)
	$(MKDOC) completion >$@.new && mv -f $@.new $@

# Ready-made pieces for CI.
cidir = $(docdir)/ci
dist_ci_DATA = %D%/ci/README.md %D%/ci/gitlab.yml %D%/ci/check.sh
cigithubdir = $(cidir)/github
dist_cigithub_DATA = %D%/ci/github/action.yml
EXTRA_DIST += .pre-commit-hooks.yaml %D%/ready.md %D%/conformance.md %D%/store.md
