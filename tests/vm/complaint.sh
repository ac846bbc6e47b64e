#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The suggestions for w_complain of corpus/vm/apparmor/audit.log on a real kernel: they are
# applied as they are, the profile is enforced, and the workload that the log tells of
# (workload.py, rebuilt from its records) runs without a denial of anything accepted.
#
#     tests/vm/complaint.sh WORKDIR [AVOW]
#
# As advice.sh, which says what WORKDIR and AVOW are.
set -u
. "$(dirname "$0")/guest.sh"

given=$source/../shared/corpus/vm/apparmor
cp "$(command -v patch)" "$source/tests/vm/workload.py" "$given/w_complain.profile" "$share/avow/"
cp "$given/audit.log" "$share/avow/given.log"
python3 "$source/tests/vm/complaint.py" profiles "$avow" "$given/audit.log" >"$share/avow/only"
run_job complained.sh apparmor
check 'the diff is applied' says '^patched: 0$'
check 'the profile is loaded' says '^loaded: 0$'
python3 "$source/tests/vm/complaint.py" judge "$avow" "$given/audit.log" "$share/out" >>"$work/job.log"
sed -n '/^end of the job$/,$s/^/# /p' "$work/job.log"
check 'the workload is that of the log' says '^rebuilt: .* 9[0-9] %$'
check 'and in enforce mode nothing is refused that was accepted' says '^accepted and refused: 0$'
check 'what was withheld stays refused' says '^withheld and refused: [1-9]'
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
