# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# Test Anything Protocol for shell scripts: source it, call check, end with finish.

tap_count=0
tap_failed=0

# pass NAME, fail NAME [DETAIL]
pass() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s\n' "$tap_count" "$1"
}
fail() {
  tap_count=$((tap_count + 1))
  tap_failed=$((tap_failed + 1))
  printf 'not ok %d - %s\n' "$tap_count" "$1"
  [ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/#   /'
}
# skip NAME REASON
skip() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}
# check NAME COMMAND...: passes when COMMAND succeeds.
check() {
  tap_name=$1
  shift
  if tap_output=$("$@" 2>&1); then
    pass "$tap_name"
  else
    fail "$tap_name" "$tap_output"
  fi
}
# refuse NAME COMMAND...: passes when COMMAND fails, as a lint must on bad input.
refuse() {
  tap_name=$1
  shift
  if tap_output=$("$@" 2>&1); then
    fail "$tap_name" "it succeeded: $tap_output"
  else
    pass "$tap_name"
  fi
}
# skip_all REASON: ends the script.
skip_all() {
  printf '1..0 # SKIP %s\n' "$1"
  exit 0
}
finish() {
  printf '1..%d\n' "$tap_count"
  [ "$tap_failed" -eq 0 ]
  exit
}
