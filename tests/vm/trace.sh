#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow trace in a guest, under SELinux and under AppArmor, beside auditd with rules of its
# own and alone: the denials of the command and its children, and of nothing else.
#
#     tests/vm/trace.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

for lsm in selinux apparmor; do
  rm -rf "$share/out"
  mkdir "$share/out"
  run_job traced.sh $lsm
  for phase in beside alone masked; do
    check "$lsm, $phase: what was refused to the command is there" says "^$phase: parent there$"
    check "$lsm, $phase: and to its child" says "^$phase: child there$"
    check "$lsm, $phase: but to nobody else" says "^$phase: other not there$"
    check "$lsm, $phase: its status is passed on" says "^$phase: status 7$"
  done
  check "$lsm: the rules are as before" says '^rules: same$'
  check "$lsm: auditd is as before" says '^auditd: same$'
  check "$lsm: reasons are told" says '^reasons: told$'
  check "$lsm: killed, it leaves nothing" says '^killed: same$'
  check "$lsm: who may not is told what is missing" says '^alice: 2 CAP_AUDIT_READ$'
done
finish
