#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `avow search` says that fields mean is what libauparse says (`ausearch -i`), field by field.

Of each record both know, every field that both know by the same name and raw value is compared. Where the
two differ, DIFFERENT has the reason, told by the field, by its value and by what libauparse says.
"""
import collections
import glob
import json
import os
import re
import subprocess

import common

try:
  import auparse
except ImportError:
  common.skip_all('python3-audit is not installed')

ROOT = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
LOGS = sorted(glob.glob(os.path.join(ROOT, 'vm', '*', 'audit.log')) +
              [path for path in glob.glob(os.path.join(ROOT, 'audit', '**', '*'), recursive=True)
               if os.path.isfile(path)])
LOGS += sorted(glob.glob(os.path.join(common.SOURCE, 'fixtures', 'search', '*', 'input')))
LOGS.append(os.path.join(common.SOURCE, 'fixtures', 'sample', 'audit.log'))
LINE = re.compile(rb'(?:node=\S+ )?type=(\S+) msg=audit\((\d+)\.(\d+):(\d+)\): ?')
MOST = None if os.environ.get('FULL') else 4000  # lines of a log; an hour of it is not more telling
# (reason, type, name, raw value, what libauparse says), each an expression; the first that fits.
DIFFERENT = (
  ('a quoted value of a field that libauparse does not know keeps its quotes', '.*', '.*', '".*"', '".*"'),
  ('text is taken for a number: 0', '.*', '.*', '"[^0-9].*"', 'unspecified|MAP_FILE.*|read,write,exec,attr|0x.*'),
  ('what is no user is root', '.*', '.*id', r'\?|n/a|\(.*', 'root'),
  ('a user above 2^31 has no sign', '.*', '.*id', '[234][0-9]{9}', r'unknown\(-[0-9]+\)'),
  ('the call of a SECCOMP record is not found behind its subject', 'SECCOMP', 'syscall', '.*', r'unknown-syscall\(-1\)'),
  ('the group of chown and fchown is not looked at', 'SYSCALL', 'a2', '[0-9a-f]+', '0x[0-9a-f]+'),
  ('an address of a machine with the other byte order', 'SOCKADDR', 'saddr', '00[0-9A-F]{2}.*', r'unknown-family\([0-9]+\)'),
  ('a key of System V IPC is none of a rule', 'AVC', 'key', '[0-9]+', '.*'),
  ('a word is taken for a number: 0', 'LANDLOCK_.*|UNKNOWN.*', 'mode', '[a-z]+', '000,000'),
  ('? is no capability, nor is it that there are none', 'PATH', 'cap_f[ip]', r'\?', 'none'),
  ('the bit that tells kill-process from kill is left out', 'SECCOMP', 'code', '0x8.*', 'kill'),
  ('arm is called by the name of its other byte order', '.*', 'arch', '40000028', 'armeb'),
  ('older auditd wrote fam= for saddr_fam=', 'SOCKADDR', 'saddr', '.*', r'\{ fam=.*'),
)


def lines(path):
  """The lines of auditd's that the log has; [] where it has none."""
  with open(path, 'rb') as file:
    return [line for line in file if LINE.match(line)][:MOST]


def theirs(path):
  """{(stamp, type): [[(name, raw, meaning)] of a record]}"""
  found = collections.defaultdict(list)
  parser = auparse.AuParser(auparse.AUSOURCE_FILE, path)
  parser.set_escape_mode(auparse.AUPARSE_ESC_RAW)
  while parser.parse_next_event():
    parser.first_record()
    while True:
      stamp = parser.get_timestamp()
      fields = []
      parser.first_field()
      while True:
        name = parser.get_field_name()
        if name not in ('type', 'node'):
          try:
            fields.append((name, parser.get_field_str(), parser.interpret_field()))
          except UnicodeDecodeError:
            pass  # Python's module has no bytes
        if not parser.next_field():
          break
      try:
        kind = parser.get_type_name()
      except LookupError:
        kind = f'UNKNOWN[{parser.get_type()}]'
      found[(stamp.sec, stamp.milli, stamp.serial), kind].append(fields)
      if not parser.next_record():
        break
  return found


def listed(value):
  return value if isinstance(value, list) else [value]


def plain(values, name):
  """The bytes of each value, as text; what is no plain text is there in hexadecimal too."""
  shown, hexes = listed(values.get(name, [])), list(listed(values.get(name + '_hex', [])))
  return [bytes.fromhex(hexes.pop(0)).decode(errors='surrogateescape') if hexes and '\\x' in text else text
          for text in shown]


def ours(path):
  """{(stamp, type): [{name: [(raw, meaning)]}]}"""
  found = collections.defaultdict(list)
  done = subprocess.run([common.AVOW, 'search', '--format', 'json', path], stdout=subprocess.PIPE, check=False)
  for line in done.stdout.splitlines():
    event = json.loads(line)
    milli = int(event['time'][20:23])
    for record in event['records']:
      known = collections.defaultdict(list)
      for part in (record, record.get('message', {})):
        fields, means = part.get('fields', {}), part.get('means', {})
        for name in fields:
          raw, meaning = plain(fields, name), plain(means, name)
          for i, value in enumerate(raw):
            known[name].append((value, meaning[i] if len(meaning) == len(raw) else None if meaning else value))
      found[milli, event['serial'], record['type']].append(known)
  return found


def reason(kind, name, raw, theirs_say):
  for row in DIFFERENT:
    if all(re.fullmatch(pattern, value or '', re.S) for pattern, value in zip(row[1:], (kind, name, raw, theirs_say))):
      return row[0]
  return None


def compare(path, told):
  with open('compared.log', 'wb') as file:
    file.writelines(lines(path))
  known, unexplained, same = ours('compared.log'), collections.Counter(), 0
  for ((_, milli, serial), kind), records in theirs('compared.log').items():
    mine = known.get((milli, serial, kind), [])
    for number, fields in enumerate(records):
      for name, raw, meaning in fields:
        values = mine[number].get(name, []) if number < len(mine) else []
        found = [said for value, said in values if value == (raw or '').strip('"') and said is not None]
        if not found:
          told['only libauparse'] += 1
        elif meaning in found:
          same += 1
        else:
          why = reason(kind, name, raw, meaning)
          told[why] += 1
          if not why:
            unexplained[f'{kind} {name}={raw}: {meaning!r}, and here {found[0]!r}'] += 1
  told['same'] += same
  common.ok(not unexplained, f'{os.path.relpath(path, os.path.dirname(ROOT))}: {same} fields', *list(unexplained)[:40])


told = collections.Counter()
compared = 0
for path in LOGS:
  if os.path.exists(path) and lines(path):
    compared += 1
    compare(path, told)
common.ok(compared >= 1, f'{compared} logs; {dict(sorted((str(k), n) for k, n in told.items()))}')
common.done()
