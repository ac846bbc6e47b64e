#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A report read from its XML shows what the report showed, byte for byte, in every format;
what is no whole report is refused with its place, and leaves no file behind."""
import glob
import os
import subprocess
import tempfile

import hostile_log
import tap


def retell(form, data, *options):
  """Of XML on a pipe: the status, the output and what was said."""
  run = subprocess.run([tap.AVOW, "report", "-f", form, *options, "-"], input=data, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE)
  return run.returncode, run.stdout, run.stderr.decode("utf-8", "replace")


def same(name, log, options, forms):
  """The law, of one log."""
  xml = tap.report("xml", log, options)
  differing = []
  for form in forms:
    status, out, said = retell(form, xml)
    if status or out != tap.report(form, log, options):
      differing.append((form, status, said))
  return tap.ok(not differing, f"{name}: told again as it was", *differing)


def logs():
  """Those that tell of denials."""
  for path in sorted(glob.glob(os.path.join(tap.SOURCE, "fixtures", "*", "*", "input"))):
    with open(path, "rb") as file:
      if b"denied" in file.read():
        yield path


for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  same(f"hostile log {mode}", tap.written(hostile_log.log()), options, tap.FORMATS)
  if tap.corpus():
    same(f"recorded log {mode}", tap.corpus(), options, tap.FORMATS)
  else:
    tap.skip(f"recorded log {mode}", "../shared/corpus is not here")

known = os.path.join(tap.SOURCE, "fixtures", "report", "baseline")
same("compared with a baseline", os.path.join(known, "input"),
     ["--baseline", os.path.join(known, "known.avow"), *tap.policies()[-1]], tap.FORMATS)

with_rules = os.path.join(tap.SOURCE, "fixtures", "report", "audit-rules")
same("with audit rules", os.path.join(with_rules, "input"),
     ["--rules", os.path.join(with_rules, "site.rules")], tap.FORMATS)

found = 0
differing = []
for path in logs():
  for options in tap.policies()[-1:]:
    run = subprocess.run([tap.AVOW, "report", "-f", "xml", *options, path], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    if run.returncode or not run.stdout:
      continue
    found += 1
    if retell("xml", run.stdout)[1] != run.stdout:
      differing.append(path)
tap.ok(found > 100 and not differing, "each fixture's log: told again as it was", found, *differing[:10])

xml = tap.report("xml", os.path.join(tap.SOURCE, "fixtures", "sample", "audit.log"), tap.policies()[-1])
BAD = {
  "cut in half": (xml[:len(xml) // 2], "standard input:", "no whole XML"),
  "of a newer schema": (xml.replace(b"<schema_version>1<", b"<schema_version>2<", 1), ":3: schema_version: ",
                        "schema version 1 alone"),
  "without its version": (xml.replace(b"<schema_version>1</schema_version>", b"", 1), "", "not where a report has it"),
  "with a number that is none": (xml.replace(b"<lines>", b"<lines>x", 1), "lines", "no number"),
  "with a negative number": (xml.replace(b"<lines>", b"<lines>-", 1), "lines", "no number"),
  "with a huge number": (xml.replace(b"<bytes>", b"<bytes>99999999999999999999", 1), "", "no number"),
  "with a truth that is none": (xml.replace(b"<broken>false", b"<broken>maybe", 1), "broken", "neither true nor false"),
  "with hexadecimal that is none": (xml.replace(b"<name>", b"<name>a</name><name_hex>xyz</name_hex><other>", 1)
                                    .replace(b"</name>", b"</other>", 2), "", ""),
  "with a place that is nowhere": (xml.replace(b"<input>", b"<input>elsewhere/", 1), "", ""),
  "with a cluster twice": (xml.replace(b"</clusters>", xml[xml.index(b"<cluster>"):xml.index(b"</cluster>") + 10]
                                       + b"</clusters>", 1) if xml.count(b"<cluster>") else xml, "", ""),
  "without evidence": (xml[:xml.index(b"<evidence>")] + b"</report>", "", "the report has no evidence"),
  "with attributes": (xml.replace(b"<report>", b'<report kind="x">', 1).replace(b"<tool>", b'<tool a="b">', 1), "",
                      "a report has no attributes"),
  "with a document type": (xml.replace(b"<report>", b'<!DOCTYPE report [<!ENTITY a "aaaa">]><report>', 1), "",
                           "no document type"),
  "that is another's": (b'<?xml version="1.0"?><html></html>', ":1:", "no report of avow's"),
  "that is deep": (b'<?xml version="1.0"?><report>' + b"<a>" * 5000, "", "not as deep"),
  "with text between": (xml.replace(b"<tool>", b"text<tool>", 1), "", "text beside elements"),
}
for name, (data, place, why) in BAD.items():
  with tempfile.TemporaryDirectory() as directory:
    output = os.path.join(directory, "out.html")
    status, _, said = retell("html", data, "-o", output)
    tap.ok(status == 2 and place in said and why in said and said.count("\n") == 1 and not os.listdir(directory),
           f"a report {name} is refused", status, said, os.listdir(directory))

with tempfile.TemporaryDirectory() as directory:
  report = os.path.join(directory, "report.xml")
  with open(report, "wb") as file:
    file.write(xml)
  for name, arguments, why in [
      ("a policy", ["-p", "policy.33", report], "nothing is asked again"),
      ("a time", ["--since", "today", report], "nothing is asked again"),
      ("another input", [report, report], "a report is read alone"),
      ("itself as the output", ["-o", report, report], "is not overwritten")]:
    run = subprocess.run([tap.AVOW, "report", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    tap.ok(run.returncode == 2 and why in run.stderr.decode(), f"a report with {name} is refused", run.stderr)
  with open(report, "rb") as file:
    tap.ok(file.read() == xml, "and is what it was")
tap.done()
