#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What `make dist` packs builds elsewhere, passes its own tests, installs and
# uninstalls: `make distcheck` in a clean copy, with a release's flags. The tests
# inside it are those that need no further tools; they do not come back here.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

[ -z "${AVOW_NESTED-}" ] || skip_all 'this is the packed copy already'
for program in autoconf automake xz; do
  command -v "$program" >/dev/null || skip_all "$program is not installed"
done

# Only what git knows is packed from, so that stray files help nobody. One tar
# takes the whole list: xargs would start a second one past its limit, and what is
# read back ends where the first archive does.
copy_source() {
  if git -C "$AVOW_SOURCE" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    (cd "$AVOW_SOURCE" && git ls-files -z | tar --null -T - -cf -) | tar -xf - -C copy
  else
    cp -R "$AVOW_SOURCE/." copy && rm -rf copy/build copy/build-check
  fi
}
run_distcheck() (
  cd copy && ./autogen.sh && mkdir build && cd build && ../configure -q &&
    make -s distcheck V=0 AVOW_NESTED=1 PARTS='golden unit fuzz cli doc/man'
)

export AVOW_NESTED=1 FUZZ_SECONDS=1
mkdir copy
check 'the source is copied' copy_source
check 'make distcheck passes' run_distcheck
check 'a tarball was made' test -s copy/build/avow-*.tar.xz
finish
