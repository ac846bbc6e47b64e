#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""draw_rules.py FILE [COUNT]: writes audit rules that a kernel takes, no two the same."""
import os
import re
import subprocess
import sys

import audit_rules

WATCHES = ['-w /etc/hostname -p wa -k file', '-w /etc/apt -p r -k directory']


def print_all(lines, path):
    """(line, normal form) of those that are right."""
    with open(path, 'w') as file:
        file.write('\n'.join(lines) + '\n')
    run = subprocess.run([os.environ['AVOW'], 'rules', 'print', '-t',
                          'arch=x86_64,audit=3.0.9', path],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wrong = {int(number) for number in
             re.findall(r':(\d+): ', run.stderr.decode('latin-1'))}
    right = [line for number, line in enumerate(lines, 1) if number not in wrong]
    return zip(right, run.stdout.decode('latin-1').splitlines())


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    draw = audit_rules.Draw(2026)
    lines = [draw.right() for _ in range(4 * count)]
    # A group that the guest may not have is left out.
    lines = [line for line in lines if 'gid=daemon' not in line]
    found = {}
    for line, normal in print_all(WATCHES + lines, sys.argv[1]):
        found.setdefault(normal, line)
    with open(sys.argv[1], 'w') as file:
        file.write('\n'.join(list(found.values())[:count]) + '\n')


main()
