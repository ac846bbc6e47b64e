# SPDX-License-Identifier: LGPL-2.1-or-later
libavow_a_SOURCES += \
	%D%/analysis.c %D%/analysis.h \
	%D%/base/accounts.c %D%/base/accounts.h \
	%D%/base/arena.c %D%/base/arena.h \
	%D%/base/atoms.c %D%/base/atoms.h \
	%D%/base/buf.c %D%/base/buf.h \
	%D%/base/contents.c %D%/base/contents.h \
	%D%/base/error.c %D%/base/error.h \
	%D%/base/escape.c %D%/base/escape.h \
	%D%/base/calls.def \
	%D%/base/machines.c %D%/base/machines.h \
	%D%/base/near.c %D%/base/near.h \
	%D%/base/sha256.c %D%/base/sha256.h \
	%D%/base/span.c %D%/base/span.h \
	%D%/base/errnos.def %D%/base/messages.def \
	%D%/base/terms.c %D%/base/terms.h \
	%D%/probe.c %D%/probe.h \
	%D%/reader.c %D%/reader.h \
	%D%/window.c %D%/window.h \
	%D%/window_parse.c \
	%D%/collect/archive.c \
	%D%/collect/audisp.c %D%/collect/audisp.h \
	%D%/collect/held.c %D%/collect/held.h \
	%D%/collect/spool.c %D%/collect/spool.h \
	%D%/collect/spooler.c %D%/collect/spooler.h \
	%D%/collect/copies.c %D%/collect/copies.h \
	%D%/collect/evidence.c %D%/collect/evidence.h \
	%D%/collect/export.c \
	%D%/collect/file.c %D%/collect/file.h \
	%D%/collect/follow.c %D%/collect/follow.h \
	%D%/collect/health/check.c %D%/collect/health/check.h \
	%D%/collect/health/facts.c \
	%D%/collect/health/host.c %D%/collect/health/host.h \
	%D%/collect/health/journal.c \
	%D%/collect/health/live.c \
	%D%/collect/health/readers.c \
	%D%/collect/health/rules.c %D%/collect/health/rules.h \
	%D%/collect/health/sources.c \
	%D%/collect/health/stream.c \
	%D%/collect/gunzip.c \
	%D%/collect/inputs.c %D%/collect/inputs.h \
	%D%/collect/journal.c %D%/collect/journal.h \
	%D%/collect/journal_entry.c %D%/collect/journal_entry.h \
	%D%/collect/kaudit.c %D%/collect/kaudit.h %D%/collect/kaudit_reply.h \
	%D%/collect/kaudit_rules.c %D%/collect/kernel_rules.h \
	%D%/collect/kmsg.c %D%/collect/kmsg.h \
	%D%/collect/lines.c %D%/collect/lines.h \
	%D%/collect/mark.c %D%/collect/mark.h \
	%D%/collect/named.c %D%/collect/named.h \
	%D%/collect/remark.c %D%/collect/remark.h \
	%D%/collect/samples.c %D%/collect/samples.h \
	%D%/collect/netlink.c %D%/collect/netlink.h \
	%D%/collect/rotated.c %D%/collect/rotated.h \
	%D%/collect/seek.c %D%/collect/seek.h \
	%D%/collect/source.c %D%/collect/source.h \
	%D%/collect/stored.c \
	%D%/collect/symbols.c %D%/collect/symbols.h \
	%D%/collect/tracefs.c %D%/collect/tracefs.h \
	%D%/collect/tracepoint.c %D%/collect/tracepoint.h \
	%D%/collect/tail.c %D%/collect/tail.h \
	%D%/collect/unpack.c %D%/collect/unpack.h \
	%D%/collect/wait.c %D%/collect/wait.h \
	%D%/digest/activity.c %D%/digest/activity.h \
	%D%/digest/counts.c %D%/digest/counts.h \
	%D%/digest/digest.h \
	%D%/digest/overview.c \
	%D%/digest/reports.c \
	%D%/digest/values.c %D%/digest/values.h \
	%D%/interpret/calls.c %D%/interpret/calls.h \
	%D%/interpret/interpret.c %D%/interpret/interpret.h \
	%D%/interpret/keys.c %D%/interpret/keys.h %D%/interpret/keys.def \
	%D%/interpret/saddr.c %D%/interpret/saddr.h \
	%D%/interpret/values.c %D%/interpret/values.h \
	%D%/interpret/words.c %D%/interpret/words.h \
	%D%/interpret/words.def \
	%D%/record/envelope.c %D%/record/envelope.h \
	%D%/record/field.c %D%/record/field.h \
	%D%/record/following.c %D%/record/following.h \
	%D%/record/group.c %D%/record/group.h \
	%D%/record/interpreted.c %D%/record/interpreted.h \
	%D%/record/dbus_broker.c \
	%D%/record/journal.c \
	%D%/record/json.c %D%/record/json.h \
	%D%/record/json_value.c \
	%D%/record/laurel.c \
	%D%/record/notable.c %D%/record/notable.h \
	%D%/record/prefix.c %D%/record/prefix.h \
	%D%/record/reader.c \
	%D%/record/record.c %D%/record/record.h \
	%D%/record/scope.c %D%/record/scope.h \
	%D%/search/match.c \
	%D%/search/node.h \
	%D%/search/parse.c \
	%D%/search/query.c %D%/search/query.h \
	%D%/record/serials.c %D%/record/serials.h \
	%D%/denial/apparmor.c %D%/denial/apparmor.h \
	%D%/denial/apparmor_access.c %D%/denial/apparmor_access.h \
	%D%/denial/avc.c %D%/denial/avc.h \
	%D%/denial/classes.c %D%/denial/classes.h \
	%D%/denial/companions.c %D%/denial/companions.h \
	%D%/denial/context.c \
	%D%/denial/dac.c %D%/denial/dac.h \
	%D%/denial/denial.c %D%/denial/denial.h \
	%D%/denial/details.c %D%/denial/details.h \
	%D%/denial/decode.c %D%/denial/decode.h \
	%D%/denial/event.c %D%/denial/event.h \
	%D%/denial/events.c %D%/denial/events.h \
	%D%/denial/relay.c %D%/denial/relay.h \
	%D%/denial/seen.c %D%/denial/seen.h \
	%D%/denial/syscalls.c %D%/denial/syscalls.h \
	%D%/cluster/cluster.c %D%/cluster/cluster.h \
	%D%/cluster/history.c %D%/cluster/history.h \
	%D%/cluster/index.c %D%/cluster/index.h \
	%D%/cluster/name.c %D%/cluster/name.h \
	%D%/cluster/novelty.c %D%/cluster/novelty.h \
	%D%/cluster/objects.c %D%/cluster/objects.h \
	%D%/cluster/shape.c %D%/cluster/shape.h \
	%D%/cluster/sightings.c %D%/cluster/sightings.h \
	%D%/cluster/sums.c %D%/cluster/sums.h \
	%D%/cluster/tally.c %D%/cluster/tally.h \
	%D%/cluster/words.c %D%/cluster/words.h \
	%D%/store/clusters_read.c \
	%D%/store/clusters_write.c \
	%D%/store/database.h \
	%D%/store/evidence_rows.c \
	%D%/store/forget.c \
	%D%/store/identity.c %D%/store/identity.h \
	%D%/store/load.c \
	%D%/store/rows.c %D%/store/rows.h \
	%D%/store/schema.c \
	%D%/store/sources.c %D%/store/sources.h \
	%D%/store/store.c %D%/store/store.h

if HAVE_TRACEFS
libavow_a_SOURCES += %D%/collect/tracefs_library.c
else
libavow_a_SOURCES += %D%/collect/tracefs_none.c
endif
if HAVE_SYSTEMD
libavow_a_SOURCES += %D%/collect/journal_files.c %D%/collect/journal_files.h \
	%D%/collect/journal_systemd.c
else
libavow_a_SOURCES += %D%/collect/journal_none.c
endif

# What auditd needs to feed avow: examples, for the administrator to copy. The script
# stands between, since auditd gives a plugin too few words.
pluginexamplesdir = $(docdir)/examples
dist_pluginexamples_DATA = %D%/collect/plugin/af_unix.conf
nodist_pluginexamples_DATA = %D%/collect/plugin/avow.conf \
	%D%/collect/plugin/avow-collect.conf
pkglibexec_SCRIPTS = %D%/collect/plugin/audisp-avow
CLEANFILES += $(nodist_pluginexamples_DATA) $(pkglibexec_SCRIPTS)
EXTRA_DIST += %D%/base/make-calls.py
EXTRA_DIST += %D%/collect/plugin/avow.conf.in %D%/collect/plugin/audisp-avow.in \
	%D%/collect/plugin/avow-collect.conf.in
fill_plugin = $(AM_V_GEN)$(MKDIR_P) $(@D) && $(SED) -e 's|[@]bindir[@]|$(bindir)|g' \
	-e 's|[@]pkglibexecdir[@]|$(pkglibexecdir)|g' <$< >$@-t

%D%/collect/plugin/avow.conf: %D%/collect/plugin/avow.conf.in Makefile
	$(fill_plugin) && mv $@-t $@
%D%/collect/plugin/avow-collect.conf: %D%/collect/plugin/avow-collect.conf.in Makefile
	$(fill_plugin) && mv $@-t $@
%D%/collect/plugin/audisp-avow: %D%/collect/plugin/audisp-avow.in Makefile
	$(fill_plugin) && chmod 755 $@-t && mv $@-t $@
