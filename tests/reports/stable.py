#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same input gives the same bytes, in any locale and time zone."""
import hostile_log
import tap

PLACES = [
  {"LC_ALL": "C", "TZ": "UTC"},
  {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "Asia/Kathmandu"},
  {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "COLUMNS": "40", "TERM": "xterm-256color"},
]

log = tap.written(hostile_log.log())
for options in tap.policies():
  mode = "with a policy" if options else "without a policy"
  for form in tap.FORMATS:
    seen = [tap.report(form, log, options, place) for place in PLACES]
    tap.ok(seen[0] and seen.count(seen[0]) == len(seen), "%s %s is the same everywhere" % (form, mode))
tap.done()
