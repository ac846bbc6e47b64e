#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# AppArmor on a real kernel: a program is run in complain mode, what it did is suggested
# as rules, these are applied as they are, and the same program runs in enforce mode
# without a denial of anything that was accepted.
#
#     tests/vm/profile.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

# The guest has no patch(1).
cp "$(command -v patch)" "$share/avow/patch"
run_job profiled.sh apparmor
check 'it works in complain mode' says '^complain: works$'
check 'and not in enforce mode' says '^enforce: refused$'
check 'the diff is applied' says '^patched: 0$'
check 'the profile is loaded' says '^loaded: 0$'
check 'then it works in enforce mode' says '^enforce: works$'
check 'without any denial that was accepted' says '^denials after: 0$'
check 'what is a risk stays refused' says '^shadow: refused$'
check 'the log agrees with the profile' says '^disagreements: 0$'
check 'a program without a profile works in complain mode' says '^new in complain: works$'
check 'a whole new profile is made for it' says '^new file: /etc/apparmor.d/opt.wick.wick$'
check 'in complain mode first, its child as well' says '^new in complain mode: 2$'
check 'it is loaded in enforce mode' says '^new loaded: 0$'
check 'and the program works in it, with other names of the shapes' says '^new in enforce: works$'
check 'without any denial' says '^new denials after: 0$'
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
