#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What went on besides denials: as avow summary tells it, in every format of a report that has it."""
import csv
import html
import io
import json
import os
import re
import subprocess

import tap

LOG = os.path.join(tap.SOURCE, "fixtures", "report", "activity", "input")
NOBODY = os.path.join(tap.SOURCE, "fixtures", "report", "activity")


def report(form, *options):
  return tap.report(form, LOG, ["--summary", *options])


def summary(*options):
  # A root without accounts: a report has no names but those of its log.
  done = subprocess.run([tap.AVOW, "summary", "--root", NOBODY, "--format=csv", *options, LOG], stdout=subprocess.PIPE,
                        check=False)
  return list(csv.reader(io.StringIO(done.stdout.decode())))[1:]


told = json.loads(report("json"))["activity"]
counts = {row["name"]: row["count"] for row in told["counts"]}
overview = {row[0]: int(row[1]) for row in summary() if row[1].isdigit() and int(row[1])}
tap.ok(counts == overview and len(counts) > 5, "the same counts as avow summary", counts, overview)
tap.ok(len(told["tables"]) > 6, "several of its reports", len(told["tables"]))
for table in told["tables"]:
  rows = summary("--" + table["report"], "--summary")
  mine = [row["count"] for row in table["rows"]]
  theirs = [int(row[0]) for row in rows]
  tap.ok(mine == theirs[:10] and table["values"] == len(theirs) and table["total"] == sum(theirs),
         f"{table['report']}: the same numbers", mine, theirs)

text = report("text").decode()
line = re.search(r"^activity +(.*)$", text, re.M).group(1)
tap.ok(line == ", ".join(f"{count:,} {name}" for name, count in counts.items()), "text: the counts", line)

page = report("html").decode()
section = page[page.index('id="activity"'):]
section = section[:section.index("</section>")]
numbers = [int(n.replace(",", "")) for n in re.findall(r'<td class="number"[^>]*>(?:<[^>]*>)*([\d,]+)<', section)]
tap.ok(numbers == list(counts.values()) + [row["count"] for t in told["tables"] for row in t["rows"]],
       "html: all of them, in their order", numbers)
values = [html.unescape(v) for v in re.findall(r"<code>(.*?)</code>", section, re.S)]
tap.ok(values == [row["value"] for t in told["tables"] for row in t["rows"]], "html: and whose they are", values)
tap.ok("<script" not in section and "\x1b" not in section, "html: what the log says is text")
tap.ok('href="#activity"' in page, "html: a link leads there")
tap.ok('id="activity"' not in tap.report("html", LOG, []).decode(), "html: nothing of it where it was not asked for")

written = tap.written(report("xml"))
tap.ok(tap.report("html", written, []) == page.encode(), "a report as the input gives the same page")
done = subprocess.run([tap.AVOW, "report", "--summary", written], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
tap.ok(done.returncode == 2 and not done.stdout, "a report is not asked again", done.stderr)
done = subprocess.run([tap.AVOW, "report", "--summary", "-f", "jsonl", LOG], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
tap.ok(done.returncode == 2 and not done.stdout, "jsonl has none of it", done.stderr)
with open(LOG, "rb") as log:
  done = subprocess.run([tap.AVOW, "report", "--summary", "-f", "json", "-"], stdin=log, stdout=subprocess.PIPE)
tap.ok(json.loads(done.stdout)["activity"] == told, "the standard input is read once")
subprocess.run([tap.AVOW, "collect", "--store", "activity.store", LOG], stdout=subprocess.DEVNULL)
done = subprocess.run([tap.AVOW, "report", "--summary", "store:activity.store"], stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE)
tap.ok(done.returncode == 2 and b"a store keeps denials alone" in done.stderr, "a store has none, and it is said", done.stderr)
tap.done()
