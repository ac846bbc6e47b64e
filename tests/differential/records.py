#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records as libauparse reads them: type, node, time and serial of each, and of each
denial by the kernel its permissions, contexts, class, process and path.

Where the two differ, differences.md says which of them is wrong (L1).
"""
import collections
import glob
import os
import re

import common

try:
    import audit
    import auparse
except ImportError:
    common.skip_all('python3-audit is not installed')

CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
LOGS = ('audit/audit-userspace/*.log', 'audit/go-libaudit-auparse/*.log',
        'audit/plaso/*.log', 'audit/otrf/*.log', 'audit/laurel/*.txt',
        'selinux/audit2allow/*.log', 'selinux/sepolgen/*.log',
        'selinux/setroubleshoot/*.log', 'vm/*/audit.log')
FIELD = re.compile(r' ([a-z.]+)=(?:\[(.*?)\](?= [a-z.]+=|$)|(\S+))')


def records_of_auparse(path):
    """{line: (type, node, seconds, milliseconds, serial)} and {line: {field: value}}"""
    records, denials = {}, {}
    parser = auparse.AuParser(auparse.AUSOURCE_FILE, path)
    while parser.parse_next_event():
        parser.first_record()
        while True:
            stamp = parser.get_timestamp()
            if stamp is None:  # an event of no record that it could read
                break
            line = parser.get_line_number()
            kind = name_of_type(parser)
            records[line] = (kind, stamp.host or '', stamp.sec, stamp.milli, stamp.serial)
            if kind == 'AVC':
                denials[line] = fields_of(parser)
            if not parser.next_record():
                break
    return records, denials


def name_of_type(parser):
    try:
        return parser.get_type_name()
    except LookupError:
        return None


def fields_of(parser):
    fields = {}
    parser.first_field()
    while True:
        name = parser.get_field_name()
        if name in ('comm', 'path'):
            fields.setdefault(name, parser.interpret_field())
        else:
            fields.setdefault(name, parser.get_field_str())
        if not parser.next_field():
            return fields


def dump(stage, path):
    return common.run('dump', stage, path).stdout.splitlines()


def records_of_avow(path):
    """As records_of_auparse(), by avow's own stages."""
    records, denials = {}, {}
    for line in dump('record', path):
        number, _, rest = line.partition(' ')
        if rest.startswith('record '):
            fields = {name: bracketed or bare for name, bracketed, bare in
                      FIELD.findall(rest.split(' body=')[0][len('record'):])}
            seconds, milliseconds = fields['time'].split('.')
            records[int(number)] = (fields['type'], fields.get('node', ''), int(seconds),
                                    int(milliseconds), int(fields['serial']))
    for line in dump('denial', path):
        number, _, rest = line.partition(' ')
        if rest.startswith('denial '):
            denials[int(number)] = {name: bracketed or bare for name, bracketed, bare
                                    in FIELD.findall(rest[len('denial'):])}
    return records, denials


def number_of(kind):
    """Of a type by name, by number, or as UNKNOWN[number]; None when there is none."""
    digits = re.fullmatch(r'(?:UNKNOWN\[)?(\d+)\]?', kind or '')
    return int(digits[1]) if digits else audit.audit_name_to_msg_type(kind or '')


def is_same_record(theirs, ours):
    """libauparse gives no name of a type that it does not know."""
    return theirs[1:] == ours[1:] and (
        theirs[0] is None or number_of(theirs[0]) == number_of(ours[0]))


def differences_of(theirs, ours):
    """Names of the fields of a denial that differ; theirs are auparse's."""
    wanted = {'permissions': ' '.join(sorted((theirs.get('seperms') or '').split(',')))}
    for name in ('scontext', 'tcontext', 'tclass', 'pid', 'comm', 'path'):
        if theirs.get(name):
            wanted[name] = theirs[name]
    if theirs.get('permissive'):
        wanted['permissive'] = 'yes' if theirs['permissive'] == '1' else 'no'
    return [name for name, value in wanted.items()
            if ours.get(name, '') != value and not is_abstract(name, value, ours)]


def is_abstract(name, value, ours):
    """L1: an abstract socket is no path; libauparse leaves out the NUL that says so."""
    return (name == 'path' and ours.get('path') == '@' + value and
            'socket' in ours.get('tclass', ''))


def compare(path):
    name = os.path.relpath(path, CORPUS)
    their_records, their_denials = records_of_auparse(path)
    our_records, our_denials = records_of_avow(path)
    wrong = [(line, theirs, our_records.get(line)) for line, theirs in their_records.items()
             if not is_same_record(theirs, our_records.get(line) or (None,))]
    common.ok(not wrong, f'{name}: {len(their_records)} records as libauparse has them',
              *wrong)
    compared = [line for line, fields in their_denials.items()
                if fields.get('seresult') == 'denied' and line in our_denials]
    wrong = [(line, differs, their_denials[line], our_denials[line]) for line in compared
             for differs in [differences_of(their_denials[line], our_denials[line])]
             if differs]
    missing = [line for line, fields in their_denials.items()
               if fields.get('seresult') == 'denied' and line not in our_denials]
    common.ok(not wrong and not missing,
              f'{name}: {len(compared)} denials as libauparse has them', *wrong,
              *([f'not read here: {missing}'] if missing else []))


if not os.path.isdir(CORPUS):
    common.skip_all('the corpus is not beside the checkout')
for pattern in LOGS:
    for found in sorted(glob.glob(os.path.join(CORPUS, pattern))):
        compare(found)
common.done()
