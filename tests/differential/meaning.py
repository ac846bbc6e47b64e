#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow diff` on pairs of policies made up for this (invent.py), the second the first
with some lines struck out, doubled under a boolean, added or changed: it tells a
difference just where setools' reading of both, expanded by brute force over all types
and all states of all booleans, has one; and the pair exchanged gives the mirror image.

PAIRS says how many (FULL=1: 400).
"""
import os
import random
import re

import common

common.need('secilc')
try:
    import setools
except ImportError:
    common.skip_all('python3-setools is not installed')
import differing
import invent
import rulebook

PAIRS = int(os.environ.get('PAIRS', 400 if os.environ.get('FULL') == '1' else 48))
RULE = re.compile(r'\((allow|dontaudit|auditallow|allowx|dontauditx|auditallowx) ')
LOOSE = re.compile(r'\((allow|dontaudit|auditallow|allowx|dontauditx|auditallowx|booleanif|'
                   r'roleallow|roletransition|mlsconstrain|constrain|typepermissive|'
                   r'typebounds) ')


class Mutation:
    """The lines of a policy with a few of them changed."""

    def __init__(self, seed):
        self.random = random.Random(f'mutation {seed}')
        self.invention = invent.Invention(seed)
        self.lines = self.invention.cil.splitlines()
        self.add_moves()
        self.old = '\n'.join(self.lines) + '\n'
        for _ in range(self.random.choice((0, 1, 2, 4, 8, 16))):
            getattr(self, self.random.choice(('strike', 'strike', 'add', 'add', 'wrap', 'turn',
                                              'part', 'join_attribute', 'shuffle', 'move', 'both')))()
        self.new = '\n'.join(self.lines) + '\n'

    def add_moves(self):
        self.moved = set()
        for _ in range(self.random.randint(0, 4)):
            self.move()

    def move(self):
        types = self.invention.types
        kind = self.random.choice(('typetransition', 'typemember', 'typechange'))
        key = (kind, self.random.choice(types), self.random.choice(types), 'file')
        if kind == 'typetransition' and self.random.random() < 0.4:
            key += (f'"name{self.random.randrange(3)}"',)
        # The same question has one answer; another one is a change.
        outcome = self.random.choice(types)
        start = '(' + ' '.join(key) + ' ty'
        self.lines = [line for line in self.lines if not line.startswith(start)]
        self.lines.append('(' + ' '.join((*key, outcome)) + ')')

    def pick(self, pattern):
        found = [i for i, line in enumerate(self.lines) if pattern.match(line) and
                 ' mill ' not in line]
        return self.random.choice(found) if found else None

    def strike(self):
        at = self.pick(LOOSE)
        # A policy needs one rule, and what bounds a type must stay as it is.
        if at is not None and '(grind)' not in self.lines[at]:
            del self.lines[at]

    def add(self):
        self.lines.append(self.invention.rule(('allow', 'allow', 'dontaudit', 'auditallow')))

    def both(self):
        """A rule that is always in force, and under a boolean as well."""
        self.add()
        if self.invention.booleans:
            name = self.random.choice(sorted(self.invention.booleans))
            self.lines.append(f'(booleanif {name} (true {self.lines[-1]}))')

    def wrap(self):
        """A rule under a boolean, or under both of its branches, which is always."""
        at = self.pick(re.compile(r'\((allow|dontaudit|auditallow) '))
        if at is None or not self.invention.booleans or '(grind)' in self.lines[at]:
            return
        name = self.random.choice(sorted(self.invention.booleans))
        branches = self.random.choice((('true',), ('false',), ('true', 'false')))
        rule = self.lines[at]
        if self.random.random() < 0.8:
            del self.lines[at]
        self.lines.append(f'(booleanif {name} ' +
                          ' '.join(f'({branch} {rule})' for branch in branches) + ')')

    def turn(self):
        """The same conditional, said the other way round; or a boolean's default."""
        at = self.pick(re.compile(r'\(booleanif \('))
        if at is not None and self.random.random() < 0.7:
            line = self.lines[at]
            end, depth = len('(booleanif '), 0
            while True:
                depth += {'(': 1, ')': -1}.get(line[end], 0)
                end += 1
                if depth == 0:
                    break
            rest = line[end:].replace('(true ', '(\0 ').replace('(false ', '(true ')
            self.lines[at] = f'(booleanif (not {line[len("(booleanif "):end]})' + \
                rest.replace('(\0 ', '(false ')
            return
        at = self.pick(re.compile(r'\(boolean '))
        if at is not None:
            words = {'true': 'false', 'false': 'true'}
            self.lines[at] = re.sub('true|false', lambda one: words[one[0]], self.lines[at])

    def part(self):
        """A rule over an attribute, as a rule for each of its types."""
        at = self.pick(re.compile(r'\((allow|dontaudit|auditallow) at'))
        if at is None:
            return
        words = self.lines[at].split(' ')
        names = sorted(self.invention.attributes[words[1]])
        if names:
            self.lines[at:at + 1] = [' '.join([words[0], name, *words[2:]]) for name in names]

    def join_attribute(self):
        if self.invention.attributes:
            name = self.random.choice(sorted(self.invention.attributes))
            member = self.random.choice(self.invention.types)
            self.lines.append(f'(typeattributeset {name} ({member}))')

    def shuffle(self):
        """Other values for all: declarations come in another order."""
        names = [i for i, line in enumerate(self.lines) if re.match(r'\(type ty', line)]
        lines = [self.lines[i] for i in names]
        self.random.shuffle(lines)
        for i, line in zip(names, lines):
            self.lines[i] = line


def compile_policy(name, text, invention):
    with open(name + '.cil', 'w', encoding='ascii') as file:
        file.write(text)
    made = common.run('secilc', '-N', '-M', str(invention.is_mls).lower(), '-c',
                      str(invention.version), '-f', '/dev/null', '-o', name, name + '.cil')
    return made.returncode == 0


def evaluate(text, row):
    return rulebook.evaluate(rulebook.TOKEN.findall(text), row)


def compare_facts(told, old, new):
    found, before, after = told.facts(), differing.facts(old), differing.facts(new)
    for sign, wanted in (('added', after - before), ('removed', before - after)):
        for one in sorted(wanted - found[sign], key=str):
            yield f'{sign} and not told: {one}'
        for one in sorted(found[sign] - wanted, key=str):
            yield f'told as {sign} and is not: {one}'


def compare_grants(told, states, before, after):
    """Just what one grants and the other does not, with conditions that one grants it in."""
    found = told.grants(states, evaluate)
    sides = {'added': (after.grants, before.grants), 'removed': (before.grants, after.grants)}
    for sign, (mine, theirs) in sides.items():
        for key, holds in mine.items():
            gained = holds & ~theirs.get(key, 0)
            conditions = found.pop((sign, *key), [])
            if len(set(conditions)) < len(conditions) or \
                    (states.always in conditions and len(conditions) > 1):
                yield f'{sign} {key}: told twice'
            said = 0
            for one in conditions:
                said |= one
                # Each that is told must add something.
                if not one & gained:
                    yield f'{sign} {key}: told for nothing'
            if gained & ~said:
                yield f'{sign} {key}: not told'
            if said & ~holds:
                yield f'{sign} {key}: told for more than is granted'
    for key in found:
        yield f'told and nowhere: {key}'


def compare_moves(told, states, before, after):
    found = told.moves(states, evaluate)
    flat = [{(outcome, key) for key, outcomes in side.moves.items() for outcome in outcomes}
            for side in (before, after)]
    wanted = {('removed', *one) for one in flat[0] - flat[1]}
    wanted |= {('added', *one) for one in flat[1] - flat[0]}
    for one in sorted(wanted - found, key=str):
        yield f'not told: {one}'
    for one in sorted(found - wanted, key=str):
        yield f'told and is not so: {one}'


def compare_pair(seed):
    """Problems, and whether there was a difference; None: the pair does not compile."""
    mutation = Mutation(seed)
    if not all(compile_policy(name, text, mutation.invention) for name, text in
               (('first', mutation.old), ('second', mutation.new))):
        return None
    told = differing.Told('first', 'second')
    old, new = setools.SELinuxPolicy('first'), setools.SELinuxPolicy('second')
    states = differing.States({str(one) for policy in (old, new) for one in policy.bools()})
    before, after = (differing.Meaning(one, states) for one in (old, new))
    wrong = [*compare_facts(told, old, new), *compare_grants(told, states, before, after),
             *compare_moves(told, states, before, after)]
    is_equal = differing.facts(old) == differing.facts(new) and \
        before.grants == after.grants and before.moves == after.moves
    if told.data['equal'] != is_equal or (told.status == 0) != is_equal:
        wrong.append(f'equal is {told.data["equal"]}, status {told.status}')
    back = differing.Told('second', 'first')
    if differing.mirrored(back.data) != differing.plain(told.data):
        wrong.append('the pair exchanged is not the mirror image')
    return [f'seed {seed}: {one}' for one in wrong], not is_equal


def main():
    wrong, compared, differed = [], 0, 0
    for seed in range(PAIRS):
        result = compare_pair(seed)
        if result is None:
            continue
        compared += 1
        differed += result[1]
        wrong += result[0]
    common.ok(not wrong, f'{compared} pairs of invented policies', *wrong)
    common.ok(compared >= PAIRS * 3 // 4 and differed > compared // 3 and
              differed < compared, 'most of them compile, some differ and some do not',
              compared, differed)


main()
common.done()
