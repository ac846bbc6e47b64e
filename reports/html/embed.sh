#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Prints a text file as a C initializer: { "its CSP hash", "its bytes" }.
set -eu
hash=$(env printf "$(sha256sum <"$1" | sed 's/ .*//; s/../\\x&/g')" | base64)
printf '{ "sha256-%s",\n' "$hash"
sed 's/[\\"]/\\&/g; s/^/  "/; s/$/\\n"/' "$1"
printf '}\n'
