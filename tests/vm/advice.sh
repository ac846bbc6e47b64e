#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Label and port advice on a real kernel: a web server that is refused a file with a
# wrong label, a file whose place has none, and a port, may use each in enforcing mode
# once the first advice was followed.
#
#     tests/vm/advice.sh WORKDIR [AVOW]
#
# WORKDIR has the guest (../shared/vm/build-image makes it; README.md there), whose disk
# is copied, never changed. AVOW is a program built for the guest, without sanitizers; by
# default build/avow. It takes some minutes, and is no part of `make check`.
set -u
. "$(dirname "$0")/guest.sh"

run_job advise.sh
for name in moved elsewhere port; do
  check "$name: refused at first" says "^$name was refused$"
  check "$name: allowed in enforcing mode after the first advice" \
    says "^$name is allowed in Enforcing mode$"
done
check 'the moved file was relabelled' says '^moved advice: restorecon '
check 'the other one got a label' says '^elsewhere advice: semanage fcontext -a -t '
check 'the port got a label' says '^port advice: semanage port -a -t '
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
