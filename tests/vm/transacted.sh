#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# In the guest: rules changed as transaction.sh says.
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh

systemctl is-active auditd
pid_of() {
  auditctl -s | awk '$1 == "pid" { print $2 }'
}
enabled() {
  auditctl -s | awk '$1 == "enabled" { print $2 }'
}
count() {
  avow rules list | wc -l
}
# same FILE: the kernel has what it had when this was kept.
keep() {
  python3 /host/avow/kernel_rules.py >"/tmp/$1"
}
same() {
  keep now
  cmp -s /tmp/now "/tmp/$1" && echo same || echo other
}
pid=$(pid_of)
cd /tmp || exit 1
auditctl -D >/dev/null
auditctl -e 1 >/dev/null
avow rules status | tee "$out/status"
avow rules status | awk '{ print $1, $2 }' |
  grep -E '^(enabled|failure|pid|rate_limit|backlog_limit|lost|backlog_wait_time) ' >ours
auditctl -s | awk '{ print $1, $2 }' |
  grep -E '^(enabled|failure|pid|rate_limit|backlog_limit|lost|backlog_wait_time) ' >theirs
cmp ours theirs && echo 'status: same'
avow rules status | awk '$1 != "backlog" { print $1, $2 }' | sort >as-text
avow rules status --format json | tr -d '{}"' | tr ',:' '\n ' | grep -v '^backlog ' | sort >as-json
cmp as-text as-json && echo 'status: same as JSON'

{
  echo -D
  echo -b 8192
  for number in $(seq 57); do
    echo "-a always,exit -F arch=b64 -S openat -F pid=$number -k first"
  done
} >first.rules
avow rules load --yes first.rules >load.out
status=$?
echo "first: $(count) loaded, $status"
tail -n 3 load.out
avow rules list first.rules | grep -c '^    first.rules:[0-9]*$' >places
[ "$(cat places)" = 57 ] && echo 'list: places'
keep first

# Fifty-eight, of which the forty-fifth is wrong.
bad() {
  for number in $(seq 44); do
    echo "-a always,exit -F arch=b64 -S unlinkat -F pid=$number -k second"
  done
  echo "$1"
  for number in $(seq 46 58); do
    echo "-a always,exit -F arch=b64 -S unlinkat -F pid=$number -k second"
  done
}
bad '-a always,exit -F arch=b64 -S nosuchcall -k second' >bad.rules
avow rules load --yes bad.rules >bad.out 2>bad.err
status=$?
cat bad.err
echo "linted: $status, $(grep -o 'bad.rules:45' bad.err | head -n 1), $(same first)"
bad '-w /no/such/directory/file -p w -k second' >bad.rules
avow rules load --yes bad.rules >bad.out 2>bad.err
status=$?
cat bad.err
echo "refused: $status, $(grep -o 'bad.rules:45' bad.err | head -n 1), $(same first)"
avow rules load --yes first.rules >again.out
echo "again: $?, $(grep -o already again.out)"
avow rules diff kernel: bad.rules >/dev/null
diff=$?
avow rules diff kernel: first.rules
echo "diff: $diff $?"

auditctl -w /etc/hostname -p w -k extra
before=$(count)
avow rules delete --yes --key extra >/dev/null
echo "key: $?, $((before - $(count))) less"

# Killed somewhere between the first rule and the last.
(
  exec env LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow rules load --yes \
    /host/avow/many.rules >killed.out 2>&1
) &
loading=$!
while [ ! -e /run/avow-rules.undo ]; do sleep 0.01; done
sleep 1
kill -9 $loading
wait $loading
[ -e /run/avow-rules.undo ] && echo "half: $(count) rules"
avow rules load --yes /host/avow/many.rules >load.out 2>load.err
status=$?
cat load.err
grep -q 'ended half-way' load.err && echo 'killed: half-way'
keep many
avow rules print -t arch=x86_64,audit=3.0.9 /host/avow/many.rules >"$out/ours"
avow rules print -t arch=x86_64,audit=3.0.9 many >"$out/kernels"
compared=$(cmp "$out/ours" "$out/kernels" && echo same)
echo "after: $status, $compared"
[ -e /run/avow-rules.undo ] && echo 'the undo file is left'
echo "many: $(wc -l <"$out/kernels"), $compared"
avow rules list >"$out/list"
avow rules list -f binary >list.bin
avow rules compile -t arch=x86_64,audit=3.0.9 -o again.bin "$out/list"
avow rules print -t arch=x86_64,audit=3.0.9 again.bin >again
echo "listed: $(cmp "$out/ours" "$out/list" && echo same), $(cmp again "$out/list" && echo same)"
cp -r /etc/audit/rules.d kept
avow rules persist >persist.out
status=$?
cat persist.out
grep -v -e '^-D' -e '^-[bfr] ' -e '^--' /etc/audit/rules.d/avow.rules >persisted
was=$(sed 's/.* is in //' persist.out)
diff -r kept "$was" && echo "persist: $status, $was $(cmp persisted "$out/list" && echo same)"
avow rules delete --all --yes >/dev/null
echo "all: $?, $(count) left"

printf -- '-D\n-w /etc/hostname -p w -k lock\n-e 2\n' >lock.rules
avow rules load --yes lock.rules
echo "unlocked: $?, $(enabled)"
avow rules load --yes --lock lock.rules
echo "locked: $?, $(enabled)"
keep locked
avow rules load --yes first.rules >locked.out 2>locked.err
status=$?
echo "immutable: $status, $(grep -q 'locked until the next boot' locked.err && echo told), $(same locked)"
avow rules status | sed -n 1p
[ "$pid" = "$(pid_of)" ] && echo 'auditd: same'
echo 'end of the job'
