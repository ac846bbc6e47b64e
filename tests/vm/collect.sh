#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What live.sh runs in the guest, as root, with SELinux permissive. Each phase has
# domains of its own, so that what else happens is not counted.
set -u
out=/host/out
# Its libraries stay beside it: those of the guest are nobody's to replace.
rm -rf /opt/avow
mkdir -p /opt/avow /usr/local/libexec/avow /var/log/avow
cp -r /host/avow/avow /host/avow/lib /opt/avow/
printf '#!/bin/sh\nLD_LIBRARY_PATH=/opt/avow/lib exec /opt/avow/avow "$@"\n' >/usr/local/bin/avow
cp /host/avow/audisp-avow /usr/local/libexec/avow/
chmod 755 /opt/avow/avow /usr/local/bin/avow /usr/local/libexec/avow/audisp-avow
restorecon -R /opt /usr/local /var/log/avow

# denials DOMAIN...: twice the same accesses; enforcing for a moment empties the cache
# of decisions, without which the kernel logs each only once.
denials() {
  for round in 1 2; do
    for domain in "$@"; do
      runcon "system_u:system_r:$domain:s0" /bin/cat /etc/shadow >/dev/null
      runcon "system_u:system_r:$domain:s0" /bin/ls /root >/dev/null
      runcon "system_u:system_r:$domain:s0" /usr/bin/touch "/srv/$domain.$round"
    done
    setenforce 1
    setenforce 0
  done
}
# begin PHASE NAME INPUT: collects in the background.
running=
begin() {
  mkdir -p "$out/$1"
  avow report -f json -o "$out/$1/$2.json" "$3" 2>"$out/$1/$2.err" &
  running="$running $!"
}
# finish: what was collected is written when reading is stopped.
finish() {
  sleep 3
  # shellcheck disable=SC2086 # numbers
  kill -INT $running
  # shellcheck disable=SC2086
  wait $running
  running=
}

sysctl -q kernel.printk_ratelimit=0
cat >/etc/audit/plugins.d/af_unix.conf <<'END'
active = yes
direction = out
path = builtin_af_unix
type = builtin
args = 0640 /run/audit.events
format = string
END
sed -e 's|^args.*|args = /var/log/avow/plugin.json|' -e 's/^format.*/format = binary/' \
  /host/avow/avow.conf >/etc/audit/plugins.d/avow.conf
rm -f /var/log/audit/*
systemctl restart auditd
sleep 5

begin logged netlink netlink:
begin logged socket audisp:/run/audit.events
begin logged tracefs tracefs:
begin logged stack tracefs:stack
sleep 15
denials ntpd_t httpd_t
finish
avow report -f json -o $out/logged/journal.json journal:0 2>$out/logged/journal.err
avow doctor >$out/doctor.txt
systemctl stop auditd
sleep 5
cp /var/log/avow/plugin.json $out/logged/
avow report -f json -o $out/logged/reference.json /var/log/audit/audit.log

begin unicast unicast netlink:unicast
begin unicast reference netlink:
begin unicast tracefs tracefs:
sleep 10
denials named_t squid_t
finish
auditctl -s >$out/given-back

begin printk reference netlink:
sleep 5
denials mysqld_t postgresql_t
finish
avow report -f json -o $out/printk/dmesg.json dmesg: 2>$out/printk/dmesg.err

# A reader that sleeps while more comes than a socket of the usual size holds.
mkdir -p $out/overrun
setpriv --bounding-set=-net_admin --inh-caps=-net_admin \
  avow report -f json -o $out/overrun/netlink.json netlink: 2>$out/overrun/netlink.err &
running=$!
sleep 5
kill -STOP $running
for count in $(seq 400); do
  auditctl -m "message $count of those that are too many"
done
kill -CONT $running
sleep 3
runcon system_u:system_r:ntpd_t:s0 /bin/cat /etc/shadow >/dev/null
finish

systemctl start auditd
sleep 3
avow report netlink:unicast >/dev/null 2>$out/refused.err
ls /sys/kernel/tracing/instances >$out/instances
rm /etc/audit/plugins.d/avow.conf
sed -i 's/^active.*/active = no/' /etc/audit/plugins.d/af_unix.conf
echo 'end of the job'
