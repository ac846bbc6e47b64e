#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Files that fit in a head and functions that fit on a screen: 600 and 60 lines.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

# A function is from the line before its lone `{` to its lone `}`, as kernel style
# has it; its arguments' lines do not count.
too_long() {
  find "$1" \( -name .git -o -name 'build*' -o -name autom4te.cache \) -prune -o \
    -type f \( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -path '*/tests/run' \
    -o -path '*/quickstart' \) -print0 | xargs -0 -r awk '
    FNR == 1 { begin = 0 }
    FNR == 601 { print FILENAME ": more than 600 lines" }
    FILENAME ~ /\.[ch]$/ && /^\{/ { begin = FNR }
    FILENAME ~ /\.[ch]$/ && /^\}/ {
      if (begin && FNR - begin - 1 > 60)
        print FILENAME ":" begin ": a function of " FNR - begin - 1 " lines"
      begin = 0
    }'
}
is_short() {
  long=$(too_long "$1")
  [ -z "$long" ] || {
    echo "$long"
    return 1
  }
}
# body LINES, file LINES: a tree with one function or file of that length.
body() {
  rm -rf tree && mkdir tree
  { printf 'int f(void)\n{\n' && yes '	;' | head -n "$1" && echo '}'; } >tree/a.c
  is_short tree
}
file() {
  rm -rf tree && mkdir tree
  yes ';' | head -n "$1" >tree/a.c
  is_short tree
}

check 'no file and no function is too long' is_short "$AVOW_SOURCE"
check 'a function of 60 lines passes' body 60
refuse 'a function of 61 lines does not' body 61
check 'a file of 600 lines passes' file 600
refuse 'a file of 601 lines does not' file 601
finish
