# SPDX-License-Identifier: LGPL-2.1-or-later
"""TAP, the policy and the logs that these tests share, and how they run avow."""
import contextlib
import glob
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get('AVOW_SOURCE') or os.path.join(HERE, '..', '..')
AVOW = os.environ.get('AVOW', 'avow')
CORPUS = os.path.join(SOURCE, '..', 'shared', 'corpus', 'vm', 'selinux', 'audit.log')
_results = []


def ok(passes, name, *notes):
    """One test point; the notes are shown when it fails."""
    _results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(_results)} - {name}', flush=True)
    for note in notes if not passes else ():
        for line in str(note).splitlines()[:40]:
            print('#   ' + line)


def skip(name, reason):
    _results.append(True)
    print(f'ok {len(_results)} - {name} # SKIP {reason}', flush=True)


def skip_all(reason):
    print(f'1..0 # SKIP {reason}')
    sys.exit(0)


def done():
    print(f'1..{len(_results)}')
    sys.exit(0 if all(_results) else 1)


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            skip_all(f'{program} is not installed')


def need_audit2why():
    """libselinux's Python module, which only the system's own Python has."""
    try:
        from selinux import audit2why
    except ImportError:
        skip_all('python3-selinux is not installed')
    return audit2why


def policy():
    """The newest installed policy; without one there is nothing to compare with."""
    found = sorted(glob.glob('/etc/selinux/*/policy/policy.*'))
    if not found:
        skip_all('no SELinux policy is installed')
    return found[-1]


def run(*command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding='utf-8', errors='surrogateescape', **options)


def logs():
    """(name, path) of each log there is; the corpus is not part of the checkout."""
    path = os.path.abspath('made.log')
    made = run(sys.executable, os.path.join(HERE, 'make_log.py'), policy())
    if 'is not installed' in made.stderr:
        skip('made log', made.stderr.strip())
    else:
        ok(made.returncode == 0 and made.stdout.count('\n') > 300, 'a log is made',
           made.stderr)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(made.stdout)
        yield 'made log', path
    if os.path.exists(CORPUS):
        yield 'recorded log', CORPUS
    else:
        skip('recorded log', 'the corpus is not beside the checkout')


@contextlib.contextmanager
def silence():
    """libsepol tells the standard error of every context that it does not know."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class Report:
    """avow's JSON of a log or several, and its accesses as flat rows.

    That of `why`: what rules alone come to, without a plan that prefers other changes.
    """

    def __init__(self, log, policy_file):
        logs_named = [log] if isinstance(log, str) else log
        made = run(AVOW, 'why', '-p', policy_file, '-f', 'json', *logs_named)
        # Status 2: some of several inputs cannot be read, as among the public logs.
        if made.returncode != 0 and (len(logs_named) == 1 or made.returncode != 2):
            raise RuntimeError(made.stderr)
        self.data = json.loads(made.stdout)
        self.suggestion = self.data['suggestion']

    def accesses(self):
        """(scontext, tcontext, tclass, permissions, reason) of each distinct one."""
        for cluster in self.data['clusters']:
            for access in cluster.get('accesses', ()):  # AppArmor's have none
                yield (access['scontext'], access['tcontext'], cluster['tclass'],
                       tuple(access['permissions']), access['reason'])

    def unanswered(self):
        classes = {cluster['id']: cluster['tclass'] for cluster in self.data['clusters']}
        for one in self.suggestion['unanswered']:
            yield (one['scontext'], one['tcontext'], classes[one['cluster']],
                   tuple(one['permissions']), one['code'])


class Oracle:
    """libselinux's audit2why: libsepol's verdict, and nothing of avow's code."""

    CODES = {0: 'SEL-ALLOWED', 1: 'SEL-DONTAUDIT', 2: 'SEL-TE', 3: 'SEL-BOOL',
             4: 'SEL-CONSTRAINT', 5: 'SEL-RBAC', 6: 'SEL-BOUNDS',
             -2: 'SEL-UNKNOWN-TYPE', -3: 'SEL-UNKNOWN-TYPE', -4: 'SEL-UNKNOWN-CLASS',
             -5: 'SEL-UNKNOWN-PERM'}

    def __init__(self, policy_file):
        self.audit2why = need_audit2why()
        if self.audit2why.init(policy_file) != 0:
            raise RuntimeError('audit2why does not take ' + policy_file)

    def verdict(self, scontext, tcontext, tclass, permissions):
        """The code, and the booleans or the constraints that go with it."""
        kind, data = self.audit2why.analyze(scontext, tcontext, tclass, list(permissions))
        return self.CODES.get(kind, str(kind)), data

    def close(self):
        self.audit2why.finish()
