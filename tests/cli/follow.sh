#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Reading past the end: until a signal, for a time, over rotations and several inputs.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

# put FROM TO FILE: appends a denial for each serial number.
put() {
  seq "$1" "$2" | sed 's/.*/type=AVC msg=audit(1700000000.000:&): avc:  denied  { read } for  pid=1 comm="mill" scontext=u:r:miller_t:s0 tcontext=u:object_r:flour_t:s0 tclass=file permissive=0/' >>"$3"
}
# follow ARG...: in the background; $! is avow.
follow() {
  avow report "$@" >stdout 2>stderr </dev/null &
  reader=$!
  sleep 0.5
}
# stop SIGNAL: keeps the status.
stop() {
  sleep 0.5
  kill "-$1" "$reader"
  wait "$reader"
  status=$?
}

put 1 10 audit.log
follow -F audit.log
put 11 20 audit.log
mv audit.log audit.log.1
put 21 30 audit.log
stop INT
check 'SIGINT ends reading, not the program' status_is 0
check 'and all of both files is reported' stdout_has 'audit.log (audit.log): 30 lines = 30 records'

follow --follow --format=json .
put 31 40 audit.log
printf 'type=AVC msg=audit(1700000000.000:41): avc:  denied' >>audit.log
stop TERM
check 'SIGTERM does so too' status_is 0
check 'a rotated set is read first' stdout_has '"name": "./audit.log.1"'
check 'a line that is not finished is accounted for' stdout_has '"malformed": 1'
rm audit.log audit.log.1

: >one.log
mkfifo two
follow -F one.log two --for 3s
put 1 100 one.log
put 101 150 two
put 201 250 one.log
wait "$reader"
status=$?
check '--for ends reading' status_is 0
check 'one of two inputs is read' stdout_has 'one.log (audit.log): 150 lines'
check 'and the other meanwhile' stdout_has 'two (audit.log): 50 lines'

: >empty.log
run avow report -F empty.log --for 1s
check 'nothing in a live log is no trouble' status_is 0
check 'and a report' stdout_has 'EVIDENCE'

for wrong in 0 10x '' -5s 99999999999999999999s; do
  run avow report "--for=$wrong" one.log
  check "--for=$wrong is refused" status_is 2
  check 'with a sentence' grep -q 'not a duration' stderr
done

mkfifo slow
sleep 5 >slow &
run avow report --for 1s slow one.log
check 'a pipe that stays silent is left' grep -q '^avow: slow: stopped before its end' stderr
check 'and that is no trouble' status_is 0
finish
