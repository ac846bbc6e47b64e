#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same report says the same in every format, and its numbers add up."""
import html.parser
import json
import re
import xml.etree.ElementTree

import hostile_log
import tap

# Those of the recorded log, counted by other means (grep, ausearch, sort -u).
CORPUS = {"records": 28520, "denials": 7746, "clusters": 1322, "with_permission": 2800}


class Page(html.parser.HTMLParser):
  """The figures by id, the count of each cluster, and all text."""

  def __init__(self):
    super().__init__()
    self.figures, self.clusters, self.text = {}, [], ""
    self.at = None

  def handle_starttag(self, tag, attributes):
    attributes = dict(attributes)
    if attributes.get("id", "").startswith("n-"):
      self.at = attributes["id"][2:]
    elif tag == "details" and attributes.get("class") == "cluster":
      self.at = "cluster"
    elif tag == "data" and self.at == "cluster":
      self.clusters.append(int(attributes["value"]))
      self.at = None
    elif tag == "data" and self.at:
      self.figures[self.at] = int(attributes["value"])
      self.at = None

  def handle_data(self, data):
    self.text += data


def differences(value, element, path="report"):
  """Where an XML element does not say what a JSON value says."""
  children = list(element)
  if isinstance(value, dict):
    if [child.tag for child in children] != list(value):
      return ["%s: members %s, elements %s" % (path, list(value), [c.tag for c in children])]
    return [d for key, child in zip(value, children)
            for d in differences(value[key], child, path + "/" + key)]
  if isinstance(value, list):
    if len(children) != len(value):
      return ["%s: %d items, %d elements" % (path, len(value), len(children))]
    return [d for i, child in enumerate(children)
            for d in differences(value[i], child, "%s/%d" % (path, i))]
  said = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
  return [] if (element.text or "") == said and not children else [
    "%s: JSON %r, XML %r" % (path, said, element.text)]


def spelled(number):
  return "{:,}".format(number)


def check_sums(name, model):
  evidence, clusters = model["evidence"], model["clusters"]
  for part in [evidence] + evidence["inputs"]:
    total = sum(part[key] for key in ("records", "blank", "foreign", "malformed"))
    tap.ok(part["lines"] == total, "%s: every line of %s is accounted for" % (name, "all" if part is evidence else "an input"), part)
  for key in ("bytes", "lines", "records", "blank", "foreign", "malformed"):
    tap.ok(evidence[key] == sum(part[key] for part in evidence["inputs"]), "%s: %s add up over inputs" % (name, key))
  tap.ok(sum(d["count"] for d in evidence["defects"]) == evidence["malformed"], name + ": defects add up to malformed", evidence)
  tap.ok(sum(c["count"] for c in clusters) == evidence["denials"], name + ": clusters add up to denials")
  tap.ok(sum(len(c["permissions"]) for c in clusters) == model["summary"]["with_permission"], name + ": permissions add up")
  wrong = [c["id"] for c in clusters if sum(c["permissive"].values()) != c["count"]
           or c["lsm"] == "selinux" and sum(a["count"] for a in c["accesses"]) != c["count"]
           or c["lsm"] == "apparmor" and sum(o["count"] for o in c["operations"]) != c["count"]
           or sum(b["count"] for b in c.get("history", {"bars": []})["bars"]) not in ((c["count"],) if "history" in c else (0,))
           or c["blocked"] > c["count"]]
  tap.ok(not wrong, name + ": within each cluster the counts add up", wrong)
  if "suggestion" in model:
    parts = model["suggestion"]
    selinux = sum(c["count"] for c in clusters if c["lsm"] == "selinux")
    tap.ok(parts["asked"] + parts["already"] + parts["unjudged"] == selinux,
           name + ": every denial was asked, is allowed, or cannot be judged", parts["asked"])
  if "plan" in model:
    plan = model["plan"]
    given_up = {c for change in plan["changes"] if change["state"] not in ("proposed", "accepted") for c in change["clusters"]}
    taken = {c for change in plan["changes"] if change["state"] in ("proposed", "accepted") for c in change["clusters"]}
    left = sum(c["count"] for c in clusters if c["id"] in given_up - taken)
    tap.ok(plan["answered"] + plan["unmet"] <= plan["asked"] <= plan["answered"] + plan["unmet"] + left,
           name + ": what the plan does not answer is named", plan["asked"], plan["answered"], plan["unmet"], left)
    tap.ok(all(0 < c["denials"] and c["clusters"] for c in plan["changes"]),
           name + ": a change has denials and clusters")
  tap.ok(len({c["id"] for c in clusters}) == len(clusters), name + ": cluster ids differ")


def check_page(name, model, page):
  expected = {"records": model["evidence"]["records"], "events": model["evidence"]["events"],
              "denials": model["evidence"]["denials"], "enforced": model["summary"]["permissive"]["no"],
              "clusters": model["summary"]["clusters"], "with-permission": model["summary"]["with_permission"]}
  if "plan" in model:
    expected["answered"] = model["plan"]["answered"]
    expected["forbidden"] = len({i for c in model["plan"]["changes"] for i in c["clusters"]
                                 if c["state"] in ("risky", "refused") or c["code"] == "SEL-REFUSE"})
  tap.ok(page.figures == expected, name + ": HTML has the numbers", page.figures, expected)
  tap.ok(sorted(page.clusters) == sorted(c["count"] for c in model["clusters"]), name + ": HTML has every cluster")


def check_text(name, model, text):
  evidence, summary = model["evidence"], model["summary"]
  accounts = "%s line" % spelled(evidence["lines"])
  sums = "= %s record" % spelled(evidence["records"])
  rest = "%s blank + %s foreign + %s malformed" % tuple(spelled(evidence[k]) for k in ("blank", "foreign", "malformed"))
  for part in (model["summary"]["verdict"], accounts, sums, rest,
               "%s event" % spelled(evidence["events"]), "%s denial" % spelled(evidence["denials"]),
               "%s cluster" % spelled(summary["clusters"]), "%s with permission" % spelled(summary["with_permission"])):
    tap.ok(part in text, "%s: text says %r" % (name, part))
  counts = [int(m.replace(",", "")) for m in re.findall(r"^ +([0-9,]+)  \S.* -> .+ : \S+ \{", text.split("\nMODULE\n")[0], re.M)]
  tap.ok(sorted(counts) == sorted(c["count"] for c in model["clusters"]), name + ": text has every cluster", len(counts))
  if "plan" in model and model["suggestion"]["asked"]:
    part = "answers %s of %s denial" % (spelled(model["plan"]["answered"]), spelled(model["plan"]["asked"]))
    tap.ok(part in text, "%s: text says %r" % (name, part))


def check(name, log, options):
  said = {form: tap.report(form, log, options) for form in tap.FORMATS}
  model = json.loads(said["json"])
  root = xml.etree.ElementTree.fromstring(said["xml"])
  found = differences(model, root)
  tap.ok(not found, name + ": XML and JSON say the same", *found[:5])
  page = Page()
  page.feed(said["html"].decode("utf-8"))
  check_sums(name, model)
  check_page(name, model, page)
  check_text(name, model, said["text"].decode("utf-8"))
  tap.ok(("policy" in model) != ("no_policy" in model) and ("policy" in model or not options),
         name + ": says which policy was asked, or why none")
  return model


for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  check("hostile log " + mode, tap.written(hostile_log.log()), options)
  check("log without denials " + mode, tap.written(
    b"type=SYSCALL msg=audit(1790000000.001:1): arch=c000003e syscall=2 success=yes exit=3\n"), options)
  if not tap.corpus():
    tap.skip("recorded log " + mode, "../shared/corpus is not here")
    continue
  model = check("recorded log " + mode, tap.corpus(), options)
  numbers = {"records": model["evidence"]["records"], "denials": model["evidence"]["denials"],
             "clusters": len(model["clusters"]), "with_permission": model["summary"]["with_permission"]}
  tap.ok(numbers == CORPUS, "recorded log %s: the numbers are those counted by other means" % mode, numbers)
tap.done()
