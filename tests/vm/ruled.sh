#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# In the guest: loads audit rules and lists them. rules.sh says what for.
# shellcheck source=tests/vm/inside.sh
. /host/avow/inside.sh

auditctl -D >/dev/null
auditctl -e 1 >/dev/null
{ echo -c; cat /host/avow/drawn.rules; } >/tmp/drawn.rules
auditctl -R /tmp/drawn.rules 2>/tmp/load.err
python3 /host/avow/kernel_rules.py >/tmp/kernel.bin
# With less of it, auditctl -l loses some of so many.
sysctl -q -w net.core.rmem_default=16777216
auditctl -l >/tmp/auditctl.list
echo "loaded: $(wc -l </tmp/auditctl.list) of $(wc -l </host/avow/drawn.rules)"
avow rules print -t arch=x86_64,audit=3.0.9 /host/avow/drawn.rules >"$out/ours"
avow rules print -t arch=x86_64,audit=3.0.9 /tmp/kernel.bin >"$out/kernels"
cmp "$out/ours" "$out/kernels" && echo 'kernel: same'
# What it does not tell: != of exe, names of kinds of files, blanks, a sign of -1.
sed 's/filetype!=16384/filetype!=dir/; s/key=x y/key=x\\ y/' /tmp/auditctl.list >/tmp/list
avow rules print -t arch=x86_64,audit=3.0.9 /tmp/list >"$out/auditctls"
cmp "$out/ours" "$out/auditctls" && echo 'auditctl: same'
diff "$out/ours" "$out/auditctls" | head -n 20
odd=0
while read -r line; do
  printf '%s\n' "$line" >/tmp/one.rules
  if auditctl -R /tmp/one.rules 2>/dev/null; then
    echo "taken: $line"
    odd=1
  fi
done </host/avow/refused.rules
[ $odd = 0 ] && echo 'refused: all'
head -n 1 /host/avow/drawn.rules >/tmp/one.rules
auditctl -R /tmp/one.rules 2>/dev/null || echo 'again: refused'
sed 's/^-a/-A/' /tmp/one.rules >/tmp/first.rules
auditctl -R /tmp/first.rules 2>/dev/null && echo 'again with -A: taken'
auditctl -D >/dev/null
echo 'end of the job'
