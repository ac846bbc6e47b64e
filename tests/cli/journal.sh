#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The journal as a source: the same as its export, and what is damaged is told.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

run avow report journal:1
check 'a boot is 0 or less' status_is 2
check 'and the sentence says so' grep -q '^avow: journal:1: what follows the colon is 0' stderr
run avow report ./journal:/nowhere
check 'a path is no source' grep -q '^avow: ./journal:/nowhere: No such file' stderr

remote=/lib/systemd/systemd-journal-remote
[ -x "$remote" ] || remote=/usr/lib/systemd/systemd-journal-remote
run avow report journal:/nowhere
if grep -q 'not built in' stderr; then
  check 'without libsystemd that is trouble' status_is 2
  finish
fi
check 'a path without files is one sentence' grep -q ' no journal file is there$' stderr
if [ ! -x "$remote" ]; then
  skip 'journal files' 'systemd-journal-remote is not installed'
  finish
fi

export=$AVOW_SOURCE/fixtures/report/journal-export/input
mkdir files
"$remote" --output="$PWD/files/whole.journal" "$export" >/dev/null 2>&1

# told FILE: what a report says of the denials, without names and places.
told() {
  sed -n '/^CLUSTERS/,$p' "$1"
}
avow report "$export" >export.txt 2>/dev/null
run avow report "journal:$PWD/files"
check 'a directory of journal files is read' status_is 0
told export.txt >expected
told stdout >got
check 'and gives what its export gives' cmp expected got
run avow report "journal:$PWD/files/whole.journal"
told stdout >got
check 'so does one file' cmp expected got
check 'entries of no interest are not lines' stdout_has '5 lines = 4 records'

head -c 5000 files/whole.journal >files/cut.journal
run avow report "journal:$PWD/files"
check 'a cut file is trouble' status_is 2
check 'that names it' grep -q ': 1 of 2 journal files cannot be read: .*cut.journal' stderr
told stdout >got
check 'and the other is reported' cmp expected got
rm files/whole.journal
run avow report "journal:$PWD/files"
check 'nothing but a cut file is one sentence' grep -q 'cut.journal: is cut$' stderr
check 'and no report' stdout_is ''
mkdir empty
run avow report "journal:$PWD/empty"
check 'no file is one sentence' grep -q 'no journal file is there$' stderr

# A journal that is written to while it is read.
mkdir live
mkfifo entries
"$remote" --output="$PWD/live/a.journal" - <entries >/dev/null 2>&1 &
python3 - "$export" <<'END' >entries &
import sys, time
data = open(sys.argv[1], "rb").read()
half = data.index(b"\n\n__CURSOR") + 2
for part in data[:half], data[half:]:
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    time.sleep(2)
END
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -s live/a.journal ] && break
  sleep 0.2
done
sleep 0.5
run avow report --follow --for 4s "journal:$PWD/live"
check 'what is written later is read too' stdout_has '5 lines = 4 records'
finish
