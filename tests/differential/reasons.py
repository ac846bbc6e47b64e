#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""For every distinct access, the first layer is the one that audit2why tells.

Differences are allowed only where their kind is written down in differences.md,
and only when the proof that is given there holds for the very access.
"""
import os
import struct

import common


def is_hidden_in_part(oracle, access, verdict):
    """D1: no single permission is refused silently, so the set is not either."""
    scontext, tcontext, tclass, permissions, code = access
    alone = [oracle.verdict(scontext, tcontext, tclass, [one])[0] for one in permissions]
    return (verdict == 'SEL-DONTAUDIT' and code == 'SEL-TE' and
            'SEL-DONTAUDIT' not in alone and 'SEL-TE' in alone and
            'SEL-ALLOWED' in alone)


def is_unknown_in_part(oracle, access, verdict):
    """D2: without the permissions that the policy does not know, both say the same."""
    scontext, tcontext, tclass, permissions, code = access
    known = [one for one in permissions
             if oracle.verdict(scontext, tcontext, tclass, [one])[0] != verdict]
    return (verdict == 'SEL-UNKNOWN-PERM' and known and
            oracle.verdict(scontext, tcontext, tclass, known)[0] == code)


DIFFERENCES = {'D1': is_hidden_in_part, 'D2': is_unknown_in_part}


def explained(oracle, access, verdict):
    return [name for name, proof in DIFFERENCES.items() if proof(oracle, access, verdict)]


def boolean_rows(report):
    """The evidence of each row that blames booleans, by scontext type, ..., class."""
    rows = {}
    for cluster in report.data['clusters']:
        key = cluster['scontext_type'], cluster['tcontext_type'], cluster['tclass']
        rows[key] = {reason['evidence'] for finding in cluster['findings']
                     for reason in finding['reasons'] if reason['code'] == 'SEL-BOOL'}
    return rows


def sets_of(rows, access):
    """The sets of several booleans that the access's cluster is told, as pairs."""
    key = access[0].split(':')[2], access[1].split(':')[2], access[2]
    return {tuple(tuple(one.split(' = ')) for one in line.split(' and '))
            for row in rows.get(key, ()) for line in row.splitlines() if ' and ' in line}


def with_booleans(policy_file, booleans):
    """A copy of the policy whose file has the booleans' states turned over."""
    with open(policy_file, 'rb') as file:
        image = bytearray(file.read())
    for name, _ in booleans:
        tail = struct.pack('<I', len(name)) + name.encode()
        at = image.index(tail)
        # cond_read_bool(): value, state, length, name
        while struct.unpack_from('<I', image, at - 4)[0] > 1:
            at = image.index(tail, at + 1)
        struct.pack_into('<I', image, at - 4, 1 - struct.unpack_from('<I', image, at - 4)[0])
    with open('switched', 'wb') as file:
        file.write(image)
    return 'switched'


def allowed_together(policy_file, pending):
    """D3: for each access, some set of booleans, turned over, has audit2why allow it."""
    allowed = set()
    for booleans in sorted({one for sets in pending.values() for one in sets}):
        switched = common.Oracle(with_booleans(policy_file, booleans))
        for access in (one for one, sets in pending.items() if booleans in sets):
            # The file's conditionals are as before until something turns them over,
            # which the search for booleans of the first question does.
            switched.verdict(*access[:4])
            if switched.verdict(*access[:4])[0] == 'SEL-ALLOWED':
                allowed.add(access)
        switched.close()
    return allowed


def as_evidence(booleans):
    """In the order of names; avow's own order is of what they decide over."""
    return '\n'.join(f'{name} = {"on" if value else "off"}'
                     for name, value in sorted(booleans))


policy = common.policy()
oracle = common.Oracle(policy)
seen = set()
pending = {}
for name, path in common.logs():
    report = common.Report(path, policy)
    rows = boolean_rows(report)
    wrong, count, kinds = [], 0, dict.fromkeys(DIFFERENCES, 0)
    wrong_booleans = []
    for access in report.accesses():
        verdict, data = oracle.verdict(*access[:4])
        count += 1
        seen.add(access[4])
        if verdict != access[4]:
            proofs = explained(oracle, access, verdict)
            for proof in proofs:
                kinds[proof] += 1
            sets = sets_of(rows, access) if verdict == 'SEL-TE' else ()
            if not proofs and access[4] == 'SEL-BOOL' and sets:
                pending[access] = sets
            elif not proofs:
                wrong.append(f'{access}: audit2why says {verdict} {data or ""}')
        elif verdict == 'SEL-BOOL':
            key = access[0].split(':')[2], access[1].split(':')[2], access[2]
            told = {'\n'.join(sorted(row.splitlines())) for row in rows[key]}
            if as_evidence(data) not in told:
                wrong_booleans.append(f'{access}: audit2why says {data}')
    common.ok(not wrong, f'{name}: the first layer of {count} accesses', *wrong)
    common.ok(not wrong_booleans, f'{name}: the same booleans', *wrong_booleans)
    print(f'# {name}: {count} accesses, differences explained: {kinds}')
oracle.close()
alone = set(pending) - allowed_together(policy, pending)
common.ok(not alone, f'{len(pending)} accesses need booleans together', *sorted(alone))
wanted = set(common.Oracle.CODES.values()) - {'SEL-BOUNDS'}
if os.path.exists('made.log'):
    common.ok(seen >= wanted, 'every code was met but SEL-BOUNDS', sorted(wanted - seen))
common.done()
