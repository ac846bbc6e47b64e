#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls of reference policy's interfaces, against m4, checkmodule and the policy.

The accesses of 300 interfaces, drawn from the installed headers, are each given to a
domain of its own: the interface is called for it, or others that give nothing more. And
the .te with calls is compiled by the headers' own Makefile: what the module of bare rules
allows, it allows too.
"""
import glob
import json
import os
import random
import re
import shutil

import common

HEADERS = '/usr/share/selinux/devel/include'
PP = next((path for path in ('/usr/libexec/selinux/hll/pp', '/usr/lib/selinux/hll/pp')
           if os.path.exists(path)), None)
SAMPLES = 300
DEFINES = ['enable_mcs', 'distro_debian', 'init_systemd', 'direct_sysadm_daemon',
           'enable_ubac', 'mls_num_sens=16', 'mls_num_cats=1024', 'mcs_num_cats=1024']


def expand():
    """Every interface as m4 has it: its name and the text of its statements."""
    support = sorted(glob.glob(f'{HEADERS}/support/*.spt'))
    headers = sorted(glob.glob(f'{HEADERS}/*/*.if'))
    names, deprecated = [], set()
    for path in headers:
        with open(path, encoding='utf-8') as file:
            for block in file.read().split('\ninterface(`')[1:]:
                name = block.split("'", 1)[0]
                names.append(name)
                if 'refpolicywarn(' in block or 'eprecated' in block:
                    deprecated.add(name)
    defined = common.run('m4', *support, *headers).stdout.replace('dollarsstar', '$*')
    with open('calls.m4', 'w', encoding='utf-8') as file:
        file.write(f'divert(-1)\n{defined}divert\n')
        for name in names:
            file.write(f"begin_here `{name}';\n{name}(caller_t)\nend_here;\n")
    text = common.run('m4', *(f'-D{word}' for word in DEFINES), *support,
                      'calls.m4').stdout
    text = re.sub(r'#.*', '', text)
    for name, body in re.findall(r'begin_here (\w+);(.*?)end_here;', text, re.S):
        if name not in deprecated:
            yield name, body


def rules(body):
    """[(type, class, permissions)], when the interface is nothing but such rules."""
    body = re.sub(r'require\s*{[^}]*}', '', body)
    found = []
    for statement in filter(None, (part.strip() for part in body.split(';'))):
        match = re.fullmatch(r'allow\s+caller_t\s+(\w+)\s*:\s*(\w+)\s+'
                             r'(?:{([\w\s]+)}|(\w+))', statement)
        if not match:
            return []
        found.append((match[1], match[2], (match[3] or match[4]).split()))
    return found


def known(types, classes, wanted):
    return all(target in types and tclass in classes and set(permissions) <= classes[tclass]
               for target, tclass, permissions in wanted)


def seinfo(policy):
    import setools
    policy = setools.SELinuxPolicy(policy)
    classes = {}
    for tclass in policy.classes():
        permissions = set(tclass.perms)
        try:
            permissions |= set(tclass.common.perms)
        except setools.exception.NoCommon:
            pass
        classes[str(tclass)] = permissions
    domains = sorted(str(one) for one in policy.lookup_typeattr('domain').expand())
    unconfined = {str(one) for one in
                  policy.lookup_typeattr('unconfined_domain_type').expand()}
    return ({str(one) for one in policy.types()}, classes,
            [one for one in domains if one not in unconfined])


def write_log(drawn, domains, path):
    with open(path, 'w', encoding='ascii') as log:
        serial = 0
        for (_, wanted), domain in zip(drawn, domains):
            for target, tclass, permissions in wanted:
                serial += 1
                log.write(f'type=AVC msg=audit(1790000000.000:{serial}): avc:  denied  '
                          f'{{ {" ".join(permissions)} }} for  pid=1 comm="drawn" '
                          f'scontext=system_u:system_r:{domain}:s0 '
                          f'tcontext=system_u:object_r:{target}:s0 tclass={tclass} '
                          'permissive=0\n')


def calls_of(te):
    """{domain: [(interface, beyond)]}"""
    found = {}
    for beyond, name, arguments in re.findall(
            r'asked for, (\d+) beyond\n(?:optional_policy\(`\n\t)?(\w+)\(([^)]*)\)', te):
        found.setdefault(arguments.split(',')[0], []).append((name, int(beyond)))
    return found


def draw(policy):
    types, classes, domains = seinfo(policy)
    usable = [(name, wanted) for name, wanted in
              ((name, rules(body)) for name, body in expand())
              if wanted and known(types, classes, wanted)]
    random.seed(7)
    random.shuffle(domains)
    count = min(SAMPLES, len(domains))
    drawn = random.sample(usable, count)
    write_log(drawn, domains, 'drawn.log')
    made = common.run(common.AVOW, 'suggest', '--rules', '-R', '-p', policy, 'drawn.log')
    common.ok(made.returncode == 0, f'calls are found for {count} interfaces of '
              f'{len(usable)}', made.stderr)
    calls = calls_of(made.stdout)
    wrong = []
    for (name, wanted), domain in zip(drawn, domains):
        found = calls.get(domain, [])
        if name in (one for one, _ in found) or not any(beyond for _, beyond in found):
            continue
        wrong.append(f'{name} for {domain}: {found}, wanted {wanted}')
    common.ok(not wrong, 'each is called, or what gives nothing beyond', *wrong)
    exact = sum(name in (one for one, _ in calls.get(domain, []))
                for (name, _), domain in zip(drawn, domains))
    common.ok(exact > count // 2, f'{exact} of {count} by their very name')


def denied(policy, log):
    """Accesses that the policy refuses, by avow replay."""
    run = common.run(common.AVOW, 'replay', '-p', policy, '-f', 'json', '--fail-on', 'none',
                     log)
    return {(row['scontext'], row['tcontext'], row['tclass'], row['permissions'])
            for row in json.loads(run.stdout)['rows'] if row['status'] == 'still denied'}


def compile_with(module, name):
    made = common.run('secilc', '-c', '33', '-f', '/dev/null', '-o', name, 'base.cil',
                      'prelude.cil', module)
    return made.stdout + made.stderr if made.returncode != 0 else ''


def compile_reference(directory, name):
    made = common.run('make', '-f', os.path.join(HEADERS, 'Makefile'),
                      f'HEADERDIR={HEADERS}', f'{name}.pp',
                      cwd=directory)
    if made.returncode == 0:
        made = common.run(PP, os.path.join(directory, f'{name}.pp'), f'{name}.cil')
    return '' if made.returncode == 0 else made.stdout + made.stderr


def try_logs(policy):
    made = common.run('checkpolicy', '-b', '-C', '-M', '-o', 'base.cil', policy)
    common.ok(made.returncode == 0, 'the policy is taken apart into CIL', made.stderr)
    with open('prelude.cil', 'w', encoding='ascii') as prelude:
        prelude.write('(typeattribute cil_gen_require)\n(roleattribute cil_gen_require)\n')
    for number, (name, path) in enumerate(common.logs()):
        module = f'called{number}'
        made = common.run(common.AVOW, 'suggest', '--rules', '-R', '-p', policy, '-m', module,
                          '-o', f'out{number}', path)
        common.ok(made.returncode == 0, f'{name}: a module with calls is suggested',
                  made.stderr)
        os.mkdir(f'make{number}')
        shutil.copy(f'out{number}/{module}.te', f'make{number}')
        trouble = compile_reference(f'make{number}', module)
        common.ok(not trouble, f'{name}: the Makefile of the headers compiles it', trouble)
        trouble = compile_with(f'{module}.cil', 'called.33') or \
            compile_with(f'out{number}/{module}.cil', 'bare.33')
        common.ok(not trouble, f'{name}: secilc takes both', trouble)
        more = denied('called.33', path) - denied('bare.33', path)
        common.ok(not more, f'{name}: what the rules allow, the calls allow', *more)


common.need('m4', 'make', 'checkmodule', 'semodule_package', 'checkpolicy', 'secilc')
common.need_audit2why()
POLICY = common.policy()
if not os.path.isdir(HEADERS):
    common.skip_all('selinux-policy-dev is not installed')
draw(POLICY)
if PP:
    try_logs(POLICY)
else:
    common.skip('the calls are compiled', 'policycoreutils has no hll/pp')
common.done()
