#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""avow collect of what comes once: a socket that auditd writes to, the journal, a pipe.

It is killed again and again, and what comes meanwhile stays where it is; in the end the
store has every record, once. STREAM_RECORDS and STREAM_KILLS make it longer.
"""
import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

AVOW = shutil.which('avow')
RECORDS = int(os.environ.get('STREAM_RECORDS', '40000'))
KILLS = int(os.environ.get('STREAM_KILLS', '10'))
REMOTE = '/usr/lib/systemd/systemd-journal-remote'
counted = [0, 0]


def check(name, passed, why=''):
    counted[0] += 1
    counted[1] += not passed
    print('ok' if passed else 'not ok', counted[0], '-', name, flush=True)
    if not passed and why:
        print('#', why)


def line(i):
    return (f'type=AVC msg=audit(1700000000.{i % 1000:03}:{i}): avc:  denied  {{ read }} for  '
            f'pid=2 comm="c{i % 7}" name="f{i % 50}" dev="vda1" ino=3 scontext=u:r:a{i % 20}_t:s0 '
            'tcontext=u:object_r:b_t:s0 tclass=file permissive=0\n').encode()


def denials(store):
    told = subprocess.run([AVOW, 'report', '-f', 'json', f'store:{store}'], capture_output=True,
                          text=True, check=False).stdout
    return json.loads(told)['summary']['permissive']['no'] if told else 0


def collect(store, *inputs, **how):
    return subprocess.Popen([AVOW, 'collect', '--store', store, *inputs],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **how)


def killed(store, *inputs, kills=KILLS, pause=0.4, **how):
    """Collects until it ends by itself, but for so many kills before: its status."""
    chance = random.Random(9)
    for _ in range(kills):
        process = collect(store, *inputs, **how)
        time.sleep(chance.random() * pause)
        process.kill()
        process.communicate()
    process = collect(store, *inputs, **how)
    said = process.communicate(timeout=300)[1].decode()
    return process.returncode, said


def feed(end, records, pause):
    for i in range(records):
        end.sendall(line(i))
        if i % 5000 == 4999:
            time.sleep(pause)
    end.shutdown(socket.SHUT_WR)


def try_socket():
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    pause = KILLS * 0.25 * 5000 / RECORDS
    threading.Thread(target=feed, args=(ours, RECORDS, pause), daemon=True).start()
    status, said = killed('socket.store', '--follow', 'audisp:', stdin=its.fileno())
    its.close()
    check('it ends when auditd does', status == 0, said)
    kept = denials('socket.store')
    check(f'a socket: killed {KILLS} times, every record is there once', kept == RECORDS,
          f'{kept} of {RECORDS}')
    its_files = [f for f in os.listdir('socket.store.spool') if f.endswith('.log')]
    check('what is in the store lies in the spool no more, but for its end',
          len(its_files) == 1, its_files)


def try_binary():
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    for i in range(100):
        record = line(i).rstrip(b'\n')
        ours.sendall(b''.join(n.to_bytes(4, sys.byteorder) for n in (1, 16, 1400, len(record)))
                     + record)
    ours.close()
    process = collect('binary.store', '--follow', 'audisp:', stdin=its.fileno())
    its.close()
    said = process.communicate(timeout=60)[1]
    check('binary records are taken, too', process.returncode == 0, said)
    check('all of them', denials('binary.store') == 100, denials('binary.store'))


def try_pipe():
    records = RECORDS // 4
    with open('whole.log', 'wb') as whole:
        whole.writelines(line(i) for i in range(records))
    for _ in range(KILLS):
        with open('whole.log', 'rb') as whole:
            writer = subprocess.Popen(['cat'], stdin=whole, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL)
            process = collect('pipe.store', '-', stdin=writer.stdout)
            writer.stdout.close()
            time.sleep(random.Random(_).random() * 0.1)
            process.kill()
            process.communicate()
            writer.wait()
    for attempt in 'given again, a pipe is the same log', 'and once more':
        with open('whole.log', 'rb') as whole:
            process = collect('pipe.store', '-', stdin=subprocess.Popen(
                ['cat'], stdin=whole, stdout=subprocess.PIPE).stdout)
            process.communicate()
        check(attempt, denials('pipe.store') == records, denials('pipe.store'))
    process = collect('pipe.store', 'whole.log')
    process.communicate()
    check('so is the file', denials('pipe.store') == records, denials('pipe.store'))
    left = [f for f in os.listdir('pipe.store.spool') if f.endswith('.log')]
    check('nothing is left in the spool', not left, left)


def entry(i):
    text = line(i)[len('type=AVC msg='):-1].decode()
    identity = f's={1:032x};i={i + 1:x};b={2:032x};m={i:x};t={1700000000000000 + i:x};x={i:x}'
    fields = {'__CURSOR': identity, '__REALTIME_TIMESTAMP': 1700000000000000 + i,
              '__MONOTONIC_TIMESTAMP': 1000 + i, '_BOOT_ID': f'{2:032x}', '_TRANSPORT': 'audit',
              '_AUDIT_TYPE': 1400, '_AUDIT_TYPE_NAME': 'AVC', '_AUDIT_ID': i,
              'MESSAGE': text}
    return ''.join(f'{name}={value}\n' for name, value in fields.items()) + '\n'


def write_journal(into, records, steps, done):
    writer = subprocess.Popen([REMOTE, f'--output={into}', '-'], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    for i in range(records):
        writer.stdin.write(entry(i))
        if i % (records // steps) == 0:
            writer.stdin.flush()
            time.sleep(0.1)
    writer.stdin.close()
    writer.wait()
    done.set()


def try_journal():
    if not os.path.exists(REMOTE):
        counted[0] += 1
        print('ok', counted[0], '- the journal # SKIP systemd-journal-remote is not installed')
        return
    records = RECORDS // 10
    os.mkdir('journal')
    done = threading.Event()
    source = f'journal:{os.getcwd()}/journal'
    threading.Thread(target=write_journal, daemon=True,
                     args=(f'{os.getcwd()}/journal/a.journal', records, KILLS * 2, done)).start()
    time.sleep(0.3)
    chance = random.Random(3)
    taken = 0
    while taken < KILLS or not done.is_set():
        process = collect('journal.store', '--follow', source)
        time.sleep(chance.random() * 0.4)
        process.kill()
        process.communicate()
        taken += 1
    process = collect('journal.store', source)
    said = process.communicate(timeout=60)[1].decode()
    check('the journal is read to its end', process.returncode == 0, said)
    kept = denials('journal.store')
    check(f'the journal: killed {taken} times, every entry is there once', kept == records,
          f'{kept} of {records}')
    collect('journal.store', source).communicate()
    check('and again, when nothing is new', denials('journal.store') == records)


def try_refusals():
    for name, inputs, wanted in (
            ('what goes on for ever is followed', ['audisp:'], b'with --follow'),
            ('a source without an order is refused', ['dmesg:'], b'neither a file nor a stream'),
            ('so is a store', ['store:pipe.store'], b'neither a file nor a stream')):
        process = collect('no.store', *inputs, stdin=subprocess.DEVNULL)
        said = process.communicate()[1]
        check(name, process.returncode == 2 and wanted in said, said)
    holder = collect('held.store', '--follow', '-', stdin=subprocess.PIPE)
    for _ in range(100):
        if os.path.exists('held.store.spool/stdin.lock'):
            break
        time.sleep(0.05)
    time.sleep(0.2)
    process = collect('held.store', '--follow', '-', stdin=subprocess.DEVNULL)
    said = process.communicate()[1]
    check('a spool has one writer', process.returncode == 2 and b'another avow' in said, said)
    holder.stdin.close()
    holder.wait()
    check('which ends with its stream', holder.returncode == 0)


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, 256 * 1024))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def try_full():
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    sender = threading.Thread(target=feed, args=(ours, 4000, 0), daemon=True)
    sender.start()
    process = collect('full.store', '--follow', 'audisp:', stdin=its.fileno(),
                      preexec_fn=limit_files)
    said = process.stderr.readline()
    check('where there is no room it says so', b'File too large' in said, said)
    time.sleep(1)
    check('waits', process.poll() is None)
    process.terminate()
    process.communicate()
    check('and ends with trouble when it is told to', process.returncode == 2)
    process = collect('full.store', '--follow', 'audisp:', stdin=its.fileno())
    said = process.communicate(timeout=60)[1]
    check('when there is room, it goes on', process.returncode == 0, said)
    check('nothing is lost or doubled', denials('full.store') == 4000, denials('full.store'))


def try_loss():
    told = subprocess.run([AVOW, 'report', '-f', 'text', '-'], capture_output=True, check=False,
                          input=line(1) + b'avow: audit_source_lost=17\n').stdout
    check('what a source lost is told of what was put away',
          b'dropped records that were not read in time' in told, told)


if __name__ == '__main__':
    try_socket()
    try_binary()
    try_pipe()
    try_journal()
    try_refusals()
    try_full()
    try_loss()
    print(f'1..{counted[0]}')
    sys.exit(counted[1] > 0)
