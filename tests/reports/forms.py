#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SARIF, JUnit, Markdown, CSV and metrics tell what the JSON tells, and log text in them is text."""
import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree

import hostile_log
import tap

FORMULA = tuple("=+-@\t\r")


def rows_of_csv(text):
  rows = list(csv.DictReader(io.StringIO(text, newline="")))
  return {row["id"]: int(row["count"]) for row in rows}, rows


def rows_of_sarif(text):
  run = json.loads(text)["runs"][0]
  rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
  rows = {}
  for result in run["results"]:
    assert result["ruleId"] in rules and result["level"] in ("note", "warning", "error"), result
    assert re.fullmatch(r"([A-Za-z0-9/._~-]|%[0-9A-F]{2})+",
                        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    rows[result["partialFingerprints"]["avow/v1"]] = result["occurrenceCount"]
  return rows


METRIC = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)*)\})? (\d+)')


def rows_of_prom(text):
  """Metrics without labels, and the denials of each cluster."""
  plain, clusters = {}, {}
  for line in text.splitlines():
    if line.startswith("# HELP ") or line.startswith("# TYPE "):
      continue
    name, labels, value = METRIC.fullmatch(line).groups()
    found = dict(re.findall(r'([a-z]+)="((?:[^"\\]|\\.)*)"', labels or ""))
    if name == "avow_cluster_denials":
      clusters[found["id"]] = int(value)
    else:
      plain[name + found.get("lsm", "")] = int(value)
  return plain, clusters


def check_junit(name, text, model):
  suite = xml.etree.ElementTree.fromstring(text).find("testsuite")
  cases = suite.findall("testcase")
  refused = [c for c in cases if c.find("failure") is not None]
  tap.ok(int(suite.get("tests")) == len(cases) == len(model["clusters"]), name + ": JUnit has a case a cluster")
  tap.ok(int(suite.get("failures")) == len(refused), name + ": and counts its failures")
  enforced = sum(c["permissive"]["yes"] < c["count"] or c["blocked"] > 0 for c in model["clusters"])
  risky = sum(c.find("failure") is not None for c in cases) - enforced
  tap.ok(risky >= 0, name + ": whatever was enforced is one", len(refused), enforced)


def check(name, log, options):
  model = json.loads(tap.report("json", log, options))
  wanted = {c["id"]: c["count"] for c in model["clusters"]}
  told = {form: tap.report(form, log, options).decode("utf-8") for form in ("csv", "sarif", "junit", "md", "prom")}
  counts, rows = rows_of_csv(told["csv"])
  tap.ok(counts == wanted, name + ": CSV has every cluster and its count")
  cells = [cell for row in rows for cell in row.values() if cell.startswith(FORMULA)]
  tap.ok(not cells, name + ": no cell of CSV is a formula", cells)
  tap.ok(rows_of_sarif(told["sarif"]) == wanted, name + ": SARIF has every cluster and its count")
  check_junit(name, told["junit"], model)
  plain, clusters = rows_of_prom(told["prom"])
  tap.ok(clusters == wanted, name + ": the metrics have every cluster and its count")
  evidence = model["evidence"]
  figures = {"avow_denialsselinux": sum(c["count"] for c in model["clusters"] if c["lsm"] == "selinux"),
             "avow_denialsapparmor": sum(c["count"] for c in model["clusters"] if c["lsm"] == "apparmor"),
             "avow_records": evidence["records"], "avow_malformed": evidence["malformed"],
             "avow_lost": evidence["lost"]}
  tap.ok(all(plain[key] == value for key, value in figures.items()), name + ": and the figures of the evidence", plain, figures)
  check_markdown(name, told["md"], model)
  if shutil.which("promtool"):
    done = subprocess.run(["promtool", "check", "metrics"], input=told["prom"].encode(), capture_output=True)
    tap.ok(done.returncode == 0, name + ": promtool takes the metrics", done.stderr.decode())


def check_markdown(name, text, model):
  tap.ok(len(text) < 65536, name + ": Markdown fits a comment", len(text))
  outside = re.sub(r"<code>[^<>]*</code>", "", text)
  marks = set(re.findall(r"</?[a-z]+>", outside)) - {"<details>", "</details>", "<summary>", "</summary>", "<p>", "</p>", "<b>", "</b>", "<br>"}
  tap.ok(not marks and "@" not in outside and "](" not in outside, name + ": it has no markup but its own", marks)
  inside = "".join(re.findall(r"<code>([^<>]*)</code>", text))
  plain = re.sub(r"&#\d+;", "", inside)
  tap.ok(not re.search(r"[*_`@\[\]<>|#]", plain), name + ": no mark of the log is one of Markdown")
  shown = len(re.findall("<details>", text))
  left = re.search(r"([\d,]+) more did not fit", text)
  tap.ok(shown + (int(left.group(1).replace(",", "")) if left else 0) == len(model["clusters"]),
         name + ": it tells how many it leaves out")


LOGS = {"hostile log": tap.written(hostile_log.log()), "log without denials": tap.written(b"type=EOE msg=audit(1.000:1): \n")}
if tap.corpus():
  LOGS["recorded log"] = tap.corpus()
for option in tap.policies():
  for title, path in LOGS.items():
    check(title + (" with a policy" if option else " without a policy"), path, option)
tap.done()
