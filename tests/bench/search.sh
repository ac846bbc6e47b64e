#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Asks the same of one large log with ausearch and `avow search`, aureport and `avow
# summary`, in turn, and prints the times, their ratio, and the largest resident memory.
# It judges nothing: a benchmark is no test.
#
#   tests/bench/search.sh AVOW LOG [MEGABYTES [RUNS]]
#
# LOG, of auditd's, is repeated with moving times, serials and processes (1000 MB).
set -eu

avow=${1:?usage: search.sh AVOW LOG [MEGABYTES [RUNS]]}
log=${2:?usage: search.sh AVOW LOG [MEGABYTES [RUNS]]}
size=${3:-1000}
runs=${4:-3}
here=$(cd "$(dirname "$0")" && pwd)

for program in ausearch aureport /usr/bin/time python3; do
  command -v "$program" >/dev/null || {
    echo "$program is not installed (Debian: auditd, time, python3)" >&2
    exit 77
  }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
big=$work/audit.log
python3 "$here/moving.py" "$log" "$size" >"$big"
cat "$big" >/dev/null

# measure NAME COMMAND...: the median of the times, and the largest memory.
measure() {
  name=$1
  shift
  : >"$work/times"
  for _ in $(seq "$runs"); do
    LC_ALL=C /usr/bin/time -f '%e %M' -o "$work/time" timeout 900 "$@" </dev/null >/dev/null 2>&1 || true
    tail -n 1 "$work/time" >>"$work/times"
  done
  sort -n "$work/times" | awk -v name="$name" '{ t[NR] = $1; if ($2 > m) m = $2 }
    END { printf "  %-28s %8.2f s %8d KB\n", name, t[int((NR + 1) / 2)], m }'
}

last=$(tail -n 1 "$big" | sed 's/.*audit(\([0-9]*\)\..*/\1/')
date=$(LC_ALL=C date -d "@$((last - 60))" '+%x')
time=$(LC_ALL=C date -d "@$((last - 60))" '+%T')
echo "$(wc -c <"$big") bytes, $runs runs"
echo 'AVC records, raw'
measure ausearch ausearch -if "$big" --raw -m AVC
measure 'avow search' "$avow" search --raw -m AVC "$big"
echo 'AVC records, interpreted'
measure ausearch ausearch -if "$big" -i -m AVC
measure 'avow search' "$avow" search -m AVC "$big"
echo 'the last minute'
measure ausearch ausearch -if "$big" --raw -ts "$date" "$time"
measure 'avow search' "$avow" search --raw --since "@$((last - 60))" "$big"
echo 'the overview'
measure aureport aureport -if "$big"
measure 'avow summary' "$avow" summary "$big"
echo 'AVC by object'
measure aureport aureport -if "$big" --avc --summary
measure 'avow summary' "$avow" summary --avc --summary "$big"
