#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow rules load, list, delete, status on a real kernel beside auditd: all or none, also
# when it is killed; 5,000 rules loaded, listed and printed are the same; the lock.
#
#     tests/vm/transaction.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

PYTHONPATH=$source/tests/differential PYTHONDONTWRITEBYTECODE=1 AVOW=$avow \
  python3 "$source/tests/vm/draw_rules.py" "$share/avow/many.rules" 5000 || exit 1
cp "$source/tests/vm/kernel_rules.py" "$share/avow/"
run_job transacted.sh apparmor
check 'status tells what the kernel says' says '^status: same$'
check 'and the same as JSON' says '^status: same as JSON$'
check 'rules are loaded beside auditd' says '^first: 57 loaded, 0$'
check 'list names their places' says '^list: places$'
check 'what is wrong before the kernel is asked stops it' says '^linted: 1, bad.rules:45, same$'
check 'what the kernel refuses is named' says '^refused: 1, bad.rules:45, same$'
check 'loading them again changes nothing' says '^again: 0, already$'
check 'the files differ from the kernel where they do' says '^diff: 1 0$'
check 'a key is deleted' says '^key: 0, 1 less$'
check 'a load that was killed is told' says '^killed: half-way$'
check 'and run again it is right' says '^after: 0, same$'
check 'what the kernel lists is what print says, 5,000 times' says '^many: 5000, same$'
check 'so is what list says, and it is read back' says '^listed: same, same$'
check 'the rules are written to rules.d' says '^persist: 0, .* same$'
check 'all are deleted' says '^all: 0, 0 left$'
check '-e 2 does not lock by itself' says '^unlocked: 0, 1$'
check 'it does with --lock' says '^locked: 0, 2$'
check 'and then nothing is loaded, which is told' says '^immutable: 1, told, same$'
check 'auditd was left alone' says '^auditd: same$'
finish
