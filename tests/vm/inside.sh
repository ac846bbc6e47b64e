# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What the jobs in the guest share: the program in its place, and the log that it reads.
# They source it; run_job has put it beside the program.
# shellcheck disable=SC2034 # for those that source it
out=/host/out
# shellcheck disable=SC2034
log=/var/log/audit/audit.log
rm -rf /opt/avow
mkdir -p /opt/avow
cp -r /host/avow/* /opt/avow/
chmod 755 /opt/avow/avow

avow() {
  LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow "$@"
}
# fetch PORT PATH: what the server answers.
fetch() {
  python3 - "$1" "$2" <<'END'
import sys
import urllib.request
url = 'http://127.0.0.1:' + sys.argv[1] + sys.argv[2]
print(urllib.request.urlopen(url, timeout=60).read().decode().strip())
END
}
# mark remembers the end of the log, since prints what came behind it.
mark() {
  sleep 3
  at=$(wc -c <"$log")
}
since() {
  sleep 3
  tail -c "+$((at + 1))" "$log"
}
