#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Audit rules on a real kernel: what auditctl loads there is what avow compiles, the
# kernel's own list is what avow prints, and what avow says the kernel refuses it does.
#
#     tests/vm/rules.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

PYTHONPATH=$source/tests/differential PYTHONDONTWRITEBYTECODE=1 AVOW=$avow \
  python3 "$source/tests/vm/draw_rules.py" "$share/avow/drawn.rules" || exit 1
cp "$source/tests/vm/kernel_rules.py" "$source/tests/vm/refused.rules" "$share/avow/"
run_job ruled.sh apparmor
check 'all of them were loaded' says '^loaded: 500 of 500$'
check 'the list of the kernel is what print says' says '^kernel: same$'
check 'so is that of auditctl, where it can be read back' says '^auditctl: same$'
check 'each rule that the kernel is said to refuse, it refuses' says '^refused: all$'
check 'the same rule again is refused' says '^again: refused$'
finish
