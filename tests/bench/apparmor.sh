#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# How many AppArmor records a second avow's parser and libapparmor's parse_record()
# take, of the same lines, in turn. It judges nothing: a benchmark is no test.
#
#   tests/bench/apparmor.sh BUILD [LOG]
#
# BUILD is a build tree; one without sanitizers says something. Without a LOG the
# lines are made: 20,000 records of files as kernels before 6.6 wrote them, since
# libapparmor before 3.0.9 takes no others.
set -eu

build=${1:?usage: apparmor.sh BUILD [LOG]}
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

log=${2:-$work/log}
[ -n "${2-}" ] || awk 'BEGIN {
  for (i = 0; i < 20000; i++)
    printf "type=AVC msg=audit(17000%05d.%03d:%d): apparmor=\"DENIED\" operation=\"open\" profile=\"/usr/sbin/mill%d\" name=\"/srv/mill/%d/ledger\" pid=%d comm=\"mill\" requested_mask=\"wr\" denied_mask=\"w\" fsuid=990 ouid=0\n", i, i % 1000, i, i % 9, i % 999, i
}' >"$work/log"

cc -O2 -std=gnu11 -I"$source" -I"$build" -o "$work/bench" "$source/tests/bench/apparmor.c" \
  "$build/libavow.a" -ljansson -lapparmor || {
  echo "libapparmor-dev or libjansson-dev is not installed, or $build has no libavow.a" >&2
  exit 77
}
"$work/bench" "$log"
