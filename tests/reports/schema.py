#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The XML report is valid by its RELAX NG schema, for two validators, and the schema is strict."""
import glob
import os
import shutil
import subprocess

import hostile_log
import tap

SCHEMA = os.path.join(tap.SOURCE, "doc", "avow-report.rng")
VALIDATORS = {
  "xmllint": ["xmllint", "--noout", "--relaxng", SCHEMA],
  "jing": ["jing", SCHEMA],
}
# One wrong thing each; the schema has to refuse it.
DAMAGE = {
  "a member is missing": (b"<tclass>file</tclass>", b""),
  "a number is none": (b"<count>1</count>", b"<count>one</count>"),
  "a time is local": (b"Z</first>", b"+02:00</first>"),
  "an unknown element": (b"<tool>", b"<extra/><tool>"),
  "another version": (b"<schema_version>1<", b"<schema_version>2<"),
}


def complaint(name, data):
  run = subprocess.run(VALIDATORS[name] + [tap.written(data)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
  return run.returncode != 0 and run.stdout.decode("utf-8", "replace")


log = tap.written(hostile_log.log())
empty = tap.written(b"type=SYSCALL msg=audit(1790000000.001:1): arch=c000003e syscall=2 success=yes exit=3\n")
reports = {}
for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  reports["hostile log " + mode] = tap.report("xml", log, options)
  reports["log without denials " + mode] = tap.report("xml", empty, options)
  if tap.corpus():
    reports["recorded log " + mode] = tap.report("xml", tap.corpus(), options)

for path in sorted(glob.glob(os.path.join(tap.SOURCE, "fixtures", "*", "*", "expected"))):
  with open(path, "rb") as file:
    data = file.read()
  if data.startswith(b"<?xml") and b"<report" in data:
    reports["/".join(path.split(os.sep)[-3:-1])] = data

for name in VALIDATORS:
  if not shutil.which(name):
    tap.skip("valid by " + name, name + " is not installed")
    continue
  for what, data in reports.items():
    told = complaint(name, data)
    tap.ok(not told, "%s: valid by %s" % (what, name), told)
  valid = reports["hostile log without a policy"]
  for what, (old, new) in DAMAGE.items():
    damaged = valid.replace(old, new, 1)
    tap.ok(damaged != valid and complaint(name, damaged), "refused by %s when %s" % (name, what))
if not tap.corpus():
  tap.skip("recorded log", "../shared/corpus is not here")
tap.done()
