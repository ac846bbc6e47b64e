#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What checking.sh runs in the guest, as root.
set -u
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh
restorecon -R /opt

# check NAME OPTION...: the status, and the result.
check() {
  local name=$1 status
  shift
  sleep 2
  avow check -f json --annotate none -p /sys/fs/selinux/policy -b /root/base.avow \
    --fail-on new,enforced,replay-denied "$@" /var/log/audit >"$out/$name.json" 2>"$out/$name.err"
  status=$?
  echo "$name: $status $(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["result"])' "$out/$name.json")"
}
ask() {
  python3 -c "import json, sys
check = json.load(open(sys.argv[1]))
print($2)" "$out/$1.json"
}
work() {
  if systemctl restart nginx && [ "$(fetch 80 /page 2>/dev/null)" = hello ]; then
    echo 'service: works'
  else
    echo 'service: broken'
  fi
}

[ -e /etc/protocols ] || printf 'tcp 6 TCP\nudp 17 UDP\n' >/etc/protocols
setenforce 0
echo hello >/var/www/html/page
restorecon /var/www/html/page
chcon -t shadow_t /var/www/html/page
work >/dev/null
restorecon /var/www/html/page
setenforce 1
sleep 2
# What this guest refuses in any case is known; what was refused just now is not.
ausearch --raw -m AVC 2>/dev/null | grep -v shadow_t >"$out/noise.log"
avow check -b /root/base.avow --update --fail-on none "$out/noise.log" >/dev/null 2>&1

first=$(avow mark first)
echo "mark: $first"
work
check clean --since "$first"
ask clean "'records: yes' if check['records'] else 'records: no'"
ask clean "'before: %d' % sum('shadow_t' in item['label'] for item in check['items'])"
avow check -f json --annotate none -b /root/base.avow --fail-on new,enforced /var/log/audit \
  >"$out/all.json" 2>/dev/null
ask all "'without a mark: %d' % sum('shadow_t' in item['label'] for item in check['items'])"

cat >/root/breaks.cil <<'END'
(constrain (file (read open)) (or (neq t1 httpd_t) (neq t2 httpd_sys_content_t)))
END
semodule -i /root/breaks.cil
second=$(avow mark second)
work
check broken --since "$second"
ask broken "'named: yes' if any('httpd_t -> httpd_sys_content_t : file' == item['label'] and 'SEL-CONSTRAINT' in item['text'] for item in check['items'] if item['failure']) else check"
avow check -b /root/base.avow --update --fail-on none --since "$second" /var/log/audit >/dev/null 2>&1
third=$(avow mark third)
work >/dev/null
check known --since "$third"
semodule -r breaks
fourth=$(avow mark fourth)
work
check mended --since "$fourth"

# Without rights it goes into the system's log, or nowhere, and that is told.
fifth=$(setpriv --reuid=nobody --clear-groups env LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow mark fifth 2>"$out/nobody")
status=$?
if [ "$status" = 2 ] && grep -q '^avow: audit: ' "$out/nobody"; then
  echo 'no rights: well'
elif [ "$status" = 0 ] && sleep 2 && journalctl -q | grep -q "${fifth#*@}"; then
  echo 'no rights: well'
fi
echo 'end of the job'
