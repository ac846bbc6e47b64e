# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# Runs a command and judges its status, stdout and stderr. To be sourced.

# run COMMAND...: keeps `status`, and the files stdout and stderr.
run() {
  "$@" >stdout 2>stderr </dev/null
  status=$?
}
status_is() {
  [ "$status" -eq "$1" ] || {
    echo "status $status; stderr: $(cat stderr)"
    return 1
  }
}
stdout_has() {
  grep -qF -e "$1" stdout || {
    head -n 40 stdout
    return 1
  }
}
stderr_has() {
  grep -qF -e "$1" stderr || {
    cat stderr
    return 1
  }
}
stdout_is() {
  [ "$(cat stdout)" = "$1" ] || {
    cat stdout
    return 1
  }
}
stderr_is() {
  [ "$(cat stderr)" = "$1" ] || {
    cat stderr
    return 1
  }
}
# refused SENTENCE: trouble, told on the standard error alone, after the name.
refused() {
  status_is 2 && stdout_is '' && stderr_has "$1" && grep -q '^avow: ' stderr
}
