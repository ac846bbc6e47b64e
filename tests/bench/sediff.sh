#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Compares the installed policy with itself and one rule more, by `avow diff` and by
# sediff, in one run, and prints the wall-clock and processor time of each, their ratio,
# and the largest resident memory of each. It judges nothing: a benchmark is no test.
#
#   tests/bench/sediff.sh AVOW [RUNS]
#
# avow is run RUNS times (5) before sediff and as often after it, and its median counts;
# sediff, which takes a minute, once. The policy goes through checkpolicy's CIL and
# secilc, with the rule and without, so that the rule is all that differs.
set -eu

avow=${1:?usage: sediff.sh AVOW [RUNS]}
runs=${2:-5}
policy=$(find /etc/selinux -path '*/policy/policy.*' 2>/dev/null | sort | tail -n 1)

for program in sediff checkpolicy secilc /usr/bin/time; do
  command -v "$program" >/dev/null || {
    echo "$program is not installed (Debian: setools, checkpolicy, secilc, time)" >&2
    exit 77
  }
done
[ -n "$policy" ] || {
  echo 'no SELinux policy is installed (Debian: selinux-policy-default)' >&2
  exit 77
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checkpolicy -b -M -C -o "$work/old.cil" "$policy" >/dev/null 2>&1
{
  cat "$work/old.cil"
  echo '(allow httpd_t user_home_t (file (write append)))'
} >"$work/new.cil"
for name in old new; do
  secilc -N -M true -c 33 -f /dev/null -o "$work/$name" "$work/$name.cil"
done

# measure NAME COMMAND...: appends "wall processor kilobytes" to NAME's list.
measure() {
  name=$1
  shift
  status=0
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/$name.out" 2>"$work/err" ||
    status=$?
  # avow's status is 1 when policies differ, sediff's 0.
  [ "$status" -le 1 ] || {
    cat "$work/err" >&2
    exit 1
  }
  tail -n 1 "$work/time" | awk '{ print $1, $2 + $3, $4 }' >>"$work/$name"
}
repeat() {
  for _ in $(seq "$runs"); do
    measure "$@"
  done
}

repeat avow-text "$avow" diff "$work/old" "$work/new"
repeat avow-json "$avow" diff -f json "$work/old" "$work/new"
measure sediff sediff "$work/old" "$work/new"
repeat avow-text "$avow" diff "$work/old" "$work/new"
repeat avow-json "$avow" diff -f json "$work/old" "$work/new"

# column NAME FIELD: the median of it.
column() {
  awk -v f="$2" '{ print $f }' "$work/$1" | sort -n |
    awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}
echo "policy: $policy, $(wc -c <"$work/old") bytes as compiled here"
for name in sediff avow-text avow-json; do
  awk -v n="$name" -v w="$(column "$name" 1)" -v p="$(column "$name" 2)" \
    -v m="$(awk '$3 > m { m = $3 } END { print m }' "$work/$name")" \
    -v sw="$(column sediff 1)" -v sp="$(column sediff 2)" 'BEGIN {
      w = w > 0 ? w : 0.01; p = p > 0 ? p : 0.01
      printf "%-10s %7.2f s wall, %7.2f s processor, %7.1f MB at most", n, w, p, m / 1024
      if (n != "sediff")
        printf "; sediff takes %.0f times as long (processor: %.0f times)", sw / w, sp / p
      print "" }'
done
echo 'what avow says:'
cat "$work/avow-text.out"
echo 'what sediff says:'
cat "$work/sediff.out"
