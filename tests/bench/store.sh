#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow collect, killed by SIGKILL at random points while it takes in RECORDS records, in
# LOGS files, and begun again, KILLS times: the store has to be the one that an
# uninterrupted run makes. Then how long that run takes, and the room that it needs.
#
# Usage: RECORDS=1000000 LOGS=1 KILLS=200 AVOW=build/avow tests/bench/store.sh
set -eu
avow=$(realpath "${AVOW:-build/avow}")
RECORDS=${RECORDS:-1000000} LOGS=${LOGS:-1} KILLS=${KILLS:-200}
export RECORDS LOGS KILLS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 - <<'END'
import os
records, logs = int(os.environ['RECORDS']), int(os.environ['LOGS'])
for log in range(logs):
    with open(f'audit.log.{logs - log}', 'w') as out:
        for i in range(log * records // logs, (log + 1) * records // logs):
            out.write(f'type=AVC msg=audit({1790000000 + i // 50}.{i % 1000:03}:{i + 1000}): avc:  denied  {{ read }} for  '
                      f'pid={i % 3000 + 2} comm="c{i % 310}" name="f{i % 5000}" dev="vda1" ino={i} '
                      f'scontext=u:r:d{i % 23}_t:s0 tcontext=u:object_r:o{i % 70}_t:s0 tclass=file permissive={i % 2}\n')
END

/usr/bin/time -f 'one run: %e s, %M KB' "$avow" collect --store whole.store audit.log.* >/dev/null
python3 - "$avow" <<'END'
import os, random, subprocess, sys, time
began = time.monotonic()
command = [sys.argv[1], 'collect', '--store', 'killed.store', *sorted(n for n in os.listdir() if n.startswith('audit'))]
quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
subprocess.run([*command[:3], 'timing.store', *command[4:]], check=True, **quiet)
whole = time.monotonic() - began
os.remove('timing.store')
random.seed(7)
kills = done = 0
while kills < int(os.environ['KILLS']):
    run = subprocess.Popen(command, **quiet)
    # A run that has nothing left to do ends early: the store is begun anew then.
    try:
        run.wait(random.random() * whole)
        done += 1
        for name in ('killed.store', 'killed.store-wal', 'killed.store-shm'):
            if os.path.exists(name):
                os.remove(name)
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        kills += 1
print(f'{kills} kills; {done} runs came to an end between them, and the store was begun anew')
END
"$avow" collect --store killed.store audit.log.* >/dev/null
"$avow" report -f xml store:whole.store >whole.xml 2>/dev/null
"$avow" report -f xml store:killed.store >killed.xml 2>/dev/null
cmp whole.xml killed.xml
python3 -c "
import sqlite3
assert sqlite3.connect('killed.store').execute('PRAGMA integrity_check').fetchone() == ('ok',)"
echo "the same, and intact: $(stat -c %s killed.store) bytes"
