#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Profiles on a real kernel: what avow says of those that are loaded, and loading.
#
#     tests/vm/loading.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

run_job loaded.sh apparmor
check 'every profile of the kernel is told, and no other' says '^same names: yes$'
check 'a file that was not loaded is told' says '^at first: not-loaded$'
check 'a dry run loads nothing' says '^dry run: 0 not-loaded$'
check 'without a terminal nothing is loaded' says '^no terminal: 2 not-loaded$'
check 'nor when the answer is no' says '^no: 1 not-loaded$'
check 'a yes loads it' says '^yes: 0 same enforce$'
check 'what it confines is counted' says '^processes: 1$'
check 'a file that is newer is told' says '^touched: older$'
check 'it is replaced in another mode' says '^replaced: 0 same complain$'
check 'what does not compile keeps the other from being loaded' \
  says '^broken: 2 not-loaded$'
check 'what the kernel refuses is told' says '^no rights: 2$'
check 'a profile without its file is told' says '^removed: no-file$'
check 'the kernel mediates files, and not yet everything' says '^mediates: True False$'
finish
