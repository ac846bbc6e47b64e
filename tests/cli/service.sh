#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow collect as a service: what systemd is told, what signals do, what is said once, and
# how little its unit leaves it.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

# denial SERIAL COMM
denial() {
  echo "type=AVC msg=audit(1690000000.000:$1): avc:  denied  { read } for  pid=2 comm=\"$2\" name=\"f\" dev=\"vda1\" ino=3 scontext=u:r:a_t:s0 tcontext=u:object_r:b_t:s0 tclass=file permissive=0"
}
# until_so COMMAND...: waits for it, ten seconds at most.
until_so() {
  for _ in $(seq 100); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  cat said
  return 1
}
has_denials() {
  avow report -f json store:kept.store 2>/dev/null | grep -q "\"denials\": *$1"
}

mkdir logs
denial 1 cook >logs/audit.log
python3 - <<'END' &
import socket
heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
heard.bind('notify')
heard.settimeout(30)
with open('told', 'wb', 0) as told:
    while True:
        word = heard.recv(100)
        told.write(word + b'\n')
        if word == b'STOPPING=1':
            break
END
listener=$!
until_so test -S notify
NOTIFY_SOCKET=$PWD/notify avow collect --store kept.store --follow logs >out 2>said &
service=$!
check 'systemd is told that it is ready' until_so grep -qx READY=1 told
check 'when what was there is kept' has_denials 1
kill -USR1 $service
check 'SIGUSR1 makes it say how it stands' until_so grep -q '1 logs new' said
denial 2 avow >>logs/audit.log
kill -HUP $service
check 'what comes is kept' until_so has_denials 2
check 'a denial of its own is pointed out' until_so grep -q 'a program called avow: avow why' said
# An input that is none, at each look.
echo 'no audit record' >logs/audit.log.1
check 'trouble is told' until_so grep -q 'not an audit log' said
kill -HUP $service
sleep 1
kill -HUP $service
sleep 1
check 'and once' test "$(grep -c 'not an audit log' said)" = 1
rm logs/audit.log.1
kill -HUP $service
denial 3 cook >>logs/audit.log
kill -TERM $service
wait $service
check 'SIGTERM ends it well, after one more look' test $? -eq 0
wait $listener
check 'of which systemd is told' grep -qx STOPPING=1 told
check 'and what came last is kept' has_denials 3
check 'nothing goes to the standard output' test ! -s out

if command -v systemd-analyze >/dev/null; then
  sed 's|@bindir@|/usr/bin|' "$AVOW_SOURCE/cli/service/avow-collect.service.in" >avow-collect.service
  systemd-analyze security --offline=yes --threshold=20 ./avow-collect.service >rated 2>&1
  check 'the exposure of its unit is below 2' test $? -eq 0
else
  skip 'the exposure of its unit' 'systemd-analyze is not installed'
fi
finish
