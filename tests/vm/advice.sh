#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Label and port advice on a real kernel: a web server that is refused a file with a
# wrong label, a file whose place has none, and a port, may use each in enforcing mode
# once the first advice was followed.
#
#     tests/vm/advice.sh WORKDIR [AVOW]
#
# WORKDIR has the guest (../shared/vm/build-image makes it; README.md there), whose disk
# is copied, never changed. AVOW is a program built for the guest, without sanitizers; by
# default build/avow. It takes some minutes, and is no part of `make check`.
set -u
source=$(cd "$(dirname "$0")/../.." && pwd)
export AVOW_SOURCE="$source"
. "$source/tests/tap.sh"
boot=$source/../shared/vm/boot
guest=${1-}
avow=${2-$source/build/avow}

[ -x "$boot" ] || skip_all 'there is no ../shared/vm/boot'
[ -e "$guest/disk.img" ] ||
  skip_all "there is no guest in ${guest:-the WORKDIR that was not given}"
[ -x "$avow" ] || skip_all "$avow is not built"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in disk.img vmlinuz initrd.img; do
  cp --sparse=always "$guest/$file" "$work/"
done
share=$work/share
mkdir -p "$share/avow/lib" "$share/out"
cp "$avow" "$share/avow/avow"
# What the program is linked to, but for the C library: the guest has its own.
ldd "$avow" | awk '$3 ~ /^\// && $1 !~ /^lib(c|m)\.so/ { print $3 }' |
  xargs -I '{}' cp -L '{}' "$share/avow/lib/"

BOOT_SECONDS=${BOOT_SECONDS:-1800} "$boot" "$work" selinux "$source/tests/vm/advise.sh" \
  >"$work/job.log" 2>&1
sed 's/^/# /' "$work/job.log"
says() {
  grep -q "$1" "$work/job.log"
}
check 'the guest ran to its end' says '^end of the job$'
for name in moved elsewhere port; do
  check "$name: refused at first" says "^$name was refused$"
  check "$name: allowed in enforcing mode after the first advice" \
    says "^$name is allowed in Enforcing mode$"
done
check 'the moved file was relabelled' says '^moved advice: restorecon '
check 'the other one got a label' says '^elsewhere advice: semanage fcontext -a -t '
check 'the port got a label' says '^port advice: semanage port -a -t '
[ -z "${KEEP-}" ] || cp -r "$share/out" "$KEEP"
finish
