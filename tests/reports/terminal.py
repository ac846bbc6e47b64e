#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""On a terminal the text wraps to its width, and the only escapes are avow's own colours."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import hostile_log
import tap

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
OWN = {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;36m", "\x1b[1;31m", "\x1b[1;32m"}


def on_terminal(columns, log, **environment):
  master, slave = pty.openpty()
  fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
  attributes = termios.tcgetattr(slave)
  attributes[1] &= ~termios.OPOST
  termios.tcsetattr(slave, termios.TCSANOW, attributes)
  surroundings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
  process = subprocess.Popen([tap.AVOW, "report", log], stdin=subprocess.DEVNULL, stdout=slave,
                             stderr=subprocess.PIPE, env=dict(surroundings, **environment))
  os.close(slave)
  data = b""
  while True:
    try:
      some = os.read(master, 65536)
    except OSError:
      break
    if not some:
      break
    data += some
  os.close(master)
  process.communicate()
  return data.decode("utf-8")


log = tap.written(hostile_log.log())
for columns in (40, 80, 132):
  text = on_terminal(columns, log, TERM="xterm-256color")
  tap.ok(set(COLOUR.findall(text)) <= OWN and "\x1b[1m" in text, "%d columns: only its own colours" % columns,
         set(COLOUR.findall(text)) - OWN)
  plain = COLOUR.sub("", text)
  strange = sorted({hex(ord(c)) for c in plain if ord(c) < 0x20 and c != "\n" or 0x7f <= ord(c) <= 0x9f})
  tap.ok(not strange, "%d columns: no other control character" % columns, strange)
  # A word that is longer than the room is left whole, to be copied.
  long = [line for line in plain.splitlines() if len(line) > columns and len(line.split()[-1]) <= columns - 24]
  tap.ok(not long, "%d columns: lines fit, but for words that cannot" % columns, *long[:3])
  tap.ok("denials in" in text, "%d columns: a colour is not cut at words" % columns)
  tap.ok(not re.search(r" $", plain, re.M), "%d columns: no blank ends a line" % columns)
tap.ok("\x1b" not in on_terminal(80, log, TERM="dumb"), "a dumb terminal gets no colour")
tap.ok("\x1b" not in on_terminal(80, log, TERM="xterm", NO_COLOR="1"), "NO_COLOR is obeyed")
tap.done()
