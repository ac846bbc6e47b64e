#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every line of every log in ../shared/corpus is accounted for, as accounts.txt says.

Every entry under "malformed" there has been looked at: README.md tells what they
are. REGEN=1 writes the table anew.
"""
import difflib
import os
import subprocess
import sys

SOURCE = os.environ["AVOW_SOURCE"]
CORPUS = os.path.join(SOURCE, "..", "shared", "corpus")
TABLE = os.path.join(SOURCE, "tests", "corpus", "accounts.txt")
PROGRAM = os.path.join(os.environ["AVOW_BUILD"], "tests", "corpus", "accounts")
ROOMS = ("android", "apparmor", "audit", "issues", "selinux", "traps", "vm")
# What is no log, by the end of its name: policy, profiles, expectations, notes.
OTHERS = (".te", ".cil", ".profile", ".out", ".err", ".golden", ".yaml", ".csv", ".db",
          ".assert", ".md")


def logs():
  for room in ROOMS:
    for directory, children, files in os.walk(os.path.join(CORPUS, room)):
      children.sort()
      path = os.path.relpath(directory, CORPUS)
      if not path.startswith("android/aosp-sepolicy"):
        yield from (os.path.join(path, file) for file in files if not file.endswith(OTHERS))


def main():
  if not os.path.isdir(CORPUS):
    print("1..0 # SKIP ../shared/corpus is not there")
    return 0
  got = subprocess.run([PROGRAM] + sorted(logs()), cwd=CORPUS, capture_output=True,
                       text=True, check=False)
  print("1..2")
  added_up = got.returncode == 0
  print("%s 1 - every line of every log is counted once" % ("ok" if added_up else "not ok"))
  for line in got.stderr.splitlines()[:20]:
    print("#   " + line)
  if os.environ.get("REGEN"):
    with open(TABLE, "w", encoding="utf-8") as out:
      out.write(got.stdout)
  with open(TABLE, encoding="utf-8") as table:
    wanted = table.read()
  same = got.stdout == wanted
  print("%s 2 - and as the table says" % ("ok" if same else "not ok"))
  if not same:
    for line in list(difflib.unified_diff(wanted.splitlines(), got.stdout.splitlines(),
                                          "accounts.txt", "now", lineterm=""))[:60]:
      print("#   " + line)
  return 0 if added_up and same else 1


if __name__ == "__main__":
  sys.exit(main())
