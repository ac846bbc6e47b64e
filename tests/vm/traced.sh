#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# In the guest: commands traced as trace.sh says.
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh

if [ -d /sys/fs/selinux/policy ] || [ -e /sys/fs/selinux/enforce ]; then
  confined=(runcon system_u:system_r:httpd_t:s0)
else
  cat >/etc/apparmor.d/lantern <<'END'
profile lantern flags=(complain) {
  /usr/** rix,
  /lib/** rm,
  /etc/ld.so.cache r,
  /dev/** rw,
}
END
  apparmor_parser -r /etc/apparmor.d/lantern
  confined=(aa-exec -p lantern --)
fi
# refused NAME: asks for /root/NAME-parent itself, and for the other in a child.
cat >/usr/local/bin/refused <<'END'
#!/bin/sh
read -r line <"/srv/traced/$1-parent"
sh -c "cat /srv/traced/$1-child; true"
exit 7
END
chmod 755 /usr/local/bin/refused
mkdir -p /srv/traced
for name in mine other; do
  echo x >/srv/traced/$name-parent
  echo x >/srv/traced/$name-child
done
if [ "${confined[0]}" = runcon ]; then
  # Types that differ: in permissive mode a denial is told once.
  chcon -t user_home_t /srv/traced/mine-parent
  chcon -t cron_spool_t /srv/traced/mine-child
  chcon -t shadow_t /srv/traced/other-parent
  chcon -t crond_var_run_t /srv/traced/other-child
fi
# Forgets what it has told.
flush() {
  [ ! -e /sys/fs/selinux/enforce ] || { setenforce 1 && setenforce 0; }
}
pid_of() {
  auditctl -s | awk '$1 == "pid" { print $2 }'
}
keep() {
  auditctl -l >"/tmp/$1"
}
has() {
  grep -q "$2" "$3" && echo "$1 there" || echo "$1 not there"
}
# trace PHASE: while somebody else is refused things too.
trace() {
  flush
  "${confined[@]}" /usr/local/bin/refused other >/dev/null 2>&1 &
  avow trace -f json -o "$out/$1.json" -- "${confined[@]}" /usr/local/bin/refused mine \
    >/dev/null 2>"$out/$1.err"
  status=$?
  wait
  "${confined[@]}" /usr/local/bin/refused other >/dev/null 2>&1
  echo "$1: $(has parent mine-parent "$out/$1.json")"
  echo "$1: $(has child mine-child "$out/$1.json")"
  echo "$1: $(has other other- "$out/$1.json")"
  echo "$1: status $status"
  cat "$out/$1.err"
}
auditctl -D >/dev/null
auditctl -e 1 >/dev/null
auditctl -w /srv/traced -p rwxa -k theirs
keep before
pid=$(pid_of)
trace beside
flush
avow trace -- "${confined[@]}" /usr/local/bin/refused mine >"$out/text" 2>&1
grep -q -e 'SEL-' -e 'AA-' "$out/text" && echo 'reasons: told'
LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow trace -- sleep 60 &
sleep 5
kill -9 $!
keep after
cmp /tmp/before /tmp/after && echo 'rules: same' && echo 'killed: same'
[ "$pid" = "$(pid_of)" ] && echo 'auditd: same'
chmod 755 /opt /opt/avow /opt/avow/lib
setpriv --reuid=alice --clear-groups env LD_LIBRARY_PATH=/opt/avow/lib \
  /opt/avow/avow trace -- true 2>/tmp/alice.err
echo "alice: $? $(grep -o CAP_AUDIT_READ /tmp/alice.err)"
# Without records of system calls.
auditctl -a never,task
trace masked
auditctl -D >/dev/null
systemctl kill -s TERM auditd
sleep 3
auditctl -s | head -n 3
trace alone
echo 'end of the job'
