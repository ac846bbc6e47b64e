#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What apparmor_parser accepts and refuses: each file of its own tests says in EXRESULT which of
the two it is, and the reader finds a defect in those that are refused and in no others. Profiles
of distributions have no defect.

AVOW_SIMPLE_TESTS names another directory of such tests, as gen-xtrans.py and the like fill it.
"""
import os
import re
import subprocess
import sys
import tempfile

BUILD = os.path.dirname(os.environ['AVOW'])
PROGRAM = os.path.join(os.environ.get('AVOW_BUILD', BUILD), 'tests', 'golden', 'profiles')
CORPUS = os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus', 'policy')
SIMPLE = os.environ.get('AVOW_SIMPLE_TESTS', os.path.join(CORPUS, 'apparmor-simple_tests'))
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        print('#   ' + str(note))


def defects(paths, base, directory):
    """{path: its first defect, or nothing}"""
    done = subprocess.run([PROGRAM, 'accept', base], input='\n'.join(paths) + '\n', text=True,
                          capture_output=True, cwd=directory, errors='replace', check=True)
    return dict(line.split('\t', 1) for line in done.stdout.splitlines())


def expected(path):
    """PASS or FAIL; None of a file that is no test, or one that upstream has put aside."""
    with open(path, encoding='latin-1') as file:
        text = file.read()
    if re.search(r'^#=(DISABLED|TODO)', text, re.M):
        return None
    found = re.search(r'^#=EXRESULT\s+(\w+)', text, re.M)
    return found and found[1]


def check_simple():
    """Some tests include files by paths from a directory beside theirs, named tst."""
    with tempfile.TemporaryDirectory() as work:
        os.mkdir(os.path.join(work, 'tst'))
        base = os.path.join(work, 'tst', 'simple_tests')
        os.symlink(os.path.abspath(SIMPLE), base)
        tests = {}
        for directory, _, files in os.walk(base):
            for file in files:
                path = os.path.join(directory, file)
                result = expected(path) if file.endswith('.sd') else None
                if result:
                    tests[path] = result
        told = defects(sorted(tests), base, os.path.join(work, 'tst'))
    wrong = [f'{os.path.relpath(path, base)}: {result}, but {told.get(path) or "no defect"}'
             for path, result in sorted(tests.items())
             if (result == 'PASS') != (told.get(path) == '')]
    ok(not wrong, f'{len(tests)} tests of apparmor_parser are accepted and refused as they say',
       *wrong)


def check_profiles(name, base, above):
    directory = os.path.join(CORPUS, name)
    paths = sorted(os.path.join(directory, file) for file in os.listdir(directory)
                   if os.path.isfile(os.path.join(directory, file)))
    told = defects(paths, os.path.join(CORPUS, base), directory)
    wrong = [f'{path}: {defect}' for path, defect in told.items() if defect]
    ok(not wrong and len(told) > above, f'{len(told)} profiles of {name} have no defect', *wrong)


def main():
    if not os.path.isdir(SIMPLE):
        print('1..0 # SKIP the corpus is absent')
        sys.exit(0)
    check_simple()
    check_profiles('apparmor-upstream', 'apparmor-upstream', 50)
    check_profiles('apparmor-extras', 'apparmor-upstream', 30)
    print(f'1..{len(results)}')
    sys.exit(0 if all(results) else 1)


main()
