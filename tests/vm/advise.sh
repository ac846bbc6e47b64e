#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What advice.sh runs in the guest, as root. A web server is refused a file or a port in
# enforcing mode; avow reads the log and asks the policy that runs; its first advice is
# done, to the letter, and the same is tried again in enforcing mode. Only the waiting
# in between is permissive: what starts this job is no administrator's domain.
set -u
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh
restorecon -R /opt

# first NAME CLASS TYPE: the first advice for what httpd_t was refused, from the log
# since the last call of mark.
first() {
  since >"$out/$1.log"
  avow report -f json -o "$out/$1.json" "$out/$1.log" 2>"$out/$1.err"
  python3 - "$out/$1.json" "$2" "$3" <<'END'
import json
import sys
for cluster in json.load(open(sys.argv[1]))['clusters']:
    if [cluster['scontext_type'], cluster['tclass'], cluster['tcontext_type']] == \
            ['httpd_t', sys.argv[2], sys.argv[3]]:
        print(cluster['findings'][0]['advice'][0]['change']['text'])
END
}
# try NAME CLASS TYPE ACCESS: the four steps, each with a line of its own.
try() {
  name=$1 access=$4
  mark
  setenforce 1
  if $access >"$out/$name.before" 2>&1; then
    echo "$name was allowed at first"
  else
    echo "$name was refused"
  fi
  setenforce 0
  advice=$(first "$name" "$2" "$3")
  echo "$name advice: $advice"
  sh -c "$advice" >"$out/$name.done" 2>&1 || echo "$name: the advice failed"
  setenforce 1
  if $access >"$out/$name.after" 2>&1; then
    echo "$name is allowed in $(getenforce) mode"
  else
    echo "$name is refused still"
  fi
  setenforce 0
}

# semanage looks the protocol up, and the guest has no netbase.
[ -e /etc/protocols ] || printf 'tcp 6 TCP\nudp 17 UDP\n' >/etc/protocols
# Without a rule the kernel keeps no paths for the records of a denial.
auditctl -w /etc/shadow -p wa -k avow >/dev/null
setenforce 0
echo hello >/root/page
mv /root/page /var/www/html/page
echo hello >/srv/page
printf 'server { listen 80; root /var/www/html; location = /srv/page { alias /srv/page; } }\n' \
  >/etc/nginx/sites-enabled/default
systemctl restart nginx
ps -Z -C nginx | tail -n 1
ls -Z /var/www/html/page /srv/page

moved() { [ "$(fetch 80 /page)" = hello ]; }
elsewhere() { [ "$(fetch 80 /srv/page)" = hello ]; }
port() { systemctl restart nginx && [ "$(fetch 81 /page)" = hello ]; }
moved && elsewhere && echo 'both are served in permissive mode'
# The cache of decisions would hide what permissive mode let through.
setenforce 1
setenforce 0
try moved file "$(stat -c %C /var/www/html/page | cut -d: -f3)" moved
try elsewhere file "$(stat -c %C /srv/page | cut -d: -f3)" elsewhere
sed -i 's/listen 80;/listen 80; listen 81;/' /etc/nginx/sites-enabled/default
try port tcp_socket reserved_port_t port
echo 'end of the job'
