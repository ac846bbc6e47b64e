#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow diff: of statements for ports and addresses that overlap the first holds, so that
# their order is a difference. secilc puts them in order, checkpolicy only addresses.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

for tool in checkpolicy python3; do
  command -v $tool >/dev/null || skip_all "$tool is not installed"
done

# make NAME: a policy with the statements of the standard input.
make_policy() {
  cat - >statements
  cat >"$1.conf" - statements <<'END'
class process
class file
sid kernel
class process { fork }
class file { read }
type crane_t;
type ferry_t;
role r;
role r types { crane_t ferry_t };
allow crane_t self:process fork;
user u roles { r };
sid kernel u:r:crane_t
END
  check "$1 compiles" checkpolicy -c 33 -o "$1" "$1.conf"
}

make_policy narrow <<'END'
portcon tcp 15-20 u:r:crane_t
portcon tcp 10-30 u:r:ferry_t
portcon udp 10-30 u:r:ferry_t
nodecon 10.1.0.0 255.255.0.0 u:r:crane_t
nodecon 10.0.0.0 255.0.0.0 u:r:ferry_t
nodecon fd00:1:: ffff:ffff:: u:r:crane_t
nodecon fd00:: ffff:: u:r:ferry_t
END
make_policy apart <<'END'
portcon udp 10-30 u:r:ferry_t
portcon tcp 15-20 u:r:crane_t
portcon tcp 10-30 u:r:ferry_t
nodecon 10.1.0.0 255.255.0.0 u:r:crane_t
nodecon 10.0.0.0 255.0.0.0 u:r:ferry_t
nodecon fd00:1:: ffff:ffff:: u:r:crane_t
nodecon fd00:: ffff:: u:r:ferry_t
END
# Two addresses of each kind in the compiled policy, each with its mask and its context,
# in the other order.
python3 - narrow wide <<'END'
import ipaddress
import sys
with open(sys.argv[1], 'rb') as file:
    policy = file.read()
for pair in ((('10.1.0.0', '255.255.0.0'), ('10.0.0.0', '255.0.0.0')),
             (('fd00:1::', 'ffff:ffff::'), ('fd00::', 'ffff::'))):
    first, second = (b''.join(ipaddress.ip_address(part).packed for part in net)
                     for net in pair)
    size = len(first) + 32
    at = policy.index(first)
    assert policy.index(second) == at + size
    policy = policy[:at] + policy[at + size:at + 2 * size] + policy[at:at + size] + \
        policy[at + 2 * size:]
with open(sys.argv[2], 'wb') as file:
    file.write(policy)
END
make_policy low <<'END'
portcon tcp 10-20 u:r:crane_t
portcon tcp 15-25 u:r:ferry_t
END
make_policy high <<'END'
portcon tcp 15-25 u:r:ferry_t
portcon tcp 10-20 u:r:crane_t
END
make_policy same <<'END'
portcon tcp 15-25 u:r:crane_t
portcon tcp 10-20 u:r:crane_t
END
make_policy turned <<'END'
portcon tcp 10-20 u:r:crane_t
portcon tcp 15-25 u:r:crane_t
END

run avow diff narrow apart
check 'the order of what does not overlap is none' status_is 0
run avow diff same turned
check 'nor that of what says the same' status_is 0
run avow diff narrow wide
check 'a wide address before a narrow one is a difference' status_is 1
check 'it is told of the wide one' stdout_has '10.0.0.0 255.0.0.0'
check 'with the narrow one that it comes before' stdout_has '10.1.0.0 255.255.0.0'
check 'and so of the addresses of IPv6' stdout_has 'fd00:1:: ffff:ffff::'
refuse 'ports are as before' stdout_has 'tcp'
run avow diff low high
check 'so is the other one of two that overlap in part' status_is 1
check 'which is told' stdout_has 'tcp 10-20'
run avow diff -f json high low
check 'in JSON it has a field' stdout_has '"before"'
finish
