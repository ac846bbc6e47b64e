#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The module that is suggested for recorded logs: every compiler takes it, and with it in
the policy nothing is denied still that the plan had answered with it.

Logs of SELinux are asked of the installed policy, those of Android of policies written
here, of what each directory's logs name and one rule. The logs of a directory are one
plan, to be done in a minute; FULL=1 makes one for each log. What audit2allow -R grants
beyond what was asked for is counted beside what avow's calls do.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

AVOW = os.environ['AVOW']
CORPUS = os.path.abspath(os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus'))
POLICY = '/etc/selinux/default/policy/policy.33'
HEADERS = '/usr/share/selinux/devel/include'
PP = next((path for path in ('/usr/libexec/selinux/hll/pp', '/usr/lib/selinux/hll/pp')
           if os.path.exists(path)), None)
PRELUDE = '(typeattribute cil_gen_require)\n(roleattribute cil_gen_require)\n'
PART = re.compile(r'(\d+) of (\d+) denials? allowed')
NAME = re.compile(r'[A-Za-z][A-Za-z0-9_]*\Z')
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        for line in str(note).splitlines()[:20]:
            print('#   ' + line)


def run(*command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding='utf-8', errors='surrogateescape', **options)


def read(path):
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        return file.read()


def trouble(*command, **options):
    """What the command complains of; nothing when it is content."""
    made = run(*command, **options)
    return (made.stdout + made.stderr or f'status {made.returncode}') if made.returncode else ''


def statements(text):
    """The statements of flat CIL, the words of each and they themselves in any order."""
    return sorted(sorted(re.findall(r'[^() ]+', line)) for line in text.splitlines())


class Base:
    """A policy, and the CIL that it is compiled from again with a module."""

    def __init__(self, policy, cil, *options):
        self.policy, self.cil, self.options = policy, cil, options

    def compile(self, module, name):
        return trouble('secilc', *self.options, '-f', '/dev/null', '-o', name, self.cil,
                       'prelude.cil', module)


def package(place):
    """The .te through the compilers, and whether the .pp made in process says the same."""
    for step in (['checkmodule', '-M', '-m', '-o', 'tried.mod', 'tried.te'],
                 ['semodule_package', '-o', 'theirs.pp', '-m', 'tried.mod']):
        said = trouble(*step, cwd=place)
        if said:
            return said
    if not PP:
        return ''
    own, theirs = (run(PP, os.path.join(place, name)) for name in ('tried.pp', 'theirs.pp'))
    if own.returncode or statements(own.stdout) != statements(theirs.stdout):
        return own.stderr or 'the package made in process says something else'
    return ''


def accepted(plan):
    """The changes that the module is."""
    return [change for change in plan['changes']
            if change['state'] == 'proposed' and change['kind'] == 'rule']


def clusters_of(changes):
    return {cluster['id'] for change in changes for cluster in change['clusters']}


def told(change):
    """The denials that its proof leaves: a constraint or a role refuses them as well."""
    part = PART.match(change['proof'])
    return int(part[2]) - int(part[1]) if part else 0


def left_over(base, name, plan, logs):
    """Accesses of accepted clusters that are denied still, beyond what was told."""
    played = run(AVOW, 'replay', '-p', name, '--old', base.policy, '-f', 'json',
                 '--fail-on', 'none', *logs)
    if not played.stdout:
        return ['replay: ' + played.stderr]
    rows = [row for row in json.loads(played.stdout)['rows']
            if row['status'] == 'still denied']
    wrong = []
    for change in accepted(plan):
        left = [row for row in rows if row['cluster'] in clusters_of([change])]
        if sum(row['count'] for row in left) > told(change):
            wrong += left
    return wrong


def try_logs(number, base, logs):
    """(clusters accepted, what is wrong); (0, ...) when the policy fits none of it."""
    place = f'module{number}'
    made = run(AVOW, 'suggest', '--accept', 'SEL-ALLOW,SEL-ALLOW-XPERM', '-p', base.policy,
               '-m', 'tried', '-o', place, *logs)
    if not os.path.exists(os.path.join(place, 'tried.json')):
        return 0, made.stderr
    plan = json.loads(read(os.path.join(place, 'tried.json')))
    if not accepted(plan):
        return 0, ''
    wrong = package(place) if os.path.exists(os.path.join(place, 'tried.te')) else ''
    name = os.path.join(place, 'policy')
    wrong = wrong or base.compile(os.path.join(place, 'tried.cil'), name)
    left = [] if wrong else left_over(base, name, plan, logs)
    return len(clusters_of(accepted(plan))), wrong or '\n'.join(map(str, left))


def each(groups):
    """The logs of a directory together, or each alone."""
    for name, logs in groups:
        if os.environ.get('FULL') == '1':
            yield from ((log, [log]) for log in logs)
        elif logs:
            yield name, logs


def try_all(what, base_of, groups):
    clusters, modules, wrong = 0, 0, []
    for number, (name, logs) in enumerate(each(groups)):
        base = base_of(f'{what}{number}', logs)
        count, said = try_logs(f'{what}{number}', base, logs) if base else (0, '')
        clusters += count
        modules += count > 0
        if count and said:
            wrong.append(f'{name}: {said}')
    logs = sum(len(logs) for _, logs in groups)
    ok(modules and not wrong, f'{logs} logs of {what}: {modules} modules compile in all '
       f'forms, and answer the {clusters} clusters that they are for', *wrong)


def logs_in(*path):
    return sorted(glob.glob(os.path.join(CORPUS, *path, '*.log')))


def directories(*path):
    place = os.path.join(CORPUS, *path)
    return [(name, logs_in(*path, name)) for name in sorted(os.listdir(place))]


def debian_groups():
    vm = os.path.join(CORPUS, 'vm', 'selinux')
    forms = ('ausearch-i.txt', 'dmesg.txt', 'journal-kernel.txt', 'journal.export',
             'journal.json')
    return directories('selinux') + [
        ('vm', logs_in('vm', 'selinux')),
        ('vm, other forms', [os.path.join(vm, name) for name in forms
                             if os.path.exists(os.path.join(vm, name))])]


def invent(report):
    """A policy of what the clusters name, with one rule; None: they name nothing."""
    types, classes, roles, users = set(), {}, {'r'}, {'u'}
    for cluster in report['clusters']:
        if cluster['lsm'] != 'selinux':
            continue
        for access in cluster['accesses']:
            names = [*access['scontext'].split(':')[:3], *access['tcontext'].split(':')[:3],
                     cluster['tclass'], *access['permissions']]
            if len(names) < 8 or not all(map(NAME.match, names)):
                continue
            users |= {names[0], names[3]}
            roles |= {names[1], names[4]}
            types |= {names[2], names[5]}
            classes.setdefault(cluster['tclass'], set()).update(access['permissions'])
    return write_policy(types, classes, roles - {'object_r'}, users) if types else None


def write_policy(types, classes, roles, users):
    first = min(types)
    categories = ' '.join(f'c{i}' for i in range(1024))
    classes.setdefault('process', set()).add('fork')
    lines = ['(handleunknown allow)', '(mls true)', '(sid kernel)', '(sidorder (kernel))',
             '(sensitivity s0)', '(sensitivityorder (s0))', '(role object_r)',
             *(f'(category c{i})' for i in range(1024)), f'(categoryorder ({categories}))',
             '(sensitivitycategory s0 (range c0 c1023))', '(level low (s0))',
             '(level high (s0 (range c0 c1023)))', '(levelrange all (low high))']
    lines += [f'(class {name} ({" ".join(sorted(permissions))}))'
              for name, permissions in sorted(classes.items())]
    lines.append(f'(classorder ({" ".join(sorted(classes))}))')
    lines += [f'(type {name})' for name in sorted(types)]
    lines += [f'(role {name})' for name in sorted(roles)]
    lines += [f'(roletype {role} {name})' for role in sorted(roles | {'object_r'})
              for name in sorted(types)]
    for user in sorted(users):
        lines += [f'(user {user})', f'(userrange {user} all)', f'(userlevel {user} low)']
        lines += [f'(userrole {user} {role})' for role in sorted(roles | {'object_r'})]
    lines += [f'(sidcontext kernel ({min(users)} {min(roles)} {first} all))',
              f'(allow {first} self (process (fork)))']
    return '\n'.join(lines) + '\n'


def android_base(name, logs):
    report = run(AVOW, 'report', '-f', 'json', *logs)
    text = invent(json.loads(report.stdout)) if report.stdout else None
    if not text:
        return None
    with open(name + '.cil', 'w', encoding='ascii') as file:
        file.write(text)
    said = trouble('secilc', '-c', '33', '-f', '/dev/null', '-o', name, name + '.cil')
    if said:
        ok(False, f'a policy for {logs[0]} compiles', said)
        return None
    return Base(name, name + '.cil', '-c', '33')


def rules_of(text):
    """{(source, target, class, permission)} of bare allow rules."""
    found = set()
    for source, target, tclass, many, one in re.findall(
            r'^allow (\S+) (\S+):(\S+) (?:{ ([^}]*) }|(\w+));', text, re.M):
        found |= {(source, source if target == 'self' else target, tclass, permission)
                  for permission in (many or one).split()}
    return found


def granted(policy):
    told = json.loads(run(AVOW, 'diff', '-f', 'json', '--only', 'allow', POLICY,
                          policy).stdout)
    return {(source, target, row['class'], permission)
            for row in told['sections'].get('allow', ()) if row['sign'] == 'added'
            for source in row['sources'] for target in row['targets']
            for permission in row['permissions']}


def compile_calls(base, name):
    """The .te with calls, through the Makefile of the headers, into a policy."""
    os.makedirs(name, exist_ok=True)
    shutil.copy(f'{name}.te', name)
    said = trouble('make', '-f', os.path.join(HEADERS, 'Makefile'), f'HEADERDIR={HEADERS}',
                   f'{name}.pp', cwd=name)
    said = said or trouble(PP, f'{name}/{name}.pp', f'{name}.cil')
    return said or base.compile(f'{name}.cil', f'{name}.33')


def compare(base, log):
    """What calls grant beyond what was asked for, by both programs."""
    bare = run(AVOW, 'suggest', '--rules', '--plain', '-p', POLICY, log).stdout
    made = run('sepolgen-ifgen', '-i', HEADERS, '-o', 'interfaces')
    theirs = run('audit2allow', '-R', '--interface-info=interfaces', '-p', POLICY, '-m',
                 'theirs', '-i', log)
    ours = run(AVOW, 'suggest', '--rules', '-R', '-p', POLICY, '-m', 'ours', log)
    for name, text in (('ours', ours.stdout), ('theirs', theirs.stdout)):
        with open(name + '.te', 'w', encoding='utf-8') as file:
            file.write(text)
    said = compile_calls(base, 'ours') or compile_calls(base, 'theirs')
    if said:
        ok(False, 'the calls of both compile', made.stderr, said)
        return
    asked = rules_of(bare)
    beyond = {name: len(granted(f'{name}.33') - asked) for name in ('ours', 'theirs')}
    missing = {name: len(asked - granted(f'{name}.33')) for name in ('ours', 'theirs')}
    ok(0 < beyond['ours'] < beyond['theirs'] and missing['ours'] <= missing['theirs'],
       f'of {len(asked)} permissions asked for, calls leave out {missing["ours"]} and grant '
       f'{beyond["ours"]} beyond; those of audit2allow -R {missing["theirs"]} and '
       f'{beyond["theirs"]}')


def main():
    needed = [(CORPUS, '../shared/corpus is not there'),
              (POLICY, 'selinux-policy-default is not installed')]
    needed += [(shutil.which(tool) or '', f'{tool} is not installed')
               for tool in ('checkmodule', 'semodule_package', 'checkpolicy', 'secilc')]
    for path, reason in needed:
        if not os.path.exists(path):
            print('1..0 # SKIP ' + reason)
            return 0
    with open('prelude.cil', 'w', encoding='ascii') as prelude:
        prelude.write(PRELUDE)
    ok(not trouble('checkpolicy', '-b', '-C', '-M', '-o', 'base.cil', POLICY),
       'the policy is taken apart into CIL')
    base = Base(POLICY, 'base.cil', '-c', '33')
    try_all('SELinux', lambda *_: base, debian_groups())
    try_all('Android', android_base, directories('android'))
    missing = [tool for tool in ('audit2allow', 'sepolgen-ifgen', 'make', 'm4')
               if not shutil.which(tool)]
    if missing or not PP or not os.path.isdir(HEADERS):
        ok(True, 'audit2allow -R # SKIP it, the headers or hll/pp are not installed')
    else:
        compare(base, logs_in('vm', 'selinux')[0])
    print(f'1..{len(results)}')
    return 0 if all(results) else 1


sys.exit(main())
