#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What profile.sh runs in the guest, as root.
set -u
out=/host/out
rm -rf /opt/avow
mkdir -p /opt/avow
cp -r /host/avow/avow /host/avow/patch /host/avow/lib /opt/avow/
log=/var/log/audit/audit.log

avow() {
  LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow "$@"
}

mkdir -p /opt/lamp /srv/lamp /var/lib/lamp /home/alice/lamp
cat >/opt/lamp/lamp.py <<'END'
import mmap, os, signal, socket, subprocess, sys
failed = []
def attempt(name, function):
    try:
        function()
    except (OSError, subprocess.SubprocessError) as error:
        failed.append(f'{name}: {error}')
def write(path, mode='w'):
    with open(path, mode) as out:
        out.write('light\n')
attempt('config', lambda: open('/etc/nginx/nginx.conf').read())
attempt('state', lambda: write('/var/lib/lamp/state'))
attempt('log', lambda: write('/var/lib/lamp/log', 'a'))
attempt('odd names', lambda: write('/srv/lamp/a [b] {c} "d", *e'))
attempt('a name in two lines', lambda: write('/srv/lamp/two\nlines'))
attempt('mkdir', lambda: os.makedirs('/srv/lamp/new/dir', exist_ok=True))
attempt('rename', lambda: os.rename('/srv/lamp/two\nlines', '/srv/lamp/two lines'))
attempt('unlink', lambda: os.unlink('/srv/lamp/two lines'))
attempt('home', lambda: write('/home/alice/lamp/notes'))
attempt('proc', lambda: open('/proc/self/status').read())
attempt('other proc', lambda: open('/proc/1/stat').read())
attempt('tcp', lambda: socket.socket().bind(('127.0.0.1', 8123)))
attempt('udp', lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
attempt('netlink', lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
attempt('chown', lambda: os.chown('/var/lib/lamp/state', 1000, 1000))
attempt('setuid', lambda: subprocess.run(['/bin/true'], user=1000, check=True))
attempt('exec', lambda: subprocess.run(['/usr/bin/id'], check=True, capture_output=True))
attempt('lock', lambda: __import__('fcntl').flock(open('/var/lib/lamp/lock', 'w'), 2))
attempt('map', lambda: mmap.mmap(os.open('/usr/bin/id', os.O_RDONLY), 4096,
                                 prot=mmap.PROT_READ | mmap.PROT_EXEC))
attempt('link', lambda: (os.path.exists('/var/lib/lamp/hard') or
                         os.link('/var/lib/lamp/log', '/var/lib/lamp/hard')))
attempt('signal', lambda: os.kill(int(sys.argv[1]), 0))
try:
    open('/etc/shadow').read()
    print('shadow: read')
except OSError:
    print('shadow: refused')
print('\n'.join(failed), file=sys.stderr)
sys.exit(1 if failed else 0)
END
cat >/etc/apparmor.d/lamp <<'END'
abi <abi/3.0>,
include <tunables/global>
profile lamp flags=(complain) {
  include <abstractions/base>
  include <abstractions/python>
  /usr/bin/python3.11 mr,
  /opt/lamp/*.py r,
  include if exists <local/lamp>
}
END
sleep 600 &
sleeper=$!
work() {
  rm -rf /srv/lamp /var/lib/lamp /home/alice/lamp/*
  mkdir -p /srv/lamp /var/lib/lamp
  aa-exec -p lamp -- /usr/bin/python3.11 /opt/lamp/lamp.py "$sleeper"
}
tell() {
  if work >"$out/work.$1.out" 2>"$out/work.$1.err"; then echo "$1: works"; else echo "$1: refused"; fi
  sleep 3
}
load() {
  apparmor_parser -r /etc/apparmor.d/lamp
}

load
at=$(wc -c <"$log")
tell complain
cp "$log" "$out/complain.log"
tail -c "+$((at + 1))" "$log" >"$out/lamp.log"
sed -i 's/flags=(complain)/flags=(enforce)/' /etc/apparmor.d/lamp
load
tell enforce
avow suggest --profiles /etc/apparmor.d --only "$(avow report -f json "$out/lamp.log" |
  python3 -c 'import json, sys
print(",".join(sorted({c["profile"] for c in json.load(sys.stdin)["clusters"] if c["profile"].startswith("lamp")})))')" \
  "$out/lamp.log" >"$out/lamp.diff" 2>"$out/lamp.err"
cat "$out/lamp.err"
LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/patch -p1 -d / <"$out/lamp.diff" >"$out/patch.out" 2>&1
echo "patched: $?"
load
echo "loaded: $?"
at=$(wc -c <"$log")
tell enforce
tail -c "+$((at + 1))" "$log" >"$out/after.log"
grep -a 'apparmor="DENIED".*profile="lamp' "$out/after.log" | grep -av 'name="/etc/shadow"' >"$out/denied.log"
echo "denials after: $(wc -l <"$out/denied.log")"
cat "$out/denied.log"
grep -h '^shadow' "$out/work.enforce.out"
# What the kernel refused, the profile of that time must not allow.
avow why --brief --profiles /etc/apparmor.d "$out/after.log" >"$out/why.out" 2>&1
echo "disagreements: $(grep -c AA-COVERED "$out/why.out")"
cat "$out/work.enforce.err"

# A program that no file has a profile for: an empty one in complain mode is loaded, as
# aa-genprof does it, and what it logs becomes the whole of a file.
mkdir -p /opt/wick
cp /usr/bin/python3.11 /opt/wick/wick
cat >/opt/wick/wick.py <<'END'
import os, random, socket, subprocess, sys, tempfile
failed = []
def attempt(name, function):
    try:
        function()
    except (OSError, subprocess.SubprocessError) as error:
        failed.append(f'{name}: {error}')
def write(path):
    with open(path, 'w') as out:
        out.write('wick\n')
attempt('config', lambda: open('/etc/nginx/nginx.conf').read())
for number in range(int(sys.argv[1]), int(sys.argv[1]) + 4):
    attempt('job', lambda: write(f'/var/lib/wick/job-{number}.state'))
for _ in range(4):
    attempt('temporary', lambda: os.remove(
        tempfile.mkstemp(prefix='wick.', dir='/var/lib/wick')[1]))
attempt('tcp', lambda: socket.socket().bind(('127.0.0.1', 8124)))
attempt('id', lambda: subprocess.run(['/usr/bin/id', 'alice'], check=True, capture_output=True))
attempt('true', lambda: subprocess.run(['/usr/bin/true'], check=True))
print('\n'.join(failed), file=sys.stderr)
sys.exit(1 if failed else 0)
END
burn() {
  rm -rf /var/lib/wick
  mkdir -p /var/lib/wick
  if PYTHONHOME=/usr /opt/wick/wick -I -S /opt/wick/wick.py "$2" >"$out/wick.$1.out" 2>"$out/wick.$1.err"; then
    echo "new in $1: works"
  else
    echo "new in $1: refused"
  fi
  sleep 3
}
printf '/opt/wick/wick flags=(complain) {\n}\n' | apparmor_parser -r
at=$(wc -c <"$log")
burn complain 11
tail -c "+$((at + 1))" "$log" >"$out/wick.log"
avow suggest --profiles /etc/apparmor.d --only "$(avow report -f json "$out/wick.log" |
  python3 -c 'import json, sys
print(",".join(sorted({c["profile"] for c in json.load(sys.stdin)["clusters"] if c["profile"].startswith("/opt/wick/wick")})))')" \
  "$out/wick.log" >"$out/wick.diff" 2>"$out/wick.sug"
cat "$out/wick.sug"
LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/patch -p1 -d / <"$out/wick.diff" >"$out/patch.wick" 2>&1
echo "new file: $(ls /etc/apparmor.d/opt.wick.wick)"
grep -c 'flags=(complain)' /etc/apparmor.d/opt.wick.wick | sed 's/^/new in complain mode: /'
sed -i 's/ flags=(complain)//' /etc/apparmor.d/opt.wick.wick
apparmor_parser -r /etc/apparmor.d/opt.wick.wick
echo "new loaded: $?"
cp /etc/apparmor.d/opt.wick.wick "$out/"
at=$(wc -c <"$log")
burn enforce 15
tail -c "+$((at + 1))" "$log" >"$out/wick.after"
grep -a 'apparmor="DENIED".*profile="/opt/wick' "$out/wick.after" >"$out/wick.denied"
echo "new denials after: $(wc -l <"$out/wick.denied")"
head -20 "$out/wick.denied"
cat "$out/wick.enforce.err"

rm -rf /srv/lamp /var/lib/lamp /etc/apparmor.d/local/lamp /opt/wick /var/lib/wick
kill "$sleeper"
echo 'end of the job'
