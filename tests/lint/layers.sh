#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The include rule between rooms (layers.map), and one room for each library.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
map=$AVOW_SOURCE/tests/lint/layers.map

# broken_rules ROOT: prints each include that the map does not allow.
broken_rules() {
  (cd "$1" && find analyzer policy reports cli doc -name '*.[ch]' 2>/dev/null | sort |
    while read -r file; do
      sed -n "s|^[ \t]*#[ \t]*include[ \t]*\([<\"]\)\([^>\"]*\)[>\"].*|$file \1 \2|p" \
        "$file"
    done) | awk '
    # The deepest room that a path is in; none for a header of no room.
    function room_of(path) {
      while (sub(/\/[^\/]*$/, "", path))
        if (path in rooms)
          return path
      return ""
    }
    NR == FNR && $1 == "room" {
      name = $2
      sub(/:$/, "", name)
      rooms[name] = 1
      allowed[name, name] = 1
      for (i = 3; i <= NF; i++)
        allowed[name, $i] = 1
    }
    NR == FNR && $1 == "library" {
      name = $2
      sub(/:$/, "", name)
      sub(/^[^:]*: /, "")
      keeper[name] = $0
    }
    NR == FNR { next }
    {
      from = room_of($1)
      if ($2 == "\"") {
        to = room_of($3)
        if (to == "" && $3 != "config.h")
          print $1 ": \"" $3 "\" names no room: write the path from the root"
        else if (to != "" && !((from, to) in allowed))
          print $1 ": " from " may not include " $3
      }
      for (library in keeper)
        if ($2 == "<" && index($3, library) == 1 && !index(" " keeper[library] " ", " " from " "))
          print $1 ": only " keeper[library] " may include <" $3 ">"
    }' "$map" - | sort
}
is_kept() {
  broken=$(broken_rules "$1")
  [ -z "$broken" ] || {
    echo "$broken"
    return 1
  }
}

# seeded FILE LINE: a tree of one file, which holds one line.
seeded() {
  rm -rf tree
  mkdir -p "tree/$(dirname "$1")"
  echo "$2" >"tree/$1"
  is_kept tree
}

check 'every include stays within the rule' is_kept "$AVOW_SOURCE"
check 'a file includes its own room' seeded analyzer/base/a.c '#include "analyzer/base/b.h"'
check 'the command line includes all' seeded cli/a.c '#include "reports/report.h"'
refuse 'a lower room includes a higher one' \
  seeded analyzer/record/a.c '#include "analyzer/denial/denial.h"'
refuse 'the analyzer includes the policy' seeded analyzer/a.c '#include "policy/finding.h"'
refuse 'reports include an engine' seeded reports/a.c '#include "policy/selinux/selinux.h"'
refuse 'one engine includes the other' \
  seeded policy/apparmor/a.c '# include "policy/selinux/selinux.h"'
refuse 'somebody includes the command line' seeded reports/a.h '#include "cli/print.h"'
refuse 'a path is not from the root' seeded analyzer/base/a.c '#include "buf.h"'
refuse 'a report includes libsepol' seeded reports/a.c '#include <sepol/sepol.h>'
refuse 'the command line includes libxml2' seeded cli/a.c '#include <libxml/tree.h>'
finish
