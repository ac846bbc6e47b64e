#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A report that cannot be written whole is an error, in one sentence, in every format."""
import subprocess

import hostile_log
import tap

log = tap.written(hostile_log.log())
for form in tap.FORMATS:
  with open("/dev/full", "wb") as full:
    run = subprocess.run([tap.AVOW, "report", "-f", form, log], stdout=full, stderr=subprocess.PIPE)
  told = run.stderr.decode("utf-8", "replace")
  tap.ok(run.returncode == 2, form + ": exit 2 when the device is full", run.returncode, told)
  tap.ok(told.count("\n") == 1 and "No space left on device" in told, form + ": says why, once", told)
tap.done()
