#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A test job on a real kernel: it marks, runs a service, checks; first clean, then with a
# policy that breaks the service.
#
#     tests/vm/checking.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

run_job checked.sh selinux
check 'marks are written to the audit stream' says '^mark: mark:first@[0-9a-f]*$'
check 'the service works' says '^service: works$'
check 'and the first job passes' says '^clean: 0 passed'
check 'it looked at records' says '^records: yes$'
check 'what was refused before the mark plays no part' says '^before: 0$'
check 'which would be found without it' says '^without a mark: [1-9]'
check 'with the policy that breaks it, the service does not work' says '^service: broken$'
check 'and the job fails' says '^broken: 1 failed$'
check 'what is new is named, and why' says '^named: yes$'
check 'once it is in the baseline, the job passes' says '^known: 0 passed-with-denials$'
check 'and without that policy too' says '^mended: 0 passed'
check 'without rights a mark goes elsewhere, or is told' says '^no rights: well$'
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
