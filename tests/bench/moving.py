# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints a log of auditd's again and again, each time later and with other serials and
processes, until it has SIZE megabytes: what a year of the same looks like.

usage: moving.py LOG SIZE
"""
import re
import sys

STAMP = re.compile(rb'audit\((\d+)\.(\d+):(\d+)\)')
PID = re.compile(rb' pid=(\d+)')


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], 'rb') as file:
        text = file.read()
    times = [int(match[1]) for match in STAMP.finditer(text)]
    serials = [int(match[3]) for match in STAMP.finditer(text)]
    first, length = min(times), max(times) - min(times) + 60
    span = max(serials) + 1
    left = int(sys.argv[2]) * 1000000
    turn = 0
    while left > 0:
        later = STAMP.sub(lambda match: b'audit(%d.%s:%d)' % (
            int(match[1]) - first + 1700000000 + turn * length, match[2],
            int(match[3]) + turn * span), text)
        later = PID.sub(lambda match: b' pid=%d' % (1 + (int(match[1]) + turn * 4099) % 4194303), later)
        sys.stdout.buffer.write(later)
        left -= len(later)
        turn += 1


if __name__ == '__main__':
    main()
