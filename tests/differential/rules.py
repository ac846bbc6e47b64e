#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules of `avow suggest --plain` are audit2allow's, permission by permission.

What audit2allow prints and avow does not must be what differences.md tells: for
every access that asks it, a rule is of no use, and audit2why agrees.
"""
import re
import sys

import common

RULE = re.compile(r'^allow (\S+) (\S+):(\S+) (?:\{ ([^}]*) \}|(\S+));$')
# R1: allowed by the policy without the rule.
ALLOWED = {'SEL-ALLOWED'}
# R2: refused with the rule; modules.py proves that.
REFUSED = {'SEL-CONSTRAINT', 'SEL-RBAC', 'SEL-BOUNDS'}
# R3: of a class or a context that the policy does not know.
UNKNOWN = {'SEL-UNKNOWN-CLASS', 'SEL-UNKNOWN-TYPE', 'SEL-UNKNOWN-PERM'}
USELESS = ALLOWED | REFUSED | UNKNOWN


def rules(text):
    """The text as a set of (source, target, class, permission)."""
    found = set()
    for line in text.splitlines():
        match = RULE.match(line.strip())
        if not match:
            continue
        source, target, tclass = match.group(1, 2, 3)
        target = source if target == 'self' else target
        for permission in (match.group(4) or match.group(5)).split():
            found.add((source, target, tclass, permission))
    return found


def questions(report):
    """For each rule, the accesses that ask for it, and why avow answers none or one."""
    left = {access[:4]: access[4] for access in report.unanswered()}
    asked = {}
    for access in report.accesses():
        scontext, tcontext, tclass, permissions, code = access
        source, target = scontext.split(':')[2], tcontext.split(':')[2]
        code = left.get(access[:4], code)
        for permission in permissions:
            asked.setdefault((source, target, tclass, permission), []).append(
                (access[:4], code))
    return asked


common.need('audit2allow')
policy = common.policy()
oracle = common.Oracle(policy)
for name, path in common.logs():
    suggested = common.run(common.AVOW, 'suggest', '--rules', '--plain', '-p', policy, path)
    theirs = common.run('audit2allow', '-p', policy, '-i', path)
    common.ok(suggested.returncode == 0 and theirs.returncode == 0, f'{name}: both run',
              suggested.stderr, theirs.stderr)
    ours, reference = rules(suggested.stdout), rules(theirs.stdout)
    asked = questions(common.Report(path, policy))
    more = sorted(rule for rule in ours - reference
                  if not any(oracle.verdict(*access)[0] == 'SEL-UNKNOWN-PERM'
                             for access, _ in asked[rule]))
    less = sorted(rule for rule in reference - ours
                  if not all(code in USELESS for _, code in asked[rule]))
    common.ok(len(ours) > 0 and not more, f'{name}: {len(ours)} rules, none of our own',
              *more)
    common.ok(not less, f'{name}: of {len(reference)}, only useless ones are left out',
              *[(rule, asked[rule]) for rule in less])
    doubtful = [(access, code) for rule in reference - ours for access, code in asked[rule]
                if code in ALLOWED | UNKNOWN and oracle.verdict(*access)[0] != code]
    common.ok(not doubtful, f'{name}: audit2why too holds them for allowed or unknown',
              *doubtful)
    print(f'# {name}: {len(ours & reference)} in both, {len(reference - ours)} useless, '
          f'{len(ours - reference)} beside an unknown permission')
oracle.close()
sys.stdout.flush()
common.done()
