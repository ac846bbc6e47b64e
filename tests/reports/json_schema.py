#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The JSON report is valid by its JSON Schema, which is what the XML's makes, and strict."""
import glob
import json
import os
import subprocess
import sys

# jsonschema wants the numbers of Python, not the test of that name.
sys.path.append(sys.path.pop(0))

import hostile_log
import tap

DOC = os.path.join(tap.SOURCE, "doc")
SCHEMA = os.path.join(DOC, "avow-report.schema.json")
# One wrong thing each, done to a valid report; the schema has to refuse it.
DAMAGE = {
  "a member is missing": lambda report: report["summary"].pop("verdict"),
  "a number is none": lambda report: report["clusters"][0].update(count="1"),
  "a number is negative": lambda report: report["clusters"][0].update(count=-1),
  "a time is local": lambda report: report["summary"].update(first="2026-01-01T07:00:10.103+02:00"),
  "an unknown member": lambda report: report["evidence"].update(extra=0),
  "another LSM": lambda report: report["clusters"][0].update(lsm="smack"),
  "another version": lambda report: report.update(schema_version="2"),
}

made = subprocess.run([sys.executable, os.path.join(DOC, "json_schema.py"), os.path.join(DOC, "avow-report.rng")],
                      stdout=subprocess.PIPE, check=True).stdout
with open(SCHEMA, "rb") as file:
  tap.ok(file.read() == made, "avow-report.schema.json is what json_schema.py makes of avow-report.rng")

try:
  import jsonschema
except ImportError:
  tap.skip("valid by jsonschema", "python3-jsonschema is not installed")
  tap.done()
  sys.exit()

schema = json.loads(made)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def complaint(report):
  return "\n".join("%s: %s" % (list(error.absolute_path), error.message[:200]) for error in validator.iter_errors(report))


log = tap.written(hostile_log.log())
reports = {}
for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  reports["hostile log " + mode] = tap.report("json", log, options)
  if tap.corpus():
    reports["recorded log " + mode] = tap.report("json", tap.corpus(), options)
for path in sorted(glob.glob(os.path.join(tap.SOURCE, "fixtures", "*", "*", "expected"))):
  with open(path, "rb") as file:
    data = file.read()
  if data.startswith(b'{\n "schema_version": "1",\n') and b'\n "evidence": {' in data and b'\n "summary": {' in data:
    reports["/".join(path.split(os.sep)[-3:-1])] = data
for what, data in reports.items():
  # After its report a fixture may have messages, or another report.
  told = complaint(json.JSONDecoder().raw_decode(data.decode())[0])
  tap.ok(not told, what + ": valid by jsonschema", told)
for what, damage in DAMAGE.items():
  report = json.loads(reports["hostile log without a policy"])
  damage(report)
  tap.ok(complaint(report), "refused by jsonschema when " + what)
tap.done()
