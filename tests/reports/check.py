#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The forms of a check against each other, and each against its own grammar."""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import tap

CASES = ["new", "new-permission", "unused", "expired", "incomplete", "hostile-json", "clean", "known",
         "permissive-ignored", "pattern-comm"]
FORMATS = ["text", "json", "md", "junit", "sarif", "github", "gitlab"]


def run(case, form):
  directory = os.path.join(tap.SOURCE, "fixtures", "check", case)
  done = subprocess.run([tap.AVOW, "check", "--annotate", "none", "-b", "baseline", "-f", form, "input"],
                        cwd=directory, capture_output=True)
  return done.returncode, done.stdout


def failures(form, text):
  """How many failures and notes a form tells of."""
  if form == "text":
    return len(re.findall(rb"^FAIL ", text, re.M)), len(re.findall(rb"^note ", text, re.M))
  if form == "md":
    return text.count("❌".encode()), text.count("ℹ️".encode())
  if form == "junit":
    root = ET.fromstring(text)
    return (len(root.findall(".//failure")), len(root.findall(".//system-out")) - 1)
  if form == "github":
    return len(re.findall(rb"^::error ", text, re.M)), len(re.findall(rb"^::notice ", text, re.M))
  data = json.loads(text)
  if form == "json":
    rows = [item["failure"] for item in data["items"]]
    assert sum(rows) == data["failures"] and sum(data["kinds"].values()) == len(rows)
  elif form == "sarif":
    rows = [result["level"] == "error" for result in data["runs"][0]["results"]]
  else:
    rows = [issue["severity"] == "major" for issue in data]
  return sum(rows), len(rows) - sum(rows)


def check_sarif(text):
  """What the standard asks for of the parts that are used (SARIF 2.1.0, 3.13 to 3.29)."""
  data = json.loads(text)
  assert data["version"] == "2.1.0" and len(data["runs"]) == 1
  rules = data["runs"][0]["tool"]["driver"]["rules"]
  assert len({rule["id"] for rule in rules}) == len(rules)
  marks = set()
  for result in data["runs"][0]["results"]:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["message"]["text"] and result["level"] in ("error", "note")
    mark = result["partialFingerprints"]["avow/v1"]
    assert mark not in marks, mark
    marks.add(mark)
    for place in result.get("locations", []):
      uri = place["physicalLocation"]["artifactLocation"]["uri"]
      assert re.fullmatch(r"([A-Za-z0-9/._~-]|%[0-9A-F]{2})+", uri), uri
      assert place["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1


def check_junit(text):
  """Counts as the readers take them (Jenkins' junit-10.xsd)."""
  suite = ET.fromstring(text).find("testsuite")
  cases = suite.findall("testcase")
  assert int(suite.get("tests")) == len(cases)
  assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
  assert all(case.get("name") and case.get("classname") for case in cases)


def main():
  for case in CASES:
    told = {form: run(case, form) for form in FORMATS}
    tap.ok(len({status for status, _ in told.values()}) == 1, "%s: all forms exit alike" % case)
    counts = {form: failures(form, text) for form, (_, text) in told.items()}
    tap.ok(len(set(counts.values())) == 1, "%s: all forms tell as much" % case, counts)
    check_sarif(told["sarif"][1])
    check_junit(told["junit"][1])
    again = {form: run(case, form)[1] for form in FORMATS}
    tap.ok(all(again[form] == told[form][1] for form in FORMATS), "%s: the same bytes again" % case)
  tap.ok(comment_fits(), "a comment is not too long")
  tap.done()


def comment_fits():
  """Of a thousand clusters with long names."""
  with tempfile.TemporaryDirectory() as work:
    log = os.path.join(work, "log")
    with open(log, "w") as out:
      for i in range(1000):
        out.write('type=AVC msg=audit(1790000000.000:%d): apparmor="DENIED" operation="open" class="file" '
                  'profile="mill" name="/srv/%s/%d" pid=1 comm="m" requested_mask="r" denied_mask="r" fsuid=0 '
                  'ouid=0\n' % (i, "x" * 300, i))
    done = subprocess.run([tap.AVOW, "check", "--annotate", "none", "-f", "md", log], capture_output=True)
  return len(done.stdout) < 65536 and re.search(rb"\d+ more did not fit", done.stdout) is not None


main()
