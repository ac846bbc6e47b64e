#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every source and header of a room is named in the room's local.mk: what is not is
# compiled here all the same, and missing from the tarball.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

all_named() (
  cd "$1" || exit 1
  unnamed=0
  for room in analyzer policy reports cli; do
    [ -d "$room" ] || continue
    for file in $(find "$room" -name '*.[ch]' | sort); do
      tr '[:blank:]' '\n' <"$room/local.mk" | grep -qxF "%D%/${file#*/}" && continue
      echo "$file is not in $room/local.mk"
      unnamed=1
    done
  done
  exit "$unnamed"
)
seeded() {
  rm -rf tree && mkdir -p tree/cli
  printf 'x_SOURCES = %%D%%/a.c %s\n' "$1" >tree/cli/local.mk
  touch tree/cli/a.c tree/cli/a.h
  all_named tree
}

check 'every source is named' all_named "$AVOW_SOURCE"
check 'a header that is named passes' seeded '%D%/a.h'
refuse 'one that is not does not' seeded ''
finish
