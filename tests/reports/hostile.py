#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Log text stays text in every format, and XML and JSON keep its bytes."""
import html.parser
import json
import xml.etree.ElementTree

import hostile_log
import tap

# What the page is made of; anything else came from the log.
ELEMENTS = set("html head meta title style body header h1 h2 h3 p nav a main section div dl dt dd table "
               "thead tbody tfoot tr th td span code svg rect details summary pre ul ol li strong figure "
               "figcaption data time label input output footer script form select option button g path text h4".split())


class Page(html.parser.HTMLParser):
  """Every element, attribute and script of the page, and its text."""

  def __init__(self):
    super().__init__()
    self.elements, self.attributes, self.scripts, self.text, self.comments = set(), set(), [], [], 0
    self.is_script = False

  def handle_starttag(self, tag, attributes):
    self.elements.add(tag)
    self.attributes.update(name for name, _ in attributes)
    self.is_script = tag == "script"
    if self.is_script:
      self.scripts.append("")

  def handle_endtag(self, tag):
    self.is_script = False

  def handle_comment(self, data):
    self.comments += 1

  def handle_data(self, data):
    if self.is_script:
      self.scripts[-1] += data
    else:
      self.text.append(data)


def kept(items):
  """The bytes behind values in XML or JSON: value_hex where there is one."""
  return {bytes.fromhex(i["value_hex"]) if "value_hex" in i else i["value"].encode() for i in items}


def controls(text):
  return sorted({hex(ord(c)) for c in text if (ord(c) < 0x20 and c != "\n") or 0x7f <= ord(c) <= 0x9f
                 or c in "\u202e\u2028\u2029\ufeff"})


log = tap.written(hostile_log.log())
expected = set(hostile_log.COMMS)

for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  model = json.loads(tap.report("json", log, options).decode("utf-8"))
  comms = set().union(*(kept(c["comms"]) for c in model["clusters"]))
  tap.ok(expected <= comms, "JSON %s keeps the bytes of every comm" % mode, expected - comms)
  paths = set().union(*(kept(c["paths"]) for c in model["clusters"]))
  lost = {b"/srv/" + comm for comm in expected} - paths
  tap.ok(not lost, "JSON %s keeps the bytes of every path" % mode, lost)

  root = xml.etree.ElementTree.fromstring(tap.report("xml", log, options))
  comms = set().union(*(kept([{f.tag: f.text or "" for f in comm} for comm in comms_of])
                        for comms_of in root.iter("comms")))
  tap.ok(expected <= comms, "XML %s keeps the bytes of every comm" % mode, expected - comms)
  excerpts = [bytes.fromhex(e.text) for e in root.iter("excerpt_hex")]
  tap.ok(any(b"\x1b[31m\xff]]>" in e for e in excerpts), "XML %s keeps the bytes of damaged lines" % mode, excerpts)

  text = tap.report("text", log, options).decode("utf-8")
  tap.ok(not controls(text), "text %s holds no control character" % mode, controls(text))
  tap.ok("<script>alert(1)</script>" in text, "text %s shows a script as text" % mode)
  tap.ok("\\x1b[31mred" in text, "text %s shows an escape as text" % mode)

  data = tap.report("html", log, options)
  page = Page()
  page.feed(data.decode("utf-8"))
  strange = page.elements - ELEMENTS
  tap.ok(not strange, "HTML %s holds only its own elements" % mode, strange)
  handlers = [name for name in page.attributes if name.startswith("on") or name in ("style", "src", "srcdoc")]
  tap.ok(not handlers, "HTML %s holds no handler and loads nothing" % mode, handlers)
  tap.ok(len(page.scripts) == 1, "HTML %s holds one script" % mode, len(page.scripts))
  tap.ok("alert" not in page.scripts[0] and "reboot" not in page.scripts[0], "HTML %s: the script is the page's own" % mode)
  tap.ok(page.comments == 0, "HTML %s holds no comment" % mode, page.comments)
  shown = page.text
  for comm in ("<script>alert(1)</script>", "]]>&lt;&amp;&#x3c;", "it's \"quoted\"",
               "\\x1b[31mred\\x1b]0;title\\x07", "naïve–日本"):
    tap.ok(comm in shown, "HTML %s shows the comm %r" % (mode, comm))
  tap.ok(not controls("".join(shown)), "HTML %s holds no control character" % mode, controls("".join(shown)))
  huge = tap.report("html", tap.written(hostile_log.huge()), options).decode("utf-8")
  page = Page()
  page.feed(huge)
  longest = max(len(text) for text in page.text)
  tap.ok(len(huge) < 1024 * 1024 and longest < 65536, "HTML %s stays small with values of a megabyte" % mode, len(huge), longest)
  tap.ok(page.elements <= ELEMENTS and "in all)" in huge, "HTML %s says that they are cut" % mode, page.elements - ELEMENTS)
tap.done()
