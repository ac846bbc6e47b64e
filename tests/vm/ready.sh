#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A domain of its own is watched in permissive mode: while its work still brings something
# new, avow ready says not yet; once its work repeats and the policy that avow suggest
# made allows it, ready. Then it is enforced, and nothing is refused. Under an enforced
# policy without that module it would have been.
#
#     tests/vm/ready.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

run_job readied.sh
check 'while news comes, it is not yet ready' says '^learning: 1 not_yet$'
check 'and that is because of news' says '^learning: news$'
check 'when all repeats, news is missing no more' says '^repeating: no news$'
check 'but the policy would still refuse it' says '^repeating: 1 not_yet denied$'
check 'enforced all the same, it does not work' says '^without the module: broken$'
check 'with the module that was suggested, it is ready' says '^with the module: 0 ready$'
check 'enforced, it works' says '^enforced: works$'
check 'and nothing is refused to it' says '^denials after: 0$'
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
