#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each header compiles alone.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

# alone ROOT: compiles each header of the tree by itself.
alone() {
  status=0
  for header in $(cd "$1" && find analyzer policy reports cli doc -name '*.h' 2>/dev/null); do
    printf '#include "%s"\n' "$header" |
      cc -std=gnu11 -fsyntax-only -Wall -Werror -include "$AVOW_BUILD/config.h" \
        -I"$1" -I"$AVOW_BUILD" -x c - || status=1
  done
  return "$status"
}
seeded() {
  rm -rf tree && mkdir -p tree/cli
  printf '%s\n' "$1" >tree/cli/a.h
  alone tree
}

check 'every header compiles alone' alone "$AVOW_SOURCE"
check 'one that includes what it uses passes' seeded '#include <stddef.h>
size_t x(void);'
refuse 'one that does not is found' seeded 'size_t x(void);'
finish
