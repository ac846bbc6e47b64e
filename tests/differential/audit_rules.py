#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lines of audit rules, invented and public, and what auditctl makes of each: the same
is refused, and what is sent to the kernel is the same, byte for byte. auditctl itself is
the judge; no_kernel.c stands in for the kernel, so nothing is loaded. differences.md
tells the F's."""
import glob
import os
import random
import re
import subprocess

import common

# The machine as uname has it, and as ours; those that auditctl 3.0.9 knows.
MACHINES = {'x86_64': 'x86_64', 'i686': 'i386', 'aarch64': 'aarch64', 'armv7l': 'arm',
            'ppc64le': 'ppc64le', 's390x': 's390x'}
FULL = os.environ.get('FULL') == '1'
LINES = 6000 if FULL else 1200
# What auditctl takes, and sends as something else or for the kernel to refuse (F1-F4).
OURS_ALONE = {'AUD-NUMBER', 'AUD-ERRNO', 'AUD-KERNEL', 'AUD-PATH', 'AUD-OPERATOR',
              'AUD-LIST', 'AUD-KEY', 'AUD-SYNTAX', 'AUD-SYSCALL', 'AUD-LINE', 'AUD-ARCH',
              'AUD-CRLF'}
ADD_RULE, DELETE_RULE = 1011, 1012
CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus', 'rules')

CALLS = ('open openat read write close execve execveat chmod fchmodat unlink unlinkat '
         'rename mount umount2 ptrace init_module socket connect 59 300 0x20 all pread '
         'OPENAT adjtimex').split()
USERS = ['auid', 'uid', 'euid', 'suid', 'fsuid', 'obj_uid', 'loginuid']
GROUPS = ['gid', 'egid', 'sgid', 'fsgid', 'obj_gid']
NUMBERS = ['pid', 'ppid', 'pers', 'devmajor', 'devminor', 'success', 'a0', 'a1', 'a2',
           'a3', 'inode', 'saddr_fam', 'sessionid', 'field_compare']
TEXTS = ['subj_user', 'subj_role', 'subj_type', 'subj_sen', 'subj_clr', 'obj_user',
         'obj_role', 'obj_type', 'obj_lev_low', 'obj_lev_high']
OPERATORS = ['=', '=', '=', '!=', '!=', '<', '>', '<=', '>=', '&', '&=']
VALUES = ['0', '1', '7', '1000', '4294967295', '4294967294', '0x1f', '-1', 'unset', 'root',
          'daemon', 'nobody', '010', '08', '12x', '4294967296', '-2147483649', '']


class Draw:
    """Lines as people write them, and as they should not."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, items):
        return self.random.choice(items)

    def path(self):
        return self.one(['/etc/passwd', '/etc', '/etc/', '/usr/bin/ls', '/nowhere/file',
                         '/tmp/with\\ blank', '/a\\\\b', '/', 'etc', '/etc/../x', '/a*',
                         '/x=y', '/' + 'n' * 256])

    def field(self):
        kind = self.random.randrange(10)
        if kind < 3:
            return self.one(USERS) + self.one(OPERATORS) + self.one(VALUES)
        if kind == 3:
            return self.one(GROUPS) + self.one(OPERATORS) + self.one(VALUES)
        if kind == 4:
            return self.one(NUMBERS) + self.one(OPERATORS) + self.one(VALUES)
        if kind == 5:
            return self.one(TEXTS) + self.one(OPERATORS) + self.one(['a_t', 's0', 'x'])
        if kind == 6:
            return self.one(['path', 'dir', 'exe']) + self.one(OPERATORS) + self.path()
        if kind == 7:
            return 'perm' + self.one(OPERATORS[:4]) + self.one(['r', 'wa', 'rwxa', 'WA', 'z',
                                                               'rrwwx'])
        if kind == 8:
            return self.one(['exit=-EACCES', 'exit!=-EPERM', 'exit=EACCES', 'exit=-13',
                             'exit=0', 'exit=ENOWAY', 'exit<-1', 'success=yes',
                             'filetype=dir', 'filetype!=fifo', 'filetype=odd',
                             'fstype=tracefs', 'fstype!=0x9123683E', 'fstype=ext9'])
        return self.one(['msgtype=AVC', 'msgtype=cwd', 'msgtype=1400', 'msgtype>=1300',
                         'msgtype=ODD', 'nofield=1', 'uid', '=5', 'uid=', 'key=a',
                         'key=b=c', 'key!=d', 'arch=b64', 'UID=0', 'auid>=1000',
                         'auid!=unset', 'auid!=-1'])

    def calls(self):
        return ','.join(self.one(CALLS) for _ in range(self.random.randrange(1, 4)))

    def comparison(self):
        users = USERS + GROUPS
        return self.one(users) + self.one(['=', '!=', '!=', '>']) + self.one(users)

    def option(self):
        kind = self.random.randrange(12)
        if kind < 6:
            return '-F ' + self.field()
        if kind < 8:
            return '-S ' + self.calls()
        if kind == 8:
            return '-C ' + self.comparison()
        if kind == 9:
            return self.one(['-k a', '-k b', '-ka', '-k ' + 'k' * 200, '-k x\\ y', '-F key=c'])
        if kind == 10:
            return self.one(['-p wa', '-p x', '-p q', '-Fuid=0', '-Sopen'])
        return self.one(['-F arch=' + arch for arch in
                         ('b64', 'b32', 'x86_64', 'i686', 'aarch64', 'c000003e', 'odd')])

    def right(self):
        """A rule with little that could be wrong."""
        words = ['-a ' + self.one(['always,exit', 'exit,never']),
                 '-F arch=' + self.one(['b64', 'b64', 'b32']),
                 '-S ' + self.one(['openat', 'execve', 'openat,unlinkat', 'read -S write',
                                   'all', '300', 'ptrace,connect'])]
        for _ in range(self.random.randrange(0, 5)):
            words.append(self.one([
                '-F auid>=1000', '-F auid!=unset', '-F exit=-EACCES', '-F a2&0100',
                '-F uid!=root', '-F gid=daemon', '-F a0=-1', '-F a1=0xffffffff',
                '-C uid!=euid', '-C gid=obj_gid', '-F success=0', '-F subj_type=a_t',
                '-F obj_lev_low>=s0', '-F filetype!=dir', '-F sessionid!=unset',
                '-F ppid<2', '-F devminor&=3', '-F saddr_fam=10', '-F pers=8', '-F inode!=7',
                '-F exit<0', '-F exit>=-13']))
        words += [self.one(['', '-F path=/etc/shadow', '-F dir=/etc/', '-F exe=/usr/bin/su']),
                  self.one(['', '', '-F perm=wa', '-p r']),
                  self.one(['', '-k a', '-k a -k b', '-F key=c', '-k x\\ y'])]
        return ' '.join(word for word in words if word)

    def line(self):
        if self.random.randrange(2):
            return self.right()
        if self.random.randrange(8) == 0:
            words = ['-w ' + self.path()]
        else:
            words = [self.one(['-a', '-a', '-a', '-A', '-d']) + ' ' + self.one(
                ['always,exit'] * 6 + ['exit,never', 'never,task', 'always,exclude',
                                       'never,exclude', 'never,user', 'never,filesystem',
                                       'entry,always', 'possible,exit', 'exit', 'always,odd'])]
        if self.random.randrange(3) == 0:
            words.append('-F arch=' + self.one(['b64', 'b32']))
        words += [self.option() for _ in range(self.random.randrange(0, 4))]
        if self.random.randrange(2):
            words.append('-k key')
        if self.random.randrange(30) == 0:
            self.random.shuffle(words)
        return ' '.join(words)


def write(path, lines):
    with open(path, 'w', encoding='latin-1', newline='') as file:
        file.write('\n'.join(lines) + '\n')


def auditctl(library, machine, path, count):
    """{line: (accepted, [bytes in hexadecimal])}; with -c in line 1 it goes on."""
    command = ['sh', '-c', f'exec 3>told; exec auditctl -R {path}']
    run = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                         env=dict(os.environ, LD_PRELOAD=library, NO_KERNEL_MACHINE=machine,
                                  ASAN_OPTIONS='', LC_ALL='C'))
    refused = {int(number) for number in
               re.findall(r'error in line (\d+) of', run.stderr.decode('latin-1'))}
    with open('told') as file:
        sent = [line.split()[1] for line in file
                if int(line.split()[0]) in (ADD_RULE, DELETE_RULE)]
    found, at = {}, 0
    for number in range(2, count + 2):
        if number in refused:
            found[number] = None
        else:
            found[number] = sent[at] if at < len(sent) else 'nothing'
            at += 1
    if at != len(sent):
        raise RuntimeError(f'auditctl sent {len(sent)} rules for {at} lines')
    return found


def avow(machine, lines):
    """{line: bytes, or the codes of what is wrong}."""
    target = ['--target', f'arch={machine},audit=3.0.9']
    write('all.rules', lines)
    run = subprocess.run([common.AVOW, 'rules', 'print', *target, 'all.rules'],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    found = {}
    for number, code in re.findall(r'all\.rules:(\d+): .*\((AUD-[A-Z]+)\)$',
                                   run.stderr.decode('latin-1'), re.M):
        found.setdefault(int(number), set()).add(code)
    # Deletions are sent as they would be added.
    right = [line if number not in found else '# wrong'
             for number, line in enumerate(lines, 1)]
    right = [re.sub(r'^(.*?)-d ', r'\1-a ', line, count=1) for line in right]
    write('right.rules', right)
    run = subprocess.run([common.AVOW, 'rules', 'compile', '-f', 'text', *target,
                          'right.rules'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for line in run.stdout.decode().splitlines():
        number, data = line.split(': ')
        found[int(number.split(':')[1])] = data
    return found


def little(machine, data):
    """The bytes as the judge has them: it ran here, whatever it was told."""
    if machine != 's390x':
        return data
    words = bytes.fromhex(data[:2080])
    turned = b''.join(words[i:i + 4][::-1] for i in range(0, len(words), 4))
    return turned.hex() + data[2080:]


def is_same(our, their):
    """Netlink fills up to four bytes."""
    rest = their[len(our):]
    return their.startswith(our) and len(rest) < 8 and not rest.strip('0')


def judge(library, uname, lines):
    """[(line, what is different)]."""
    machine = MACHINES[uname]
    write('judge.rules', ['-c'] + lines)
    theirs = auditctl(library, uname, 'judge.rules', len(lines))
    ours = avow(machine, lines)
    odd, same, refused, stricter = [], 0, 0, 0
    for number, line in enumerate(lines, 1):
        their, our = theirs[number + 1], ours.get(number, 'nothing')
        if isinstance(our, set):
            if their is None:
                refused += 1
            elif our <= OURS_ALONE or 'field_compare' in line:
                stricter += 1
            else:
                odd.append((line, f'refused here alone: {our}'))
        elif their is None:
            odd.append((line, 'refused by auditctl alone'))
        elif not is_same(little(machine, our), their):
            odd.append((line, 'other bytes: ' + our[:24] + ' ' + their[:24]))
        else:
            same += 1
    return odd, (same, refused, stricter)


def public_lines():
    """The lines of public files that are rules."""
    lines = set()
    for path in glob.glob(os.path.join(CORPUS, '**', '*.rules'), recursive=True):
        with open(path, encoding='latin-1', newline='') as file:
            for line in file.read().split('\n'):
                if line.strip().startswith('-') and not re.match(r'-[Deifbrc]\b|--',
                                                                 line.strip()):
                    lines.add(line.strip('\r'))
    return sorted(lines)


def public_files(library):
    """What is different of whole files: (path, who refuses it)."""
    odd, counts = [], [0, 0]
    paths = sorted(glob.glob(os.path.join(CORPUS, '**', '*.rules'), recursive=True))
    for path in paths:
        theirs = subprocess.run(
            ['sh', '-c', 'exec 3>/dev/null; exec auditctl -R "$1"', 'sh', path],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=dict(os.environ, LD_PRELOAD=library, LC_ALL='C'))
        ours = subprocess.run([common.AVOW, 'rules', 'print', '-t',
                               'arch=x86_64,audit=3.0.9', path],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        # With -i or -c, auditctl goes on, and says so.
        their = theirs.returncode == 0 and b'error in line' not in theirs.stderr
        our = ours.returncode == 0
        counts[our] += 1
        if their != our:
            odd.append(f'{path}\n  ' + ('refused by auditctl' if our else
                                        ours.stderr.decode('latin-1')[:500]))
    return odd, counts


def run_rules(machine, *words):
    run = subprocess.run([common.AVOW, 'rules', *words, '-t', f'arch={machine},audit=3.0.9'],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return run.returncode, run.stdout.decode('latin-1'), run.stderr.decode('latin-1')


def written_lines(machine):
    """Rules that avow writes: those that it suggests, and public files optimized, without
    the lines that are wrong on this machine."""
    texts = [run_rules(machine, 'suggest')[1]]
    for path in sorted(glob.glob(os.path.join(CORPUS, '**', '*.rules'), recursive=True)):
        wrong = {int(number) for number in
                 re.findall(r':(\d+): .*\(AUD-', run_rules(machine, 'print', path)[2])}
        with open(path, encoding='latin-1', newline='') as file:
            lines = file.read().split('\n')
        write('public.rules', [line for number, line in enumerate(lines, 1)
                               if number not in wrong and not line.startswith('-e')])
        status, text, told = run_rules(machine, 'optimize', 'public.rules')
        if status:
            raise RuntimeError(f'{path}: {told}')
        texts.append(text)
    return sorted({line for text in texts for line in text.split('\n')
                   if line.startswith('-a')})


def compile_judge():
    library = os.path.abspath('no_kernel.so')
    source = os.path.join(common.HERE, 'no_kernel.c')
    done = subprocess.run(['gcc', '-shared', '-fPIC', '-w', '-o', library, source, '-ldl'])
    return library if done.returncode == 0 else None


def main():
    common.need('auditctl', 'gcc')
    library = compile_judge()
    sets = {'invented lines': None, 'public lines': public_lines()}
    for uname in MACHINES:
        for name, lines in sets.items():
            if lines is None:
                draw = Draw(sum(uname.encode()))
                lines = [draw.line() for _ in range(LINES)]
            if not lines:
                common.skip(f'{uname}: {name}', '../shared/corpus is not there')
                continue
            odd, counts = judge(library, uname, lines)
            common.ok(not odd and counts[0] > 50,
                      f'{uname}: {name}: {counts[0]} sent alike, {counts[1]} refused by both, '
                      f'{counts[2]} here alone (F1-F4)',
                      '\n'.join(f'{line}\n  {what}' for line, what in odd[:20]))
        if uname != 'x86_64' and not FULL:
            continue
        odd, counts = judge(library, uname, written := written_lines(MACHINES[uname]))
        common.ok(not odd and counts == (len(written), 0, 0),
                  f'{uname}: {counts[0]} rules that are suggested and optimized, sent alike',
                  '\n'.join(f'{line}\n  {what}' for line, what in odd[:20]))
    odd, counts = public_files(library)
    if sum(counts):
        common.ok(not odd and all(counts), f'public files: {counts[1]} are taken by both, '
                  f'{counts[0]} refused by both', '\n'.join(odd))
    else:
        common.skip('public files', '../shared/corpus is not there')
    common.done()


if __name__ == "__main__":
    main()
