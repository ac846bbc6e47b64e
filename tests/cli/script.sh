#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The script of avow suggest: a dry run shows the words, quoted, and executes none,
# whatever a file is called and whichever shell reads it; --apply gives them unchanged.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

command -v secilc >/dev/null || {
  skip 'the script' 'secilc is not installed'
  finish
}
check 'the policy compiles' \
  secilc -M true -c 31 -f /dev/null -o policy "$AVOW_SOURCE/fixtures/policy/garden.cil"

# /data/garden/\0033[31m $(touch made)`touch made`'; touch made #
name=2F646174612F67617264656E2F5C303033335B33316D20
name=${name}2428746F756368206D6164652960746F756368206D616465
name=${name}60273B20746F756368206D6164652023
cat >audit.log <<END
type=AVC msg=audit(1790000000.000:3): avc:  denied  { read } for  pid=70 comm="gardend" path=$name dev="vda1" ino=3 scontext=garden_u:garden_r:gardend_t:s0 tcontext=garden_u:object_r:default_t:s0 tclass=file permissive=0
END
mkdir fakes
# shellcheck disable=SC2016 # for the fake
printf '#!/bin/sh\nprintf "%%s\\n" "${0##*/}" "$@" >>"$AVOW_CALLS"\n' >fakes/restorecon
chmod +x fakes/restorecon
for program in semanage setsebool semodule touch; do
  cp fakes/restorecon "fakes/$program"
done
AVOW_CALLS=$PWD/calls
export AVOW_CALLS
run avow suggest -p policy --contexts "$AVOW_SOURCE/fixtures/suggest/script-labels/contexts" \
  -f script audit.log
cp stdout plan.sh
check 'the command is in the script' grep -q '^run restorecon ' plan.sh
# shellcheck disable=SC2016 # the words of the name
word='/data/garden/\0033[31m $(touch made)`touch made`'"'; touch made #"
quoted=$(
  cat <<'END'
'/data/garden/\0033[31m $(touch made)`touch made`'\''; touch made #'
END
)
for shell in dash bash; do
  command -v "$shell" >/dev/null || {
    skip "by $shell" "it is not installed"
    continue
  }
  run env PATH="$PWD/fakes:$PATH" "$shell" plan.sh
  check "$shell shows the words as it would want them" stdout_is "+ restorecon -v $quoted"
  shown=$(eval "printf '<%s>' $(sed 's/^+//' stdout)")
  check "$shell has shown these words" [ "$shown" = "<restorecon><-v><$word>" ]
  check "$shell executes nothing without --apply" [ ! -e calls ]
  run env PATH="$PWD/fakes:$PATH" "$shell" plan.sh --apply
  printf '%s\n' restorecon -v "$word" >wanted
  check "$shell gives the words unchanged" cmp -s wanted calls
  check "$shell executes no part of a name" [ ! -e made ]
  rm -f calls
done
finish
