#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow doctor: its exit status, its formats, and that it looks without touching.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

trees=$AVOW_SOURCE/fixtures/doctor
run avow doctor --root "$trees/links/tree/real"
check 'a system with a log and nothing bad is fine' status_is 0
check 'and nothing is said on the standard error' stderr_is ''
run avow doctor --root "$trees/lossy/tree"
check 'one that loses records is not' status_is 1
check 'each bad check has its command' stdout_has 'run: auditctl -r 0'
refuse 'no colour goes into a file' grep -q "$(printf '\033')" stdout
run avow doctor --root "$trees/empty/tree"
check 'one without any source is not' status_is 1

run avow doctor --root "$trees/lossy/tree" -f json
check 'JSON has the same status' status_is 1
check 'JSON has the same verdicts' python3 -c '
import json, subprocess, sys
page = json.load(open("stdout"))
text = subprocess.run(["avow", "doctor", "-r", sys.argv[1]], capture_output=True, text=True).stdout
assert page["bad"] and len(page["checks"]) > 20
words = {"unknown": "cannot tell"}
for check in page["checks"]:
    word = words.get(check["health"], check["health"])
    row = "  %-13s%-17s%s" % (word, check["name"], check["says"])
    assert row in text, row
    assert check.get("mend", "") in text
' "$trees/lossy/tree"

run avow doctor --root no-such-directory
check 'a root that is not there is one sentence' refused 'no-such-directory: No such file'
: >file
run avow doctor --root file
check 'a root that is no directory too' refused 'file: Not a directory'
run avow doctor -f html
check 'an unknown format is refused' refused 'html: no such format: text or json'
run avow doctor audit.log
check 'an input is refused' refused 'audit.log: doctor takes no inputs'
if [ -w /dev/full ]; then
  avow doctor --root "$trees/links/tree/real" >/dev/full 2>stderr
  status=$?
  check 'a full disk is told' stderr_has 'No space left'
  check 'and is trouble' status_is 2
else
  skip 'a full disk' 'there is no /dev/full'
fi

# What only the owner may read is told so, and is no crash.
cp -r "$trees/links/tree/real" closed
chmod 0 closed/var/log/audit closed/etc/audit
without_rights() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-all --inh-caps=-all "$@"
  else
    "$@"
  fi
}
if without_rights true 2>/dev/null; then
  run without_rights avow doctor --root closed
  check 'a log that may not be read is blind' \
    stdout_has 'blind        audit.log        /var/log/audit/audit.log cannot be read: Perm'
  check 'and then no source is left' status_is 1
  check 'a configuration that may not be read is no missing auditd' \
    stdout_has 'cannot tell  audisp:          /etc/audit/plugins.d cannot be read: Perm'
  # This machine, whatever it is: without rights the kernel refuses to answer.
  run without_rights avow doctor
  check 'this machine can be examined' [ "$status" -le 1 ]
  check 'nothing is said on the standard error' stderr_is ''
  check 'what takes rights is said so' stdout_has 'CAP_AUDIT_READ'
else
  skip 'without rights' 'setpriv cannot drop them here'
fi
chmod 755 closed/var/log/audit closed/etc/audit
finish
