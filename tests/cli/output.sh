#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Where results go: files by their suffix, whole or not at all; the terminal with
# colour, a pipe without; and lost output is told.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

sample=$AVOW_SOURCE/fixtures/sample/audit.log
begins() {
  head -c 200 "$1" | grep -q -e "$2"
}

for format in 'txt ^[0-9]* denials' 'html ^<!DOCTYPE html' 'xml ^<?xml' 'json ^{'; do
  suffix=${format%% *}
  run avow report -o "report.$suffix" "$sample"
  check "-o report.$suffix succeeds" status_is 0
  check "-o report.$suffix prints nothing" stdout_is ''
  check "-o report.$suffix is of that format" begins "report.$suffix" "${format#* }"
  name=$suffix
  [ "$suffix" != txt ] || name=text
  run avow report -f "$name" "$sample"
  check "-f $name prints the same" cmp stdout "report.$suffix"
  run avow report -f "$name" -o other.odd "$sample"
  check "-f $name goes before the suffix" cmp other.odd "report.$suffix"
done

run avow report -o report.odd "$sample"
check 'a suffix that names no format is refused' refused 'the suffix names no format'
run avow report -f odd "$sample"
check 'a format that is none is refused' refused 'no such format'

run avow report -o no-such-directory/report.html "$sample"
check 'a file in no directory is refused' refused 'no-such-directory/report.html: '
echo before >kept.html
run avow report -o kept.html no-such-input
check 'nothing usable leaves the old file' [ "$(cat kept.html)" = before ]
run avow report -o kept.html "$sample" no-such-input
check 'something usable replaces it' begins kept.html '^<!DOCTYPE html'
check 'and the trouble is told' status_is 2
mkdir directory.html
run avow report -o directory.html "$sample"
check 'a directory is refused' refused 'directory.html: '
check 'no temporary file stays' [ -z "$(find . -name '*.html.*')" ]

avow report "$sample" 2>stderr | head -n 1 >stdout
check 'a reader that leaves gets its line' stdout_has 'denials in'
{
  avow report "$sample" 2>stderr
  echo $? >status
} | true
check 'a broken pipe is trouble' [ "$(cat status)" -eq 2 ]
check 'and told in one line' [ "$(wc -l <stderr)" -eq 1 ]
if [ -w /dev/full ]; then
  for words in "report $sample" --help --version 'report --help' 'help suggest'; do
    # shellcheck disable=SC2086 # words apart by blanks
    avow $words >/dev/full 2>stderr
    status=$?
    check "$words on a full device is trouble" status_is 2
    check "$words on a full device is told" stderr_has 'No space left on device'
  done
else
  skip 'a full device' '/dev/full is not here'
fi
avow report "$sample" >&- 2>stderr
status=$?
check 'a closed standard output is trouble' status_is 2
avow report -o closed.html "$sample" >&-
check 'with -o it does not matter' begins closed.html '^<!DOCTYPE html'

# What is there keeps its mode and its links, and an input is not overwritten.
: >private.html && chmod 600 private.html && ln -s private.html link.html
avow report -o link.html "$sample"
check 'the mode of an existing file stays' [ "$(stat -c %a private.html)" = 600 ]
check 'a symbolic link stays' [ -h link.html ]
check 'and what it points to is written' begins private.html '^<!DOCTYPE html'
cp "$sample" same.log
run avow report -f text -o same.log same.log
check 'an input is not overwritten' status_is 2
check 'and stays as it was' cmp -s "$sample" same.log

# Colour is for a terminal alone.
escape=$(printf '\033')
run avow report "$sample"
refuse 'a pipe gets no colour' grep -q "$escape" stdout
if command -v script >/dev/null; then
  TERM=xterm script -qec "avow report '$sample'" typescript >/dev/null </dev/null
  check 'a terminal gets colour' grep -q "$escape\[" typescript
  TERM=xterm NO_COLOR=1 script -qec "avow report '$sample'" typescript >/dev/null </dev/null
  refuse 'not with NO_COLOR' grep -q "${escape}\[[0-9;]*m" typescript
  TERM=xterm NO_COLOR='' script -qec "avow report '$sample'" typescript >/dev/null </dev/null
  check 'but with an empty NO_COLOR' grep -q "${escape}\[[0-9;]*m" typescript
  TERM=dumb script -qec "avow report '$sample'" typescript >/dev/null </dev/null
  refuse 'nor on a dumb terminal' grep -q "${escape}\[[0-9;]*m" typescript
else
  skip 'a terminal gets colour' 'script is not installed'
fi
finish
