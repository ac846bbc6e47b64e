#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What plan.sh runs in the guest, as root.
set -u
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh
restorecon -R /opt

# The workload: a moved page, a page in /srv, a port, a log of its own, a raw device.
work() {
  systemctl restart nginx && [ "$(fetch 80 /page)" = hello ] &&
    [ "$(fetch 80 /srv/page)" = hello ] && [ "$(fetch 81 /page)" = hello ] &&
    [ "$(fetch 80 /note)" = hello ]
}
tell() {
  if work >"$out/work.log" 2>&1; then
    echo "served in $(getenforce) mode"
  else
    echo "refused in $(getenforce) mode"
  fi
}

[ -e /etc/protocols ] || printf 'tcp 6 TCP\nudp 17 UDP\n' >/etc/protocols
auditctl -w /etc/shadow -p wa -k avow >/dev/null
setenforce 0
echo hello >/root/page
mv /root/page /var/www/html/page
echo hello >/srv/page
mkdir -p /var/spool/web
echo hello >/var/spool/web/note
chcon -t print_spool_t /var/spool/web/note
mkdir -p /var/lib/web
cat >/etc/nginx/sites-enabled/default <<'END'
server {
  listen 80;
  listen 81;
  root /var/www/html;
  access_log /var/lib/web/access.log;
  location = /srv/page { alias /srv/page; }
  location = /note { alias /var/spool/web/note; }
}
END
tell
setenforce 1
tell
mark
setenforce 0
for _ in 1 2; do
  work
  setenforce 1
  setenforce 0
done >/dev/null 2>&1
since >"$out/seen.log"
cat /sys/fs/selinux/policy >"$out/before"
avow suggest --only httpd_t -m web -o "$out/plan" "$out/seen.log"
cat "$out/plan/web.plan"
sh "$out/plan/web.sh" >"$out/dry" && cmp /sys/fs/selinux/policy "$out/before" &&
  ! semodule -l | grep -qx web && echo 'the dry run changed nothing'
sh "$out/plan/web.sh" --apply
echo "applied: $?"
cat /sys/fs/selinux/policy >"$out/after"
setenforce 1
mark
tell
since >"$out/after.log"
echo "denials after: $(grep -c 'avc:  denied.*httpd_t' "$out/after.log")"
setenforce 0
avow diff -f json "$out/before" "$out/after" >"$out/diff.json"
avow diff --all "$out/before" "$out/after"
avow diff --all --only allow "$out/before" "$out/after" | grep '^ *allow ' |
  grep -vc '^ *allow httpd_t ' | sed 's/^/gained by others: /'
semodule -r web
semodule -i "$out/plan/web.pp"
cat /sys/fs/selinux/policy >"$out/package"
avow diff "$out/after" "$out/package" && echo 'the package gives the same policy'
echo 'end of the job'
