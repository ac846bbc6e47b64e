# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints an audit log of denials for the benchmarks: events of an AVC and a SYSCALL.

usage: denials.py POLICY DENIALS DISTINCT

DISTINCT accesses are drawn from the policy (tests/differential/draw.py, mix `log`)
and repeated until there are DENIALS of them, some often and most seldom. What rules
allow is mostly left out, since a policy logs no denials of that: one in 20 stays, as
of a log that is older than the policy. Nothing in it was recorded, and the same
policy gives the same log.
"""
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'differential'))
import draw  # noqa: E402
import rulebook  # noqa: E402

CALLS = {'file': 257, 'dir': 217, 'lnk_file': 89, 'process': 62, 'tcp_socket': 42,
         'unix_stream_socket': 42, 'capability': 117}
WORDS = ('mill', 'flour', 'ledger', 'oven', 'cart', 'sack', 'stone', 'wheel')


def program(scontext):
    """The same programs of a domain again and again, named after it."""
    return scontext.split(':')[2].rsplit('_', 1)[0]


def what(chance, tclass):
    if tclass in ('capability', 'capability2'):
        return f'capability={chance.randrange(38)} '
    if tclass.endswith(('file', 'dir')):
        path = '/'.join(chance.choice(WORDS) for _ in range(chance.randint(2, 5)))
        return (f'name="{path.rsplit("/", 1)[-1]}" dev="dm-0" '
                f'ino={chance.randrange(10 ** 6)} ' if chance.random() < 0.6 else
                f'path="/srv/{path}" dev="dm-0" ino={chance.randrange(10 ** 6)} ')
    if tclass in ('tcp_socket', 'udp_socket'):
        return f'src={chance.randrange(1, 65536)} '
    return ''


def event(chance, serial, access):
    scontext, tcontext, tclass, permissions = access
    stamp = f'audit({1790000000 + serial // 40}.{serial % 1000:03d}:{serial})'
    comm = program(scontext)[:15]
    pid = 300 + serial % 9000
    call = CALLS.get(tclass, 16)
    return (f'type=AVC msg={stamp}: avc:  denied  {{ {" ".join(permissions)} }} for  '
            f'pid={pid} comm="{comm}" {what(chance, tclass)}scontext={scontext} '
            f'tcontext={tcontext} tclass={tclass} permissive=0\n'
            f'type=SYSCALL msg={stamp}: arch=c000003e syscall={call} success=no exit=-13 '
            f'a0=ffffff9c a1=7ffd{serial:08x} a2=0 a3=0 items=0 ppid=1 pid={pid} '
            f'auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 '
            f'tty=(none) ses=4294967295 comm="{comm}" exe="/usr/sbin/{comm}" '
            f'subj={scontext} key=(null)\n')


def denied(path, distinct, chance):
    """That many distinct accesses, of which rules allow few."""
    drawer = draw.Drawer(path, 20, 'log')
    book = rulebook.Rulebook(drawer.policy)
    found = []
    for kind, access in drawer.draw(10 * distinct):
        source, target = (context.split(':')[2] for context in access[:2])
        is_allowed = set(access[3]) <= book.allowed(source, target, access[2])
        if kind not in ('constrained', 'levels', 'transition') and is_allowed:
            if chance.random() >= 0.05:
                continue
        found.append(access)
        if len(found) == distinct:
            break
    return found


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    denials, distinct = int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(20)
    accesses = denied(sys.argv[1], distinct, chance)
    order = list(range(distinct))
    while len(order) < denials:
        order.append(int(distinct * chance.random() ** 3))
    chance.shuffle(order)
    for serial, which in enumerate(order, 1000):
        sys.stdout.write(event(chance, serial, accesses[which]))


if __name__ == '__main__':
    main()
