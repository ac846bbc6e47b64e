#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow suggest --interactive` at a pseudo-terminal: keys are typed once the prompt is
there, never after a while, and the file that comes of them is compared."""
import os
import pty
import select
import shutil
import signal
import subprocess
import sys

SOURCE = os.environ['AVOW_SOURCE']
AVOW = os.environ['AVOW']
PROMPT = b'? help: '
results = []


def ok(passes, name, *notes):
    results.append(bool(passes))
    print(f'{"ok" if passes else "not ok"} {len(results)} - {name}', flush=True)
    for note in notes if not passes else ():
        for line in str(note).splitlines()[:60]:
            print('#   ' + line)


class Terminal:
    """avow with a controlling terminal of its own."""

    def __init__(self, *arguments, stdin=None):
        self.screen = b''
        self.seen = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if stdin:
                os.dup2(os.open(stdin, os.O_RDONLY), 0)
            os.execv(AVOW, ['avow', 'suggest', '-p', 'policy', '-i', *arguments])

    def read(self):
        if not select.select([self.fd], [], [], 60)[0]:
            raise TimeoutError(self.screen.decode('utf-8', 'replace'))
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b''
        self.screen += data
        return data

    def wait(self, text=PROMPT):
        """Reads until @text came, behind what was waited for before."""
        while text not in self.screen[self.seen:]:
            if not self.read():
                raise EOFError(self.screen.decode('utf-8', 'replace'))
        self.seen = self.screen.index(text, self.seen) + len(text)

    def type(self, keys, text=PROMPT):
        os.write(self.fd, keys.encode())
        self.wait(text)

    def end(self, keys=''):
        os.write(self.fd, keys.encode())
        while self.read():
            pass
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def decisions():
    try:
        with open('decisions', encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def start(*arguments):
    terminal = Terminal('--decisions', 'decisions', *(arguments or ['input']))
    terminal.wait()
    return terminal


def compile_policy():
    if not shutil.which('secilc'):
        print('1..0 # SKIP secilc is not installed')
        sys.exit(0)
    subprocess.run(['secilc', '-M', 'true', '-c', '31', '-o', 'policy', '-f', '/dev/null',
                    os.path.join(SOURCE, 'fixtures', 'policy', 'mill.cil')], check=True)
    shutil.copy(os.path.join(SOURCE, 'fixtures', 'suggest', 'mill', 'input'), 'input')


def decides_and_resumes():
    terminal = start()
    ok(b'baker_t -> flour_t : file' in terminal.screen, 'the largest cluster comes first',
       terminal.screen)
    ok(b'0 of ' in terminal.screen, 'nothing is decided yet', terminal.screen)
    terminal.type('1')
    ok('accept 33e9c65c459f  baker_t -> flour_t : file\n    change: SEL-ALLOW ' in decisions(),
       'a number accepts, and is in the file at once', decisions())
    os.write(terminal.fd, b'r')
    terminal.wait(b'because: ')
    terminal.type('no \x1b[31mflour\n', b'nothing): ')
    terminal.type('2030-02-01\n')
    text = decisions()
    ok('refuse ' in text and 'because: no ' in text and 'until: 2030-02-01' in text,
       'r refuses, with a reason and a day', text)
    ok('\x1b' not in text, 'no control character gets into the file', repr(text))
    ok(terminal.end('q') == 0, 'q ends with 0')
    terminal = start()
    ok(b'2 of ' in terminal.screen and b'baker_t -> flour_t : file  ' not in terminal.screen,
       'it goes on with the first that is open', terminal.screen)
    ok(terminal.end('\x03') == 0, '^C quits')
    ok(decisions() == text, 'and changes nothing')


def undoes():
    before = decisions()
    terminal = start()
    terminal.type('1')
    once = decisions()
    terminal.type('1')
    terminal.type('u')
    ok(decisions() == once, 'u takes the last decision back', decisions())
    terminal.type('u')
    ok(decisions() == before, 'and the one before', decisions())
    terminal.type('u')
    ok(b'nothing to take back' in terminal.screen, 'then there is nothing left')
    terminal.type('n')
    terminal.type('b')
    terminal.type('w')
    ok(b'type enforcement' in terminal.screen, 'w shows the layers', terminal.screen)
    terminal.type('?')
    terminal.type('x')
    terminal.type('\x1b[A')
    ok(decisions() == before, 'looking around decides nothing', decisions())
    os.write(terminal.fd, b'r')
    terminal.wait(b'because: ')
    terminal.type('\n', b'nothing): ')
    terminal.type('soon\n')
    ok(decisions() == before and b'no day' in terminal.screen, 'a wrong day is refused')
    os.kill(terminal.pid, signal.SIGTERM)
    ok(terminal.end() == 0, 'a signal ends it, with the terminal as it was')


def stops():
    """Nobody could let it go on here, so the kernel does not stop it: it asks again."""
    terminal = start()
    terminal.type('\x1a')
    ok(terminal.end('q') == 0, '^Z, and then it goes on')


def reads_the_log_from_standard_input():
    terminal = Terminal('--decisions', 'other', '-', stdin='input')
    terminal.wait()
    ok(terminal.end('q') == 0, 'the log may come from the standard input')


def refuses():
    run = subprocess.run([AVOW, 'suggest', '-p', 'policy', '-i', '--decisions', 'new', 'input'],
                         stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True)
    ok(run.returncode == 2 and b'terminal' in run.stderr, 'without a terminal it says so',
       run.stderr)
    ok(not os.path.exists('new'), 'and makes no file')
    run = subprocess.run([AVOW, 'suggest', '-p', 'policy', '-i', 'input'], capture_output=True)
    ok(run.returncode == 2 and b'--decisions' in run.stderr, 'it needs a file to write to')
    with open('broken', 'w', encoding='ascii') as file:
        file.write('refuse 33e9c65c459f\n    until: never\n')
    run = subprocess.run([AVOW, 'suggest', '-p', 'policy', '-i', '--decisions', 'broken',
                          'input'], capture_output=True)
    ok(run.returncode == 2 and b'broken:2:' in run.stderr and b'mend' in run.stderr,
       'a file with an error is not written to', run.stderr)


def decides_everything():
    os.unlink('decisions')
    terminal = start()
    while b'1-9' in terminal.screen:
        terminal.screen, terminal.seen = b'', 0
        os.write(terminal.fd, b'1')
        while PROMPT not in terminal.screen and terminal.read():
            pass
    ok(b'decided' in terminal.screen, 'after the last one it ends', terminal.screen)
    terminal.end()
    run = subprocess.run([AVOW, 'suggest', '-p', 'policy', '--decisions', 'decisions', '-f',
                          'plan', 'input'], capture_output=True, text=True)
    ok(run.returncode == 0 and 'decisions:' not in run.stderr, 'and every decision is followed',
       run.stderr)


compile_policy()
decides_and_resumes()
undoes()
stops()
reads_the_log_from_standard_input()
refuses()
decides_everything()
print(f'1..{len(results)}')
sys.exit(0 if all(results) else 1)
