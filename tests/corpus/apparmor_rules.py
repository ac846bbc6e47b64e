#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is suggested for the records of libapparmor's tests, beside what AppArmor's own people
wrote for them: each rule equals theirs or allows less, and what differs otherwise is named here.

The suggestion is made for profiles that are empty but for their headers, with what is risky
accepted, and put into them with patch; both are then read, so that spelling does not count.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

AVOW = os.environ['AVOW']
PROGRAM = os.path.join(os.environ.get('AVOW_BUILD', os.path.dirname(AVOW)), 'tests', 'golden',
                       'profiles')
CASES = os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus', 'apparmor',
                     'libapparmor-test_multi')
RISKY = 'SECRETS ACCOUNTS KERNEL POLICY AUTOSTART PTRACE UNCONFINED'

# Where the expectation is not ours, and why.
DIFFERENT = {
    'change_onexec_lp1648143': 'what is not confined is refused by no rule',
    'posix_mqueue_disconnected_no_name': 'no rule of mqueue matches a queue without a name',
    'testcase_unix_no_denied_issue541': 'refused without a mask: the operation tells it',
    'testcase_userns_02': 'an AUDIT record: nothing was refused',
}
# null-2d is learnt by aa-logprof as a child of its own; the file named has no such child.
DIFFERENT.update((f'syslog_datetime_{number:02}', 'of a learning child: goes to its parent')
                 for number in (1, 2, 3, 5, 6, 7, 9, 12, 13, 17, 18))
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        print('#   ' + str(note))


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, errors='surrogateescape',
                          check=False, **options)


def rules_of(path):
    """{(profile, class, permission, attributes)}: a rule for each of its permissions."""
    rules, profile = set(), ''
    for line in run(PROGRAM, 'dump', path, os.path.dirname(path)).stdout.splitlines():
        if not line.startswith('  '):
            profile = re.sub(r'^\S+: ', '', line).split(' attaches')[0]
            continue
        found = re.match(r'  \S+: (.*?allow [^:]*):? ?(.*)', line)
        words = found[2].replace(' DOUBT', '').split(' ')
        permissions = [] if words[1:2] and words[1].startswith('[') else words[:1]
        attributes = re.findall(r'(\S+)((?: \[[^]]*\])+)', ' '.join(words[len(permissions):]))
        rules |= {(profile, found[1], permission,
                   frozenset((key, frozenset(value.split())) for key, value in attributes))
                  for permission in (permissions[0].split(',') if permissions else [''])}
    return rules


def suggested(case, work):
    """The rules of empty profiles, with what is suggested for the case in them."""
    directory = os.path.join(work, 'profiles')
    os.mkdir(directory)
    path = os.path.join(directory, 'p')
    with open(case + '.profile', encoding='utf-8', errors='surrogateescape') as file, \
            open(path, 'w', encoding='utf-8', errors='surrogateescape') as empty:
        empty.writelines(line for line in file if re.search(r'\{\s*$|^\s*\}\s*$', line))
    made = run(AVOW, 'suggest', '--profiles', 'profiles', '--abi', '4.0', '--allow-risky',
               ','.join('AA-RISK-' + risk for risk in RISKY.split()), '-f', 'diff', case + '.in',
               cwd=work)
    if made.stdout:
        run('patch', '-p1', '-s', '-d', work, input=made.stdout)
    return rules_of(path)


def compare(case):
    """equal, narrower, or what differs."""
    with tempfile.TemporaryDirectory() as work:
        ours = suggested(case, work)
    theirs = rules_of(case + '.profile')
    if ours == theirs:
        return 'equal'
    covered = {rule for rule in ours for wide in theirs
               if rule[:3] == wide[:3] and rule[3] >= wide[3]}
    answered = {wide for wide in theirs for rule in ours
                if rule[:3] == wide[:3] and rule[3] >= wide[3]}
    if covered == ours and answered == theirs:
        return 'narrower'
    return [f'theirs: {rule}' for rule in theirs - ours] + [f'ours: {rule}' for rule in ours - theirs]


def main():
    cases = sorted(path[:-len('.profile')] for path in glob.glob(os.path.join(CASES, '*.profile')))
    if not cases or not shutil.which('patch'):
        print('1..0 # SKIP ../shared/corpus is not there, or patch is not installed')
        return 0
    found = {os.path.basename(case): compare(os.path.abspath(case)) for case in cases}
    wrong = {name: what for name, what in found.items() if isinstance(what, list)}
    counts = [sum(what == word for what in found.values()) for word in ('equal', 'narrower')]
    ok(wrong.keys() <= DIFFERENT.keys(),
       f'of {len(cases)} expectations, {counts[0]} are met as written and {counts[1]} by less',
       *(f'{name}: {what}' for name, whats in wrong.items() if name not in DIFFERENT
         for what in whats))
    ok(DIFFERENT.keys() <= wrong.keys(), f'{len(DIFFERENT)} differ as explained here',
       *(f'{name} does not differ' for name in DIFFERENT.keys() - wrong.keys()))
    print(f'1..{len(results)}')
    return 0 if all(results) else 1


sys.exit(main())
