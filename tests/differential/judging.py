# SPDX-License-Identifier: LGPL-2.1-or-later
"""The judge (judge.c: libsepol and nothing of avow) built, asked, and read back."""
import os
import shutil

import common


class Verdict:
    """What the judge says of one access; judge.c tells what the fields are."""

    def __init__(self, line):
        fields = line.split('\t')
        self.code = fields[0]
        self.is_known = len(fields) > 1
        if not self.is_known:
            return
        self.booleans = booleans(fields[1], ',')
        self.layers, self.quiet = layers(fields[2])
        self.each = {name: set(of.split('+')) - {'ok'}
                     for name, of in layers(fields[3])[0].items()}
        self.sets = sets(fields[4]) if len(fields) > 4 else None
        self.rule_sets = sets(fields[5]) if len(fields) > 5 else None

    def refused_by(self, layer):
        return {name for name, of in self.layers.items() if of == layer}


def booleans(text, separator):
    """{(name, wanted value)}"""
    if text in ('-', ''):
        return set()
    pairs = (one.rsplit('=', 1) for one in text.split(separator))
    return {(name, int(value)) for name, value in pairs}


def layers(text):
    """{permission: layer}, and the permissions whose refusal is not logged."""
    found, quiet = {}, set()
    for one in text.split(','):
        name, layer = one.rsplit('=', 1)
        found[name] = layer.rstrip('~')
        if layer.endswith('~'):
            quiet.add(name)
    return found, quiet


def sets(text):
    """{frozenset of (name, wanted value)}; None where there were too many to try.

    The empty set is the only one where nothing need be turned over."""
    if text == '?':
        return None
    return {frozenset(booleans(one, '+')) for one in text.split(',')} if text != '-' else set()


def build():
    """The judge as a program; skips the test where it cannot be built."""
    program = os.path.abspath('judge')
    compiler = shutil.which('cc')
    if not compiler:
        common.skip_all('no C compiler is installed')
    made = common.run(compiler, '-O2', '-std=gnu11', '-o', program,
                      os.path.join(common.HERE, 'judge.c'), '-l:libsepol.a')
    if made.returncode != 0:
        common.skip_all('the judge cannot be built: libsepol-dev is not installed')
    return program


def ask(program, policy, accesses, with_sets=False):
    """The verdict on each access: (scontext, tcontext, tclass, permissions)."""
    questions = ''.join('\t'.join((*one[:3], ' '.join(one[3]))) + '\n' for one in accesses)
    made = common.run(program, policy, *(['sets'] if with_sets else []), input=questions)
    lines = made.stdout.splitlines()
    if made.returncode != 0 or len(lines) != len(accesses):
        raise RuntimeError(f'the judge stopped after {len(lines)}: {made.stderr}')
    return [Verdict(line) for line in lines]
