#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What loading.sh runs in the guest, as root.
set -u
out=/host/out
rm -rf /opt/avow
mkdir -p /opt/avow
cp -r /host/avow/avow /host/avow/lib /opt/avow/

avow() {
  LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow "$@"
}
ask() {
  avow profiles -f json 2>>"$out/stderr" | python3 -c "import json, sys
page = json.load(sys.stdin)
of = {p['name']: p for p in page['profiles']}
$1"
}
state() {
  ask "print(of['$1']['state'])"
}
# A terminal that gives one answer.
answer() {
  python3 - "$@" <<'END'
import os, pty, sys
answer, words = sys.argv[1], sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.environ['LD_LIBRARY_PATH'] = '/opt/avow/lib'
    os.execv('/opt/avow/avow', ['avow'] + words)
said = b''
while b'[y/N]' not in said:
    said += os.read(fd, 1000)
os.write(fd, answer.encode())
try:
    while os.read(fd, 1000):
        pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
}

file=/etc/apparmor.d/wick
printf 'profile wick {\n  /** rix,\n}\n' >$file
printf 'profile shade {\n  /** rix,\n}\n' >/etc/apparmor.d/shade
sleep 1.1
ask 'print("\n".join(sorted(n for n, p in of.items() if p["loaded_mode"])))' >"$out/ours"
sed 's/ ([a-z]*)$//' /sys/kernel/security/apparmor/profiles | LC_ALL=C sort >"$out/kernels"
cmp "$out/ours" "$out/kernels" && echo 'same names: yes'
echo "at first: $(state wick)"
avow profiles load --dry-run $file
echo "dry run: $? $(state wick)"
setsid -w env LD_LIBRARY_PATH=/opt/avow/lib /opt/avow/avow profiles load $file </dev/null
echo "no terminal: $? $(state wick)"
answer n profiles load $file
echo "no: $? $(state wick)"
answer y profiles load $file
echo "yes: $? $(state wick) $(ask 'print(of["wick"]["loaded_mode"])')"
aa-exec -p wick -- /bin/sleep 30 &
sleep 1.1
echo "processes: $(ask 'print(of["wick"]["processes"])')"
echo '# more' >>$file
echo "touched: $(state wick)"
sed -i 's/profile wick/profile wick flags=(complain)/' $file
sleep 1.1
avow profiles load --yes $file
echo "replaced: $? $(state wick) $(ask 'print(of["wick"]["loaded_mode"])')"
printf 'profile broken {\n  /x r\n}\n' >/tmp/broken
avow profiles load --yes /etc/apparmor.d/shade /tmp/broken
echo "broken: $? $(state shade)"
setpriv --bounding-set=-all --inh-caps=-all env LD_LIBRARY_PATH=/opt/avow/lib \
  /opt/avow/avow profiles load --yes /etc/apparmor.d/shade
echo "no rights: $?"
rm $file /etc/apparmor.d/shade
echo "removed: $(state wick)"
echo "mediates: $(ask 'print(page["mediates"]["file"], page["mediates"]["io_uring"])')"
avow profiles >"$out/profiles.txt"
wait
echo -n wick >/sys/kernel/security/apparmor/.remove
echo 'end of the job'
