#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# --since and --until, and the marks that avow mark leaves.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

avc() {
  echo "type=AVC msg=audit($1): avc:  denied  { read } for  pid=1 comm=\"moth\"" \
    "name=\"x\" scontext=system_u:system_r:$2:s0 tcontext=system_u:object_r:lamp_t:s0" \
    "tclass=file permissive=0"
}
user() {
  echo "type=USER msg=audit($1): pid=1 uid=0 auid=0 ses=1 msg='avow-mark=$2 id=$3 at=1.000" \
    "exe=\"/usr/bin/avow\" hostname=? addr=? terminal=? res=success'"
}
# Rotated between the mark and what came behind it, and a second source.
mkdir logs
{ avc 1790000000.000:1 before_t; user 1790000001.000:2 test 0123456789ab; } >logs/audit.log.1
avc 1790000002.000:3 behind_t >logs/audit.log
avc 1790000000.500:9 other_before_t >other.log
avc 1790000003.000:12 other_behind_t >>other.log

run avow report --since mark:test logs other.log
check 'what came behind a mark is told, whatever file it is in' stdout_has behind_t
check 'of the other source too' stdout_has other_behind_t
refuse 'what came before is not' grep -q before_t stdout
run avow report --since mark:test@0123456789ab logs
check 'a mark may be named with its id' stdout_has '1 denial in 1 cluster'
run avow report --until mark:test logs
check 'a window may end with a mark' stdout_has before_t
refuse 'and then nothing behind it is told' grep -q behind_t stdout
run avow report --since mark:none logs
check 'a mark that is not there is one sentence' \
  refused '--since=mark:none: the inputs tell of no such mark'
run avow report --since mark:test@ffffffffffff logs
check 'nor is one of another id taken' refused 'no such mark'
cat logs/audit.log.1 logs/audit.log >whole
avow report --since mark:test - <whole >stdout 2>stderr
status=$?
check 'the standard input is read twice' stdout_has '1 denial in 1 cluster'
run avow report --since mark:test --follow logs/audit.log
check 'what has no end cannot be' refused '--follow: --since has to be looked for'
run avow report --since mark:test netlink:
check 'nor can a live source' refused 'netlink:: it has no end, and --since'
run avow report --since 2030-01-02 --until 2030-01-01 logs
check 'a window that ends before it begins is refused' refused 'is behind --until'
run avow report --since 21.09.2026 logs
check 'a locale date is none' refused '21.09.2026: not a time'
run avow report --since 2030-01-01 logs
check 'nothing in a window is no trouble' status_is 0
check 'and is told' stdout_has '0 denials'

run avow report --since boot logs
check 'a log that tells of no boot has none' refused '--since=boot: the inputs tell of no such boot'
run avow report --since boot "/var/log/../..$PWD/logs"
check "but this machine's own logs have its boot" status_is 0
check 'which these records are older than' stdout_has '0 denials'

# A mark that anybody may have written counts where there is no better one.
echo 'Nov 23 10:00:00 host avow[7]: avow-mark=soft id=0123456789ab at=1790000001.500' >soft.log
run avow report --since mark:soft soft.log logs
check 'a mark in a log of all programs is taken' stdout_has behind_t
check 'and said to be one' stderr_has 'into which every program may write'
user 1790000000.200:1 soft 0123456789ab >trusted.log
run avow report --since mark:soft soft.log trusted.log logs other.log
check 'a record goes before it' stdout_has other_before_t
refuse 'and nothing is said of it then' grep -q 'every program' stderr

run avow mark
check 'mark needs a name' refused 'mark needs one NAME'
run avow mark 'a b'
check 'which is a plain word' refused "a b: a mark's name has up to 64"
run avow mark --to elsewhere x
check 'and a way that is known' refused '--to=elsewhere: it is audit, kmsg or syslog'
if [ ! -e /dev/log ]; then
  run avow mark --to syslog x
  check 'a mark that goes nowhere is trouble' refused 'syslog: '
else
  skip 'a mark that goes nowhere' 'a system log is listening here'
fi
finish
