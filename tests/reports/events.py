#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Denials as events: as many as the report counts, of the same clusters, with the bytes of the log."""
import collections
import json
import os
import subprocess
import tempfile

import hostile_log
import tap


def events(log, *options):
  run = subprocess.run([tap.AVOW, "report", "-f", "jsonl", *options, log], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE)
  return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stdout


def same_numbers(name, log):
  """One model: what is told one by one adds up to what the report tells."""
  model = json.loads(tap.report("json", log))
  wanted = {cluster["id"]: cluster["count"] for cluster in model["clusters"]}
  for schema, at in [("ecs", lambda e: e["avow"]["cluster"]), ("ocsf", lambda e: e["finding_info"]["uid"])]:
    status, found, _ = events(log, "--schema", schema)
    counts = collections.Counter(map(at, found))
    tap.ok(status == 0 and len(found) == model["evidence"]["denials"] and counts == wanted,
           f"{name}, {schema}: as many of each cluster as the report counts", status, len(found))


same_numbers("sample", os.path.join(tap.SOURCE, "fixtures", "sample", "audit.log"))
same_numbers("AppArmor", os.path.join(tap.SOURCE, "fixtures", "report", "apparmor", "input"))
if tap.corpus():
  same_numbers("recorded log", tap.corpus())
else:
  tap.skip("recorded log", "../shared/corpus is not here")

data = hostile_log.log()
log = tap.written(data)
lines = set(data.split(b"\n"))
for schema, raw, hexadecimal in [("ecs", ("event", "original"), ("avow", "original_hex")),
                                 ("ocsf", ("raw_data",), ("unmapped", "raw_data_hex"))]:
  status, found, text = events(log, "--schema", schema)
  lost = []
  for event in found:
    value, exact = event, event
    for name in raw:
      value = value[name]
    for name in hexadecimal:
      exact = exact.get(name, {})
    line = bytes.fromhex(exact) if exact else value.encode()
    if line not in lines:
      lost.append(line[:200])
  tap.ok(found and not lost, f"hostile log, {schema}: the bytes of each record can be had", *lost[:3])
  tap.ok(not any(c < 0x20 and c != 0x0a or c == 0x7f for c in text) and "\u202e" not in text.decode(),
         f"hostile log, {schema}: no control character is written")

sample = os.path.join(tap.SOURCE, "fixtures", "sample", "audit.log")
report = tap.written(tap.report("xml", sample))
for name, arguments, why in [
    ("a policy", ["-f", "jsonl", "-p", "policy.33", sample], "no policy is asked"),
    ("another output", ["-o", "a.jsonl", "-o", "b.html", sample], "alone"),
    ("a report", ["-f", "jsonl", report], "a report has clusters"),
    ("an unknown schema", ["-f", "jsonl", "--schema", "cef", sample], "no such schema: ecs or ocsf"),
    ("a schema of another format", ["-f", "json", "--schema", "ecs", sample], "--schema is for jsonl")]:
  run = subprocess.run([tap.AVOW, "report", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
  tap.ok(run.returncode == 2 and why in run.stderr.decode() and not run.stdout, f"{name} is refused", run.stderr)

with tempfile.TemporaryDirectory() as directory:
  path = os.path.join(directory, "out.jsonl")
  run = subprocess.run([tap.AVOW, "report", "-o", path, "-"], input=b"nothing\n", stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE)
  tap.ok(run.returncode == 2 and not os.listdir(directory), "of a log that is none no file is left", run.stderr)
tap.done()
