#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every live source on a real kernel: one workload in a guest with SELinux and auditd,
# collected by all of them at once, must give the same denials.
#
#     tests/vm/live.sh WORKDIR [AVOW]
#
# WORKDIR has the guest (../shared/vm/build-image makes it; README.md there). AVOW is
# a program built for the guest, without sanitizers; by default build/avow. It takes
# about four minutes, and is no part of `make check`.
set -u
source=$(cd "$(dirname "$0")/../.." && pwd)
export AVOW_SOURCE="$source"
. "$source/tests/tap.sh"
boot=$source/../shared/vm/boot
work=${1-}
avow=${2-$source/build/avow}

[ -x "$boot" ] || skip_all 'there is no ../shared/vm/boot'
[ -e "$work/disk.img" ] || skip_all "there is no guest in ${work:-the WORKDIR that was not given}"
[ -x "$avow" ] || skip_all "$avow is not built"
share=$work/share
plugin=$(dirname "$avow")/analyzer/collect/plugin

rm -rf "$share/avow" "$share/out"
mkdir -p "$share/avow/lib" "$share/out"
cp "$avow" "$source/tests/vm/collect.sh" "$plugin/audisp-avow" "$plugin/avow.conf" "$share/avow/"
# What the program is linked to, but for the C library: the guest has its own.
ldd "$avow" | awk '$3 ~ /^\// && $1 !~ /^lib(c|m)\.so/ { print $3 }' |
  xargs -I '{}' cp -L '{}' "$share/avow/lib/"

"$boot" "$work" selinux "$source/tests/vm/collect.sh" >"$share/out/job.log" 2>&1
check 'the guest ran to its end' grep -q '^end of the job$' "$share/out/job.log"

# same PHASE SOURCE: what SOURCE saw of the workload is what the reference saw.
same() {
  python3 "$source/tests/vm/compare.py" "$share/out" "$1" "$2"
}
for name in netlink socket plugin tracefs stack journal; do
  check "with auditd, $name sees what audit.log has" same logged "$name"
done
for name in unicast tracefs; do
  check "without auditd, $name sees what netlink: sees" same unicast "$name"
done
check 'without a reader, dmesg: sees what netlink: sees' same printk dmesg
check 'an overrun is counted' same overrun netlink
check 'the unicast place is refused while auditd has it' \
  grep -q 'holds the one place of a unicast' "$share/out/refused.err"
check 'and was given back before' grep -q '^pid 0$' "$share/out/given-back"
check 'no trace instance is left' test ! -s "$share/out/instances"
finish
