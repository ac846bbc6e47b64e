#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow rules: wrong usage, what it writes where, and that fixtures show every code.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

# expect STATUS OUT ERR: words of the standard output and error output.
expect() {
  status_is "$1" || return 1
  [ -z "$2" ] || stdout_has "$2" || return 1
  [ -z "$3" ] || stderr_has "$3"
}

printf -- '-a always,exit -F arch=b64 -S openat -F auid=5 -k a\n' >good.rules
printf -- '-a always,exit -S nosuch\n' >bad.rules
mkdir empty

run avow rules
check 'an action is needed' expect 2 '' 'needs an action'
run avow rules lnit good.rules
check 'a near action is named' expect 2 '' 'did you mean lint'
run avow rules lint -f html good.rules
check 'a format that is not there is refused' expect 2 '' 'writes no html'
run avow rules print -f json good.rules
check 'print has one format' expect 2 '' 'writes no json'
run avow rules lint -t arch=vax good.rules
check 'an unknown architecture is refused' expect 2 '' 'no architecture'
run avow rules print -t arch=x86_64,aarch64 good.rules
check 'print is for one architecture' expect 2 '' 'one architecture'
run avow rules lint no-such-file
check 'a file that is not there is trouble' expect 2 '' 'no-such-file'
run avow rules lint empty
check 'an empty directory has nothing wrong' expect 0 '0 errors' ''
run avow rules lint -t arch=x86_64 bad.rules
check 'errors are a no' expect 1 'AUD-SYSCALL' ''
run avow rules compile -t arch=x86_64 good.rules bad.rules
check 'nothing is compiled when one rule is wrong' expect 1 '' 'AUD-SYSCALL'
avow rules compile -t arch=x86_64 -o good.bin good.rules
avow rules print -t arch=x86_64 good.bin >back
avow rules print -t arch=x86_64 good.rules >there
check 'compiled rules are printed as their text is' cmp there back
head -c 1100 good.bin >cut.bin && cat good.bin good.bin | head -c 2000 >two.bin
run avow rules print -t arch=x86_64 two.bin
check 'what ends within a rule is told' expect 1 'openat' 'end within'
run avow rules print -t arch=s390x good.bin
check 'the other byte order is told' expect 1 '' 'byte order'
run sh -c 'avow rules print -t arch=x86_64 - <good.rules'
check 'the standard input is read' expect 0 'openat' ''
run sh -c 'avow rules lint -t arch=x86_64,aarch64 - <good.rules'
check 'but once' expect 2 '' 'standard input'

printf 'type=USER msg=audit(1.000:2): op=x\n' >some.log
run avow rules coverage -t arch=x86_64 --rules good.rules
check 'coverage needs a log' expect 2 '' 'needs a log'
run avow rules coverage -t arch=x86_64 --rules good.rules some.log
check 'a key that is not in the log never fired' expect 0 'never fired' ''
run avow rules coverage -t arch=x86_64 --rules good.rules some.log no-such.log
check 'a log that is not there is trouble' expect 2 'never fired' 'no-such.log'
run avow rules coverage -t arch=x86_64 --rules bad.rules some.log
check 'rules with errors are a no' expect 1 'USER' 'AUD-SYSCALL'
run avow rules lint --rules good.rules
check 'an option of another action is refused' expect 2 '' 'takes no --rules'

printf -- '-e 2\n-a always,exit -F arch=b64 -S openat -k a\n' >locked.rules
printf -- '-w /a -k a\n-W /a -k a\n' >deleted.rules
run avow rules optimize -t arch=x86_64 locked.rules
check 'rules behind -e 2 are not put in order' expect 2 '' 'locked.rules:2'
run avow rules optimize -t arch=x86_64 deleted.rules
check 'nor are such as are deleted again' expect 2 '' 'deleted.rules:2'
run avow rules optimize -t arch=x86_64 bad.rules
check 'nor wrong ones' expect 1 '' 'AUD-SYSCALL'
run sh -c 'avow rules optimize -t arch=x86_64 --log - good.rules <some.log'
check 'the log is read twice' expect 2 '' 'read twice'
run avow rules optimize -t arch=x86_64 --log no-such.log good.rules
check 'a log to optimize by that is not there is trouble' expect 2 '' 'no-such.log'
avow rules optimize -t arch=x86_64 --log some.log good.rules >fast.rules
run avow rules lint -t arch=x86_64 fast.rules
check 'what is optimized has no errors' expect 0 '0 errors' ''

run avow rules cost --calibrate -t arch=x86_64 good.rules
check 'cost times the machine' expect 0 'Rules take this machine' ''
check 'and the rules' expect 0 'These rules in the loop' ''
run avow rules lint --calibrate good.rules
check 'lint does not' expect 2 '' 'takes no --calibrate'

# suggested_rules_are_well: for every target, with all that they are about.
suggested_rules_are_well() {
  root=$PWD/hardened
  sed -n '/^PLACES/,/",$/p' "$AVOW_SOURCE/policy/audit/catalogue.def" | tr -s '", ' '\n' |
    grep '^/' >places
  [ "$(wc -l <places)" -gt 60 ] || return 1
  while read -r place; do
    case $place in
      */) mkdir -p "$root$place" ;;
      *) mkdir -p "$root${place%/*}" && : >"$root$place" ;;
    esac
  done <places
  for arch in x86_64 i386 aarch64 arm ppc64le s390x riscv64; do
    for audit in 3.0.9 4.2.2; do
      avow rules suggest -t "arch=$arch,audit=$audit" --root "$root" >suggested.rules || return 1
      [ "$(grep -c '^-a' suggested.rules)" -gt 90 ] || return 1
      avow rules lint -t "arch=$arch,audit=$audit" --root "$root" suggested.rules >linted ||
        return 1
      [ "$(cat linted)" = '0 errors, 0 warnings, 0 notes' ] || {
        echo "$arch $audit"
        return 1
      }
      avow rules compile -t "arch=$arch,audit=$audit" --root "$root" suggested.rules -o s.bin ||
        return 1
    done
  done
}
check 'every suggested rule is well for every target' suggested_rules_are_well
run avow rules suggest identty
check 'a near group is named' expect 2 '' 'did you mean identity'
run avow rules suggest --watch no-such-file
check 'what is watched has to be there' expect 2 '' 'no-such-file'
run avow rules suggest --watch good.rules
check 'and is named from the root on' expect 2 '' 'a path begins with /'
printf x >'blank file'
avow rules suggest --watch "$PWD/blank file" --paths >watched.rules
run avow rules lint --root / watched.rules
check 'a watched file may hold blanks' expect 0 '0 errors, 0 warnings' ''

# What is said before the kernel is asked; tests/vm/transaction.sh asks one.
run avow rules load --yes bad.rules
check 'files with errors are not loaded' expect 1 '' 'bad.rules:1: '
printf -- '-w /a -k a\n-w /a -k a\n' >twice.rules
run avow rules load --yes twice.rules
check 'nor is the same rule twice' expect 1 '' 'twice.rules:2'
run avow rules load --yes --root / good.rules
check 'load is for the running kernel' expect 2 '' 'for the running kernel'
run avow rules load --key a good.rules
check 'load takes no key' expect 2 '' 'takes no --key'
run avow rules delete
check 'delete wants to know what' expect 2 '' 'key KEY or --all'
run avow rules delete --key a --all
check 'and one of both' expect 2 '' 'key KEY or --all'
run avow rules delete --key a good.rules
check 'delete takes no file' expect 2 '' 'takes no file'

# kept PLACE: rules.d there is what it was before.
kept() {
  diff -r was "$1" && cmp good.rules root/etc/audit/rules.d/good.rules &&
    [ ! -e root/etc/audit/rules.d/old.rules ]
}
mkdir -p root/etc/audit/rules.d
echo '-w /old -k old' >root/etc/audit/rules.d/old.rules
echo 'no rules' >root/etc/audit/rules.d/README
cp -r root/etc/audit/rules.d was
run avow rules persist --root root bad.rules
check 'files with errors are not written' expect 1 '' 'nothing was written'
check 'and rules.d is as it was' diff -r was root/etc/audit/rules.d
cp good.rules good.txt
run avow rules persist --root root good.txt
check 'a name that augenrules passes over is refused' expect 2 '' 'names that end'
check 'and nothing is left of the attempt' test "$(ls root/etc/audit)" = rules.d
run avow rules persist --root root good.rules
check 'rules are put in the place of others' expect 0 'rules.d.~1~' ''
check 'which are kept' kept root/etc/audit/rules.d.~1~
check 'what are no rules stay' cmp was/README root/etc/audit/rules.d/README
run avow rules persist --root root good.rules
check 'once more under another name' expect 0 'rules.d.~2~' ''
rm -r root/etc/audit/rules.d
run avow rules persist --root root good.rules
check 'where there was no directory nothing is kept' stdout_is 'wrote root/etc/audit/rules.d'

# every_code_is_shown: a code that no fixture has could be one that is never found.
every_code_is_shown() {
  avow rules --help | grep -o '^ *AUD-[A-Z-]*' | tr -d ' ' >codes
  [ "$(wc -l <codes)" -gt 40 ] || return 1
  while read -r code; do
    grep -q -r -F -e " $code: " "$AVOW_SOURCE"/fixtures/rules-lint/*/expected || {
      echo "$code"
      return 1
    }
  done <codes
}
check 'fixtures show every code' every_code_is_shown
finish
