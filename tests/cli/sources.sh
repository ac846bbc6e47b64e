#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Which inputs are read: this machine's own, patterns, rotated sets, pipes, cut files.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

sample=$AVOW_SOURCE/fixtures/sample/audit.log

# own SCRIPT: runs it where the machine's own logs are empty directories.
own() {
  unshare -rm sh -c "mount -t tmpfs none /var/log && mount -t tmpfs none /run &&
    mkdir /var/log/audit && { $1; }" >stdout 2>stderr </dev/null
  status=$?
}
if unshare -rm mount -t tmpfs none /var/log 2>/dev/null; then
  own 'avow report'
  check 'no log at all is trouble' status_is 2
  check 'audit.log is not there' grep -q '^avow: /var/log/audit: no logs' stderr
  check 'neither is the journal' grep -q '^avow: journal: .' stderr
  check 'the ring buffer is not permitted' grep -q '^avow: dmesg: .*CAP_SYSLOG' stderr
  check 'and an INPUT is asked for' grep -q 'name an INPUT$' stderr
  own "echo nothing >/var/log/audit/audit.log; avow report"
  check 'a log without a record is not taken' \
    grep -q '^avow: /var/log/audit: there is no audit record in it' stderr
  own "cp '$sample' /var/log/audit/audit.log; avow report"
  check 'audit.log is taken when it holds a record' status_is 0
  check 'and that is said' grep -q -x 'avow: reading /var/log/audit' stderr
  check 'and nothing else' [ "$(wc -l <stderr)" -eq 1 ]
else
  skip 'no INPUT' 'no name space can be made here'
fi

run avow report dmesg:x
check 'dmesg: takes no argument' grep -q '^avow: dmesg:x: .*takes no argument' stderr
run avow report ./dmesg:
check './ makes it a file' grep -q '^avow: ./dmesg:: No such file' stderr

head -n 30 "$sample" >audit.log-20251231
sed -n '31,60p' "$sample" | gzip >audit.log-20260101.gz
sed -n '61,$p' "$sample" >audit.log
run avow report -f json 'audit.log*'
check 'a quoted pattern is expanded' status_is 0
check 'in order of time' python3 -c '
import json
names = [i["name"] for i in json.load(open("stdout"))["evidence"]["inputs"]]
assert names == ["audit.log-20251231", "audit.log-20260101.gz", "audit.log"], names'
run avow report 'none*' audit.log
check 'a pattern without a file is one sentence' \
  grep -q -x 'avow: none\*: no file has a name of this pattern' stderr
check 'and the rest is reported' stdout_has 'EVIDENCE'
cp audit.log 'what[1]'
run avow report 'what[1]'
check 'a file of that very name is a file' status_is 0

python3 - "$sample" <<'END'
import sys
lines = open(sys.argv[1]).read()
open("large.log", "w").write(lines * 200)
END
gzip -c large.log | head -c 20000 >cut.log.gz
run avow report -f json cut.log.gz
check 'a cut file is trouble' status_is 2
check 'what could be read is reported, and that it is cut' python3 -c '
import json
evidence = json.load(open("stdout"))["evidence"]
assert evidence["inputs"][0]["broken"] and evidence["records"] > 100, evidence'

cat >memory.py <<'END'
import os, resource, subprocess, sys
os.mkfifo("pipe")
def peak(times):
    if os.fork() == 0:
        with open("pipe", "wb") as pipe:
            for _ in range(times):
                pipe.write(open("large.log", "rb").read())
        os._exit(0)
    environment = dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=1")
    child = subprocess.Popen(["avow", "report", "pipe"], env=environment,
                             stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0
    return usage.ru_maxrss
few, many = peak(2), peak(12)
assert many < few + 10240, (few, many)
END
check 'a FIFO is read in constant memory' python3 memory.py
finish
