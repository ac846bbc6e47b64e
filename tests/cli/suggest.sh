#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow suggest: where the module and the outcome go, and what it refuses. What the
# rules are is for fixtures/suggest and tests/differential.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

cat >audit.log <<'END'
type=AVC msg=audit(1700000000.001:1): avc:  denied  { write } for  pid=7 comm="worker" path="/srv/data" dev="sda1" ino=9 scontext=u:r:worker_t:s0 tcontext=u:r:data_t:s0 tclass=file permissive=0
END
run avow suggest audit.log
if [ ! -e /sys/fs/selinux/policy ]; then
  check 'without a policy it is refused' refused '--policy'
else
  skip 'without a policy it is refused' 'SELinux runs here'
fi
for bad in missing audit.log .; do
  run avow suggest -p "$bad" audit.log
  check "-p $bad is refused with its name" refused "$bad: "
  check "-p $bad is refused in one sentence" [ "$(wc -l <stderr)" -eq 1 ]
done
for words in '--plain --cil' '--cil -o .' '--plain -o .'; do
  # shellcheck disable=SC2086 # words apart by blanks
  run avow suggest $words -p x audit.log
  check "$words is refused" refused 'exclude each other'
done

command -v secilc >/dev/null || {
  skip 'with a policy' 'secilc is not installed'
  finish
}
cat >policy.cil <<'END'
(handleunknown allow)
(mls true)
(sid kernel)
(sidorder (kernel))
(sidcontext kernel (u r worker_t ((s0) (s0))))
(class file (read write append))
(class process (transition))
(class netlink_route_socket (ioctl nlmsg))
(classorder (file process netlink_route_socket))
(sensitivity s0)
(sensitivityorder (s0))
(user u)
(role r)
(type worker_t)
(type data_t)
(roletype r worker_t)
(roletype r data_t)
(block box (type lid_t))
(roletype r box.lid_t)
(userrole u r)
(userlevel u (s0))
(userrange u ((s0) (s0)))
(allow worker_t data_t (file (read)))
END
check 'a policy of two types compiles' secilc -M true -c 31 -o policy -f /dev/null policy.cil

run avow suggest -p policy -m worker audit.log
check 'a module is printed' status_is 0
check 'it has the rule' stdout_has 'allow worker_t data_t:file write;'
check 'it has the name' stdout_has 'module worker 1'
check 'the outcome is on the standard error' stderr_has 'the plan answers 1 of 1 denial with 1 change'
refuse 'and not among the rules' stdout_has 'covers'
run avow suggest -p policy --plain audit.log
check '--plain is rules alone' stdout_is 'allow worker_t data_t:file write;'
run avow suggest -p policy --cil audit.log
check '--cil is CIL' stdout_has '(allow worker_t data_t (file (write)))'
run avow suggest -p policy -m worker -o made/ audit.log
check '-o makes a directory' status_is 0
check '-o writes the .te' grep -q 'allow worker_t data_t:file write;' made/worker.te
check '-o writes the .cil' grep -q 'allow worker_t data_t' made/worker.cil
check '-o prints the outcome' stdout_has 'the plan answers 1 of 1 denial with 1 change'

# A second run: the same stays, other rules are the next version.
cp -r made/ first/
run avow suggest -p policy -m worker -o made/ audit.log
check 'a second run succeeds' status_is 0
check 'and changes nothing' diff -r first made
sed 's/{ write }/{ append }/' audit.log >other.log
run avow suggest -p policy -m worker -o made/ audit.log other.log
check 'other rules are the next version' grep -q '^module worker 1.1;' made/worker.te
run avow suggest -p policy -m worker -o made/ audit.log
check 'and so on' grep -q '^module worker 1.2;' made/worker.te

# What others made, or changed, is kept.
echo '# by hand' >>made/worker.te
cp -r made/ hand/
run avow suggest -p policy -m worker -o made/ audit.log
check 'a module changed by hand is trouble' status_is 2
check 'it is named' stderr_has 'made//worker.te: it was not made'
check 'and nothing of it is overwritten' diff -r hand made
run avow suggest -p policy -m worker --force -o made/ audit.log
check '--force overwrites it' status_is 0
check 'and the version goes on' grep -q '^module worker 1.2;' made/worker.te
refuse 'and the change is gone' grep -q 'by hand' made/worker.te
echo '; by hand' >>made/worker.cil
cp -r made/ edited/
run avow suggest -p policy -m worker -o made/ audit.log
check 'a .cil changed by hand, beside its .te, is trouble' status_is 2
check 'it is named' stderr_has 'made//worker.cil: it was not made'
check 'it stays' diff edited/worker.cil made/worker.cil
run avow suggest -p policy -m worker --force -o made/ audit.log
check '--force overwrites it, too' status_is 0
refuse 'and its change is gone' grep -q 'by hand' made/worker.cil

# A name with a dot: only CIL can write it, and a .te without a rule is none.
sed 's/data_t/box.lid_t/' audit.log >lid.log
run avow suggest -p policy -m worker lid.log
check 'a module for CIL alone has no .te' stdout_is ''
check 'and that is said' stderr_has 'there is no .te'
run avow suggest -p policy -m worker --cil lid.log
check 'it has the CIL' stdout_has '(allow worker_t box.lid_t (file (write)))'
run avow suggest -p policy -m lid -o made/ lid.log
check 'the other forms are written' test -s made/lid.cil -a -s made/lid.pp
refuse 'the .te is not' test -e made/lid.te
run avow suggest -p policy -m lid -o made/ lid.log
check 'a second run of it overwrites them' status_is 0
run avow suggest -p policy -m lid -o made/ audit.log lid.log
check 'with another rule there is a .te' grep -q 'allow worker_t data_t' made/lid.te
run avow suggest -p policy -m lid -o made/ lid.log
check 'which goes when the rule does' stderr_has 'made//lid.te: taken away'
refuse 'it is gone' test -e made/lid.te
mkdir theirs
echo precious >theirs/worker.pp
run avow suggest -p policy -m worker -o theirs audit.log
check 'a file of others is trouble' status_is 2
check 'it is named, too' stderr_has 'theirs/worker.pp: it was not made'
check 'it stays' grep -q precious theirs/worker.pp
check 'the others are written' grep -q 'allow worker_t' theirs/worker.cil
check 'the script may be executed' test -x made/worker.sh
run sh made/worker.sh
check 'without --apply it shows what it would do' stdout_has '+ semodule -i ./worker.cil'
run sh made/worker.sh --frobnicate
check 'it refuses what it does not know' status_is 2

# refpolicy's style goes on with the version of the plain one.
run avow suggest -p policy -m worker -R -o made/ audit.log
check '-R writes the .te in the style of refpolicy' \
  grep -q '^policy_module(worker, 1.3)' made/worker.te
cp -r made/ style/
run avow suggest -p policy -m worker -R -o made/ audit.log
check 'a second run of it changes nothing' diff -r style made
run avow suggest -p policy -R --plain audit.log
check '-R is for the .te' refused '--refpolicy is for the .te'
run avow suggest -p policy --headers . audit.log
check '--headers is for -R' refused '--headers needs --refpolicy'
run avow suggest -p policy -R --headers missing audit.log
check 'headers that are missing are refused' refused 'missing: it is no directory'

# A netlink socket has both kinds of commands.
cat >netlink.log <<'END'
type=AVC msg=audit(1700000000.001:1): avc:  denied  { ioctl } for  pid=7 comm="worker" ioctlcmd=0x8933 scontext=u:r:worker_t:s0 tcontext=u:r:worker_t:s0 tclass=netlink_route_socket permissive=0
type=AVC msg=audit(1700000000.002:2): avc:  denied  { nlmsg } for  pid=7 comm="worker" nl-msgtype=19 scontext=u:r:worker_t:s0 tcontext=u:r:worker_t:s0 tclass=netlink_route_socket permissive=0
END
run avow suggest -p policy --rules --xperms --plain netlink.log
check 'ioctl has its commands' \
  stdout_has 'allowxperm worker_t self:netlink_route_socket ioctl 0x8933;'
check 'and nlmsg has its messages' \
  stdout_has 'allowxperm worker_t self:netlink_route_socket nlmsg 0x0013;'
run avow suggest -p policy --rules --xperms --cil netlink.log
check 'in CIL too' stdout_has '(allowx worker_t self (nlmsg netlink_route_socket (0x0013)))'

for name in allow R1 module 1worker 'wor ker' '../worker' 'a;b' ''; do
  run avow suggest -p policy -m "$name" audit.log
  check "a module named '$name' is refused" status_is 2
done
run avow suggest -p policy -o audit.log audit.log
check '-o on a file is refused' status_is 2
run avow suggest -p policy missing.log audit.log
check 'a missing input is trouble' status_is 2
check 'and the rest is answered' stdout_has 'allow worker_t data_t:file write;'

sed 's/{ write }/{ read }/' audit.log >allowed.log
run avow suggest -p policy --plain allowed.log
check 'what is allowed gets no rule' stdout_is ''

for option in --only --exclude --accept --allow-risky; do
  run avow suggest -p policy "$option=," audit.log
  check "$option with nothing is refused" refused "$option: it names nothing"
done
for option in --only --exclude; do
  run avow suggest -p policy "$option=worker_t, SEL-TE" audit.log
  refuse "$option may have blanks in it" stderr_has "$option:"
  run avow suggest -p policy "$option=wroker_t" audit.log
  check "$option tells of a type that no cluster has" \
    stderr_has "$option: no cluster of these logs is or has wroker_t; did you mean worker_t"
  run avow suggest -p policy "$option=SEL-RBAC,0123456789ab" audit.log
  check "$option tells of a code that none has" \
    stderr_has "$option: no cluster of these logs is or has SEL-RBAC"
  check 'and of an id' stderr_has 'is or has 0123456789ab'
done
run avow suggest -p policy --accept SEL-LABEL-PORT,SEL-ALLOW audit.log
check '--accept tells of a code that none is advised' \
  stderr_has '--accept: no cluster of these logs is advised SEL-LABEL-PORT'
refuse 'and of no other' stderr_has 'advised SEL-ALLOW'
mkdir pipes
mkfifo pipes/worker.te
run timeout 30 avow suggest -p policy -m worker -o pipes audit.log
check 'a pipe of the name is not waited for' status_is 2
check 'it is named' stderr_has 'pipes/worker.te: it is no file'
mkfifo pipes/decisions
run timeout 30 avow suggest -p policy --decisions pipes/decisions audit.log
check 'nor is a pipe of decisions' refused 'pipes/decisions: it is no file'
run avow suggest -p policy --decisions pipes audit.log
check 'a directory is no file of decisions' refused 'pipes: it is no file'
finish
