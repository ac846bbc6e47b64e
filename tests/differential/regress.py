#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""avow check finds what a change of the real policy breaks, and names it.

The installed policy is taken apart into CIL, changed in one place and compiled by secilc;
a copy of AppArmor's profiles loses a line of an abstraction. A log that used what was
changed passes with the policy of before, and fails with the changed one.
"""
import json
import os
import re
import shutil

import common

USER = 'system_u:system_r:'
BOOLEAN = 'allow_mount_anyfile'


def granted(source, target, tclass, permission):
    return (f'type=AVC msg=audit(1790000000.000:10): avc:  granted  {{ {permission} }} for  pid=1 '
            f'comm="x" scontext={USER}{source}:s0 tcontext=system_u:object_r:{target}:s0 '
            f'tclass={tclass}\n')


def remove_rule(text):
    """A rule of ntpd_t for its drift file."""
    return re.sub(r'\n\(allow ntpd_t ntp_drift_t \(file \([^)]*\)\)\)', '', text)


def switch_boolean(text):
    """allow_mount_anyfile, which is on in the policy of before here."""
    return text.replace(f'(boolean {BOOLEAN} true)', f'(boolean {BOOLEAN} false)')


def remove_attribute(text):
    """ntpd_t is no domain any more."""
    return re.sub(r'(\n\(typeattributeset domain \([^)]*?) ntpd_t ', r'\1 ', text)


def tighten_constraint(text):
    """Whoever is not syslogd_t may append to files, whatever the rules say."""
    return text.replace('\n(mlsconstrain (file ',
                        '\n(constrain (file (append)) (neq t1 syslogd_t))\n(mlsconstrain (file ', 1)


# The change, the access, and what the finding has to name.
CASES = [
    ('a rule is removed', remove_rule, ('ntpd_t', 'ntp_drift_t', 'file', 'write'),
     ['ntpd_t ntp_drift_t:file', 'SEL-TE', 'write']),
    ("a boolean's default is changed", switch_boolean, ('mount_t', 'ntp_conf_t', 'file', 'mounton'),
     [BOOLEAN]),
    ('an attribute is taken off a type', remove_attribute, ('ntpd_t', 'ld_so_cache_t', 'file', 'map'),
     ['ntpd_t ld_so_cache_t:file', 'map']),
    ('a constraint is tightened', tighten_constraint, ('syslogd_t', 'var_log_t', 'file', 'append'),
     ['t1 != syslogd_t', 'append']),
]


def compile_cil(text, target):
    with open('changed.cil', 'w', encoding='ascii') as out:
        out.write(text)
    made = common.run('secilc', '-c', '33', '-M', 'true', '-o', target, '-f', '/dev/null', 'changed.cil')
    return made.stderr if made.returncode else ''


def check(log, *options):
    done = common.run(common.AVOW, 'check', '-f', 'json', '--annotate', 'none', *options, log)
    return done.returncode, json.loads(done.stdout), done.stderr


def try_policy(base, name, change, access, named):
    changed = change(base)
    common.ok(changed != base, f'{name}: the policy has what is changed')
    trouble = compile_cil(changed, 'new.33')
    common.ok(not trouble, f'{name}: it compiles', trouble)
    with open('log', 'w', encoding='ascii') as out:
        out.write(granted(*access))
    if os.path.exists('baseline'):
        os.remove('baseline')
    status, told, err = check('log', '-b', 'baseline', '--update', '-p', 'old.33')
    common.ok(status == 0 and told['result'] == 'passed', f'{name}: passes before', told, err)
    with open('nothing', 'w', encoding='ascii'):
        pass
    for log, options in (('log', []), ('nothing', ['-b', 'baseline'])):
        status, told, err = check(log, '-p', 'new.33', *options)
        items = [item for item in told['items'] if item['kind'] == 'replay-denied']
        text = json.dumps(items)
        common.ok(status == 1 and len(items) == 1, f'{name}: fails after, by the {options or "log"}',
                  told, err)
        missing = [word for word in (*named[:1], *access[:2], access[3]) if word not in text]
        common.ok(not missing, f'{name}: names it', missing, text)


def try_profiles():
    shutil.copytree('/etc/apparmor.d', 'narrowed', symlinks=True)
    path = 'narrowed/abstractions/base'
    with open(path, encoding='utf-8') as file:
        text = file.read()
    narrower = re.sub(r'\n.*/usr/share/zoneinfo/\*\*.*', '', text)
    common.ok(narrower != text, 'an abstraction is narrowed: it has what is taken out')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(narrower)
    with open('log', 'w', encoding='ascii') as out:
        out.write('type=AVC msg=audit(1790000000.000:10): apparmor="AUDIT" operation="open" class="file" '
                  'profile="man_groff" name="/usr/share/zoneinfo/UTC" pid=1 comm="man" '
                  'requested_mask="r" fsuid=0 ouid=0\n')
    status, told, err = check('log', '--profiles', '/etc/apparmor.d')
    common.ok(status == 0, 'an abstraction is narrowed: passes before', told, err)
    status, told, err = check('log', '--profiles', 'narrowed')
    text = json.dumps(told['items'])
    common.ok(status == 1 and '/usr/share/zoneinfo/UTC' in text and 'man_groff' in text,
              'an abstraction is narrowed: fails after, and names it', text, err)


common.need('checkpolicy', 'secilc')
POLICY = common.policy()
made = common.run('checkpolicy', '-b', '-C', '-M', '-o', 'base.cil', POLICY)
common.ok(made.returncode == 0, 'the policy is taken apart into CIL', made.stderr)
with open('base.cil', encoding='ascii') as cil:
    BASE = cil.read().replace(f'(boolean {BOOLEAN} false)', f'(boolean {BOOLEAN} true)')
common.ok(not compile_cil(BASE, 'old.33'), 'and put together again')
for case in CASES:
    try_policy(BASE, *case)
if os.path.exists('/etc/apparmor.d/usr.bin.man'):
    try_profiles()
else:
    common.skip('an abstraction is narrowed', 'there is no profile of man')
common.done()
