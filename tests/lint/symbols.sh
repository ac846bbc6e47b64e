#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every name that the libraries export begins with avow_, and none is a variable
# that can change.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

# Sanitizers add names of their own
foreign_names() {
  nm -g --defined-only "$1" | awk 'NF == 3 && $3 !~ /^avow_/ && $3 !~ /^__(odr_)?asan/ {
    print $3 }'
}
# .data and .bss, local names too; a table of pointers is .data.rel.ro, and "R" or
# "D" for nm, hence objdump.
mutable_names() {
  objdump -t "$1" 2>/dev/null |
    awk 'NF > 3 && ($(NF - 2) ~ /^\.(data|bss)(\.|$)/ && $(NF - 2) !~ /^\.data\.rel\.ro/) &&
      $0 ~ / O / && $NF !~ /asan|ubsan|^\.L|^\*?\.Lubsan/ { print $NF }'
}
is_empty() {
  found=$("$@")
  [ -z "$found" ] || {
    echo "$found"
    return 1
  }
}
compile() {
  printf '%s\n' "$1" >a.c
  cc -c a.c -o a.o
}

# A name that two libraries define: the linker takes the first and says nothing.
shared_names() {
  for library in "$@"; do
    nm -g --defined-only "$library" | awk 'NF == 3 && $3 ~ /^avow_/ { print $3 }' | sort -u
  done | sort | uniq -d
}

for library in libavow.a libcli.a; do
  check "$library exports nothing but avow_ names" \
    is_empty foreign_names "$AVOW_BUILD/$library"
done
check 'no name is defined by both' \
  is_empty shared_names "$AVOW_BUILD/libavow.a" "$AVOW_BUILD/libcli.a"
compile 'int avow_twice(void) { return 1; }'
refuse 'one that is would be found' is_empty shared_names a.o a.o
compile 'int helper(void) { return 1; }'
refuse 'a name without the prefix is found' is_empty foreign_names a.o

if grep -q 'fsanitize' "$AVOW_BUILD/Makefile" && ! command -v objdump >/dev/null; then
  skip 'no variable is global and mutable' 'objdump is not installed'
else
  for library in libavow.a libcli.a; do
    check "$library has no mutable variables" is_empty mutable_names "$AVOW_BUILD/$library"
  done
fi
compile 'static int counter; int avow_next(void) { return counter++; }'
refuse 'a mutable variable is found' is_empty mutable_names a.o
finish
