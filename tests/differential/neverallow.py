#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""secilc and checkpolicy refuse a rule exactly when avow says that it would break one.

From a fixed seed: neverallow rules over fixtures/policy/harbor.cil, written in CIL and
in the policy language, and an access for each. The policy with the neverallow rule is
compiled without and with an allow rule for the access. The first verdict must be
that of "the policy already breaks it", the second that of SEL-NEVERALLOW.
"""
import os
import random
import subprocess
import sys
import tempfile

import common

CASES = 90
SEED = 20260921
DOMAINS = ['pilot_t', 'ferry_t', 'tug_t', 'diver_t']
CARGO = ['crate_t', 'barrel_t', 'gold_t']
PORTS = ['pilot_port_t', 'ferry_port_t', 'quay_port_t', 'unreserved_port_t']
CLASSES = {'file': ['ioctl', 'read', 'write', 'execute', 'entrypoint'],
           'process': ['transition', 'ptrace'],
           'tcp_socket': ['name_bind', 'name_connect', 'node_bind']}
TARGETS = {'file': CARGO, 'process': DOMAINS, 'tcp_socket': PORTS}
ATTRIBUTES = {'file': 'cargo', 'process': 'domain', 'tcp_socket': 'port_type'}
RECORD = ('type=AVC msg=audit(1790000000.001:1): avc:  denied  {{ {4} }} for  pid=1 comm="x" '
          '{5}scontext=harbor_u:harbor_r:{0} tcontext=harbor_u:object_r:{1} '
          'tclass={2} permissive=0\n')


def some(draw, names):
    return draw.sample(names, draw.randint(1, min(2, len(names))))


def type_set(draw, attribute, names):
    """The same set in the policy language and as an expression of CIL."""
    kind = draw.randrange(6)
    one, few = draw.choice(names), some(draw, names)
    return [
        (one, one),
        (attribute, attribute),
        ('{ %s -%s }' % (attribute, one), '(and (%s) (not (%s)))' % (attribute, one)),
        ('{ %s }' % ' '.join(few), '(%s)' % ' '.join(few)),
        ('~{ %s }' % ' '.join(few), '(not (%s))' % ' '.join(few)),
        ('*', '(all)'),
    ][kind]


def target_set(draw, attribute, names, tclass):
    kind = draw.randrange(8)
    if kind == 0 and tclass == 'process':
        return 'self', 'self'
    return type_set(draw, attribute, names)


def permission_set(draw, names):
    few = some(draw, names)
    return draw.choice([
        (few[0], '(%s)' % few[0]),
        ('{ %s }' % ' '.join(few), '(%s)' % ' '.join(few)),
        ('*', '(all)'),
        ('~{ %s }' % ' '.join(few), '(not (%s))' % ' '.join(few)),
    ])


def commands(draw):
    low = draw.randrange(0x53ff, 0x5406)
    high = low + draw.randrange(4)
    return draw.choice([
        ('{ 0x%x-0x%x }' % (low, high), '((range 0x%x 0x%x))' % (low, high)),
        ('0x%x' % low, '(0x%x)' % low),
        ('~{ 0x%x-0x%x }' % (low, high), '(not (range 0x%x 0x%x))' % (low, high)),
    ])


def make_case(draw):
    """A neverallow rule in both languages, and (source, target, class, permission)."""
    tclass = draw.choice(sorted(CLASSES))
    source = type_set(draw, 'domain', DOMAINS)
    target = target_set(draw, ATTRIBUTES[tclass], TARGETS[tclass], tclass)
    lines = ['(typeattribute na_s)', '(typeattributeset na_s %s)' % source[1]]
    named = target[1]
    if named != 'self':
        lines += ['(typeattribute na_t)', '(typeattributeset na_t %s)' % named]
        named = 'na_t'
    if tclass == 'file' and draw.randrange(3) == 0:
        which = commands(draw)
        te = 'neverallowxperm %s %s:file ioctl %s;' % (source[0], target[0], which[0])
        lines.append('(neverallowx na_s %s (ioctl file %s))' % (named, which[1]))
        permission = 'ioctl'
    else:
        which = permission_set(draw, CLASSES[tclass])
        te = 'neverallow %s %s:%s %s;' % (source[0], target[0], tclass, which[0])
        lines.append('(neverallow na_s %s (%s %s))' % (named, tclass, which[1]))
        permission = draw.choice(CLASSES[tclass])
    access = draw.choice(DOMAINS), draw.choice(TARGETS[tclass]), tclass, permission
    return te + '\n', '\n'.join(lines) + '\n', access


def compiles(command):
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def check_secilc(rules, allow):
    with open('rules.cil', 'w') as file:
        file.write(rules)
    with open('allow.cil', 'w') as file:
        file.write('(allow %s %s (%s (%s)))\n' % allow)
    base = ['secilc', '-M', 'false', '-c', '31', '-f', '/dev/null', '-o', '/dev/null',
            os.path.join(common.SOURCE, 'fixtures', 'policy', 'harbor.cil'), 'rules.cil']
    return [compiles(base), compiles(base + ['allow.cil'])]


def check_checkpolicy(conf, rules, allow):
    verdicts = []
    for more in ('', 'allow %s %s:%s %s;\n' % allow):
        with open('whole.conf', 'w') as file:
            at = conf.index('\nuser ') + 1
            file.write(conf[:at] + rules + more + conf[at:])
        verdicts.append(compiles(['checkpolicy', '-c', '31', '-o', '/dev/null', 'whole.conf']))
    return verdicts


def is_sound(verdicts):
    """The only thing that may be wrong with what was compiled is the neverallow rule."""
    return all(fine or 'neverallow' in text for fine, text in verdicts)


def check_avow(policy, name, rules, access):
    with open(name, 'w') as file:
        file.write(rules)
    with open('log', 'w') as file:
        file.write(RECORD.format(*access[:3], None, access[3], ''))
    run = common.run(common.AVOW, 'suggest', '--rules', '--plain', '-p', policy, '--neverallow', name,
                     'log')
    return ('already breaks it' in run.stderr, 'SEL-NEVERALLOW' in run.stderr,
            'allowed by this policy as it is' in run.stderr,
            run.stderr if run.returncode or 'not checked' in run.stderr else '')


def compare(judge, got):
    """What is wrong with avow's answer; empty: nothing."""
    broken, refused, is_allowed, trouble = got
    if trouble or not is_sound(judge):
        return trouble or 'the judge did not compile it: ' + judge[0][1] + judge[1][1]
    if broken == judge[0][0]:
        return 'the policy as it is: avow says %s' % ('broken' if broken else 'fine')
    if not is_allowed and (broken or refused) == judge[1][0]:
        return 'the rule: avow says %s' % ('refused' if refused else 'fine')
    return ''


def main():
    common.need('secilc', 'checkpolicy')
    draw = random.Random(SEED)
    wrong, counts = {'secilc': [], 'checkpolicy': []}, [0, 0, 0]
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        harbor = os.path.join(common.SOURCE, 'fixtures', 'policy', 'harbor.cil')
        subprocess.run(['secilc', '-M', 'false', '-c', '31', '-f', '/dev/null', '-o',
                        'policy', harbor], check=True)
        subprocess.run(['checkpolicy', '-b', '-F', '-o', 'harbor.conf', 'policy'], check=True,
                       capture_output=True)
        with open('harbor.conf') as file:
            conf = file.read()
        for _ in range(CASES):
            te, cil, access = make_case(draw)
            got = check_avow('policy', 'avow.cil', cil, access)
            note = compare(check_secilc(cil, access), got)
            if note:
                wrong['secilc'].append('%s%s: %s' % (cil, access, note))
            counts[0] += got[0]
            counts[1] += got[1]
            counts[2] += not got[0] and not got[1]
            got = check_avow('policy', 'avow.te', te, access)
            note = compare(check_checkpolicy(conf, te, access), got)
            if note:
                wrong['checkpolicy'].append('%s%s: %s' % (te, access, note))
        os.chdir('/')
    for judge in sorted(wrong):
        common.ok(not wrong[judge], f'{CASES} rules: {judge} agrees', *wrong[judge])
    common.ok(min(counts) > CASES // 10, 'every verdict was met: %s' % counts)
    common.done()


main()
sys.stdout.flush()
