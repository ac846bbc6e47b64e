#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow summary` counts as aureport does, report by report.

Values are written in other words, so the counts are compared, largest first, without the
rows for nothing (`?`, `(none)`, `(null)`). Where the two differ, differences.md says why.
"""
import glob
import json
import os
import re
import subprocess

import common

common.need('aureport')
ROOT = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
LOGS = [os.path.join(common.SOURCE, 'fixtures', 'summary', 'overview', 'input')]
LOGS += sorted(glob.glob(os.path.join(ROOT, 'vm', 'selinux', 'audit.log')) +
               glob.glob(os.path.join(ROOT, 'audit', 'go-libaudit-auparse', '*.log')) +
               glob.glob(os.path.join(ROOT, 'audit', 'plaso', '*.log')) +
               glob.glob(os.path.join(ROOT, 'audit', 'audit-userspace', '*.log')))
SAME = ('avc', 'auth', 'mods', 'syscall', 'key', 'mac', 'anomaly', 'response', 'crypto', 'integrity', 'config', 'virt')
NOTHING = ('?', '(none)', '(null)', '')


def run(*command):
  return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                        env=dict(os.environ, LC_ALL='C')).stdout.decode(errors='replace')


def theirs(path, report):
  rows = re.findall(r'^(\d+)  (.*)$', run('aureport', '-if', path, '--' + report, '--summary'), re.M)
  return sorted((int(count) for count, value in rows if value not in NOTHING), reverse=True)


def ours(path, report):
  text = run(common.AVOW, 'summary', '--' + report, '--summary', '--format', 'json', path)
  rows = json.loads(text)['rows'] if text else []
  return sorted((row['count'] for row in rows if row['value'] not in NOTHING), reverse=True)


def hidden(path):
  """H1: events that aureport drops, since it cannot read a record of theirs."""
  with open(path, 'rb') as file:
    return re.search(rb'apparmor="|type=(?:LANDLOCK|IPE)|key=[0-9]', file.read())


for path in LOGS:
  wrong = [(report, theirs(path, report)[:6], ours(path, report)[:6]) for report in SAME
           if theirs(path, report) != ours(path, report)]
  name = os.path.relpath(path, common.SOURCE)
  if hidden(path):
    common.ok(all(sum(ours(path, report)) >= sum(theirs(path, report)) for report in SAME),
              f'{name}: nothing is counted less often', *wrong)
  else:
    common.ok(not wrong, f'{name}: {len(SAME)} reports', *wrong)
common.done()
