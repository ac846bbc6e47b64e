#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The live sources as far as no kernel is needed: auditd's plugin protocol over a
# pipe and a socket, and what is said where a source may not be read.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

sample=$AVOW_SOURCE/fixtures/sample/audit.log
avow report "$sample" >wanted 2>/dev/null

# plugin FORMAT: the sample as auditd writes it to a plugin.
cat >plugin.py <<'END'
import struct
import sys

for line in open(sys.argv[2], 'rb'):
    line = line.rstrip(b'\n')
    if sys.argv[1] == 'string':
        sys.stdout.buffer.write(line + b'\n')
    else:
        sys.stdout.buffer.write(struct.pack('=IIII', 1, 16, 1400, len(line)) + line)
END
for format in string binary; do
  python3 plugin.py "$format" "$sample" >"sent.$format"
  avow report audisp: <"sent.$format" >stdout 2>stderr
  check "$format records from auditd are as good as its log" \
    [ "$(head -n 1 stdout)" = "$(head -n 1 wanted)" ]
  check "$format: nothing is complained of" stderr_is ''
done

# auditd goes away within a record: the others are reported, and the cut one is told.
head -c -60 sent.binary >short
avow report audisp: <short >stdout 2>stderr
check 'a cut stream is reported' stdout_has ' denials in '
head -c 30 sent.binary >short
cat sent.binary short | avow report -f json audisp: >stdout 2>stderr
check 'what is cut off is told' grep -Eq '"(malformed|lost)": [1-9]' stdout

printf '\001\000\000\000garbage and more garbage' | avow report audisp: >stdout 2>stderr
status=$?
check 'other binary data is one sentence' refused "not the protocol of auditd's plugins"

cat >serve.py <<'END'
import socket
import sys

server = socket.socket(socket.AF_UNIX)
server.bind('events')
server.listen()
print('ready', flush=True)
client = server.accept()[0]
client.sendall(open(sys.argv[1], 'rb').read())
END
for format in string binary; do
  rm -f events
  python3 serve.py "sent.$format" >ready &
  while [ ! -s ready ]; do sleep 0.05; done
  run avow report audisp:events
  check "$format records come from a socket" [ "$(head -n 1 stdout)" = "$(head -n 1 wanted)" ]
  wait
  : >ready
done
run avow report audisp:events
check 'a socket where nobody listens is one sentence' refused 'events: Connection refused'
run avow report audisp:nowhere/events
check 'one that is not there names the plugin' refused 'af_unix.conf'
run avow report "audisp:$(printf '%0200d' 0)"
check 'one with too long a name' refused 'File name too long'

run avow report netlink:multicast
check 'netlink: knows what may stand behind it' refused 'no such way to read'
without_rights() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-all --inh-caps=-all "$@"
  else
    "$@"
  fi
}
if without_rights true 2>/dev/null; then
  run without_rights avow report netlink:
  check 'netlink: names what it takes' refused 'netlink:'
  run without_rights avow report netlink:unicast
  check 'netlink:unicast too' refused 'netlink:unicast'
else
  skip 'netlink: without rights' 'setpriv cannot drop them here'
fi
finish
