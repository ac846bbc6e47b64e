#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow profiles: what the times of files tell, wrong usage, and what keeps from loading.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

kernel=tree/sys/kernel/security/apparmor
mkdir -p tree/etc/apparmor.d/abstractions "$kernel/policy/profiles/wick.1"
printf 'include <abstractions/tin>\nprofile wick {\n  include <abstractions/wax>\n}\n' \
  >tree/etc/apparmor.d/wick
echo '/wax r,' >tree/etc/apparmor.d/abstractions/wax
echo '@{TIN}=/tin' >tree/etc/apparmor.d/abstractions/tin
echo 'wick (enforce)' >"$kernel/profiles"
echo wick >"$kernel/policy/profiles/wick.1/name"
touch -d '2020-01-02' tree/etc/apparmor.d/wick tree/etc/apparmor.d/abstractions/*
touch -d '2020-01-03' "$kernel/policy/profiles/wick.1"
run avow profiles --root tree
check 'a file that is older than what is loaded is well' status_is 0
check 'and nothing is said on the standard error' stderr_is ''
touch -d '2020-01-04' tree/etc/apparmor.d/wick
run avow profiles --root tree
check 'one that is newer is told' stdout_has 'LOADED BEFORE THE FILE WAS CHANGED'
check 'and the answer is no' status_is 1
touch -d '2020-01-02' tree/etc/apparmor.d/wick
touch -d '2020-01-04' tree/etc/apparmor.d/abstractions/wax
run avow profiles --root tree
check 'a file that it includes counts too' stdout_has 'LOADED BEFORE THE FILE WAS CHANGED'
run avow profiles --root tree --profiles tree/etc/apparmor.d/abstractions
check 'the files may be others' stdout_has 'LOADED, AND IN NO FILE'

run avow profiles unload
check 'an unknown word is refused' refused 'profiles takes no word but load'
run avow profiles load
check 'load needs a file' refused 'load needs a FILE'
run avow profiles --yes
check 'an option of load alone is refused' refused '--dry-run and --yes are for load'
run avow profiles -f html
check 'an unknown format is refused' refused 'no such format: text or json'
run avow profiles --root tree load tree/etc/apparmor.d/wick
check 'nothing is loaded for another root' refused 'load is for the running kernel'
run avow profiles --root no-such-directory
check 'a root that is not there is one sentence' refused 'no-such-directory: No such file'

if command -v apparmor_parser >/dev/null; then
  base=tree/etc/apparmor.d
  sed -i 1d "$base/wick"
  run avow profiles load --dry-run --profiles "$base" "$base/wick"
  check 'a dry run tells what would be loaded' stdout_has 'wick: not loaded -> enforce'
  check 'and is fine' status_is 0
  printf 'profile wick {\n  /wax r\n}\n' >"$base/wick"
  run avow profiles load --dry-run --profiles "$base" "$base/wick"
  check 'what does not compile is told' stderr_has 'apparmor_parser refuses it: line '
  check 'and is trouble' status_is 2
  run avow profiles load --dry-run --profiles "$base" "$base/none"
  check 'a file that is not there is one sentence' refused 'none: No such file'
  : >"$base/empty"
  run avow profiles load --dry-run --profiles "$base" "$base/empty"
  check 'an empty file is told' refused 'empty holds no profile'
else
  skip 'loading' 'there is no apparmor_parser'
fi
finish
