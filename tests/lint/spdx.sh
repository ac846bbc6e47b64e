#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The licence stands first in every source, script and makefile.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

unlicensed() {
  find "$1" \( -name .git -o -name 'build*' -o -name autom4te.cache \) -prune -o \
    -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.mk' \
    -o -name '*.am' -o -name '*.ac' -o -name '*.js' -o -name '*.css' -o -name '*.rng' \
    -o -name '*.cil' -o -name '*.map' -o -name run -o -name quickstart \) -print |
    while read -r file; do
      head -n 2 "$file" | grep -q 'SPDX-License-Identifier: LGPL-2.1-or-later' ||
        echo "$file: no SPDX line in its first two lines"
    done
}
is_licensed() {
  found=$(unlicensed "$1")
  [ -z "$found" ] || {
    echo "$found"
    return 1
  }
}
seeded() {
  rm -rf tree && mkdir tree
  printf '%s\n' "$1" >tree/a.c
  is_licensed tree
}

check 'every source names its licence' is_licensed "$AVOW_SOURCE"
check 'a source with the line passes' \
  seeded '/* SPDX-License-Identifier: LGPL-2.1-or-later */'
refuse 'a source without it does not' seeded 'int x;'
refuse 'nor with another licence' seeded '/* SPDX-License-Identifier: MIT */'
finish
