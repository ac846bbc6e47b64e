#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Man pages and completion: complete, without warnings, and the same as --help.
set -u
. "$AVOW_SOURCE/tests/tap.sh"

render() {
  MANWIDTH=80 man --warnings=w -E UTF-8 -l "$1" 2>warnings >page || return 1
  [ ! -s warnings ] || {
    cat warnings
    return 1
  }
}
# has_sections PAGE: each, in this order.
has_sections() {
  wanted='NAME SYNOPSIS DESCRIPTION OPTIONS EXAMPLES EXIT STATUS FILES SEE ALSO '
  found=$(sed -n 's/^\.SH //p' "$1" | grep -v -x -e COMMANDS -e SOURCES -e 'KINDS.*' -e 'CODES.*' -e ACTIONS -e ASSERTIONS -e KEYS -e GROUPS -e CATALOGUE -e QUESTIONS | tr '\n' ' ')
  [ "$found" = "$wanted" ] || {
    echo "$found"
    return 1
  }
}
# names_options HELP PAGE: every long option of --help is in the page.
names_options() {
  grep -o '^ .*--[a-z-]*' "$1" | grep -o -e '--[a-z-]*$' >wanted
  sed 's/\\//g' "$2" >plain
  while read -r option; do
    grep -q -e "$option" plain || {
      echo "$option"
      return 1
    }
  done <wanted
}

for page in avow avow-report avow-suggest avow-replay avow-diff avow-doctor avow-profiles avow-mark avow-check avow-rules avow-trace avow-watch avow-ready avow-search avow-summary avow-collect avow-merge; do
  file=$AVOW_BUILD/doc/$page.1
  command=${page#avow}
  if command -v man >/dev/null && command -v groff >/dev/null; then
    check "$page(1) has no warnings" render "$file"
  else
    skip "$page(1) has no warnings" 'man or groff is not installed'
  fi
  check "$page(1) has its sections" has_sections "$file"
  avow ${command:+"${command#-}"} --help >help
  check "$page(1) has the options of --help" names_options help "$file"
  refuse 'and an option it lacks would be found' names_options help /dev/null
  refuse "$page(1) names no place of this machine" grep -q "$AVOW_BUILD" "$file"
done

# names_codes PAGE: every code of --list has its entry, with its four parts.
names_codes() {
  avow why --list | sed 's/ .*//' >codes
  sed 's/\\//g' "$1" >plain
  while read -r code; do
    grep -q -x -e "\.SS $code" plain || {
      echo "$code"
      return 1
    }
  done <codes
  parts=$(grep -c -x -e '\.I A record\.' -e '\.I The safe change\.' -e '\.I When not to\.' plain)
  [ "$parts" -eq $((3 * $(wc -l <codes))) ]
}
codes=$AVOW_BUILD/doc/avow-codes.7
if command -v man >/dev/null && command -v groff >/dev/null; then
  check 'avow-codes(7) has no warnings' render "$codes"
else
  skip 'avow-codes(7) has no warnings' 'man or groff is not installed'
fi
check 'avow-codes(7) has every code' names_codes "$codes"
refuse 'and one that it lacks would be found' names_codes /dev/null

# complete WORD...: what the completion offers for the last word.
complete_words() {
  bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _avow; printf "%s\n" "${COMPREPLY[@]}"' - "$AVOW_BUILD/doc/completions/avow" "$@"
}
offers() {
  wanted=$1
  shift
  [ "$(complete_words "$@" | sort | tr '\n' ' ')" = "$wanted " ] || {
    complete_words "$@"
    return 1
  }
}
if command -v bash >/dev/null; then
  mkdir place
  : >place/file
  check 'completes commands' offers 'suggest summary' avow su
  check 'completes options' offers '--format' avow report --form
  check 'completes formats' offers 'html' avow report --format h
  check 'completes formats after a letter' offers 'json jsonl junit' avow report -f j
  check 'completes formats after =' offers 'xml' avow report --format = x
  check 'completes files' offers 'place/file' avow report -p place/f
  check 'completes inputs' offers 'place/file' avow report place/
  check 'completes directories' offers 'place' avow suggest -o pla
  check 'completes help' offers 'report' avow help repo
else
  skip 'completion' 'bash is not installed'
fi
finish
