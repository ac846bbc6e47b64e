#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What ready.sh runs in the guest, as root: the domain lamp_t, its program, and ten kinds
# of files of which the program needs one after the other, and then all.
set -u
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh
kinds=(a b c d e f g h i j)

{
  echo '(type lamp_t) (roletype system_r lamp_t) (typeattributeset domain (lamp_t))'
  echo '(allow domain lamp_t (process (transition siginh rlimitinh noatsecure)))'
  for kind in "${kinds[@]}"; do
    echo "(type lamp_${kind}_t) (roletype object_r lamp_${kind}_t) (typeattributeset file_type (lamp_${kind}_t))"
    echo "(filecon \"/srv/lamp/$kind\" file (system_u object_r lamp_${kind}_t ((s0) (s0))))"
  done
} >/root/lamp.cil
mkdir -p /srv/lamp
for kind in "${kinds[@]}"; do
  echo "$kind" >"/srv/lamp/$kind"
done
semodule -i /root/lamp.cil || exit 1
restorecon -R /srv/lamp
cat >/usr/local/bin/lamp <<'END'
#!/bin/bash
# Reads each of the files: it fails when one cannot be read.
for kind; do
  read -r line <"/srv/lamp/$kind" || exit 1
done
END
chmod 755 /usr/local/bin/lamp

# lamp KIND...: does its work once, after the kernel has forgotten what it told.
lamp() {
  setenforce 1 && setenforce 0
  runcon system_u:system_r:lamp_t:s0 /usr/local/bin/lamp "$@" >/dev/null 2>&1
  sleep 4
}
# ready NAME: the exit status and the verdict.
ready() {
  sleep 3
  avow ready --domain lamp_t --chance 10 --quiet 60s -p /sys/fs/selinux/policy -f json \
    --since "$start" /var/log/audit >"$out/$1.json" 2>"$out/$1.err"
  echo "$1: $? $(ask "$1" "lamp['verdict'] + (' denied' if lamp['asked']['denied'] else '')")"
  ask "$1" "lamp['missing'], lamp['novelty']"
}
ask() {
  python3 -c "import json, sys
lamp = json.load(open(sys.argv[1]))['subjects'][0]
print($2)" "$out/$1.json"
}
works() {
  if runcon system_u:system_r:lamp_t:s0 /usr/local/bin/lamp "${kinds[@]}" >/dev/null 2>&1; then
    echo "$1: works"
  else
    echo "$1: broken"
  fi
}

setenforce 0
start=$(avow mark start)
for kind in "${kinds[@]}"; do
  lamp "$kind"
done
sleep 3
avow ready --domain lamp_t --chance 10 --quiet 60s --since "$start" -f json /var/log/audit \
  >"$out/learning.json" 2>"$out/learning.err"
echo "learning: $? $(ask learning "lamp['verdict']")"
ask learning "'learning: news' if any('seen on no other' in text for text in lamp['missing']) else lamp['missing']"

for _ in $(seq 45); do
  lamp "${kinds[@]}"
done
ready repeating
ask repeating "'repeating: news' if any('occasion' in text or 'newest' in text for text in lamp['missing']) else 'repeating: no news'"
setenforce 1
works 'without the module'
setenforce 0
ausearch --raw -m AVC 2>/dev/null | grep 'scontext=[^ ]*:lamp_t:' >"$out/seen.log"
avow suggest --only lamp_t -m lampfix -o "$out/plan" "$out/seen.log"
sh "$out/plan/lampfix.sh" --apply
echo "applied: $?"
ready 'with the module'

setenforce 1
mark
works enforced
since >"$out/after.log"
echo "denials after: $(grep -c 'avc:  denied.*scontext=[^ ]*:lamp_t:' "$out/after.log")"
setenforce 0
echo 'end of the job'
