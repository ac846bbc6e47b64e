#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Reads the same 100 MB of audit log with `avow report` and with
# `ausearch -m AVC --raw`, in turn, and prints the times, their ratio, and the
# largest resident memory of each. It judges nothing: a benchmark is no test.
#
#   tests/bench/ausearch.sh AVOW [LOG [RUNS]]
#
# LOG is repeated until it has 100 MB; the shipped sample by default.
set -eu

avow=${1:?usage: ausearch.sh AVOW [LOG [RUNS]]}
log=${2:-$(dirname "$0")/../../fixtures/sample/audit.log}
runs=${3:-5}
size=$((100 * 1000 * 1000))

for program in ausearch /usr/bin/time; do
  command -v "$program" >/dev/null || {
    echo "$program is not installed (Debian: auditd, time)" >&2
    exit 77
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
big=$work/audit.log
cp "$log" "$work/part"
while [ "$(wc -c <"$work/part")" -lt $((size / 64)) ]; do
  cat "$work/part" "$work/part" >"$work/twice"
  mv "$work/twice" "$work/part"
done
while [ "$( (wc -c <"$big") 2>/dev/null || echo 0)" -lt "$size" ]; do
  cat "$work/part" >>"$big"
done

# measure NAME COMMAND...: appends "seconds kilobytes" to NAME's list.
measure() {
  name=$1
  shift
  /usr/bin/time -f '%e %M' -o "$work/time" "$@" >/dev/null 2>&1 || true
  tail -n 1 "$work/time" >>"$work/$name"
}

for run in $(seq 0 "$runs"); do
  # The first run of each only warms the page cache.
  [ "$run" -ne 1 ] || rm -f "$work/avow" "$work/ausearch"
  measure avow "$avow" report -f json -o /dev/null "$big"
  measure ausearch ausearch -m AVC --raw -if "$big"
done

median() {
  sort -n "$work/$1" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}
peak() {
  awk '$2 > m { m = $2 } END { printf "%.1f", m / 1024 }' "$work/$1"
}
echo "log: $(wc -c <"$big") bytes, $(wc -l <"$big") lines; $runs runs each, in turn"
for name in avow ausearch; do
  echo "$name: median $(median $name) s, at most $(peak $name) MB resident"
done
awk -v a="$(median avow)" -v b="$(median ausearch)" \
  'BEGIN { printf "ausearch takes %.1f times as long\n", b / (a > 0 ? a : 0.01) }'
