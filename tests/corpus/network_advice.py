#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""setroubleshoot's own samples of ports: the advice that the name calls for is first.

Asked of Debian's policy. The record of http_connect_ports is that of
httpd_can_network_connect, byte for byte but for host and serial, so the answer is the
same: no type that httpd_t may connect to is its own, and a boolean is.
"""
import json
import os
import subprocess
import sys

LOGS = os.path.join(os.environ["AVOW_SOURCE"], "..", "shared", "corpus", "selinux",
                    "setroubleshoot")
POLICY = "/etc/selinux/default/policy/policy.33"
FIRST = {
    "bind_ports": "semanage port -a -t http_port_t -p tcp 81",
    "connect_ports": "semanage port -a -t smbd_port_t -p tcp 81",
    "http_connect_ports": "setsebool -P httpd_can_network_connect on",
    "httpd_can_network_connect": "setsebool -P httpd_can_network_connect on",
    "httpd_can_network_connect_db": "setsebool -P httpd_can_network_connect_db on",
}


def advice(log):
  report = subprocess.run([os.environ["AVOW"], "report", "-f", "json", "-p", POLICY, log],
                          capture_output=True, text=True, check=True)
  return json.loads(report.stdout)["clusters"][0]["findings"][0]["advice"]


def main():
  for needed, reason in ((LOGS, "../shared/corpus is not there"),
                         (POLICY, "selinux-policy-default is not installed")):
    if not os.path.exists(needed):
      print("1..0 # SKIP " + reason)
      return 0
  failed = 0
  print("1..%d" % len(FIRST))
  for number, (name, command) in enumerate(sorted(FIRST.items()), 1):
    got = advice(os.path.join(LOGS, name + ".log"))[0]
    passes = (got["change"]["text"] == command and got["proof"] == "allowed")
    failed += not passes
    print("%s %d - %s: %s" % ("ok" if passes else "not ok", number, name, command))
    if not passes:
      print("#   " + json.dumps(got))
  return 1 if failed else 0


sys.exit(main())
