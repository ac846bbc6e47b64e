#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Inputs good and bad: one sentence with the file's name, and the rest reported.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

sample=$AVOW_SOURCE/fixtures/sample/audit.log
cp "$sample" good.log
avow report good.log >good.txt 2>/dev/null
check 'the sample is reported' grep -q 'denials in' good.txt

# one_sentence FILE: trouble, in exactly one line that names the file.
one_sentence() {
  status_is 2 && [ "$(wc -l <stderr)" -eq 1 ] && grep -q "^avow: $1: ." stderr
}
runner='env'
# bad NAME: what every unusable input gets, alone and beside a good one.
bad() {
  run "$runner" avow report "$1"
  check "$1 alone is one sentence" one_sentence "$1"
  check "$1 alone gives no report" stdout_is ''
  run "$runner" avow report "$1" good.log
  check "$1 beside a good log is one sentence" one_sentence "$1"
  check "$1 beside a good log loses nothing" stdout_has "$(head -n 1 good.txt)"
  run "$runner" avow report good.log "$1"
  check "$1 after a good log loses nothing" stdout_has "$(head -n 1 good.txt)"
}

bad missing.log
: >empty.log
bad empty.log
mkdir empty-directory
bad empty-directory
mkdir other-directory
echo hello >other-directory/notes.txt
bad other-directory
printf 'hello\nworld\n' >words.log
bad words.log
head -c 30000 "$AVOW" >binary.log
bad binary.log
gzip -c good.log | head -c 100 >cut.log.gz
bad cut.log.gz
gzip -c good.log >packed.log.gz
run avow report packed.log.gz
check 'a compressed log is reported' stdout_has "$(head -n 1 good.txt)"
run sh -c 'avow report - <packed.log.gz'
check 'and from a pipe' stdout_has "$(head -n 1 good.txt)"
mkdir -m 0 closed
cp good.log closed.log && chmod 0 closed.log
# Root without its capabilities has no more rights than anybody else.
without_rights() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-dac_override,-dac_read_search "$@"
  else
    "$@"
  fi
}
runner=without_rights
if [ "$(id -u)" -ne 0 ] || setpriv --bounding-set=-dac_override true 2>/dev/null; then
  bad closed.log
  bad closed
else
  skip 'a log that may not be read' 'root may read everything here'
fi

run avow report - good.log
check 'an empty standard input is one sentence' status_is 2
check 'and the other input is reported' stdout_has "$(head -n 1 good.txt)"

avow report - <good.log >stdin.txt 2>/dev/null
check 'the standard input gives the same first line' \
  [ "$(head -n 1 stdin.txt)" = "$(head -n 1 good.txt)" ]
# shellcheck disable=SC2002 # a pipe is what is tried
cat good.log | avow report - >pipe.txt 2>/dev/null
check 'a pipe gives what a file on the standard input gives' cmp stdin.txt pipe.txt

cp good.log ./-dash.log
run avow report -- -dash.log
check '-- takes a name with a dash' status_is 0
run avow report -dash.log
check 'without it, it is an option' refused '-d: no such option'

# A rotated set is read as one log, the oldest file first.
mkdir rotated
head -n 30 good.log >rotated/audit.log.2
sed -n '31,60p' good.log >rotated/audit.log.1
sed -n '61,$p' good.log >rotated/audit.log
for inputs in rotated 'rotated/audit.log rotated/audit.log.1 rotated/audit.log.2'; do
  # shellcheck disable=SC2086 # several inputs
  avow report -f json $inputs >rotated.json 2>stderr
  # shellcheck disable=SC2086
  first=$(avow report $inputs 2>/dev/null | head -n 1)
  check "$inputs: the same totals as the whole" [ "$(head -n 1 good.txt)" = "$first" ]
  check "$inputs: the oldest comes first" \
    grep -q 'audit\.log\.2.*' rotated.json
  check "$inputs: nothing is complained of" stderr_is ''
done
check 'files come in order of time' python3 -c '
import json
names = [i["name"] for i in json.load(open("rotated.json"))["evidence"]["inputs"]]
assert [n.split("audit.log")[1] for n in names] == [".2", ".1", ""], names'

# Damaged lines are counted, and nothing around them is lost.
python3 - <<'END'
lines = open("good.log", "rb").read().split(b"\n")
lines[10:10] = [b"type=AVC msg=audit(1", b"\xff\xfe\x00garbage", b"type=AVC " + b"x" * (10 << 20)]
open("damaged.log", "wb").write(b"\n".join(lines))
END
run avow report damaged.log
check 'a damaged log is no failure' status_is 0
check 'it gives the same denials' stdout_has "$(head -n 1 good.txt)"
check 'what is damaged is counted' stdout_has 'line too long'
name=$(printf 'a\033[31m.log')
run avow report "$name"
check 'a file name with escapes stays text' stderr_has 'a\x1b[31m.log'
refuse 'no escape of it reaches the terminal' grep -q "$(printf '\033')" stderr
chmod 700 closed
finish
