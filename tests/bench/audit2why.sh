#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Asks the installed policy of 100,000 denials with 33,000 distinct accesses, made by
# denials.py, with `avow why`, `avow report` and audit2why, in one run, and prints
# the wall-clock and processor time of each, their ratio, the largest resident memory
# of each, and how many accesses got which verdict. It judges nothing: a benchmark is
# no test.
#
#   tests/bench/audit2why.sh AVOW [DENIALS [DISTINCT [RUNS]]]
#
# avow is run RUNS times (5) before audit2why and as often after it, and its median
# counts; audit2why, which takes minutes, once.
set -eu

avow=${1:?usage: audit2why.sh AVOW [DENIALS [DISTINCT [RUNS]]]}
denials=${2:-100000}
distinct=${3:-33000}
runs=${4:-5}
here=$(cd "$(dirname "$0")" && pwd)
policy=$(find /etc/selinux -path '*/policy/policy.*' 2>/dev/null | sort | tail -n 1)

for program in audit2why /usr/bin/time; do
  command -v "$program" >/dev/null || {
    echo "$program is not installed (Debian: policycoreutils-python-utils, time)" >&2
    exit 77
  }
done
[ -n "$policy" ] || {
  echo 'no SELinux policy is installed (Debian: selinux-policy-default)' >&2
  exit 77
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/audit.log
# python3-setools belongs to the system's own python.
/usr/bin/python3 -B "$here/denials.py" "$policy" "$denials" "$distinct" >"$log"
cat "$log" "$policy" >/dev/null

# measure NAME COMMAND...: appends "wall processor kilobytes" to NAME's list.
measure() {
  name=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" || {
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

answers() {
  repeat 'avow-why-brief' "$avow" why --brief -p "$policy" "$log"
  repeat 'avow-report-json' "$avow" report -p "$policy" -f json -o /dev/null "$log"
  repeat 'avow-report-text' "$avow" report -p "$policy" -f text -o /dev/null "$log"
}
answers
measure audit2why audit2why -p "$policy" -i "$log"
# Of each denial the first line that follows "Was caused by".
awk '/Was caused by/ { wanted = 1; next }
  wanted && NF { sub(/^[ \t#]+/, ""); sub(/[.:(].*/, ""); sub(/boolean [a-z_0-9]+ was/, "boolean ... was")
    print; wanted = 0 }' "$work/out" | sort | uniq -c | sort -rn >"$work/verdicts"
answers

# column NAME FIELD: the median of it.
column() {
  awk -v f="$2" '{ print $f }' "$work/$1" | sort -n |
    awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}
echo "policy: $policy"
echo "log: $(wc -c <"$log") bytes, $denials denials, $distinct distinct accesses"
for name in audit2why avow-why-brief avow-report-json avow-report-text; do
  awk -v n="$name" -v w="$(column "$name" 1)" -v p="$(column "$name" 2)" \
    -v m="$(awk '$3 > m { m = $3 } END { print m }' "$work/$name")" \
    -v aw="$(column audit2why 1)" -v ap="$(column audit2why 2)" 'BEGIN {
      w = w > 0 ? w : 0.01; p = p > 0 ? p : 0.01
      printf "%-17s %8.2f s wall, %8.2f s processor, %6.1f MB at most", n, w, p, m / 1024
      if (n != "audit2why")
        printf "; audit2why takes %.0f times as long (processor: %.0f times)", aw / w, ap / p
      print "" }'
done
echo 'what audit2why says, denial by denial:'
cat "$work/verdicts"
