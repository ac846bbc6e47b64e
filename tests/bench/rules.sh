#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The model of `avow rules cost`: ten sets of rules, as the sum of their rules and as
# timed, within 25 %; and what `optimize` gains on the rule files named, by the model and
# in the loop.
#
# usage: [ROOT=DIRECTORY] tests/bench/rules.sh AVOW [RULES...]
set -eu
avow=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf -- '-a always,exit -F arch=b64 -S mount -k m\n' >"$work/one.rules"
"$avow" rules cost --calibrate -t arch=x86_64 "$work/one.rules" >"$work/told"
sed '/^A getppid/q' "$work/told"
awk '/off by/ { off = $(NF - 1); off = off < 0 ? -off : off; worst = off > worst ? off : worst; sets++ }
     END { printf "%d sets, off by at most %d %%\n", sets, worst; exit sets != 10 || worst > 25 }' "$work/told"
timed() {
  "$avow" rules cost --calibrate -t arch=x86_64 --root "${ROOT:-}" "$1" | sed -n '/^These rules/,/^$/p' | sed '1d;$d'
}
for rules; do
  printf '%s\n' "$rules"
  "$avow" rules optimize -t arch=x86_64 --root "${ROOT:-}" "$rules" >"$work/fast.rules"
  sed -n '1,2p;/^#   /p' "$work/fast.rules"
  timed "$rules" >"$work/before"
  timed "$work/fast.rules" >"$work/after"
  echo 'in the loop, before and after:'
  paste "$work/before" "$work/after"
done
