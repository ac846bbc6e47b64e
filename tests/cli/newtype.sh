#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A suggested type put into the policy: every form compiles, and what was refused of the
# generic type is allowed of the new one.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
for program in secilc checkmodule semodule_package; do
  command -v "$program" >/dev/null || skip_all "$program is not installed"
done
case=$AVOW_SOURCE/fixtures/suggest/new-type
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
garden=$AVOW_SOURCE/fixtures/policy/garden.cil

# Objects have this role, which contexts that are read from a log need not know.
echo '(userrole garden_u object_r)' >objects.cil
secilc -M true -c 31 -f /dev/null -o garden.31 "$garden" objects.cil
check 'a suggestion is made' \
  "$AVOW" suggest -p garden.31 --contexts "$case/contexts" -m moth -o out "$case/input"
check 'checkmodule takes the .te' checkmodule -M -m -o moth.mod out/moth.te
check 'semodule_package takes the .fc' semodule_package -o moth.pp -m moth.mod -f out/moth.fc
check 'secilc takes the .cil' secilc -M true -c 31 -f contexts -o with.31 "$garden" \
  objects.cil out/moth.cil
check 'and has its file contexts' grep -q '^/var/lib/moth.*mothd_var_lib_t' contexts

# What restorecon does to the files in the directory; the one above keeps its type.
sed '/path="\/var\/lib"/!s/var_lib_t/mothd_var_lib_t/' "$case/input" >relabelled
"$AVOW" replay --policy with.31 --brief relabelled >outcome 2>&1
check 'all of it is allowed then' grep -q '^ *4 newly allowed' outcome
check 'and nothing is denied' grep -q '^ *0 still denied' outcome
"$AVOW" replay --policy with.31 --brief "$case/input" >outcome 2>&1
check 'files that keep the generic type are refused still' grep -q '^ *2 still denied' outcome

unpackage=$(command -v /usr/libexec/selinux/hll/pp || :)
if [ -n "$unpackage" ]; then
  for form in moth.pp out/moth.pp; do
    "$unpackage" "$form" | grep -v cil_gen_require | tr -s '() ' '\n' | sort >"$(dirname "$form")/meaning"
  done
  check 'the package made in process means the same' cmp meaning out/meaning
else
  skip 'the package made in process means the same' 'pp is not installed'
fi
finish
