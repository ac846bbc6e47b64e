#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow trace --rules in a guest, under SELinux and under AppArmor, beside auditd with rules
# of its own and alone: the calls of the command and its children, of nobody else, and
# rules that are gone when it is, however it ended.
#
#     tests/vm/trace_rules.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

for lsm in selinux apparmor; do
  rm -rf "$share/out"
  mkdir "$share/out"
  run_job traced_rules.sh $lsm
  for phase in beside alone; do
    check "$lsm, $phase: every call of the command and its child is counted" \
      says "^$phase: mkdir 7, rmdir 7$"
    check "$lsm, $phase: also those that failed, and why" says "^$phase: failed as they should$"
    check "$lsm, $phase: the status is the command's" says "^$phase: status 3$"
    check "$lsm, $phase: while it ran the rules were there" says "^$phase: 2 rules of its own$"
    check "$lsm, $phase: the rules are as before" says "^$phase: same$"
  done
  check "$lsm: killed with SIGKILL, it leaves no rule" says '^killed: same$'
  check "$lsm: what was left over is taken back by the next" says '^left over: same$'
  check "$lsm: auditd is as before" says '^auditd: same$'
  check "$lsm: locked rules are told" says '^locked: 2 told$'
  check "$lsm: who may not is told" says '^alice: 2$'
done
finish
