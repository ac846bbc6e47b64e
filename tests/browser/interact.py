#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people do with the page: filter, sort, copy, go by keyboard, print, dress it, follow a link."""
import base64
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reports"))
import driver
import hostile_log
import tap

TAB = "\ue004"
SVG = (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>document.title="ran"</script>'
       b'<image href="http://127.0.0.1:9/x"/><rect width="8" height="8"/></svg>')
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SHOWN = "[...document.querySelectorAll('#list > details:not([hidden])')]"


def choose(browser, field, value):
  browser.run("const f = document.getElementById('filter-%s'); f.value = %s; f.dispatchEvent(new Event('input', {bubbles: true}));"
              % (field, json.dumps(value)))


def check_selects(browser, name, model):
  clusters = model["clusters"]
  total = len(clusters)
  cases = [("lsm", "apparmor", sum(c["lsm"] == "apparmor" for c in clusters)),
           ("source", "mule_t", sum(c.get("scontext_type") == "mule_t" for c in clusters)),
           ("source", "httpd_t", sum(c.get("scontext_type") == "httpd_t" for c in clusters)),
           ("class", "file", sum(c.get("tclass", c.get("class")) == "file" for c in clusters)),
           ("mode", "permissive", sum(c["permissive"]["yes"] and not c["permissive"]["no"] for c in clusters))]
  if "plan" in model:
    taken = {i for c in model["plan"]["changes"] if c["state"] == "proposed" for i in c["clusters"]}
    refused = {i for c in model["plan"]["changes"] if c["state"] == "risky" or c["code"] == "SEL-REFUSE" for i in c["clusters"]}
    cases += [("verdict", verdict, len(found)) for verdict, found in (("change", taken - refused), ("refuse", refused)) if found]
  for field, value, expected in cases:
    if not expected:
      continue
    choose(browser, field, value)
    shown = browser.run("return %s.length;" % SHOWN)
    said = browser.run("return document.getElementById('filter-count').textContent;")
    tap.ok(shown == expected and said == "%d of %d" % (expected, total),
           "%s: %s %r leaves %d of %d" % (name, field, value, expected, total), shown, said)
    choose(browser, field, "")


def check_order(browser, name, model):
  counts = sorted((c["count"] for c in model["clusters"]), reverse=True)
  choose(browser, "order", "count")
  found = browser.run("return %s.map(d => Number(d.querySelector('data').value));" % SHOWN)
  tap.ok(found == counts[:100], name + ": most denials first", found[:10])
  choose(browser, "order", "name")
  found = browser.run("return %s.map(d => d.dataset.source);" % SHOWN)
  tap.ok(found == sorted(found), name + ": by name", found[:10])
  choose(browser, "order", "")


def check_copy(browser, name):
  count = browser.run("return document.querySelectorAll('button.copy').length;")
  if not count:
    return
  browser.run("const b = document.querySelector('button.copy'); for (let e = b; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;"
              "b.scrollIntoView({block: 'center'});")
  browser.click("button.copy")
  text, said, selected = browser.run("const b = document.querySelector('button.copy');"
                                     "return [b.parentElement.querySelector('pre').textContent, b.textContent, String(getSelection())];")
  tap.ok(said == "Copied" and selected.strip() == text.strip(), name + ": a button copies the change", said, selected, text)


def check_keyboard(browser, name):
  """By the tab key alone: in the order of the page, the focus always to be seen, into the list and out."""
  seen = []
  for _ in range(60):
    browser.press(TAB)
    seen.append(browser.run("""
      const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
      const all = [...document.querySelectorAll('*')];
      return [all.indexOf(e), e.tagName, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
              box.width > 0 && box.bottom > 0 && box.top < innerHeight];"""))
  wrapped = next((i for i, stop in enumerate(seen) if i and stop[:2] == seen[0][:2] or stop[1] == "BODY"), len(seen))
  seen = seen[:wrapped]
  places = [place for place, tag, _, _ in seen if tag != "BODY"]
  tap.ok(places == sorted(set(places)) and len(places) > 20, name + ": the tab key goes down the page", places)
  tap.ok(all(ring and visible for _, tag, ring, visible in seen if tag != "BODY"), name + ": the focus is always to be seen",
         [s for s in seen if not (s[2] and s[3])])
  first = browser.run("return document.querySelector('a.skip').getAttribute('href');")
  tap.ok(seen[0][1] == "A" and first == "#clusters", name + ": the first stop leads past the top", seen[0])


def check_link(browser, name, url, model):
  wanted = model["clusters"][len(model["clusters"]) // 2]["id"]
  browser.open("about:blank")
  browser.open(url + "#" + wanted)
  state = browser.run("const d = document.getElementById('%s'), b = d.getBoundingClientRect();"
                      "return [d.open, b.top >= 0 && b.top < innerHeight, location.hash];" % wanted)
  tap.ok(state == [True, True, "#" + wanted], name + ": a link opens its cluster", state)


def check_print(browser, name, model):
  data = base64.b64decode(browser.devtools("Page.printToPDF", printBackground=True)["data"])
  pages = data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type /Page/")
  tap.ok(data.startswith(b"%PDF-") and len(data) > 20000, name + ": it prints to PDF", len(data), pages)
  browser.devtools("Emulation.setEmulatedMedia", media="print")
  hidden = browser.run("return ['nav', '#filter', 'button.copy'].every(s => !document.querySelector(s)"
                       " || getComputedStyle(document.querySelector(s)).display === 'none');")
  tap.ok(hidden, name + ": what only a screen needs is not printed")
  browser.devtools("Emulation.setEmulatedMedia", media="")
  shown = browser.run("return %s.length;" % SHOWN)
  tap.ok(shown == min(len(model["clusters"]), 100), name + ": after printing the list is as before", shown)


def check_without_script(browser, name, url, model):
  browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
  browser.open(url)
  state = browser.run("return [%s.length, [...document.querySelectorAll('button, select, input')].filter(e => e.offsetParent).length,"
                      "document.querySelectorAll('svg.picture').length];" % SHOWN)
  tap.ok(state == [len(model["clusters"]), 0, 4], name + ": without script all is there, and no dead control", state)
  browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def check_pictures(browser, name, model):
  """Each has its table, and the tables have the numbers."""
  denials = model["evidence"]["denials"]
  sums = browser.run("""
    const sum = (s, column) => [...document.querySelectorAll(s + ' details.as-table tbody tr')]
      .reduce((a, r) => a + Number(r.cells[column < 0 ? r.cells.length + column : column].querySelector('data').value), 0);
    return [sum('#when', 1), sum('#flow', 3), sum('#heat', -1)];""")
  tap.ok(sums == [denials] * 3, name + ": the tables of the pictures add up", sums, denials)
  rest = browser.run("return [...document.querySelectorAll('svg.picture')].filter(s => !['img', 'group'].includes(s.getAttribute('role')) || !s.getAttribute('aria-label')).length;")
  tap.ok(rest == 0, name + ": every picture has a name")


def check_forbidden(browser, path, log, options):
  """What must not be allowed is marked in words, and nothing of it is there to be copied."""
  with open(path, "wb") as file:
    file.write(tap.report("html", log, options))
  browser.open("file://" + path)
  found = browser.run("""
    const all = s => document.querySelectorAll(s).length;
    return [all('.remedy.forbidden'), all('.remedy.forbidden .forbid'), all('details.cluster[data-verdict=refuse]'),
            all('details.cluster[data-verdict=refuse] .forbidden-note'),
            all('.remedy.forbidden button, details.cluster[data-verdict=refuse] button'), all('button.copy') > 100];""")
  if not options:
    tap.ok(found == [0, 0, 0, 0, 0, False], "without a policy nothing is forbidden", found)
    return
  tap.ok(found[0] == found[1] > 10 and found[2] == found[3] > 10, "what must not be allowed is marked", found)
  tap.ok(found[4] == 0 and found[5], "what must not be allowed cannot be copied by a button", found)


def check_dress(browser, folder, log):
  path = os.path.join(folder, "dressed.html")
  parts = {}
  for part, data in (("logo.svg", SVG), ("logo.png", PNG), ("house.css", b"body { --accent: rgb(1, 2, 3) }\r\n.logo { background: url(data:image/png;base64,AAAA) }")):
    parts[part] = os.path.join(folder, part)
    with open(parts[part], "wb") as file:
      file.write(data)
  for logo in ("logo.svg", "logo.png"):
    with open(path, "wb") as file:
      file.write(tap.report("html", log, ["--title", "</title><script>x</script>", "--logo", parts[logo], "--css", parts["house.css"]]))
    browser.requests()
    browser.log("browser")
    browser.open("file://" + path)
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    told = [entry for entry in browser.log("browser") if "data:image/png;base64,AAAA" not in entry["message"]]
    tap.ok(asked == ["file://" + path] and not told, logo + ": a dressed page asks for nothing, the console is empty", asked, told)
    state = browser.run("return [document.querySelector('h1').textContent, document.title, document.images[0].naturalWidth > 0,"
                        "getComputedStyle(document.querySelector('nav a')).color];")
    tap.ok(state == ["</title><script>x</script>", "</title><script>x</script>: avow report", True, "rgb(1, 2, 3)"],
           logo + ": the title, the logo and the style are there, and nothing ran", state)


def check_hosts(browser, folder):
  path = os.path.join(folder, "hosts.html")
  with open(path, "wb") as file:
    file.write(tap.report("html", tap.written(hostile_log.fleet())))
  browser.open("file://" + path)
  rows = browser.run("return [...document.querySelectorAll('#hosts table tbody tr')].map(r => [...r.cells].slice(0, 4).map(c => c.textContent));")
  tap.ok(rows == [["barn", "6", "2", "1"], ["<i>mill</i>", "3", "2", "1"]], "each host has its row", rows)
  tops = browser.run("return [...document.querySelectorAll('#hosts details')].map(d => d.querySelectorAll('li a').length);")
  tap.ok(tops == [2, 2], "each host has its clusters", tops)


def main():
  if not driver.is_there():
    tap.skip_all("chromium and chromedriver are not installed")
  browser = driver.Browser()
  try:
    with tempfile.TemporaryDirectory(prefix="avow-page-") as folder:
      log = tap.written(hostile_log.log())
      sample = os.path.join(tap.SOURCE, "fixtures", "sample", "audit.log")
      path = os.path.join(folder, "page.html")
      for log, options in [(log, options) for options in tap.policies()] + [(sample, tap.policies()[-1])]:
        name = "%s with%s a policy" % ("sample" if log == sample else "hostile log", "" if options else "out")
        model = json.loads(tap.report("json", log, options))
        with open(path, "wb") as file:
          file.write(tap.report("html", log, options))
        browser.resize(1280, 900)
        browser.open("file://" + path)
        check_keyboard(browser, name)
        check_selects(browser, name, model)
        check_order(browser, name, model)
        check_copy(browser, name)
        check_pictures(browser, name, model)
        check_print(browser, name, model)
        check_link(browser, name, "file://" + path, model)
        check_without_script(browser, name, "file://" + path, model)
      if tap.corpus():
        check_forbidden(browser, path, tap.corpus(), tap.policies()[-1])
      else:
        tap.skip("what must not be allowed", "../shared/corpus is not here")
      check_dress(browser, folder, log)
      check_hosts(browser, folder)
  finally:
    browser.close()
  tap.done()


main()
