#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow trace: wrong usage, and what it says without the rights; tests/vm/trace.sh traces.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

# Always in a namespace of users that has no right to the audit stream.
unshare -Un true 2>/dev/null || skip_all 'there are no namespaces of users'

# told WORDS: trouble, of which the standard error output says these.
told() {
  status_is 2 && stderr_has "$1" && [ ! -s stdout ]
}
run unshare -Un avow trace
check 'a command is needed' told 'needs a command'
run unshare -Un avow trace --nosuch -- touch ran
check 'an unknown option is refused' told 'nosuch'
run unshare -Un avow trace -f nosuch -- touch ran
check 'so is an unknown format' told 'no such format'
run unshare -Un avow trace -o report.nosuch -- touch ran
check 'and a file whose name has none' told 'names no format'
check 'and nothing was run' test ! -e ran
run unshare -Un avow trace -- touch ran
check 'without the rights it says what is missing' told 'CAP_AUDIT_READ'
check 'and runs nothing' test ! -e ran
finish
