# SPDX-License-Identifier: LGPL-2.1-or-later
# `make check` builds the test programs and hands everything to tests/run, which
# finds programs, scripts and fixtures by globbing. A new unit test is one line in
# UNIT_TESTS; a new script or fixture directory needs none.
LDADD = $(CLI_LIBS) $(CMOCKA_LIBS)
AM_CPPFLAGS += $(CMOCKA_CFLAGS)

check_PROGRAMS += tests/golden/dump tests/golden/fields
tests_golden_dump_LDADD = $(AVOW_LIBS)
check_PROGRAMS += tests/corpus/accounts
tests_corpus_accounts_LDADD = $(AVOW_LIBS)
tests_golden_fields_LDADD = $(AVOW_LIBS)
check_PROGRAMS += tests/golden/assertions
tests_golden_assertions_LDADD = $(AVOW_LIBS)
check_PROGRAMS += tests/golden/profiles
tests_golden_profiles_LDADD = $(AVOW_LIBS)

UNIT_TESTS = \
	tests/unit/test_aare \
	tests/unit/test_apparmor \
	tests/unit/test_arena \
	tests/unit/test_atoms \
	tests/unit/test_audisp \
	tests/unit/test_audit_evaluate \
	tests/unit/test_audit_load \
	tests/unit/test_audit_optimize \
	tests/unit/test_audit_rules \
	tests/unit/test_avc \
	tests/unit/test_buf \
	tests/unit/test_clusters \
	tests/unit/test_entries \
	tests/unit/test_escape \
	tests/unit/test_events \
	tests/unit/test_export \
	tests/unit/test_follow \
	tests/unit/test_following \
	tests/unit/test_history \
	tests/unit/test_kmsg \
	tests/unit/test_labels \
	tests/unit/test_lines \
	tests/unit/test_near \
	tests/unit/test_serials \
	tests/unit/test_netlink \
	tests/unit/test_novelty \
	tests/unit/test_network \
	tests/unit/test_neverallow \
	tests/unit/test_newtypes \
	tests/unit/test_objects \
	tests/unit/test_option \
	tests/unit/test_profile_entries \
	tests/unit/test_query \
	tests/unit/test_reader \
	tests/unit/test_rotated \
	tests/unit/test_rules \
	tests/unit/test_selinux_find \
	tests/unit/test_selinux_policy \
	tests/unit/test_sha256 \
	tests/unit/test_shape \
	tests/unit/test_sightings \
	tests/unit/test_span \
	tests/unit/test_store \
	tests/unit/test_syscalls \
	tests/unit/test_tally \
	tests/unit/test_traced_rules \
	tests/unit/test_tracepoint \
	tests/unit/test_types \
	tests/unit/test_window
if HAVE_CMOCKA
check_PROGRAMS += $(UNIT_TESTS)
endif
EXTRA_DIST += $(UNIT_TESTS:=.c) %D%/unit/audit_draws.h %D%/unit/bytes.h %D%/unit/denials.h %D%/unit/documented.h %D%/unit/policies.h %D%/unit/unit.h

# Each fuzzer also links with clang -fsanitize=fuzzer in the place of standalone.c.
FUZZERS = \
	tests/fuzz/fuzz_analyze \
	tests/fuzz/fuzz_apparmor \
	tests/fuzz/fuzz_assertions \
	tests/fuzz/fuzz_baseline \
	tests/fuzz/fuzz_audit_events \
	tests/fuzz/fuzz_audit_rules \
	tests/fuzz/fuzz_compiled \
	tests/fuzz/fuzz_decisions \
	tests/fuzz/fuzz_diff \
	tests/fuzz/fuzz_drafts \
	tests/fuzz/fuzz_escape \
	tests/fuzz/fuzz_export \
	tests/fuzz/fuzz_field \
	tests/fuzz/fuzz_interfaces \
	tests/fuzz/fuzz_journal \
	tests/fuzz/fuzz_labels \
	tests/fuzz/fuzz_macros \
	tests/fuzz/fuzz_neverallow \
	tests/fuzz/fuzz_newtypes \
	tests/fuzz/fuzz_profiles \
	tests/fuzz/fuzz_record \
	tests/fuzz/fuzz_retold \
	tests/fuzz/fuzz_severities \
	tests/fuzz/fuzz_shapes \
	tests/fuzz/fuzz_store \
	tests/fuzz/fuzz_stream \
	tests/fuzz/fuzz_query \
	tests/fuzz/fuzz_window
check_PROGRAMS += $(FUZZERS)
standalone = %D%/fuzz/fuzz.h %D%/fuzz/standalone.c
tests_fuzz_fuzz_analyze_SOURCES = %D%/fuzz/fuzz_analyze.c $(standalone)
tests_fuzz_fuzz_apparmor_SOURCES = %D%/fuzz/fuzz_apparmor.c $(standalone)
tests_fuzz_fuzz_assertions_SOURCES = %D%/fuzz/fuzz_assertions.c $(standalone)
tests_fuzz_fuzz_baseline_SOURCES = %D%/fuzz/fuzz_baseline.c $(standalone)
tests_fuzz_fuzz_audit_events_SOURCES = %D%/fuzz/fuzz_audit_events.c $(standalone)
tests_fuzz_fuzz_audit_rules_SOURCES = %D%/fuzz/fuzz_audit_rules.c $(standalone)
tests_fuzz_fuzz_compiled_SOURCES = %D%/fuzz/fuzz_compiled.c $(standalone)
tests_fuzz_fuzz_decisions_SOURCES = %D%/fuzz/fuzz_decisions.c $(standalone)
tests_fuzz_fuzz_diff_SOURCES = %D%/fuzz/fuzz_diff.c $(standalone)
tests_fuzz_fuzz_drafts_SOURCES = %D%/fuzz/fuzz_drafts.c $(standalone)
tests_fuzz_fuzz_escape_SOURCES = %D%/fuzz/fuzz_escape.c $(standalone)
tests_fuzz_fuzz_export_SOURCES = %D%/fuzz/fuzz_export.c $(standalone)
tests_fuzz_fuzz_field_SOURCES = %D%/fuzz/fuzz_field.c $(standalone)
tests_fuzz_fuzz_interfaces_SOURCES = %D%/fuzz/fuzz_interfaces.c $(standalone)
tests_fuzz_fuzz_journal_SOURCES = %D%/fuzz/fuzz_journal.c $(standalone)
tests_fuzz_fuzz_labels_SOURCES = %D%/fuzz/fuzz_labels.c $(standalone)
tests_fuzz_fuzz_macros_SOURCES = %D%/fuzz/fuzz_macros.c $(standalone)
tests_fuzz_fuzz_neverallow_SOURCES = %D%/fuzz/fuzz_neverallow.c $(standalone)
tests_fuzz_fuzz_newtypes_SOURCES = %D%/fuzz/fuzz_newtypes.c $(standalone)
tests_fuzz_fuzz_profiles_SOURCES = %D%/fuzz/fuzz_profiles.c $(standalone)
tests_fuzz_fuzz_record_SOURCES = %D%/fuzz/fuzz_record.c $(standalone)
tests_fuzz_fuzz_retold_SOURCES = %D%/fuzz/fuzz_retold.c $(standalone)
tests_fuzz_fuzz_severities_SOURCES = %D%/fuzz/fuzz_severities.c $(standalone)
tests_fuzz_fuzz_shapes_SOURCES = %D%/fuzz/fuzz_shapes.c $(standalone)
tests_fuzz_fuzz_store_SOURCES = %D%/fuzz/fuzz_store.c $(standalone)
tests_fuzz_fuzz_stream_SOURCES = %D%/fuzz/fuzz_stream.c $(standalone)
tests_fuzz_fuzz_query_SOURCES = %D%/fuzz/fuzz_query.c $(standalone)
tests_fuzz_fuzz_window_SOURCES = %D%/fuzz/fuzz_window.c $(standalone)

EXTRA_DIST += \
	%D%/README.md %D%/run %D%/tap.sh \
	%D%/bench %D%/browser %D%/cli %D%/corpus/accounts.py %D%/corpus/accounts.txt %D%/corpus/apparmor_accepted.py \
	%D%/corpus/audit_vectors.py \
	%D%/corpus/label_advice.py %D%/corpus/network_advice.py %D%/corpus/openharmony.py \
	%D%/corpus/README.md %D%/differential %D%/dist %D%/doc %D%/lint \
	%D%/reports %D%/vm

# PARTS="golden unit/test_span" runs only what is named so.
check-local: all
	@$(srcdir)/%D%/run --source $(srcdir) --build $(builddir) $(PARTS)

# What the tests run, built; quickstart then starts the runner by itself.
.PHONY: check-programs
check-programs: all
	@$(MAKE) $(AM_MAKEFLAGS) $(check_PROGRAMS)
