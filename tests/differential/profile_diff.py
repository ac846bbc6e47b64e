#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow diff` of AppArmor profiles against apparmor_parser: a profile and the same with one rule
dropped, denied, narrowed, or written otherwise are compiled, and avow finds a difference where the
automata have one, and nowhere else. A directory and itself have none, and a difference the other
way round is its mirror image.

The changes are drawn, the same each time. FULL=1 draws more of them, of every profile.
"""
import concurrent.futures
import glob
import json
import os
import random
import re
import tempfile

import automata
import common

FULL = os.environ.get('FULL') == '1'
CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus', 'policy', 'apparmor-upstream')
RULE = re.compile(r'^\s+(?!#|include|\}|profile|hat|\^|abi|if)[^#{]*[^#{\s]\s*,\s*$')
FILE_RULE = re.compile(r'^(\s+)(/\S+|@\{\S+)(\s+)([rwk]{1,3}),\s*$')
MIRROR = {'added': 'removed', 'removed': 'added', 'changed': 'changed'}


def diff(old, new, base, *options):
    done = common.run(common.AVOW, 'diff', '-f', 'json', '--base', base, *options, old, new)
    return json.loads(done.stdout) if done.stdout else {'failed': done.stderr}


def change(lines, draw):
    """The lines with one rule changed, and what was done; None when there is none to change."""
    rules = [i for i, line in enumerate(lines) if RULE.match(line)]
    files = [i for i in rules if FILE_RULE.match(lines[i])]
    if not rules:
        return None
    kind = draw.choice(['drop', 'drop', 'drop', 'deny', 'owner', 'narrow', 'move', 'twice', 'split'])
    at = draw.choice(files or rules if kind not in ('drop', 'move', 'twice') else rules)
    line, lines = lines[at], list(lines)
    parts = FILE_RULE.match(line)
    if kind == 'twice':
        lines.insert(at, line)
    elif kind == 'move':
        other = draw.choice(rules)
        lines.insert(other, lines.pop(at))
    elif kind == 'split' and parts:
        lines[at:at + 1] = [f'{parts[1]}{parts[2]} {letter},\n' for letter in parts[4]]
    elif kind == 'deny' and parts:
        lines.insert(at, f'{parts[1]}deny {parts[2]}x {parts[4]},\n')
    elif kind == 'owner' and parts:
        lines[at] = f'{parts[1]}owner {line.lstrip()}'
    elif kind == 'narrow' and parts:
        lines[at] = f'{parts[1]}{parts[2]} {parts[4][0]},\n'
    else:
        kind = 'drop'
        del lines[at]
    return lines, f'{kind}: {line.strip()}'


def judge(path, base, work, seed):
    """(what became of one change, notes); None when it is of no use."""
    draw = random.Random(f'{os.path.basename(path)} {seed}')
    with open(path, encoding='latin-1') as file:
        changed = change(file.readlines(), draw)
    if not changed:
        return None
    new = os.path.join(work, f'{os.path.basename(path)} {seed}')
    with open(new, 'w', encoding='latin-1') as out:
        out.writelines(changed[0])
    if automata.compile_binary(path, base)[0] is None or \
            automata.compile_binary(new, base)[0] is None:
        return None
    theirs = automata.compare(path, new, base)
    ours = diff(path, new, base, '--no-proof')
    note = f'{path}: {changed[1]}: {theirs}'
    if 'failed' in ours:
        return 'wrong', note + ours['failed']
    if ours['counts']['doubts']['changed']:
        return 'doubt', note + str(ours['sections']['doubts'])
    if ours['equal'] != (theirs is None):
        return 'wrong', note + '; avow says ' + str(ours['equal'])
    proved = diff(path, new, base)
    if 'proof' not in proved or proved['proof']['unproved'] or \
            proved['counts']['doubts']['changed'] or \
            (proved['proof']['different'] == 0) != (theirs is None):
        return 'wrong', note + '; the proof says ' + str(proved.get('proof')) + \
            str(proved['sections']['doubts'])
    return ('equal' if theirs is None else 'differs'), note


def check_changes(name, paths, base, times, least):
    paths = sorted(path for path in paths if os.path.isfile(path) and not path.endswith('README'))
    if not FULL:
        paths = [path for path in paths if os.path.getsize(path) < 3000][:20]
    jobs = [(path, seed) for path in paths for seed in range(times)]
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = [result for result in
                   pool.map(lambda job: judge(job[0], base, work, job[1]), jobs) if result]
    counts = {kind: sum(result[0] == kind for result in results)
              for kind in ('equal', 'differs', 'doubt', 'wrong')}
    common.ok(counts['wrong'] == 0 and counts['doubt'] <= len(results) / 50 and
              counts['differs'] >= least,
              f'{name}: {len(results)} changes: {counts["differs"]} differ, {counts["equal"]} do '
              f'not, {counts["doubt"]} cannot be told',
              *(note for kind, note in results if kind in ('wrong', 'doubt')))


def swapped(found):
    """A difference as it is from the other side."""
    out = {}
    for kind, items in found['sections'].items():
        out[kind] = sorted(json.dumps({**item, 'sign': MIRROR[item['sign']], 'values': sorted(
            [{**value, 'sign': MIRROR[value['sign']]} for value in item['values']],
            key=str)}, sort_keys=True) for item in items)
    return out


def same(found):
    return {kind: sorted(json.dumps({**item, 'values': sorted(item['values'], key=str)},
                                    sort_keys=True) for item in items)
            for kind, items in found['sections'].items()}


def check_properties(name, old, new, base):
    there = diff(old, new, base, '--no-proof')
    back = diff(new, old, base, '--no-proof')
    common.ok('failed' not in there and same(there) == swapped(back),
              f'{name}: the other way round it is the mirror image')
    for path in (old, new):
        itself = diff(path, path, base, '--no-proof')
        common.ok(itself.get('equal') is True, f'{os.path.basename(path)} and itself have no difference',
                  str(itself)[:2000])


def check_small():
    """A difference that is known, so that a test that finds none cannot pass."""
    with tempfile.TemporaryDirectory() as work:
        for name, rule in (('old', '/a r,'), ('new', '/a rw,')):
            with open(os.path.join(work, name), 'w', encoding='ascii') as out:
                out.write(f'profile p {{\n  {rule}\n}}\n')
        old, new = (os.path.join(work, name) for name in ('old', 'new'))
        found = diff(old, new, work)
        common.ok(found['counts']['file'] == {'added': 1, 'removed': 0, 'changed': 0} and
                  found['proof'] == {'by': 'apparmor_parser', 'equal': 0, 'different': 1,
                                     'unproved': 0}, 'a permission more is found', str(found))
        common.ok(automata.compare(old, new, work) is not None, 'and its judge finds it')


def main():
    common.need('apparmor_parser')
    if not os.path.exists(automata.FEATURES):
        common.skip_all(f'{automata.FEATURES} is not there')
    check_small()
    rules = os.path.join(common.SOURCE, 'fixtures', 'diff', 'apparmor-rules')
    check_properties('fixtures', os.path.join(rules, 'old', 'clerk'),
                     os.path.join(rules, 'new', 'clerk'), os.path.join(rules, 'old'))
    stock, extra = '/etc/apparmor.d', '/usr/share/apparmor/extra-profiles'
    if os.path.isdir(extra):
        check_properties('stock and extra profiles', stock, extra, stock)
    check_changes('stock profiles', glob.glob(stock + '/*'), stock, 6 if FULL else 2, 5)
    if os.path.isdir(extra):
        check_changes('extra profiles', glob.glob(extra + '/*'), stock, 4 if FULL else 1, 5)
    if FULL and os.path.isdir(CORPUS):
        check_changes('upstream', glob.glob(CORPUS + '/*'), CORPUS, 2, 5)
    common.done()


main()
