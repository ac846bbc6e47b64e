#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# avow collect and avow merge: a report of the store is that of the logs, byte for byte,
# however they came into it; what was collected again changes nothing; what is killed
# goes on; what cannot be written to is told.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

# report INPUT: as XML, into the standard output.
report() {
  avow report -f xml "$1" 2>/dev/null
}
# same A B: two stores make one report, and it is not empty.
same() {
  report "store:$1" >a.xml && report "store:$2" >b.xml && [ -s a.xml ] && cmp a.xml b.xml
}
# dump STORE: all that it says but where files were.
dump() {
  python3 - "$1" <<'END'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.text_factory = bytes
for table in ('source', 'remark', 'excerpt', 'epoch', 'cluster', 'tally', 'bar', 'access'):
    for row in database.execute(f'SELECT * FROM {table} ORDER BY 1, 2, 3'):
        print(table, row)
print(database.execute('PRAGMA integrity_check').fetchall())
END
}
collect() {
  run avow collect --store "$@"
  status_is 0
}

# Logs of both security modules, of every form, each by itself.
count=0
for log in "$AVOW_SOURCE"/fixtures/record/*/input "$AVOW_SOURCE"/fixtures/report/*/input; do
  { [ -f "$log" ] && ! grep -q '^<report' "$log" && avow report -f xml "$log" >direct.xml 2>/dev/null; } || continue
  rm -f one.store
  avow collect --store one.store "$log" >/dev/null 2>&1
  avow report -f xml store:one.store >stored.xml 2>/dev/null
  if cmp -s direct.xml stored.xml; then
    count=$((count + 1))
  else
    echo "# $log"
    diff direct.xml stored.xml | head -n 4
    count=-1000
  fi
done
check "the report of a store is that of its log ($count logs)" test "$count" -ge 10

# A log that is long enough to be cut, of what the fixtures have.
python3 - <<'END'
lines = []
for i in range(6000):
    stamp = f'audit({1690000000 + i * 7}.{i % 1000:03}:{i + 1000})'
    who = f'd{i % 23}_t'
    lines.append(f'type=AVC msg={stamp}: avc:  denied  {{ read }} for  pid={i % 300 + 2} comm="c{i % 31}" '
                 f'name="f{i % 50}" dev="vda1" ino={i} scontext=u:r:{who}:s0 '
                 f'tcontext=u:object_r:o{i % 7}_t:s0 tclass=file permissive={i % 2}\n')
    if i % 500 == 0:
        lines.append(f'type=MAC_POLICY_LOAD msg=audit({1690000000 + i * 7}.900:{i + 50000}): policy loaded auid=0 ses=1\n')
    if i % 700 == 0:
        lines.append('type=AVC msg=audit(16900\n')
open('audit.log', 'w').write(''.join(lines))
for part in range(4):
    open(f'part{part}', 'w').writelines(lines[part * 1500:(part + 1) * 1500 if part < 3 else len(lines)])
END

run avow collect --store whole.store audit.log
check 'a log is collected' status_is 0
check 'and told to be new' stdout_is 'logs: 1 new, 0 grown, 0 known'
dump whole.store >before
run avow collect --store whole.store audit.log
check 'the same again is known' stdout_is 'logs: 0 new, 0 grown, 1 known'
cp audit.log copy.log
gzip -c audit.log >old.gz
run avow collect --store whole.store copy.log old.gz
check 'and so are copies and compressed ones' stdout_is 'logs: 0 new, 0 grown, 2 known'
avow collect --store whole.store audit.log >/dev/null
dump whole.store >after
# The file where it lies may be another, since it is known by its content.
sed 's/^source.*//' before >before.rows
sed 's/^source.*//' after >after.rows
check 'and nothing has changed' cmp before.rows after.rows

# A log that grows, looked at in between.
for bytes in 100 300000 300001 700000; do
  head -c $bytes audit.log >grows.log
  avow collect --store grown.store grows.log >/dev/null 2>&1
done
head -c 400000 audit.log >older.log
cp audit.log grows.log
run avow collect --store grown.store grows.log
check 'a log that has grown takes its place' stdout_is 'logs: 0 new, 1 grown, 0 known'
run avow collect --store grown.store older.log
check 'and an older copy of it adds nothing' stdout_is 'logs: 0 new, 0 grown, 1 known'
report audit.log | sed 's/audit\.log/NAME/' >a
report store:grown.store | sed 's/audit\.log/NAME/;s/grows\.log/NAME/' >b
check 'the report is that of the whole' cmp a b

# Parts in any order, in several runs, and over several stores.
collect order1.store part0 part1 part2 part3
collect order2.store part3 part1
collect order2.store part2
collect order2.store part0 part1
check 'the order of logs and runs makes no difference' same order1.store order2.store
collect host1.store part2 part0
collect host2.store part0 part3
collect host3.store part1 part2
run avow merge host1.store host2.store host3.store --into fleet.store
check 'stores are merged' status_is 0
check 'and told of' stdout_is 'host1.store: 2 new, 0 grown, 0 known
host2.store: 1 new, 0 grown, 1 known
host3.store: 1 new, 0 grown, 1 known'
check 'merged stores are as one' same order1.store fleet.store
dump fleet.store >before
run avow merge host3.store host1.store --into fleet.store
dump fleet.store >after
check 'the same again changes nothing' cmp before after
avow report -f json part0 part1 part2 part3 >direct.json 2>/dev/null
avow report -f json store:fleet.store >stored.json
check 'counts are those of the logs' python3 -c "
import json
a, b = json.load(open('direct.json')), json.load(open('stored.json'))
assert a['evidence']['denials'] == b['evidence']['denials'] == 6000
assert a['clusters'] == b['clusters'] and len(b['clusters']) == 161
assert len(b['evidence']['epochs']) == 12"

# Rotation: the content is the same, the names are others.
mkdir rotated
cp part0 rotated/audit.log.2
cp part1 rotated/audit.log.1
head -n 700 part2 >rotated/audit.log
collect rotated.store rotated
cp part2 rotated/audit.log
avow collect --store rotated.store rotated >/dev/null
rm rotated/audit.log.2
mv rotated/audit.log.1 rotated/audit.log.2
mv rotated/audit.log rotated/audit.log.1
cp part3 rotated/audit.log
gzip rotated/audit.log.2
run avow collect --store rotated.store rotated
check 'rotated logs are known' stdout_is 'logs: 1 new, 0 grown, 2 known'
check 'and count once' sh -c 'avow report -f json store:rotated.store >b.json &&
  python3 -c "
import json
a, b = json.load(open(\"direct.json\")), json.load(open(\"b.json\"))
assert a[\"evidence\"][\"denials\"] == b[\"evidence\"][\"denials\"]
assert [c[\"count\"] for c in a[\"clusters\"]] == [c[\"count\"] for c in b[\"clusters\"]]"'

# Every command that analyses.
command -v secilc >/dev/null || skip 'why and replay' 'secilc is not installed'
if secilc -M true -c 31 -f /dev/null -o policy "$AVOW_SOURCE/fixtures/policy/garden.cil"; then
  for command in why replay suggest; do
    run avow $command -p policy audit.log
    cp stdout direct
    direct=$status
    run avow $command -p policy store:whole.store
    check "$command takes a store" status_is "$direct"
    check 'and says of it what it says of the log' cmp stdout direct
  done
fi
run avow ready -f json audit.log
cp stdout ready.direct
run avow ready -f json store:whole.store
check 'ready takes a store' cmp stdout ready.direct
avow check --baseline base --update audit.log >/dev/null 2>&1
run avow check --baseline base audit.log
cp stdout check.direct
run avow check --baseline base store:whole.store
check 'check takes a store' cmp stdout check.direct
run avow report -f xml -o whole.store store:whole.store
check 'a report does not replace the store' refused 'is an input'

# SQL, as in doc/store.md.
check 'the views have what they are documented to have' python3 - <<'END'
import sqlite3
database = sqlite3.connect('file:whole.store?mode=ro', uri=True)
rows = database.execute('SELECT sum(count), count(*), min(first), max(last) FROM clusters').fetchone()
assert rows == (6000, 161, 1690000000, 1690041993), rows
rows = database.execute("SELECT type, message, time, uptime, eid FROM selinux_events ORDER BY time").fetchall()
assert len(rows) == 161 and rows[0][0] == 'AVC' and rows[0][2] == 1690000000, rows[0]
assert rows[0][1].startswith('type=AVC msg=audit(1690000000.000:1000)'), rows[0]
database.execute('SELECT type, message, time, uptime, eid, apparmor, operation, parent, profile, name, pid, '
                 'comm, denied_mask, capname, fsuid, ouid, capability, requested_mask, info, error, '
                 'namespace, label FROM apparmor_events').fetchall()
END

# Where nothing may be written a store is read all the same.
shut=$(mktemp -d "${TMPDIR:-/tmp}/avow-shut.XXXXXX")
chmod 755 "$shut"
cp order1.store "$shut/a?#%.store"
chmod 644 "$shut"/*
avow=$(command -v avow)
nobody() {
  setpriv --reuid=65534 --clear-groups "$@" 2>shut.err
}
if nobody "$avow" --version >/dev/null && nobody cat "$shut"/a* >/dev/null; then
  nobody "$avow" report -f xml "store:$shut/a?#%.store" >shut.xml
  report store:order1.store >open.xml
  check 'a store is read where nothing can be written' cmp shut.xml open.xml
  check 'with nothing said' cmp /dev/null shut.err
  nobody "$avow" collect --store "$shut/new.store" part0
  check 'and none is made there' test $? = 2
  check 'which is told' grep -q 'new.store: the store cannot be opened: Permission denied$' shut.err
else
  skip 'a directory of somebody else' 'it takes root, and a way here for everybody'
fi
rm -r "$shut"

# What cannot be.
run avow collect audit.log
check 'a store has to be named' refused 'needs --store'
run avow collect --store x.store dmesg:
check 'what cannot be gone on with is refused' status_is 2
check 'and told' stderr_has 'neither a file nor a stream'
run avow report store:none.store
check 'a store that is not there is told' refused 'none.store: '
run avow report store:audit.log
check 'a log is no store' refused 'not a store of avow'
run avow report store:whole.store audit.log
check 'a store is read alone' refused 'read alone'
run avow report --since -1h store:whole.store
check 'and has no single records' refused 'for logs'
run avow report -f jsonl store:whole.store
check 'to be written as events' refused 'jsonl'
run avow watch store:whole.store
check 'or to be watched' refused 'not followed'
python3 -c "
import sqlite3
sqlite3.connect('newer.store').execute('PRAGMA application_id = 1635151735')
sqlite3.connect('newer.store').execute('PRAGMA user_version = 99')"
run avow collect --store newer.store audit.log
check 'a newer schema is told' refused 'schema 99'

# No room: what was there stays, and the next run goes on.
collect full.store part0
dump full.store >before
(
  ulimit -f 16
  trap '' XFSZ
  avow collect --store full.store part1 part2 >stdout 2>stderr
  echo $? >full.status
)
check 'a full disk is trouble' test "$(cat full.status)" = 2
check 'that is told' grep -q '^avow: full.store: ' stderr
dump full.store >after
check 'and changes nothing' cmp before after
collect full.store part1 part2 part3
check 'there is room again' same order1.store full.store

# Killed at ten moments, and begun again.
seq 10 | while read -r turn; do
  avow collect --store killed.store part0 part1 part2 part3 >/dev/null 2>&1 &
  sleep "0.0$turn"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
done
collect killed.store part3 part2 part1 part0
check 'what was killed goes on, once' same order1.store killed.store
check 'and nothing is corrupt' sh -c "python3 -c \"
import sqlite3
assert sqlite3.connect('killed.store').execute('PRAGMA integrity_check').fetchone() == ('ok',)\""

# What is too old is forgotten, and that it was read is not.
collect kept.store part0 part1 part2 part3
run avow collect --store kept.store --keep 4h part3
check 'old logs are forgotten' stdout_is 'logs: 0 new, 0 grown, 1 known, 2 forgotten'
collect young.store part2 part3
check 'and young ones kept' same kept.store young.store
run avow collect --store kept.store part0
check 'a forgotten log is known' stdout_is 'logs: 0 new, 0 grown, 1 known'
check 'and stays forgotten' same kept.store young.store
run avow merge kept.store --into all.store
check 'in merged stores too' same all.store young.store
run avow collect --store kept.store --keep 4x part0
check 'what is no duration is told' refused '--keep=4x'

# Followed: what is written, and rotated, while it looks.
mkdir live
head -n 500 part0 >live/audit.log
avow collect --store live.store --follow live >/dev/null 2>&1 &
follower=$!
sleep 1.5
tail -n +501 part0 >>live/audit.log
sleep 1.5
mv live/audit.log live/audit.log.1
cp part1 live/audit.log
sleep 0.2
kill -TERM $follower
wait $follower
check 'following ends well' test $? -eq 0
collect halves.store part0 part1
avow report -f json store:live.store >a.json
avow report -f json store:halves.store >b.json
check 'and has what came' python3 -c "
import json
a, b = json.load(open('a.json')), json.load(open('b.json'))
assert a['evidence']['denials'] == b['evidence']['denials'] > 2500
assert [c['count'] for c in a['clusters']] == [c['count'] for c in b['clusters']]"
finish
