#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow collect in a guest: as the service of its unit, as auditd's plugin, and of the
# journal. What the store has is what the log has, also after kills.
#
#     tests/vm/kept.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

sed 's|@bindir@|/usr/local/bin|g' "$source/cli/service/avow-collect.service.in" \
  >"$share/avow/avow-collect.service"
for file in audisp-avow avow-collect.conf; do
  sed -e 's|@bindir@|/usr/local/bin|g' -e 's|@pkglibexecdir@|/usr/local/libexec|g' \
    "$source/analyzer/collect/plugin/$file.in" >"$share/avow/$file"
done
run_job keeping.sh
check 'systemd starts the service, and hears that it is ready' says '^service: active$'
check 'the store has what the log has' says '^service: all there$'
check 'also when it was killed, and started again' says '^killed: all there$'
check 'it reads at once when it is asked to' says '^reload: all there$'
check 'it ends well' says '^stopped: inactive success$'
check 'its exposure is below 2' says '^exposure: below 2$'
check 'auditd starts it as a plugin' says '^plugin: runs$'
check 'the store has what auditd gave it' says '^plugin: all there$'
check 'also what came before auditd stopped' says '^plugin, at the end: all there$'
check 'the journal is kept' says '^journal: all there$'
check 'and gone on with' says '^journal, later: all there$'
finish
