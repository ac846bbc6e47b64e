#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the console examples of README.md and compares what they print.

An example is a fenced block of kind `console`: lines that begin with `$ ` are
run by sh from the source's root, the lines after are what must be printed.
"""
import os
import re
import subprocess

SOURCE = os.environ['AVOW_SOURCE']


def examples(text):
    """Pairs of a command and its expected output."""
    for block in re.findall(r'^```console\n(.*?)^```', text, re.S | re.M):
        for part in re.split(r'^\$ ', block, flags=re.M)[1:]:
            command, _, output = part.partition('\n')
            yield command, output


def main():
    with open(os.path.join(SOURCE, 'README.md'), encoding='utf-8') as file:
        found = list(examples(file.read()))
    print(f'{"ok" if found else "not ok"} 1 - README.md has examples')
    for number, (command, wanted) in enumerate(found, 2):
        result = subprocess.run(['sh', '-c', command], cwd=SOURCE, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        good = result.returncode == 0 and result.stdout == wanted
        print(f'{"ok" if good else "not ok"} {number} - {command}')
        if not good:
            print('\n'.join('#   ' + line for line in result.stdout.splitlines()))
    print(f'1..{len(found) + 1}')


main()
