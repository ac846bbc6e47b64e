#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Profiles are read without loss: what is printed of one from what was read of it, and the profile
itself, are compiled by apparmor_parser to the same bytes, or to automata that tell no text apart.

The profiles are those of the machine, one for each rule in fixtures/profiles, and the public ones
in ../shared/corpus; one that this apparmor_parser cannot compile is counted and left out.
"""
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import tempfile

import automata
import common

PROGRAM = os.path.join(os.path.dirname(common.AVOW), 'tests', 'golden', 'profiles')
CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus', 'policy')


def compare(path, base, work):
    """What one profile became: 'same', 'equal', 'skipped', or what differs."""
    binary, said = automata.compile_binary(path, base)
    if binary is None:
        return 'skipped: ' + (said.strip().splitlines() or [''])[-1].replace(path, '')[:150]
    printed = os.path.join(work, path.replace('/', '-'))
    with open(printed, 'wb') as out:
        subprocess.run([PROGRAM, 'print', path, base], stdout=out, check=True)
    again, said = automata.compile_binary(printed, base)
    if again is None:
        return 'what is printed cannot be compiled: ' + said
    if again == binary:
        return 'same'
    ours, theirs = automata.automata(printed, base), automata.automata(path, base)
    if len(ours) != len(theirs):
        return f'{len(theirs)} automata became {len(ours)}'
    for number, (one, other) in enumerate(zip(theirs, ours)):
        if text := automata.differ(one, other):
            return f'automaton {number}: {text}'
    return 'equal'


def compare_all(name, paths, base, least):
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = dict(zip(paths, pool.map(lambda path: compare(path, base, work), paths)))
    skipped = {path: why for path, why in results.items() if why.startswith('skipped')}
    wrong = [f'{path}: {why}' for path, why in results.items()
             if why not in ('same', 'equal') and path not in skipped]
    for path, why in skipped.items():
        print(f'# {os.path.basename(path)} is left out: {why}')
    compiled = len(paths) - len(skipped)
    common.ok(not wrong and compiled >= least,
              f'{compiled} of {len(paths)} {name} are printed as they were read', *wrong)


def check(name, paths, base, least):
    paths = sorted(path for path in paths if os.path.isfile(path))
    compare_all('profiles of ' + name, paths, base, least)


def check_rules():
    """Each rule of the golden cases in a profile of its own."""
    rules = set()
    for path in glob.glob(os.path.join(common.SOURCE, 'fixtures', 'profiles', '*', 'input')):
        with open(path, encoding='latin-1') as file:
            rules.update(re.findall(r'^  (\S.*,)$', file.read(), re.M))
    rules.add('@{NONE}/etc/{a,b},c r,')  # a value that is empty
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for rule in sorted(rules):
            paths.append(os.path.join(directory, f'rule {len(paths)}'))
            with open(paths[-1], 'w', encoding='latin-1') as out:
                out.write(f'@{{MANY}}=a b\n@{{NONE}}="" /x/{{y,z}} /w\nprofile p /opt/p {{\n  {rule}\n}}\n')
        compare_all('rules of fixtures', paths, directory, 100)


def read(path):
    with open(path, encoding='latin-1') as file:
        return file.read()


def lay_ground(source, target):
    """What the machine has of what is included, but for variables that the tree has itself."""
    own = {name for path in glob.glob(os.path.join(source, 'tunables', '**', '*'), recursive=True)
           if os.path.isfile(path) for name in re.findall(r'^@\{(\w+)\} *=', read(path), re.M)}
    for name in ('abi', 'abstractions', 'tunables'):
        shutil.copytree(os.path.join('/etc/apparmor.d', name), os.path.join(target, name))
    for path in glob.glob(os.path.join(target, 'tunables', '**', '*'), recursive=True):
        if os.path.isfile(path):
            text = re.sub(r'^@\{(\w+)\} *=.*$', lambda m: '' if m[1] in own else m[0], read(path), flags=re.M)
            with open(path, 'w', encoding='latin-1') as out:
                out.write(text)


def direct(text):
    """Follows the builder's directives for Debian: of a line, or, alone, of what stands up to an empty one."""
    kept, is_out = [], False
    for line in text.split('\n'):
        found = re.search(r'#aa:(only|exclude) (.*)', line)
        unwanted = bool(found) and (found[1] == 'only') != bool(re.search(r'\b(apt|debian|abi==3)(?!\w)', found[2]))
        is_alone = line.lstrip().startswith('#aa:')
        is_out = bool(line.strip()) and (is_out or (is_alone and unwanted))
        if not is_out and not unwanted:
            kept.append(re.sub(r' *#aa:.*$', '', line))
    return '\n'.join(kept)


def build(source, target):
    """A tree of profiles as its makers build it: groups in one directory, without directives."""
    lay_ground(source, target)
    seen = set()
    for path in glob.glob(os.path.join(source, '**', '*'), recursive=True):
        relative = os.path.relpath(path, source).split(os.sep)
        if not os.path.isfile(path):
            continue
        if relative[0] == 'groups':
            relative = relative[2:]
        elif relative[0].startswith('profiles-'):
            relative = relative[1:]
        text = direct(read(path))
        if relative[0] == 'tunables':  # the newest of its files say again what older ones do
            text = re.sub(r'^@\{(\w+)\} *=.*$', lambda m: '' if m[1] in seen or seen.add(m[1]) else m[0], text, flags=re.M)
        place = os.path.join(target, *relative)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, 'w', encoding='latin-1') as out:
            out.write(re.sub(r'abi/[45][.]0', 'abi/3.0', text))


def check_built(name, source):
    with tempfile.TemporaryDirectory() as target:
        build(source, target)
        check(name, glob.glob(os.path.join(target, '*')), target, 1)


def main():
    common.need('apparmor_parser')
    if not os.path.exists(automata.FEATURES):
        common.skip_all(f'{automata.FEATURES} is not there')
    check('this machine', glob.glob('/etc/apparmor.d/*'), '/etc/apparmor.d', 1)
    check_rules()
    compare_all('files of fixtures', [os.path.join(common.SOURCE, 'fixtures', 'profiles', name,
                                                   'input') for name in ('aliases', 'files')],
                common.SOURCE, 2)
    extra = glob.glob('/usr/share/apparmor/extra-profiles/*')
    if os.environ.get('FULL') != '1':
        extra = [path for path in extra if os.path.getsize(path) < 2500][:25]
    check('extra-profiles', extra, '/etc/apparmor.d', 0)
    if os.environ.get('FULL') == '1' and os.path.isdir(CORPUS):
        upstream = os.path.join(CORPUS, 'apparmor-upstream')
        check('apparmor-upstream', glob.glob(upstream + '/*'), upstream, 1)
        check_built('apparmor.d', os.path.join(CORPUS, 'apparmor.d'))
    common.done()


main()
