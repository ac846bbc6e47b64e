# SPDX-License-Identifier: LGPL-2.1-or-later
"""TAP, and the ways in which these tests run avow."""
import glob
import os
import subprocess
import sys
import tempfile

AVOW = os.environ.get("AVOW", "./avow")
SOURCE = os.environ.get("AVOW_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FORMATS = ("text", "html", "xml", "json", "sarif", "junit", "md", "csv", "prom")
count = 0
failed = 0


def ok(passes, name, *notes):
  """One test point; notes are shown when it fails."""
  global count, failed
  count += 1
  print("%s %d - %s" % ("ok" if passes else "not ok", count, name))
  if not passes:
    failed += 1
    for note in notes:
      for line in str(note).splitlines()[:20]:
        print("# " + line.encode("ascii", "backslashreplace").decode())
  sys.stdout.flush()
  return passes


def skip(name, why):
  global count
  count += 1
  print("ok %d - %s # SKIP %s" % (count, name, why))


def skip_all(why):
  print("1..0 # SKIP " + why)
  sys.exit(0)


def done():
  print("1..%d" % count)
  sys.exit(1 if failed else 0)


def policies():
  """[[]], and the options for a real policy where one is installed."""
  found = sorted(glob.glob("/etc/selinux/*/policy/policy.*"))
  return [[]] + [["-p", path] for path in found[:1]]


def corpus():
  """The large recorded log beside the checkout, or None."""
  path = os.path.join(SOURCE, "..", "shared", "corpus", "vm", "selinux", "audit.log")
  return path if os.path.exists(path) else None


def report(form, log, options=(), environment=None):
  """The bytes of one report of a log."""
  command = [AVOW, "report", "-f", form] + list(options) + [log]
  run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       env=dict(os.environ, **(environment or {})))
  if run.returncode != 0:
    ok(False, "%s ends well" % form, " ".join(command), run.returncode, run.stderr[-2000:].decode("utf-8", "replace"))
  return run.stdout


def written(data):
  """A new temporary file with these bytes; the path lives until the test ends."""
  file = tempfile.NamedTemporaryFile(prefix="avow-", suffix=".log")
  file.write(data)
  file.flush()
  keep.append(file)
  return file.name


keep = []
