#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Events that `avow search` finds are those that ausearch finds, option by option.

Where the two differ, differences.md says which of them is wrong (G1 to G12), and each such
difference is told from all others by what is in the event.
"""
import collections
import glob
import os
import re
import subprocess

import common

common.need('ausearch')
ROOT = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
LOGS = sorted(glob.glob(os.path.join(ROOT, 'vm', '*', 'audit.log')) +
              [path for path in glob.glob(os.path.join(ROOT, 'audit', '**', '*'), recursive=True)
               if os.path.isfile(path)])
LOGS.append(os.path.join(common.SOURCE, 'fixtures', 'sample', 'audit.log'))
OPTIONS = [line.split() for line in '''
-m AVC
-m SYSCALL,CWD
-m USER_AVC,AVC
-m USER_START,USER_END,LOGIN
-m 1400
-m ALL
-p 1
-pp 1
-ui 0
-ui root
-ue 0
-ua 0
-ua root
-ul 1000
-ul -1
-ul root
-gi 0
-ge 0
-ga 0
--session 1
--session 4294967295
-tm pts0
-tm ssh
-hn 127.0.0.1
-hn localhost
-n localhost
-sc openat
-sc 257
-sc execve
--arch x86_64
-e -13
-e -EACCES
-e 0
-sv yes
-sv no
-c systemd
-c sshd
-x /usr/sbin/sshd
-x bash
-f /etc/passwd
-f job.out
-k identity
-k perm_mod
-su httpd_t
-o shadow_t
-se unlabeled_t
-c sshd -w
-x /usr/sbin/sshd -w
-f /etc/passwd -w
-uu 1
-vm guest
-m AVC -sv no
-m AVC -c systemd -ui 0
'''.strip().splitlines()]
LINE = re.compile(rb'(?:node=\S+ )?type=\S+ msg=audit\((\d+\.\d+:\d+)\): ')
# What is in an event that only avow finds, and by which options; the first that fits.
ONLY_AVOW = (
  ('G1', rb'apparmor="', None),
  ('G2', rb'type=(LANDLOCK_|UNKNOWN\[14)', None),
  ('G3', rb'type=ANOM_ABEND', ('-ui', '-ua', '-ue', '-gi', '-ga', '-ge')),
  ('G4', rb'type=USER_AVC ', ('-su', '-se', '-o', '-ui', '-ua', '-gi', '-ga', '-f')),
  ('G5', rb'type=DAEMON_', ('-ui', '-ua')),
  ('G6', rb'[ls]addr=[0-9]', ('-hn',)),
  ('G7', rb'type=LOGIN .* old auid=', ('-ul',)),
  ('G8', rb'avc:  denied  \{[^}]*$', ('-m',)),
)
# The same of what only ausearch finds.
ONLY_AUSEARCH = (
  ('G9', rb'permissive=1', ('-sv',)),
  ('G10', rb'auid=\?|auid=n/a', ('-ua', '-ul', '-ui')),
  ('G11', rb'type=LOGIN .* old auid=|res=[01][A-Z]', ('-sv',)),
  ('G12', rb'type=TTY ', ('-ui', '-ua')),
)


def events(path):
  """{id: all its records}; None where not every line is one of auditd's."""
  found = collections.defaultdict(bytes)
  with open(path, 'rb') as file:
    for line in file:
      stamp = LINE.match(line)
      if not stamp:
        return None
      found[stamp[1]] += line
  return found


def ids(command):
  done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                        env=dict(os.environ, LC_ALL='C'))
  return {match for match in re.findall(rb'msg=audit\((\d+\.\d+:\d+)\)', done.stdout)}


def reason(rows, record, options):
  for name, pattern, which in rows:
    if re.search(pattern, record) and (which is None or set(which) & set(options)):
      return name
  return None


def compare(path, log, told):
  unexplained = []
  for options in OPTIONS:
    theirs = ids(['ausearch', '-if', path, '--raw', *options])
    ours = ids([common.AVOW, 'search', '--raw', *options, path])
    for rows, only in ((ONLY_AVOW, ours - theirs), (ONLY_AUSEARCH, theirs - ours)):
      for event in only:
        why = reason(rows, log.get(event, b''), options)
        told[why] += 1
        if not why:
          unexplained.append((' '.join(options), 'only here' if rows is ONLY_AVOW else 'only ausearch', event,
                              log.get(event, b'')[:300]))
  common.ok(not unexplained, f'{os.path.relpath(path, os.path.dirname(ROOT))}: {len(log)} events, '
            f'{len(OPTIONS)} questions', *unexplained[:6])


if not os.path.isdir(ROOT):
  common.skip('recorded logs', '../shared/corpus is not here')
told = collections.Counter()
compared = 0
for path in LOGS:
  if not os.path.exists(path) or os.path.getsize(path) == 0:
    continue
  log = events(path)
  if log:
    compared += 1
    compare(path, log, told)
common.ok(compared >= 1, f'{compared} logs; differences by reason: {dict(sorted((str(k), n) for k, n in told.items()))}')
common.done()
