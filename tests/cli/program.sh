#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The program itself: help, version, commands, and what a wrong command line gets.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

run avow --help
check '--help succeeds' status_is 0
check '--help goes to the standard output' stdout_has 'Usage: avow COMMAND'
check '--help names the commands' stdout_has '  report '
check '--help has an example' stdout_has 'avow report '
check '--help says nothing on the standard error' stderr_is ''
cp stdout help

for words in -h help '--hel'; do
  run avow "$words"
  check "$words prints the same" cmp stdout help
done

run avow --version
check '--version succeeds' status_is 0
check '--version is one line' [ "$(wc -l <stdout)" -eq 1 ]
check '--version names program and version' grep -Eq '^avow [0-9]+\.[0-9]+\.[0-9]+$' stdout

commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' help)
check 'the commands are known' [ "$(echo "$commands" | wc -l)" -ge 3 ]
for command in $commands; do
  [ "$command" != help ] || continue
  run avow "$command" --help
  check "$command --help succeeds" status_is 0
  check "$command --help is on the standard output alone" stderr_is ''
  check "$command --help has usage" stdout_has "Usage: avow $command"
  check "$command --help has an example" grep -Eq "^  .*avow $command" stdout
  check "$command --help tells the exit status" stdout_has 'Exit status:'
  check "$command --help fits 80 columns, but for examples" \
    [ -z "$(grep -v "^  .*avow $command" stdout | awk 'length > 79')" ]
  cp stdout command-help
  run avow help "$command"
  check "help $command prints the same" cmp stdout command-help
  run avow "$command" no-such-file -h
  check "$command FILE -h prints the same" cmp stdout command-help
  run avow "$command" --version
  check "$command --version succeeds" grep -q '^avow ' stdout
  check "$command has a man page" [ -s "$AVOW_BUILD/doc/avow-$command.1" ]
  run avow "$command" --frobnicate
  check "$command --frobnicate is refused" refused '--frobnicate: no such option'
  check "$command --frobnicate points to its help" stderr_has "avow $command --help"
done

run avow
check 'no command is refused' refused 'a command is needed'
run avow reprot
check 'a mistyped command is refused' refused 'did you mean report?'
run avow frobnicate
check 'an unknown command is refused' refused 'frobnicate: no such command'
run avow ''
check 'an empty command is refused' refused 'no such command'
run avow --frobnicate
check 'an unknown option is refused' refused '--frobnicate: no such option'
run avow --
check '-- alone is refused' refused 'no such command'
run avow help frobnicate
check 'help of an unknown command is refused' refused 'no such command'
run avow report --polcy x
check 'a mistyped option is refused' refused 'did you mean --policy?'
run avow report --policy
check 'a missing argument is refused' refused '--policy needs an argument'
run avow "$(printf 'a\033[31mb')"
check 'a command with escapes stays text' refused 'a\x1b[31mb: no such command'
refuse 'no escape reaches the terminal' grep -q "$(printf '\033')" stderr
finish
