#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# In the guest: commands traced with rules, as trace_rules.sh says.
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh

# Seven directories made and removed, four of them by a child, and one that cannot be.
cat >/usr/local/bin/worker <<'END'
#!/usr/bin/python3
import os
import subprocess
import sys
def work(names):
    for name in names:
        os.mkdir(f'/srv/{name}')
        os.rmdir(f'/srv/{name}')
if len(sys.argv) > 1:
    work('defg')
    sys.exit()
work('abc')
subprocess.run([sys.argv[0], 'child'], check=True)
try:
    os.mkdir('/srv')
except FileExistsError:
    sys.exit(3)
END
# Somebody else, all the time.
cat >/usr/local/bin/other <<'END'
#!/usr/bin/python3
import os
import time
while True:
    os.mkdir('/srv/other')
    os.rmdir('/srv/other')
    time.sleep(0.05)
END
chmod 755 /usr/local/bin/worker /usr/local/bin/other
keep() {
  auditctl -l >"/tmp/$1"
}
count() {
  awk -v call="$1" '$2 == call { print $1 }' "$2"
}
trace() {
  keep before
  /usr/local/bin/other &
  other=$!
  avow trace --rules -o "$out/$1.json" -- /usr/local/bin/worker >"$out/$1.txt" 2>"$out/$1.err"
  status=$?
  kill $other
  wait $other 2>/dev/null
  keep after
  # The one that failed is among them.
  echo "$1: mkdir $(($(count mkdir "$out/$1.txt") - 1)), rmdir $(count rmdir "$out/$1.txt")"
  grep -q ' 1  EEXIST$' "$out/$1.txt" && echo "$1: failed as they should"
  echo "$1: status $status"
  cmp /tmp/before /tmp/after && echo "$1: same"
  cat "$out/$1.err"
  avow trace --rules -o "$out/more.json" -- auditctl -l >/tmp/listed 2>&1
  echo "$1: $(grep -c avow-trace- /tmp/listed) rules of its own"
}
auditctl -D >/dev/null
auditctl -b 8192 -e 1 >/dev/null
auditctl -w /etc/passwd -p wa -k theirs
auditctl -a never,exit -F arch=b64 -S mkdir -F path=/srv -k theirs
pid=$(auditctl -s | awk '$1 == "pid" { print $2 }')
trace beside
keep before
LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow trace --rules -- sleep 600 &
traced=$!
for _ in $(seq 60); do
  auditctl -l | grep -q avow-trace- && break
  sleep 1
done
auditctl -l | grep avow-trace-
kill -9 $traced
for _ in $(seq 60); do
  auditctl -l | grep -q avow-trace- || break
  sleep 1
done
keep after
cmp /tmp/before /tmp/after && echo 'killed: same'
# As one would leave it whose guardian was killed as well.
auditctl -a always,exit -F arch=b64 -S all -F sessionid=4294967 -k avow-trace-4000000
avow trace --rules -o "$out/more.json" -- true >/dev/null
keep after
cmp /tmp/before /tmp/after && echo 'left over: same'
[ "$pid" = "$(auditctl -s | awk '$1 == "pid" { print $2 }')" ] && echo 'auditd: same'
chmod 755 /opt /opt/avow /opt/avow/lib
setpriv --reuid=alice --clear-groups env LD_LIBRARY_PATH=/opt/avow/lib \
  /opt/avow/avow trace --rules -- true 2>/tmp/alice.err
echo "alice: $?"
systemctl kill -s TERM auditd
sleep 3
trace alone
auditctl -e 2 >/dev/null
avow trace --rules -- true 2>/tmp/locked.err
echo "locked: $? $(grep -q 'locked until the next boot' /tmp/locked.err && echo told)"
echo 'end of the job'
