#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""AppArmor records, field by field: what libapparmor's own tests expect, and what
its parse_record() says where it takes the record. differences.md tells the A's."""
import glob
import os
import re
import shutil

import common

FIELDS = os.path.join(os.environ.get('AVOW_BUILD', '.'), 'tests', 'golden', 'fields')
CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
EXPECTED = os.path.join(CORPUS, 'apparmor', 'libapparmor-test_multi')
LOGS = [
    'apparmor/*/*.log', 'apparmor/*/*.auditlog', 'traps/apparmor/*.txt',
    'vm/apparmor/audit.log', 'vm/apparmor/dmesg.txt',
]
PROTOCOLS = {'ip': 0, 'icmp': 1, 'igmp': 2, 'ipip': 4, 'tcp': 6, 'egp': 8, 'pup': 12, 'udp': 17, 'ipv6-icmp': 58, 'sctp': 132}

# The words of libapparmor's tests, and ours.
NAMES = {
    'Operation': 'operation', 'Mask': 'requested_mask', 'Denied Mask': 'denied_mask',
    'fsuid': 'fsuid', 'ouid': 'ouid', 'Profile': 'profile', 'Peer profile': 'peer',
    'Peer': 'peer', 'Command': 'comm', 'Name': 'name', 'Name2': 'target',
    'Namespace': 'namespace', 'Attribute': 'attribute', 'Parent': 'parent', 'Task': 'task',
    'Token': 'magic_token', 'Info': 'info', 'ErrorCode': 'error', 'PID': 'pid',
    'Peer PID': 'peer_pid', 'Network family': 'family', 'Socket type': 'sock_type',
    'Protocol': 'protocol', 'Local addr': 'laddr', 'Local port': 'lport',
    'Foreign addr': 'faddr', 'Foreign port': 'fport', 'DBus bus': 'bus', 'DBus path': 'path',
    'DBus interface': 'interface', 'DBus member': 'member', 'Signal': 'signal',
    'FS Type': 'fstype', 'Flags': 'flags', 'Src name': 'srcname', 'Net Addr': 'addr',
    'Peer Addr': 'peer_addr', 'Execpath': 'execpath', 'Class': 'class_name',
    'Audit ID': 'stamp',
}
NUMBERS = {'pid', 'parent', 'fsuid', 'ouid', 'peer_pid', 'lport', 'fport', 'src', 'dest', 'task', 'magic_token'}
# libapparmor has no place for these (A4).
OURS_ALONE = {'capname', 'class_name', 'addr', 'peer_addr', 'execpath'}


def normal(field, value):
    """One spelling of what both mean: numbers (A1), their sign (A2), protocols (A3)."""
    if field == 'error':
        return value.lstrip('-')
    if field == 'protocol':
        unknown = re.fullmatch(r'unknown\((\d+)\)', value)
        return unknown.group(1) if unknown else str(PROTOCOLS.get(value, value))
    if field in NUMBERS:
        return str(int(value)) if value.lstrip('-').isdigit() else value
    return value


def blocks(text):
    """{line: (verdict, {field: value})} of fields.c and of parse_record.c."""
    found, fields = {}, {}
    for line in text.splitlines():
        if line.startswith('  '):
            name, _, value = line[2:].partition('=')
            fields[name] = normal(name, value)
        else:
            number, _, verdict = line.partition(' ')
            fields = {}
            found[int(number)] = (verdict, fields)
    return found


def read(path):
    return blocks(common.run(FIELDS, path).stdout)


def expectation(path):
    """The verdict and the fields of one .out; epoch and subid are parts of the stamp."""
    verdict, fields, name = '', {}, None
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        for line in file:
            key, colon, value = line.rstrip('\n').partition(': ')
            if not colon or key in ('File', 'Epoch', 'Audit subid'):
                continue
            if key == 'Event type':
                verdict = value.replace('AA_RECORD_', '')
                continue
            if not value:
                continue  # a field that is there and empty names nothing
            name = NAMES.get(key, key)
            fields[name] = normal(name, value)
    return verdict, fields


def settle(ours, theirs):
    """Ours in libapparmor's terms, where the difference is one that we know."""
    ours = dict(ours)
    if 'capname' in ours and 'name' not in ours:
        ours['name'] = ours['capname']  # A4
    if 'bus' in ours and theirs.get('comm', '').endswith('dbus-daemon'):
        ours['comm'] = theirs['comm']  # A5
    for end, of_call in (('laddr', 'saddr'), ('lport', 'src'), ('faddr', 'daddr'), ('fport', 'dest')):
        value = ours.pop(of_call, None)
        if value and end in theirs:
            ours.setdefault(end, value)  # A9
    for field in ('addr', 'peer_addr'):
        if theirs.get(field) == 'none':
            ours[field] = 'none'  # A6
    for field in ('fsuid', 'ouid', 'error', 'protocol', 'pid', 'parent', 'lport', 'fport'):
        if ours.get(field) == '0' and field not in theirs:
            del ours[field]  # A7
    if '\\x00' in ours.get('name', ''):
        ours['name'] = ours['name'].split('\\x00')[0]  # A8
    return ours


def differences(ours, theirs, ours_alone=OURS_ALONE):
    ours = settle(ours, theirs)
    return [f'{field}: {ours.get(field)!r}, libapparmor {theirs.get(field)!r}'
            for field in sorted(set(ours) | set(theirs))
            if ours.get(field) != theirs.get(field)
            and not (field in ours_alone and field not in theirs)]


def check_expected():
    """Each record of libapparmor's tests: what it calls invalid, we refuse."""
    inputs = sorted(glob.glob(os.path.join(EXPECTED, '*.in')))
    if not inputs:
        common.skip('expected fields', 'the corpus is not beside the checkout')
        return
    refused = 0
    for path in inputs:
        verdict, theirs = expectation(path[:-3] + '.out')
        read_here = [block for block in read(path).values()]
        name = os.path.basename(path)
        if verdict == 'INVALID':
            refused += 1
            said = [kind for kind, _ in read_here]
            common.ok(all(kind.startswith('malformed') for kind in said), name + ': refused, or no record at all', said)
            continue
        if len(read_here) != 1:
            common.ok(False, name + ': one record', read_here)
            continue
        kind, ours = read_here[0]
        # Only capname has no word of its own there: all else has to be expected.
        found = differences(ours, theirs, {'capname'})
        common.ok(kind == verdict and not found, name + ': every field is as expected', kind, *found)
    common.ok(refused and len(inputs) > refused * 2, 'some are refused, most are not', refused)


def is_damaged(line):
    """Whether a kernel's record lacks what every one has, or is two."""
    return ' comm=' not in line or line.count('apparmor="') > 1 or line.rstrip().endswith('requested_mask="r"')


def oracle():
    """parse_record() as a program; None, told, where it cannot be built."""
    program = os.path.abspath('parse_record')
    source = os.path.join(common.HERE, 'parse_record.c')
    if not shutil.which('cc'):
        return None
    built = common.run('cc', '-O1', '-o', program, source, '-lapparmor')
    return program if built.returncode == 0 else None


def lines_of(path):
    """Lines with a record alone on them, as parse_record() wants them."""
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        for line in file:
            line = line.rstrip('\r\n')
            if '/traps/' in path and line.startswith('T'):
                line = line.partition('|')[2]  # `T01 what it is|the record`
            if not line.startswith('{'):
                yield line.partition('\x1d')[0]  # enriched records as they were before


def check_against_library(name, paths, program):
    """Of the records that libapparmor takes, each field."""
    log = os.path.abspath('apparmor.log')
    lines = [line for path in paths for line in lines_of(path)]
    with open(log, 'w', encoding='utf-8', errors='surrogateescape') as file:
        file.writelines(line + '\n' for line in lines)
    ours = read(log)
    with open(log, 'rb') as file:
        theirs = blocks(common.run(program, stdin=file).stdout)
    compared, wrong = 0, []
    for at, (verdict, fields) in theirs.items():
        if verdict == 'INVALID':
            continue
        compared += 1
        mine = ours.get(at, ('nothing', {}))
        if mine[0].startswith('malformed') and is_damaged(lines[at - 1]):
            continue  # A10
        found = differences(mine[1], fields) if mine[0] == verdict else [mine[0]]
        if found:
            wrong.append(f'line {at}: ' + '; '.join(found))
    common.ok(compared >= 20 and not wrong, f'{name}: {compared} records that libapparmor takes are read alike', compared, *wrong)


check_expected()
tool = oracle()
if not tool:
    common.skip('parse_record', 'libapparmor-dev or a compiler is not installed')
else:
    fixtures = sorted(glob.glob(os.path.join(common.SOURCE, 'fixtures', '*', 'apparmor*', 'input')))
    check_against_library('our fixtures', fixtures, tool)
    corpus = [path for pattern in LOGS for path in sorted(glob.glob(os.path.join(CORPUS, pattern)))]
    corpus += sorted(glob.glob(os.path.join(EXPECTED, '*.in')))
    if os.path.isdir(CORPUS):
        check_against_library('recorded logs', corpus, tool)
    else:
        common.skip('recorded logs', 'the corpus is not beside the checkout')
common.done()
