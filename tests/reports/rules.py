#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is wrong with audit rules: as rules lint tells it, in every format of a report."""
import json
import os
import re
import subprocess

import tap

WITH = os.path.join(tap.SOURCE, "fixtures", "report", "audit-rules")
RULES = os.path.join(WITH, "site.rules")
LOG = os.path.join(WITH, "input")


def report(form, *options):
  return tap.report(form, LOG, ["--rules", RULES, *options])


lint = json.loads(subprocess.run([tap.AVOW, "rules", "lint", "-f", "json", RULES], stdout=subprocess.PIPE).stdout)
told = json.loads(report("json"))["audit_rules"]
tap.ok([(f["code"], f["line"], f["says"]) for f in told["faults"]]
       == [(f["code"], f["line"], f["says"]) for f in lint["faults"]] and len(told["faults"]) > 3,
       "the same faults as rules lint", told["faults"])

counts = {severity: told[severity + "s"] for severity in ("error", "warning", "note")}
tap.ok(counts == {severity: lint["counts"][severity] for severity in counts}, "as many of each severity", counts)

words = ", ".join("%d %s%s" % (n, severity, "" if n == 1 else "s") for severity, n in counts.items() if n)
for form in ("text", "md", "html"):
  page = report(form).decode()
  tap.ok(f"{told['rules']} rules, {words}" in page, f"{form}: how many", page[:2000])

prom = report("prom").decode()
tap.ok(all(f'avow_audit_rule_faults{{severity="{s}"}} {n}\n' in prom for s, n in counts.items()), "prom: how many", prom)

page = report("html").decode()
section = page[page.index("Audit rules to look at"):]
rows = re.findall(r"<tr>.*?</tr>", section[:section.index("</table>")], re.S)[1:]
tap.ok(len(rows) == len(told["faults"]), "html: a row for each", len(rows))
said = [re.search(r">(?:\s*)(error|warning|note) AUD-", row).group(1) for row in rows]
tap.ok(said == sorted(said, key=["error", "warning", "note"].index), "html: errors first", said)
tap.ok("<script>identity" not in page and "\x1b" not in page, "html: what a rule says is text")
tap.ok("Audit rules to look at" not in tap.report("html", LOG, []).decode(), "html: nothing of rules where none are given")

done = subprocess.run([tap.AVOW, "report", "--rules", "/nonexistent.rules", LOG], stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE)
tap.ok(done.returncode == 2 and b"/nonexistent.rules" in done.stderr and b"20 denials" in done.stdout,
       "rules that are not there: told, and the log is reported", done.returncode, done.stderr)
for options, why in ((["-f", "jsonl"], "jsonl"), ([], "a report")):
  given = tap.written(report("xml")) if why == "a report" else LOG
  done = subprocess.run([tap.AVOW, "report", "--rules", RULES, *options, given], stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE)
  tap.ok(done.returncode == 2 and not done.stdout, f"refused with {why}", done.stderr)
tap.done()
