#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs shellcheck over every shell script, and the compiler over every Python one.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

shell_scripts() {
  cd "$AVOW_SOURCE" || exit
  find analyzer policy reports cli doc tests fixtures -name '*.sh' | sort
  echo quickstart
  echo autogen.sh
  echo .ci/run
}
lint_scripts() (
  cd "$AVOW_SOURCE" || exit
  shell_scripts | tr '\n' '\0' | xargs -0 shellcheck -x -P SCRIPTDIR -e SC1090,SC1091,SC2317
)
lint_completion() {
  shellcheck -s bash "$AVOW_BUILD/doc/completions/avow"
}
lint_bad() {
  # shellcheck disable=SC2016 # the dollar is for the bad script
  printf '#!/bin/sh\nrm $1/x\n' >bad.sh
  shellcheck bad.sh
}
compile_python() {
  find "$AVOW_SOURCE/tests" "$AVOW_SOURCE/fixtures" -name '*.py' -print0 |
    xargs -0 python3 -c 'import ast, sys
for path in sys.argv[1:]:
    ast.parse(open(path, "rb").read(), path)' "$AVOW_SOURCE/tests/run"
}

if command -v shellcheck >/dev/null; then
  check 'shell scripts are clean' lint_scripts
  check 'the bash completion is clean' lint_completion
  refuse 'a careless script is not' lint_bad
else
  skip 'shell scripts are clean' 'shellcheck is not installed'
fi
check 'Python scripts parse' compile_python
finish
