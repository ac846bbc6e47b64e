# SPDX-License-Identifier: LGPL-2.1-or-later
"""What avow quotes as evidence, read back and held against the rulebook."""
import collections
import re

import rulebook

QUOTED = re.compile(r'(allow|dontaudit) (\S+) (\S+):(\S+) \{ ([^}]*) \};(?: \[ (else of )?(.*) \])?$')
MORE = re.compile(r'and (\d+) rules? more$')


def sets(evidence):
    """`a = on and b = off`, a set a line, as the judge tells them."""
    return {frozenset((one.split(' = ')[0], int(one.endswith(' = on')))
                      for one in line.split(' and ')) for line in evidence.splitlines()}


def misquoted(book, key, wanted, lines, kind, in_force=True):
    """What is wrong with the rules quoted for a row, or None."""
    rules = [rule for rule in book.holding(*key)
             if rule.kind == kind and rule.in_force == in_force and rule.permissions & wanted]
    left = collections.Counter(
        (rule.kind, rule.source, rule.target, rule.tclass, rule.permissions & wanted,
         rule.condition) for rule in rules)
    more = 0
    for line in lines:
        match = MORE.match(line)
        if match:
            more = int(match.group(1))
            continue
        match = QUOTED.match(line)
        if not match:
            return f'cannot read {line!r}'
        rule = (*match.group(1, 2, 3, 4), frozenset(match.group(5).split()),
                rulebook.condition(match.group(7), match.group(6) is None))
        if left[rule] == 0:
            return f'no such rule: {line}'
        left[rule] -= 1
    if sum(left.values()) != more:
        return f'{sum(left.values())} rules that setools finds are left out, not {more}'
    return None
