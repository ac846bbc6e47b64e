#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The HTML report in a real browser, from a file, with no network."""
import json
import os
import socket
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reports"))
import driver
import hostile_log
import tap

WIDTHS = ((1280, 900), (400, 800), (360, 640), (3840, 2160))
SHOWN = "[...document.querySelectorAll('details.cluster')].filter(c => c.offsetParent !== null)"


def check_load(browser, name, url):
  browser.log("browser")
  browser.requests()
  browser.open(url)
  asked = browser.requests()
  tap.ok(asked == [url], name + ": the page asks for nothing but itself", asked)
  told = browser.log("browser")
  tap.ok(not told, name + ": the console is empty", told)


def check_widths(browser, name):
  """No horizontal scrolling, whether everything is closed or open."""
  for is_open in ("false", "true"):
    browser.run("document.querySelectorAll('details').forEach((d, i) => { d.open = %s && i < 200; });" % is_open)
    for width, height in WIDTHS:
      browser.resize(width, height)
      size = browser.run("return [innerWidth, document.documentElement.scrollWidth];")
      tap.ok(size[0] == width and size[1] <= width, "%s: fits %d pixels, details open: %s" % (name, width, is_open), size)
  browser.run("document.querySelectorAll('details').forEach(d => { d.open = false; });")


def check_details(browser, name):
  state = "return document.querySelector('details.cluster').open;"
  for width, height in WIDTHS[:2]:
    browser.resize(width, height)
    browser.click("details.cluster > summary")
    opened = browser.run(state)
    browser.click("details.cluster > summary")
    tap.ok(opened and not browser.run(state), "%s: a click opens and closes a cluster at %d" % (name, width))
    browser.run("document.querySelector('details.cluster > summary').focus();")
    browser.press(driver.ENTER)
    opened = browser.run(state)
    browser.press(" ")
    tap.ok(opened and not browser.run(state), "%s: a key opens and closes a cluster at %d" % (name, width))
  ring = browser.run("return getComputedStyle(document.activeElement).outlineStyle;")
  tap.ok(ring not in ("none", ""), name + ": the focus is visible", ring)


def check_filter(browser, name, word, expected):
  count = browser.run("return document.querySelectorAll('details.cluster').length;")
  browser.type("#filter-text", word)
  reached = browser.wait("%s.length === %d" % (SHOWN, expected))
  tap.ok(reached and 0 < expected < count, "%s: the filter %r leaves %d of %d" % (name, word, expected, count),
         browser.run("return %s.length;" % SHOWN))
  said = browser.run("return document.getElementById('filter-count').textContent;")
  tap.ok(said == "%d of %d" % (expected, count), name + ": the filter says how many", said)
  browser.run("document.getElementById('filter-text').value = '';")
  browser.type("#filter-text", " ")
  tap.ok(browser.wait("%s.length === %d" % (SHOWN, count)), name + ": an empty filter leaves all")


def check_choice(browser, name, field, value, expected):
  """One of the lists to choose from, by what the script makes of it."""
  choose = "var f = document.getElementById('filter-%s'); f.value = %s; f.dispatchEvent(new Event('%s', {bubbles: true}));"
  for event in "input", "change":
    browser.run(choose % (field, json.dumps(value), event))
  reached = browser.wait("%s.length === %d" % (SHOWN, expected))
  tap.ok(reached and browser.run("return document.getElementById('filter-%s').value;" % field) == value,
         "%s: the choice %s of %s leaves %d" % (name, value, field, expected), browser.run("return %s.length;" % SHOWN))
  browser.run(choose % (field, '""', "change"))


def check_news(browser, name, folder):
  """Two hosts, and a baseline that knows one cluster of eleven as it is."""
  known = os.path.join(tap.SOURCE, "fixtures", "report", "baseline")
  with open(os.path.join(known, "input"), "rb") as file:
    lines = file.read().split(b"\n")
  log = tap.written(b"\n".join([b"node=web1 " + line for line in lines if line]
                               + [b"node=db2 " + line for line in lines[:30] if line]) + b"\n")
  options = ["--baseline", os.path.join(known, "known.avow")]
  model = json.loads(tap.report("json", log, options))
  check_page(browser, name, log, options, folder)
  new = sum(cluster["baseline"] != "known" for cluster in model["clusters"])
  on_host = sum(any(host["value"] == "db2" for host in cluster["hosts"]) for cluster in model["clusters"])
  check_choice(browser, name, "news", "new", new)
  check_choice(browser, name, "news", "known", len(model["clusters"]) - new)
  check_choice(browser, name, "host", "db2", on_host)
  check_choice(browser, name, "host", "web1", len(model["clusters"]))
  tap.ok(browser.run("return document.querySelectorAll('.badge.news').length;") == new, name + ": each new one is marked")


def check_hostile(browser, name):
  """What the log held is text in the tree, and did nothing."""
  found = browser.run("return [document.title, document.scripts.length, document.images.length, "
                      "document.querySelectorAll('[onerror],[onload],[onclick],iframe,object,embed,link,base').length];")
  tap.ok(found == ["SELinux and AppArmor denials: avow report", 1, 0, 0], name + ": nothing of the log became an element or ran", found)
  for comm in ("<script>alert(1)</script>", "\\x1b[31mred\\x1b]0;title\\x07", "</style><img src=x onerror=alert(1)>"):
    places = browser.run("return [...document.querySelectorAll('details.cluster code')]"
                         ".filter(c => c.textContent === %s).length;" % json.dumps(comm))
    tap.ok(places > 0, "%s: %r is shown as text" % (name, comm), places)


def check_structure(browser, name):
  found = browser.run("return [document.querySelectorAll('main').length, document.querySelectorAll('h1').length, "
                      "document.documentElement.lang, document.querySelectorAll('header nav a').length > 2, "
                      "[...document.querySelectorAll('nav a')].every(a => document.querySelector(a.getAttribute('href')))];")
  tap.ok(found == [1, 1, "en", True, True], name + ": landmarks, headings and links are whole", found)


def check_schemes(browser, name):
  """Light and dark differ, and text stands out from its ground by WCAG's 4.5."""
  contrast = """
    const part = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); };
    const light = s => { const [r, g, b] = s.match(/[0-9.]+/g).map(Number);
                         return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
    const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                          if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
    document.querySelectorAll('details.cluster').forEach((d, i) => { d.open = i < 3; });
    let least = 99, where = '';
    for (const e of document.querySelectorAll('h1,h2,h3,p,a,dt,dd,th,td,code,pre,span,summary,figcaption,label,footer')) {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < least) { least = ratio; where = e.tagName + '.' + e.className; }
    }
    return [least, where, getComputedStyle(document.body).backgroundColor];"""
  grounds = set()
  for scheme in ("light", "dark"):
    browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    least, where, ground = browser.run(contrast)
    grounds.add(ground)
    tap.ok(least >= 4.5, "%s: text stands out in %s" % (name, scheme), least, where)
  tap.ok(len(grounds) == 2, name + ": light and dark differ", grounds)


def check_policy(browser, name):
  """Last, for it makes the console complain: the page's own policy stops a script that got in."""
  with socket.create_server(("127.0.0.1", 0)) as server:
    server.settimeout(1)
    browser.run("const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
                "const i = document.createElement('img'); i.setAttribute('onerror', 'window.ran = 1');"
                "i.src = 'http://127.0.0.1:%d/x'; document.body.append(i);" % server.getsockname()[1])
    try:
      caller = server.accept()[1]
    except TimeoutError:
      caller = None
  tap.ok(browser.run("return window.ran === undefined;"), name + ": a script that got in does not run")
  tap.ok(caller is None, name + ": an image that got in is not fetched", caller)
  told = browser.log("browser")
  tap.ok(any("Content Security Policy" in entry["message"] for entry in told), name + ": the console says why", told)


def check_without_script(browser, name, url):
  browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
  browser.open(url)
  hidden = browser.run("return document.getElementById('filter').offsetParent === null;")
  browser.click("details.cluster > summary")
  opened = browser.run("return document.querySelector('details.cluster').open;")
  tap.ok(hidden and opened, name + ": without script there is no dead control, and clusters open", hidden, opened)
  browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def check_page(browser, name, log, options, folder):
  path = os.path.join(folder, "page.html")
  with open(path, "wb") as file:
    file.write(tap.report("html", log, options))
  url = "file://" + path
  browser.resize(*WIDTHS[0])
  check_load(browser, name, url)
  check_structure(browser, name)
  check_widths(browser, name)
  check_details(browser, name)
  return url


def main():
  if not driver.is_there():
    tap.skip_all("chromium and chromedriver are not installed")
  browser = driver.Browser()
  try:
    with tempfile.TemporaryDirectory(prefix="avow-page-") as folder:
      hostile = tap.written(hostile_log.log())
      for options in tap.policies():
        name = "hostile log with%s a policy" % ("" if options else "out")
        url = check_page(browser, name, hostile, options, folder)
        check_hostile(browser, name)
        check_filter(browser, name, "horse3_t", 1)
        check_schemes(browser, name)
        check_without_script(browser, name, url)
      check_policy(browser, name)
      check_news(browser, "compared with a baseline", folder)
      if tap.corpus():
        options = tap.policies()[-1]
        name = "recorded log"
        check_page(browser, name, tap.corpus(), options, folder)
        size = os.path.getsize(os.path.join(folder, "page.html"))
        tap.ok(size < 8 * 1024 * 1024, name + ": the page is below 8 MB", size)
      else:
        tap.skip("recorded log", "../shared/corpus is not here")
  finally:
    browser.close()
  tap.done()


main()
