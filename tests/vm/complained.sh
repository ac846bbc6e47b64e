#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What complaint.sh runs in the guest, as root.
set -u
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh
profile=/etc/apparmor.d/w_complain
cp /host/avow/w_complain.profile "$profile"
cp -r /etc/apparmor.d "$out/before"
cp /host/avow/workload.py /host/work.py
python3 /host/work.py make
: >/etc/apparmor.d/local/w_complain

work() {
  rm -rf /var/lib/?_aa_w_complain /tmp/*_aa_w_complain
  umount -l /mnt 2>/dev/null
  for uid in 0 1000; do
    aa-exec -p w_complain -- setpriv --reuid $uid --regid $uid --clear-groups \
      python3 /host/work.py run aa_w_complain >"$out/$1.$uid" 2>&1
  done
}

apparmor_parser -r "$profile"
mark
work complain
since >"$out/complain.log"
# As the issue has it: what is suggested for the log that was given, not for this one.
avow suggest --profiles /etc/apparmor.d --only "$(cat /host/avow/only)" \
  /host/avow/given.log >"$out/diff" 2>"$out/suggest.err"
cat "$out/suggest.err"
/opt/avow/patch -p1 -d / <"$out/diff" >"$out/patch.out" 2>&1
echo "patched: $?"
sed -i 's/^profile w_complain flags=(complain)/profile w_complain/' "$profile"
sed -i 's/ flags=(complain)//' /etc/apparmor.d/local/w_complain
apparmor_parser -r "$profile"
echo "loaded: $?"
grep "^w_complain" /sys/kernel/security/apparmor/profiles
cp -r /etc/apparmor.d "$out/apparmor.d"
mark
work enforce
since >"$out/enforce.log"
for uid in 0 1000; do
  diff "$out/complain.$uid" "$out/enforce.$uid" >"$out/changed.$uid"
done
echo 'end of the job'
