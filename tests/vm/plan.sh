#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A plan on a real kernel: what a web server is refused in permissive mode is planned
# for, the script of the plan is run, and the same is done in enforcing mode, where
# nothing of it is refused. Nothing else is newly allowed, by avow diff; the package
# made in process gives the same policy as the module in CIL.
#
#     tests/vm/plan.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

run_job planned.sh
check 'it is served in permissive mode' says '^served in Permissive mode$'
check 'and refused in enforcing mode' says '^refused in Enforcing mode$'
check 'the dry run changes nothing' says '^the dry run changed nothing$'
check 'the plan is applied' says '^applied: 0$'
check 'then it is served in enforcing mode' says '^served in Enforcing mode$'
check 'without any denial' says '^denials after: 0$'
check 'what is newly allowed is of the domain alone' says '^gained by others: 0$'
check 'the package gives the same policy' says '^the package gives the same policy$'
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
