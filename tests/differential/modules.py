#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The suggested module is taken by the compilers, and does what avow says it does.

The policy is taken apart into CIL, compiled again with the module (once from the
.cil, once from the .te through a package), and asked by audit2why: what avow
tells as unanswered is still refused, and all the rest is allowed.
"""
import glob
import os
import re
import shutil

import common

PP = next((path for path in ('/usr/libexec/selinux/hll/pp', '/usr/lib/selinux/hll/pp')
           if os.path.exists(path)), None)
MAKEFILE = '/usr/share/selinux/devel/Makefile'
HEADERS = '/usr/share/selinux/devel/include'
# An allow rule with audit_access: --rules answers whatever the log asks for.
SAID_OF_THE_LOG = '(W-013)'


def package(directory):
    """The .te as a package and back as CIL; what the compilers complained of."""
    steps = [['checkmodule', '-M', '-m', '-o', 'tried.mod', 'tried.te'],
             ['semodule_package', '-o', 'tried.pp', '-m', 'tried.mod']]
    for step in steps:
        made = common.run(*step, cwd=directory)
        if made.returncode != 0:
            return made.stdout + made.stderr
    return ''


def refpolicy(directory, policy, log):
    """The .te of refpolicy's style, through its Makefile, and what SELint says of it."""
    made = common.run(common.AVOW, 'suggest', '--rules', '-R', '-p', policy, '-m', 'styled',
                      '-o', os.path.join(directory, 'styled'), log)
    if made.returncode != 0:
        return made.stderr, ''
    place = os.path.join(directory, 'styled')
    # Beside the .te the Makefile would take the .pp for its own.
    os.unlink(os.path.join(place, 'styled.pp'))
    built = common.run('make', '-f', MAKEFILE, 'NAME=default', 'styled.pp', cwd=place)
    trouble = built.stdout + built.stderr if built.returncode != 0 else ''
    said = ''
    if shutil.which('selint'):
        for options in [], ['-s'], ['--context=' + HEADERS]:
            said += common.run('selint', *options, 'styled.te', cwd=place).stdout
    return trouble, '\n'.join(line for line in said.splitlines()
                              if line.startswith('styled.te') and
                              not line.endswith(SAID_OF_THE_LOG))


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def statements(text):
    """The statements of flat CIL, the words of each and they themselves in any order."""
    return sorted(sorted(re.findall(r'[^() ]+', line)) for line in text.splitlines())


def compile_with(module, name):
    if os.path.exists(name):
        os.unlink(name)
    made = common.run('secilc', '-c', '33', '-f', '/dev/null', '-o', name, 'base.cil',
                      'prelude.cil', module)
    return made.stdout + made.stderr if made.returncode != 0 else ''


def contradictions(policy_file, report):
    """Accesses that this policy judges otherwise than the proof says."""
    oracle = common.Oracle(policy_file)
    left = {access[:4] for access in report.unanswered()}
    wrong, asked = [], 0
    for access in report.accesses():
        if access[4].startswith('SEL-UNKNOWN'):
            continue
        verdict = oracle.verdict(*access[:4])[0]
        asked += 1
        if (verdict == 'SEL-ALLOWED') != (access[:4] not in left):
            wrong.append(f'{access}: {verdict}')
    oracle.close()
    return asked, wrong


def same_package(directory):
    """Whether the .pp made in process says what semodule_package's does."""
    own = common.run(PP, os.path.join(directory, 'own.pp'))
    theirs = common.run(PP, os.path.join(directory, 'tried.pp'))
    return own.returncode == 0 and statements(own.stdout) == statements(theirs.stdout)


def corpus(policy):
    """The logs of other policies, as far as this one knows what is in them."""
    place = os.path.join(os.path.dirname(common.CORPUS), '..', '..', 'selinux')
    paths = sorted(glob.glob(os.path.join(place, '**', '*.log'), recursive=True))
    if not paths:
        common.skip('modules of the corpus compile', 'the corpus is not there')
        return
    modules, wrong = 0, []
    for number, path in enumerate(paths):
        directory = f'corpus{number}'
        common.run(common.AVOW, 'suggest', '--rules', '--xperms', '-p', policy, '-m', 'tried',
                   '-o', directory, path)
        if ':' not in read(os.path.join(directory, 'tried.te')):
            continue
        modules += 1
        os.rename(os.path.join(directory, 'tried.pp'), os.path.join(directory, 'own.pp'))
        trouble = package(directory) or compile_with(os.path.join(directory, 'tried.cil'),
                                                     'corpus.33')
        if trouble or (PP and not same_package(directory)):
            wrong.append(f'{path}: {trouble or "the packages differ"}')
    common.ok(modules > 0 and not wrong,
              f'{modules} modules of {len(paths)} logs of the corpus compile in all forms',
              *wrong)


common.need('checkmodule', 'semodule_package', 'checkpolicy', 'secilc')
common.need_audit2why()
policy = common.policy()
made = common.run('checkpolicy', '-b', '-C', '-M', '-o', 'base.cil', policy)
common.ok(made.returncode == 0, 'the policy is taken apart into CIL', made.stderr)
# What a package's CIL gathers its requirements in; a policy of modules declares it.
with open('prelude.cil', 'w', encoding='ascii') as prelude:
    prelude.write('(typeattribute cil_gen_require)\n')
for number, (name, path) in enumerate(common.logs()):
    directory = f'module{number}'
    made = common.run(common.AVOW, 'suggest', '--rules', '-p', policy, '-m', 'tried', '-o', directory,
                      path)
    common.ok(made.returncode == 0, f'{name}: a module is suggested', made.stderr)
    os.rename(os.path.join(directory, 'tried.pp'), os.path.join(directory, 'own.pp'))
    trouble = package(directory)
    common.ok(not trouble, f'{name}: checkmodule and semodule_package take the .te', trouble)
    report = common.Report(path, policy)
    modules = {'.cil': os.path.join(directory, 'tried.cil')}
    if PP:
        converted = common.run(PP, os.path.join(directory, 'tried.pp'),
                               os.path.join(directory, 'package.cil'))
        common.ok(converted.returncode == 0, f'{name}: the package is CIL again',
                  converted.stderr)
        modules['.te'] = os.path.join(directory, 'package.cil')
        converted = common.run(PP, os.path.join(directory, 'own.pp'))
        same = statements(converted.stdout) == statements(read(modules['.te']))
        common.ok(converted.returncode == 0 and same,
                  f'{name}: the package made in process is that of semodule_package',
                  converted.stderr)
        if os.path.exists(MAKEFILE):
            trouble, said = refpolicy(directory, policy, path)
            common.ok(not trouble, f'{name}: the headers\' Makefile takes the .te of -R',
                      trouble)
            if shutil.which('selint'):
                common.ok(not said, f'{name}: SELint has nothing to say of it', said)
            else:
                common.skip(f'{name}: SELint has nothing to say of it',
                            'selint is not installed')
        else:
            common.skip(f'{name}: the headers\' Makefile takes the .te of -R',
                        'selinux-policy-dev is not installed')
    else:
        common.skip(f'{name}: the package is CIL again', 'policycoreutils has no hll/pp')
    for form, module in modules.items():
        trouble = compile_with(module, 'tried.33')
        common.ok(not trouble, f'{name}: secilc takes the {form} with the policy', trouble)
        if trouble:
            continue
        asked, wrong = contradictions('tried.33', report)
        common.ok(asked > 0 and not wrong,
                  f'{name}: of {asked} accesses, the {form} answers what it says', *wrong)
corpus(policy)
common.done()
