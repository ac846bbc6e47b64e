# SPDX-License-Identifier: LGPL-2.1-or-later
"""A headless Chromium behind chromedriver (W3C WebDriver), with the standard library alone."""
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--force-prefers-reduced-motion"]
ENTER = "\ue007"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def is_there():
  return bool(shutil.which("chromedriver") and (shutil.which("chromium") or shutil.which("chromium-browser")))


class Browser:
  """One browser with a profile of its own; close() ends both processes."""

  def __init__(self):
    self.profile = tempfile.TemporaryDirectory(prefix="avow-browser-", ignore_cleanup_errors=True)
    self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, text=True)
    self.base, self.session = None, None
    try:
      self.base = "http://127.0.0.1:%d" % self.find_port()
      options = {"args": ARGUMENTS + ["--user-data-dir=" + self.profile.name],
                 "binary": shutil.which("chromium") or shutil.which("chromium-browser")}
      made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
        "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "unhandledPromptBehavior": "ignore"}}})
      self.session = "/session/" + made["sessionId"]
    except Exception:
      self.close()
      raise

  def find_port(self):
    for line in self.process.stdout:
      found = re.search(r"started successfully on port (\d+)", line)
      if found:
        return int(found.group(1))
    raise RuntimeError("chromedriver did not start")

  def ask(self, method, path, body=None):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(self.base + path, method=method, data=data)
    try:
      with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
      raise RuntimeError("%s %s: %s" % (method, path, json.load(error)["value"]["message"])) from None

  def open(self, url):
    self.ask("POST", self.session + "/url", {"url": url})

  def run(self, script):
    return self.ask("POST", self.session + "/execute/sync", {"script": script, "args": []})

  def wait(self, script, seconds=10):
    """Until the expression holds, or the time is over; whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
      if self.run("return " + script):
        return True
      time.sleep(0.05)
    return False

  def devtools(self, command, **parameters):
    return self.ask("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": parameters})

  def resize(self, width, height):
    self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

  def find(self, selector):
    found = self.ask("POST", self.session + "/element", {"using": "css selector", "value": selector})
    return self.session + "/element/" + found[ELEMENT]

  def click(self, selector):
    self.ask("POST", self.find(selector) + "/click", {})

  def type(self, selector, text):
    self.ask("POST", self.find(selector) + "/value", {"text": text})

  def press(self, key):
    """A key, to whatever has the focus."""
    self.ask("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": [
      {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

  def log(self, kind):
    return self.ask("POST", self.session + "/se/log", {"type": kind})

  def requests(self):
    """The addresses that our pages asked for since the last call; the tab that the
    browser opens by itself is a page of its own (chrome://) and none of ours."""
    messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
    sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [p["request"]["url"] for p in sent if not p["documentURL"].startswith("chrome://")]

  def close(self):
    try:
      if self.session:
        self.ask("DELETE", self.session)
    finally:
      self.process.terminate()
      self.process.wait()
      self.process.stdout.close()
      self.profile.cleanup()
