#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Denials that people have answered with rules: OpenHarmony's policy keeps the records as
comments above the rules that they were written for. Every record is read, and for each
pair of types and each class avow's rule is what people wrote, or less; where theirs is
less, or stands elsewhere, it is counted by the reason.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

AVOW = os.environ['AVOW']
ROOT = os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus', 'android',
                    'openharmony')
RECORD = re.compile(r'avc:\s*denied\s*{')
RULE = re.compile(r'^\s*allow\s+([\w{} ]+?)\s+([\w{} ]+?)\s*:\s*([\w{} ]+?)\s+'
                  r'(?:{([^}]*)}|(\w+))\s*;', re.M)
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        print('#   ' + str(note))


def words(text):
    return text.replace('{', ' ').replace('}', ' ').split()


def rules_of(text):
    """{(source, target, class): permissions}, sets multiplied out."""
    found = {}
    for sources, targets, classes, many, one in RULE.findall(text):
        for source in words(sources):
            for target in words(targets):
                for tclass in words(classes):
                    key = (source, source if target == 'self' else target, tclass)
                    found.setdefault(key, set()).update(words(many or one))
    return found


def records_of(text):
    """The records, as a log; what makes them comments is taken off."""
    lines = []
    for line in text.splitlines():
        if RECORD.search(line):
            record = line[RECORD.search(line).start():]
            lines.append(record.rstrip() + '\n')
    return lines


def named(line):
    """What a record names, read apart from avow; nothing of one that is cut, or that
    another line was glued to."""
    match = re.search(r'{([^}]*)}.*?scontext=u:r:(\w+):s0[:c0-9,.]*\s+'
                      r'tcontext=u:(?:object_r|r):(\w+):s0[:c0-9,.]*\s+tclass=(\w+)'
                      r'(?:\s+permissive=[01])?\s*$', line)
    if len(RECORD.findall(line)) > 1:
        return None
    return match and (match[2], match[3], match[4], match[1].split())


def write_policy(all_records):
    types, classes = set(), {}
    for line in all_records:
        found = named(line)
        if found:
            types |= {found[0], found[1]}
            classes.setdefault(found[2], set()).update(found[3])
    with open('policy.cil', 'w', encoding='ascii') as out:
        out.write('(handleunknown deny)\n(mls true)\n(sid kernel)\n(sidorder (kernel))\n')
        for tclass, permissions in sorted(classes.items()):
            out.write(f'(class {tclass} ({" ".join(sorted(permissions))}))\n')
        out.write(f'(classorder ({" ".join(sorted(classes))}))\n')
        out.write('(sensitivity s0)\n(sensitivityorder (s0))\n(user u)\n(role r)\n'
                  '(userrole u r)\n(userrole u object_r)\n(role object_r)\n'
                  '(userlevel u (s0))\n(userrange u ((s0) (s0)))\n(typeattribute every)\n')
        out.write('(roletype r every)\n(roletype object_r every)\n')
        for one in sorted(types):
            out.write(f'(type {one})\n(typeattributeset every {one})\n')
        first, tclass = sorted(types)[0], sorted(classes)[0]
        out.write(f'(sidcontext kernel (u r {first} ((s0) (s0))))\n'
                  f'(dontaudit {first} {first} ({tclass} '
                  f'({sorted(classes[tclass])[0]})))\n')
    run = subprocess.run(['secilc', '-M', 'true', '-c', '31', '-o', 'policy', '-f',
                          '/dev/null', 'policy.cil'], capture_output=True, text=True)
    ok(run.returncode == 0, f'a policy of the {len(types)} types and {len(classes)} classes '
       'named compiles', run.stdout + run.stderr)


def suggest(records):
    with open('log', 'w', encoding='utf-8') as log:
        log.writelines(records)
    run = subprocess.run([AVOW, 'suggest', '--rules', '--plain', '-p', 'policy', 'log'],
                         capture_output=True, text=True)
    return run.returncode, rules_of(run.stdout), run.stderr


def compare(path, text, everywhere, counts, wrong):
    records = records_of(text)
    if not records:
        return
    status, ours, trouble = suggest(records)
    theirs = rules_of(re.sub(r'#.*', '', text))
    if status:
        wrong.append(f'{path}: exit status {status}: {trouble}')
    wanted = {}
    for found in filter(None, map(named, records)):
        wanted.setdefault(found[:3], set()).update(found[3])
    for key in sorted(wanted):
        if ours.get(key, set()) != wanted[key]:
            wrong.append(f'{path}: {key}: {ours.get(key)} for {wanted[key]}')
        if wanted[key] == theirs.get(key):
            counts['equal'] += 1
        elif wanted[key] < theirs.get(key, set()):
            counts['theirs is wider than the records above it'] += 1
        elif wanted[key] <= everywhere.get(key, set()):
            counts['theirs stands in another file, or in part'] += 1
        else:
            counts['no rule of theirs with these names: an attribute, a macro, or none'] += 1
    counts['records'] += len(records)


def main():
    if not os.path.isdir(ROOT):
        print('1..0 # SKIP the corpus is not here')
        return 0
    if not shutil.which('secilc'):
        print('1..0 # SKIP secilc is not installed')
        return 0
    texts = {}
    for path in sorted(glob.glob(ROOT + '/**/*.te', recursive=True)):
        with open(path, encoding='utf-8', errors='replace') as file:
            texts[os.path.relpath(path, ROOT)] = file.read()
    everywhere = {}
    for text in texts.values():
        for key, permissions in rules_of(re.sub(r'#.*', '', text)).items():
            everywhere.setdefault(key, set()).update(permissions)
    write_policy([line for text in texts.values() for line in records_of(text)])
    counts = dict.fromkeys(['records', 'equal', 'theirs is wider than the records above it',
                            'theirs stands in another file, or in part',
                            'no rule of theirs with these names: an attribute, a macro, '
                            'or none'], 0)
    wrong = []
    for path, text in texts.items():
        compare(path, text, everywhere, counts, wrong)
    ok(not wrong, f'every pair of types of {counts["records"]} records has just what they '
       'ask for', *wrong[:40])
    ok(counts['equal'] > counts['no rule of theirs with these names: an attribute, a macro, '
                                'or none'],
       'most of it is what people wrote: ' +
       ', '.join(f'{count} {name}' for name, count in counts.items()))
    print(f'1..{len(results)}')
    return 0 if all(results) else 1


sys.exit(main())
