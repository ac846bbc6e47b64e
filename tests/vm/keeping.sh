#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# In the guest: what kept.sh says.
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh

cat >/usr/local/bin/avow <<'END'
#!/bin/sh
export LD_LIBRARY_PATH=/opt/avow/lib
exec /opt/avow/avow "$@"
END
chmod 755 /usr/local/bin/avow /opt /opt/avow /opt/avow/lib
mkdir -p /srv/kept /usr/local/libexec
for type in user_home_t cron_spool_t shadow_t crond_var_run_t; do
  echo x >/srv/kept/$type
  chcon -t $type /srv/kept/$type
done
# refuse: four denials, each time, for what was told is forgotten.
refuse() {
  for _ in 1 2 3; do
    setenforce 1 && setenforce 0
    runcon system_u:system_r:httpd_t:s0 cat /srv/kept/* >/dev/null
  done
  sleep 3
}
denials() {
  avow report -f json "$@" 2>/dev/null |
    python3 -c 'import json, sys
print(sum(json.load(sys.stdin)["summary"]["permissive"].values()))'
}
# same NAME STORE INPUT: soon, if not at once.
same() {
  for _ in $(seq 20); do
    kept=$(denials "store:$2")
    logged=$(denials "$3")
    [ "$kept" = "$logged" ] && [ "$kept" -gt 0 ] && break
    sleep 5
  done
  [ "$kept" = "$logged" ] && [ "$kept" -gt 0 ] && echo "$1: all there" ||
    echo "$1: $kept of $logged"
}
setenforce 0
auditctl -e 1 >/dev/null

store=/var/lib/avow/denials.store
cp /host/avow/avow-collect.service /etc/systemd/system/
systemctl daemon-reload
systemctl start avow-collect
echo "service: $(systemctl is-active avow-collect)"
refuse
same service $store /var/log/audit
systemctl kill -s KILL avow-collect
refuse
same killed $store /var/log/audit
refuse
systemctl reload avow-collect
same reload $store /var/log/audit
systemctl stop avow-collect
echo "stopped: $(systemctl is-active avow-collect) $(systemctl show -p Result --value avow-collect)"
journalctl -u avow-collect --no-pager | tail -n 5
systemd-analyze security --no-pager avow-collect | tail -n 1
systemd-analyze security --no-pager avow-collect | tail -n 1 |
  grep -q ': [01]\.[0-9]' && echo 'exposure: below 2'

# What auditd gives its plugin is what it logs meanwhile.
plugged=/root/plugged.store
install -m 755 /host/avow/audisp-avow /usr/local/libexec/audisp-avow
sed "s|^args = .*|args = collect $plugged|" /host/avow/avow-collect.conf \
  >/etc/audit/plugins.d/avow-collect.conf
chmod 640 /etc/audit/plugins.d/avow-collect.conf
pkill -HUP -x auditd
sleep 10
pgrep -f 'avow collect.*audisp' >/dev/null && echo 'plugin: runs'
# grown NAME: as much as the log, since $kept_before and $logged_before.
grown() {
  for _ in $(seq 20); do
    kept=$(($(denials "store:$plugged") - kept_before))
    logged=$(($(denials /var/log/audit) - logged_before))
    [ "$kept" = "$logged" ] && [ "$kept" -gt 0 ] && break
    sleep 5
  done
  [ "$kept" = "$logged" ] && [ "$kept" -gt 0 ] && echo "$1: all there" || echo "$1: $kept of $logged"
}
refuse
sleep 5
kept_before=$(denials "store:$plugged")
logged_before=$(denials /var/log/audit)
refuse
grown plugin
runcon system_u:system_r:httpd_t:s0 cat /srv/kept/* >/dev/null
setenforce 1 && setenforce 0
runcon system_u:system_r:httpd_t:s0 cat /srv/kept/* >/dev/null
systemctl kill -s TERM auditd
sleep 8
pgrep -f 'avow collect.*audisp' >/dev/null && echo 'plugin: still there'
grown 'plugin, at the end'
rm /etc/audit/plugins.d/avow-collect.conf
auditd_started() {
  systemctl start auditd
  sleep 5
}
auditd_started

avow collect --store /root/journal.store journal: || echo 'the journal is trouble'
same journal /root/journal.store journal:
refuse
avow collect --store /root/journal.store journal: || echo 'the journal is trouble'
same 'journal, later' /root/journal.store journal:
echo 'end of the job'
