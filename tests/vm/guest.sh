# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# What the tests in a guest share: they are started with the guest's directory and a
# program, and say `run_job SCRIPT`. What the script prints is the job's log.
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
cp "$source/tests/vm/inside.sh" "$share/avow/"
# What the program is linked to, but for the C library: the guest has its own.
ldd "$avow" | awk '$3 ~ /^\// && $1 !~ /^lib(c|m)\.so/ { print $3 }' |
  xargs -I '{}' cp -L '{}' "$share/avow/lib/"

# run_job SCRIPT [selinux|apparmor]
run_job() {
  BOOT_SECONDS=${BOOT_SECONDS:-1800} "$boot" "$work" "${2-selinux}" \
    "$source/tests/vm/$1" \
    >"$work/job.log" 2>&1
  sed 's/^/# /' "$work/job.log"
  check 'the guest ran to its end' says '^end of the job$'
}
says() {
  grep -q "$1" "$work/job.log"
}
