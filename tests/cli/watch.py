#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow watch` in a tmux of its own: keys are typed, and what the terminal then shows is
looked at. Nothing is waited for by the clock; what should be shown has so long to come."""
import os
import shutil
import signal
import subprocess
import sys
import time

SOURCE = os.environ['AVOW_SOURCE']
AVOW = os.environ['AVOW']
PATIENCE = 20
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        for line in str(note).splitlines()[:60]:
            print('#   ' + line)


def tmux(*words):
    return subprocess.run(['tmux', '-S', f'tmux{Terminal.count}', '-f', '/dev/null', *words],
                          capture_output=True, text=True).stdout


class Terminal:
    """avow watch in a window of tmux, a shell around it that tells how it ended."""

    count = 0

    def __init__(self, *arguments, size=(80, 24), environment=''):
        tmux('kill-server')
        Terminal.count += 1
        script = ' '.join(f"'{word}'" for word in (AVOW, 'watch', *arguments))
        with open('script', 'w', encoding='utf-8') as file:
            file.write('stty -g >before\n'
                       f'echo first line\n{environment} sh -c \'echo $$ >pid; exec "$@"\' '
                       f'- {script} 2>errors\necho status $?\n'
                       'stty -g >after\necho the end\nexec cat\n')
        tmux('new-session', '-d', '-x', str(size[0]), '-y', str(size[1]), 'sh script')

    def screen(self, *how):
        return tmux('capture-pane', '-p', *how)

    def wait(self, text, is_there=True):
        """The screen once @text is on it, or no more."""
        until = time.monotonic() + PATIENCE
        while (text in self.screen()) != is_there and time.monotonic() < until:
            time.sleep(0.05)
        return self.screen()

    def type(self, *keys):
        tmux('send-keys', *keys)

    def shows(self, name, text, is_there=True):
        screen = self.wait(text, is_there)
        ok((text in screen) == is_there, name, screen)
        return screen

    def ends(self, name, *keys, status=0):
        self.type(*keys)
        screen = self.wait('the end')
        ok(f'status {status}' in screen and 'first line' in screen and same('before', 'after'),
           name, screen, read('errors'))
        return screen


def read(name):
    try:
        with open(name, encoding='utf-8', errors='replace') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def same(one, other):
    return read(one) != '' and read(one) == read(other)


def avc(serial, name, comm='baker', target='flour_t'):
    raw = comm if comm.isalnum() else None
    value = f'"{raw}"' if raw else comm.encode().hex().upper()
    return (f'type=AVC msg=audit({int(time.time())}.{serial % 1000:03}:{serial}): avc:  denied  '
            f'{{ {name} }} for  pid=7 comm={value} scontext=u:r:baker_t '
            f'tcontext=u:object_r:{target} tclass=file permissive=1\n')


def append(*lines):
    with open('live', 'a', encoding='utf-8') as file:
        file.write(''.join(lines))


def prepare():
    for tool in ('tmux', 'secilc'):
        if not shutil.which(tool):
            print(f'1..0 # SKIP {tool} is not installed')
            sys.exit(0)
    subprocess.run(['secilc', '-M', 'true', '-c', '31', '-o', 'policy', '-f', '/dev/null',
                    os.path.join(SOURCE, 'fixtures', 'policy', 'mill.cil')], check=True)
    shutil.copy(os.path.join(SOURCE, 'fixtures', 'suggest', 'mill', 'input'), 'input')


def shows_and_explains():
    terminal = Terminal('-p', 'policy', '--decisions', 'decisions', 'input')
    terminal.shows('the clusters are shown', 'baker_t -> flour_t : file')
    terminal.type('s', 's')
    screen = terminal.shows('s sorts', 'by count')
    ok('>*' in screen.splitlines()[2] and 'baker_t -> flour_t' in screen.splitlines()[2],
       'by count: the largest comes first, marked as new', screen)
    terminal.type('Enter')
    screen = terminal.shows('Enter tells why', 'q:back')
    why = subprocess.run([AVOW, 'why', '-p', 'policy', '-c', '33e9c65c459f', 'input'],
                         capture_output=True, text=True).stdout
    ok(screen.splitlines()[0] in why and '33e9c65c459f' in screen, 'as avow why does', screen)
    terminal.type('G')
    terminal.wait(why.splitlines()[-1].strip())
    terminal.type('q')
    screen = terminal.shows('q goes back to the list', 'Enter:why')
    ok('>  ' in screen, 'where it is new no more', screen)
    terminal.type('/')
    terminal.wait('Show what has')
    terminal.type('no such thing', 'Enter')
    terminal.shows('/ filters', 'none yet')
    terminal.type('Escape')
    terminal.shows('Escape shows all', 'baker_t -> flour_t : file')
    terminal.type('?')
    terminal.shows('? lists the keys', 'mark all as seen')
    terminal.type('q')
    terminal.wait('Enter:why')
    terminal.type('m')
    terminal.shows('m marks all as seen', ' 0 new')


def decides():
    """Goes on with the screen of shows_and_explains()."""
    terminal = Terminal('-p', 'policy', '--decisions', 'decisions', 'input')
    terminal.wait('baker_t -> flour_t : file')
    terminal.type('s', 's')
    terminal.wait('by count')
    terminal.type('a')
    terminal.shows('a asks which change', '1-9 accept')
    terminal.type('1')
    terminal.shows('and comes back', 'Enter:why')
    ok('accept 33e9c65c459f  baker_t -> flour_t : file\n    change: SEL-ALLOW ' in
       read('decisions'), 'the change is in the file', read('decisions'))
    terminal.shows('and marked', '>a')
    terminal.type('Down', 'i')
    terminal.wait('because')
    terminal.type('not ours', 'Enter')
    terminal.shows('i ignores', '>i')
    ok('refuse ' in read('decisions') and 'because: not ours' in read('decisions'),
       'with the reason', read('decisions'))
    terminal.type('u')
    terminal.shows('u takes it back', '>i', False)
    ok('refuse ' not in read('decisions') and 'accept ' in read('decisions'),
       'in the file, too', read('decisions'))
    terminal.ends('q gives the terminal back', 'q')


def resizes():
    terminal = Terminal('input', size=(80, 24))
    terminal.wait('/MIN')
    tmux('resize-window', '-x', '40', '-y', '12')
    screen = terminal.shows('a narrow window has the count and the name', '/MIN', False)
    terminal.wait('COUNT  CLUSTER')
    lines = terminal.screen().splitlines()
    ok(len(lines) <= 12 and all(len(line) <= 40 for line in lines) and 'cluster' in lines[0]
       and '?:keys' in lines[11], 'and all of its lines', '\n'.join(lines), screen)
    tmux('resize-window', '-x', '20', '-y', '3')
    terminal.wait('CLUSTER', False)
    tmux('resize-window', '-x', '120', '-y', '30')
    terminal.shows('a wide one has all again', '/MIN')
    terminal.ends('^C quits', 'C-c')


def follows():
    hostile = 'a\x1b[2J\x1b]0;x\x07\nb'
    append(avc(1, 'read'))
    terminal = Terminal('live', environment='NO_COLOR=1')
    terminal.shows('what is there is shown', 'baker_t -> flour_t : file')
    append(avc(2, 'write', hostile, 'oven_t'))
    screen = terminal.shows('what comes is shown soon', 'baker_t -> oven_t : file')
    terminal.type('Home')
    screen = terminal.shows('a hostile name', 'comm=a\\x1b[2J\\x1b]0;x\\x07')
    ok('first line' not in screen and '2 clusters' in screen, 'does nothing', screen)
    ok('\x1b[' not in terminal.screen('-e').replace('\x1b[0m', '').replace('\x1b[39m', ''),
       'NO_COLOR is obeyed', terminal.screen('-e'))
    os.kill(int(read('pid')), signal.SIGTERM)
    terminal.ends('SIGTERM gives the terminal back')


def survives_a_crash():
    terminal = Terminal('live')
    terminal.wait('/MIN')
    os.kill(int(read('pid')), signal.SIGSEGV)
    screen = terminal.wait('the end')
    ok('status 0' not in screen and 'first line' in screen and same('before', 'after'),
       'a crash gives the terminal back', screen)


def prints_lines():
    run = subprocess.run([AVOW, 'watch', '--once', 'live'], capture_output=True, text=True)
    lines = run.stdout.splitlines()
    ok(run.returncode == 0 and len(lines) == 2 and all(' new ' in line for line in lines),
       'elsewhere it prints a line for each cluster', run.stdout, run.stderr)
    ok('\x1b' not in run.stdout and 'a\\x1b[2J' in run.stdout, 'in display form', run.stdout)
    run = subprocess.run([AVOW, 'watch', '--once', 'missing'], capture_output=True, text=True)
    ok(run.returncode == 2 and 'missing' in run.stderr, 'no input is trouble', run.stderr)
    watch = subprocess.Popen([AVOW, 'watch', 'live'], stdout=subprocess.PIPE, text=True)
    for _ in range(2):
        watch.stdout.readline()
    append(avc(3, 'append'))
    line = watch.stdout.readline()
    ok(' permission ' in line and '{ append read }' in line, 'a new permission has one', line)
    append(avc(4, 'read').replace('permissive=1', 'permissive=0'))
    line = watch.stdout.readline()
    ok(' enforced ' in line, 'the first that is refused has one', line)
    append(*(avc(serial, 'read') for serial in range(5, 16)))
    line = watch.stdout.readline()
    ok(' grown ' in line, 'many have one', line)
    append('type=MAC_STATUS msg=audit(%d.000:90): enforcing=1 old_enforcing=0 auid=0 ses=1 '
           'enabled=1 old-enabled=1 lsm=selinux res=1\n' % time.time())
    line = watch.stdout.readline()
    ok(' change ' in line and 'SELinux mode set' in line, 'a change of mode has one', line)
    watch.send_signal(signal.SIGINT)
    ok(watch.wait() == 0, 'SIGINT ends it')


def runs_a_command():
    hostile = "$(touch owned); `touch owned` 'x\n"
    with open('tell', 'w', encoding='utf-8') as file:
        file.write('#!/bin/sh\necho "$#|$1|$2|$AVOW_COMM|$AVOW_COUNT" >>told\n'
                   'echo out; echo err >&2; : </dev/tty && echo tty >>told\n')
    os.chmod('tell', 0o755)
    with open('hostile', 'w', encoding='utf-8') as file:
        file.write(avc(1, 'read', hostile))
        file.write(''.join(avc(serial, 'read', target=f't{serial}_t')
                           for serial in range(2, 12)))
    run = subprocess.run([AVOW, 'watch', '--once', '--exec', './tell', 'hostile'],
                         capture_output=True, text=True)
    told = read('told')
    ok(len(told.splitlines()) == 11, '--exec runs once for each cluster', told)
    ok("|baker_t -> flour_t : file|$(touch owned); `touch owned` 'x\\x0a|1" in told and
       not os.path.exists('owned'), 'and no shell sees a name', told)
    ok('tty' not in told and 'err' not in run.stderr and 'out\n' not in run.stdout,
       'nor the terminal its output', run.stdout, run.stderr)
    run = subprocess.run([AVOW, 'watch', '--once', '--exec', './missing', 'hostile'],
                         capture_output=True, text=True)
    ok('--exec: it failed 11 times' in run.stderr, 'a command that fails is told', run.stderr)
    cluster = told.split('|')[1]
    with open('decided', 'w', encoding='utf-8') as file:
        file.write(f'refuse {cluster}\n')
    os.unlink('told')
    run = subprocess.run([AVOW, 'watch', '--once', '--exec', './tell', '--decisions', 'decided',
                          'hostile'], capture_output=True, text=True)
    ok(cluster not in run.stdout and cluster not in read('told') and
       len(read('told').splitlines()) == 10, 'what is decided is not new', run.stdout)


prepare()
try:
    shows_and_explains()
    decides()
    resizes()
    follows()
    survives_a_crash()
    prints_lines()
    runs_a_command()
finally:
    tmux('kill-server')
print(f'1..{len(results)}')
sys.exit(0 if all(results) else 1)
