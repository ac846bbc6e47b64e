#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What --refpolicy keeps of the headers: used while they are the same, never trusted
# when it is damaged or somebody else's, and no matter when it cannot be kept.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

for tool in secilc m4; do
  command -v $tool >/dev/null || skip_all "$tool is not installed"
done
case_directory=$AVOW_SOURCE/fixtures/suggest/refpolicy-calls
cp -r "$case_directory/headers" headers
cp "$case_directory/input" input
check 'the policy compiles' \
  secilc -M true -c 31 -o policy -f /dev/null "$AVOW_SOURCE/fixtures/policy/mill.cil"

# An m4 that counts how often it is run.
mkdir bin
real=$(command -v m4)
cat >bin/m4 <<END
#!/bin/sh
echo run >>$PWD/runs
exec $real "\$@"
END
chmod 755 bin/m4
PATH=$PWD/bin:$PATH
XDG_CACHE_HOME=$PWD/cache
export PATH XDG_CACHE_HOME

suggest() {
  : >runs
  run avow suggest -p policy -R --headers headers -m mill "$@" input
}
# Each run must say what the fixture expects.
is_same() {
  status_is 0 && diff "$case_directory/expected" stdout &&
    diff "$case_directory/expected.stderr" stderr
}
is_kept() { [ "$(find cache/avow -name 'interfaces-*' -type f | wc -l)" -eq 1 ]; }
is_quiet() { [ ! -s runs ]; }

suggest --no-cache
check 'without a cache it is as expected' is_same
refuse 'nothing is kept' test -e cache
suggest
check 'the first run is as expected' is_same
refuse 'it has m4 read the headers' is_quiet
check 'what it made is kept' is_kept
kept=$(find cache/avow -name 'interfaces-*')
check 'for whoever ran it alone' [ "$(stat -c %a "$kept")" = 600 ]
check 'and nothing beside it' [ "$(find cache -type f | wc -l)" -eq 1 ]
suggest
check 'the second run is as expected, the bad header named' is_same
check 'and runs no m4' is_quiet
suggest --no-cache
check '--no-cache is as expected' is_same
refuse 'and runs m4' is_quiet

# Other headers are read anew: of another time, or with another file among them.
sed 's/mill_rw_flour/mill_mix_flour/' headers/store/mill.if >other
touch -r headers/store/mill.if other
cat other >headers/store/mill.if
touch -r other headers/store/mill.if
suggest
check 'a header of the same size and time that is another is read' \
  stdout_has 'mill_mix_flour(baker_t)'
cat "$case_directory/headers/store/mill.if" >headers/store/mill.if
suggest
check 'and so when it is as it was' is_same
check 'one file is kept' is_kept
cp headers/store/torn.if headers/store/worn.if
suggest
check 'a header that is new is read' stderr_has 'headers/store/worn.if: m4 does not'
rm headers/store/worn.if
suggest
check 'and one that is gone is not' is_same
mv headers/build.conf conf
suggest
refuse 'without the settings it is made anew' is_quiet
mv conf headers/build.conf
suggest

# What is damaged is as good as none.
cp "$kept" whole
damage() {
  suggest
  check "$1: as expected" is_same
  refuse "$1: read anew" is_quiet
  check "$1: and kept again" cmp -s whole "$kept"
  cp whole "$kept"
}
length=$(stat -c %s whole)
for bytes in 0 1 17 90 120 $((length / 2)) $((length - 1)); do
  head -c "$bytes" whole >"$kept"
  damage "cut after $bytes"
done
sed 's/flour_t:dir search/flour_t:dir remove/' whole >"$kept"
damage 'a word changed'
sed 's/^avow interfaces 1/avow interfaces 0/' whole >"$kept"
damage 'of another format'
sed '2s/^./x/' whole >"$kept"
damage 'of other headers'
(
  cat whole
  echo
) >"$kept"
damage 'a byte behind it'
head -c 100000 /dev/urandom >"$kept"
damage 'noise'
chmod 666 "$kept"
damage 'writable by others'
chmod 600 "$kept"
rm "$kept"
ln -s "$PWD/whole" "$kept"
damage 'a link'
rm -f "$kept"
mkfifo "$kept"
: >runs
run timeout 60 avow suggest -p policy -R --headers headers -m mill input
check 'a pipe is not waited for' is_same

check 'a pipe is replaced' is_kept
if [ "$(id -u)" -eq 0 ]; then
  chown 1 "$kept"
  suggest
  check "somebody else's: as expected" is_same
  refuse "somebody else's: not used" is_quiet
else
  skip "somebody else's" 'only root can give files away'
fi

# Where it cannot be kept, it is not.
for place in /dev/null /proc/none relative; do
  XDG_CACHE_HOME=$place HOME=/proc/none
  export HOME
  [ "$place" != relative ] || [ "$(id -u)" -ne 0 ] || continue
  suggest
  check "$place: as expected" is_same
done
refuse 'a relative place is none' test -e relative
run avow suggest -p policy --no-cache input
check '--no-cache is for -R' refused '--no-cache needs --refpolicy'
finish
