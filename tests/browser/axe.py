#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""axe-core finds no violation of WCAG 2.2 AA, nor of its best practices, on the page."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reports"))
import driver
import hostile_log
import tap

PACKAGE = "axe-core@4.10.3"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
  document.querySelectorAll('details').forEach(d => { d.open = %s; });
  return axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations']}).then(
    found => [found.passes.length, found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)))]);"""


def fetch(folder):
  """The script, by npm from its registry; None without either."""
  if not shutil.which("npm"):
    return None
  run = subprocess.run(["npm", "pack", "--silent", "--fetch-retries=0", "--fetch-timeout=20000", PACKAGE], cwd=folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=folder))
  packed = glob.glob(os.path.join(folder, "axe-core-*.tgz"))
  if run.returncode or not packed:
    return None
  with tarfile.open(packed[0]) as archive:
    return archive.extractfile("package/axe.min.js").read().decode("utf-8")


def check(browser, name, script):
  for scheme in ("light", "dark"):
    browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.run(script)
    for is_open in ("false", "true"):
      passes, violations = browser.run(RUN % (is_open, json.dumps(RULES)))
      tap.ok(passes > 10 and not violations, "%s, %s, details open: %s: no violation" % (name, scheme, is_open), passes, *violations)


def check_itself(browser, script):
  """A page with faults, so that silence means something."""
  browser.open("data:text/html,<html><body><img src='x'><p style='color:%23ccc'>faint</p></body></html>")
  browser.run(script)
  violations = browser.run(RUN % ("false", json.dumps(RULES)))[1]
  tap.ok(len(violations) > 2, "a page with faults has violations", violations)


def main():
  if not driver.is_there():
    tap.skip_all("chromium and chromedriver are not installed")
  with tempfile.TemporaryDirectory(prefix="avow-axe-") as folder:
    script = fetch(folder)
    if not script:
      tap.skip_all("axe-core could not be fetched: npm or the network is missing")
    browser = driver.Browser()
    try:
      check_itself(browser, script)
      path = os.path.join(folder, "page.html")
      logs = {"hostile log": tap.written(hostile_log.log()),
              "sample log": os.path.join(tap.SOURCE, "fixtures", "sample", "audit.log"),
              "log of hosts": tap.written(hostile_log.fleet())}
      for options in tap.policies():
        for name, log in logs.items():
          with open(path, "wb") as file:
            file.write(tap.report("html", log, options))
          browser.open("file://" + path)
          check(browser, "%s with%s a policy" % (name, "" if options else "out"), script)
    finally:
      browser.close()
  tap.done()


main()
