#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# clang-format 14, which Debian 12 has, would change nothing. Other versions format
# some constructs in other ways, so with them this is skipped.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

formatter=
for name in clang-format-14 clang-format; do
  [ -n "$formatter" ] || ! command -v "$name" >/dev/null ||
    ! "$name" --version | grep -q 'version 14\.' || formatter=$name
done
[ -n "$formatter" ] || skip_all 'clang-format 14 is not installed'

is_formatted() {
  find "$1/analyzer" "$1/policy" "$1/reports" "$1/cli" "$1/doc" "$1/tests" \
    -name '*.[ch]' -print0 2>/dev/null |
    xargs -0 -r "$formatter" --style=file --dry-run --Werror
}
seeded() {
  rm -rf tree && mkdir -p tree/cli
  cp "$AVOW_SOURCE/.clang-format" tree/
  printf '%s\n' "$1" >tree/cli/a.c
  is_formatted tree
}

check 'every source is formatted' is_formatted "$AVOW_SOURCE"
check 'a formatted line passes' seeded 'int x = 1;'
refuse 'another does not' seeded 'int  x=1;'
finish
