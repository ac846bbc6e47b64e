#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow check from environment variables, as hosts of jobs give their inputs: AVOW_LOGS
# (blanks between), and if they are not empty AVOW_BASELINE, AVOW_POLICY, AVOW_PROFILES,
# AVOW_SINCE, AVOW_FAIL_ON, AVOW_SARIF, AVOW_JUNIT. The status is that of avow check.
set -eu
set -f

set -- --expect-records
[ -z "${AVOW_BASELINE-}" ] || set -- "$@" --baseline "$AVOW_BASELINE"
[ -z "${AVOW_POLICY-}" ] || set -- "$@" --policy "$AVOW_POLICY"
[ -z "${AVOW_PROFILES-}" ] || set -- "$@" --profiles "$AVOW_PROFILES"
[ -z "${AVOW_SINCE-}" ] || set -- "$@" --since "$AVOW_SINCE"
[ -z "${AVOW_FAIL_ON-}" ] || set -- "$@" --fail-on "$AVOW_FAIL_ON"
[ -z "${AVOW_SARIF-}" ] || set -- "$@" --output "$AVOW_SARIF"
[ -z "${AVOW_JUNIT-}" ] || set -- "$@" --output "$AVOW_JUNIT"
if [ -n "${GITHUB_STEP_SUMMARY-}" ]; then
  summary=$(mktemp -d)
  trap 'cat "$summary/check.md" >>"$GITHUB_STEP_SUMMARY" 2>/dev/null || :; rm -rf "$summary"' EXIT
  set -- "$@" --output "$summary/check.md"
fi
# shellcheck disable=SC2086 # logs are apart by blanks
avow check "$@" -- $AVOW_LOGS
