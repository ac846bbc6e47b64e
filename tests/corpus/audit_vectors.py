#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""go-libaudit's rules and the bytes that auditctl 3.0 sent for them: ours are the same.

Its words are a shell's, and its directories were there when it was recorded: each watch
that came out as one gets a directory here. The rules of files were recorded from the
kernel, which clears the last 16 bits of the mask (they stand for classes of calls).
"""
import base64
import glob
import os
import re
import shlex
import struct
import subprocess
import sys
import tempfile

RULES = os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus', 'rules',
                     'go-libaudit')
VECTORS = 70  # at least: the corpus has them
AUDIT_DIR = 107
HEAD = 1040


def vectors(path):
    """(machine, flags, bytes) of one file."""
    with open(path) as file:
        text = file.read()
    host = re.search(r'^# Linux .*\b(x86_64|aarch64)\b', text, re.M)
    for flags, data in re.findall(r'^- flags: (.*)\n  bytes: !!binary \|\n((?:    .*\n?)+)',
                                  text, re.M):
        data = base64.b64decode(re.sub(r'\s', '', data))
        yield host.group(1) if host else 'x86_64', flags, data


def as_line(flags):
    return ' '.join(re.sub(r'([ \\])', r'\\\1', word) for word in shlex.split(flags))


def make_directory(root, data):
    """The directory that the rule is for, if it is for one."""
    fields = struct.unpack_from('<64I', data, 12 + 4 * 64)
    lengths = struct.unpack_from('<64I', data, 12 + 4 * 128)
    if fields[0] == AUDIT_DIR:
        path = data[HEAD:HEAD + lengths[0]].decode()
        os.makedirs(root + path, exist_ok=True)


def without_classes(data):
    """As the kernel lists it: the last half word of the mask is clear."""
    at = 12 + 4 * 64 - 2
    return data[:at] + b'\0\0' + data[at + 2:]


def compiled(work, machine, line, data):
    root = os.path.join(work, 'root')
    os.makedirs(root, exist_ok=True)
    make_directory(root, data)
    path = os.path.join(work, 'a.rules')
    with open(path, 'w') as file:
        file.write(line + '\n')
    run = subprocess.run([os.environ['AVOW'], 'rules', 'compile', '--root', root,
                          '--target', 'arch=' + machine, path], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    return run.stdout, run.stderr.decode('utf-8', 'replace')


def main():
    if not os.path.isdir(RULES):
        print('1..0 # SKIP ../shared/corpus is not there')
        return 0
    failed = number = 0
    for path in sorted(glob.glob(os.path.join(RULES, '*.yml'))):
        for machine, flags, data in vectors(path):
            number += 1
            with tempfile.TemporaryDirectory() as work:
                got, said = compiled(work, machine, as_line(flags), data)
            if 'golden' in path and len(got) >= HEAD:
                got = without_classes(got)
            # netlink fills up to four bytes
            passes = len(got) >= HEAD and data.startswith(got) and \
                len(data) - len(got) < 4 and not any(data[len(got):])
            failed += not passes
            print(f'{"ok" if passes else "not ok"} {number} - {os.path.basename(path)}: '
                  + flags.replace('#', ''))
            if not passes:
                print('#   ' + said.strip())
    number += 1
    failed += number <= VECTORS
    print(f'{"ok" if number > VECTORS else "not ok"} {number} - {number - 1} vectors')
    print(f'1..{number}')
    return 1 if failed else 0


sys.exit(main())
