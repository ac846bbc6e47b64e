#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What profiles grant of paths: ours against the automata that apparmor_parser compiles.

Invented profiles (seeded) with variables, alternations, sets, `*`, `**`, deny, owner and nested
includes are compiled without a kernel, and the profiles of this machine; every path drawn for them
must be granted the same permissions, to its owner and to others, by the automaton and by us.
"""
import glob
import os
import random
import re
import subprocess
import tempfile

import common

PROGRAM = os.path.join(os.path.dirname(common.AVOW), 'tests', 'golden', 'profiles')
PROFILES = 170
PATHS = 400
FEATURES = '/etc/apparmor.d/abi/3.0'


def excluded(text):
    """The bytes of a set as it is printed: \\xHH, or a byte, with a backslash or without."""
    for found in re.finditer(r'\\x([0-9a-f]{1,2})|\\?(.)', text, re.DOTALL):
        yield int(found[1], 16) if found[1] else ord(found[2])


class Automaton:
    """The automaton of files, the first that `apparmor_parser -D dfa-states` prints, or the
    second where the first is of the programs that the profile attaches to."""

    def __init__(self, text, index):
        self.accept, self.next, self.others = {}, {}, {}
        text = text.split('<== (allow/deny/audit/quiet)')
        state = None
        for line in text[index].splitlines():
            if found := re.match(r'\{(\d+)\} \(0x ([0-9a-f]+)/([0-9a-f]+)/', line):
                self.accept[int(found[1])] = int(found[2], 16) & ~int(found[3], 16)
            elif found := re.match(r'\{(\d+)\} perms:', line):
                state = int(found[1])
                self.next[state] = {}
            elif found := re.match(r'    \[\^?(.*)\] -> \{(\d+)\}', line):
                self.others[state] = int(found[2])
                for byte in excluded(found[1]):
                    self.next[state].setdefault(byte, 0)
            elif found := re.match(r'    .*0x([0-9a-f]+) -> \{(\d+)\}', line):
                self.next[state][int(found[1], 16)] = int(found[2])

    def granted(self, path):
        state = 1
        for byte in path:
            there = self.next.get(state, {})
            state = there[byte] if byte in there else self.others.get(state, 0)
            if not state:
                return 0
        return self.accept.get(state, 0)


def compile_profile(path, base, index=1):
    done = subprocess.run(['apparmor_parser', '-q', '-QKT', '-M', FEATURES, '-b', base, '-I', base,
                           '-D', 'dfa-states', path], capture_output=True)
    if done.returncode:
        return None, done.stderr.decode('utf-8', 'replace')
    return Automaton(done.stderr.decode('latin1'), index), ''


WORDS = ['a', 'b', 'lib', 'x1', 'usr', 'data', 'conf.d', 'it+s', 'f$o', 'q(r', '.hid', 'n^t', 'A', '7']


def component(draw, depth=0):
    kind = draw.random()
    if kind < 0.45:
        return draw.choice(WORDS)
    if kind < 0.53:
        return draw.choice(WORDS) + '*'
    if kind < 0.60:
        return '*' + draw.choice(['', '', draw.choice(WORDS)])
    if kind < 0.66:
        return draw.choice(WORDS) + '?'
    if kind < 0.74:
        return draw.choice(['[ab]', '[^a]', '[a-f]*', 'x[0-9]', '[^/]b', '[0-9]'])
    if kind < 0.80 and depth < 2:
        return '**'
    if kind < 0.92 and depth < 3:
        parts = [component(draw, depth + 1) for _ in range(draw.randint(2, 3))]
        if draw.random() < 0.3:
            parts[draw.randrange(len(parts))] = ''
        return '{' + ','.join(parts) + '}' + draw.choice(['', 'z'])
    return draw.choice(['@{V1}', '@{V2}', 'p@{V2}', '\\*s', 'a\\?b'.replace('\\?', '\\101'), '@{V3}', 'c,d'])


def pattern(draw):
    text = ''.join('/' + component(draw) for _ in range(draw.randint(1, 4)))
    if draw.random() < 0.15:
        text += '/'
    if draw.random() < 0.1:
        text = draw.choice(['@{DIR}', '@{DIR}/', '@{HOME}', '@{HOME}/', '@{SUB}']) + text
    if draw.random() < 0.04:
        text = text.replace('/', '//', 1) if draw.random() < 0.5 else text + '//x'
    return text


LETTERS = ['r', 'w', 'rw', 'a', 'm', 'mr', 'k', 'rk', 'rwk', 'l', 'ix', 'rix', 'mrix']


def rule(draw):
    qualifiers = ''
    if draw.random() < 0.1:
        qualifiers += 'audit '
    is_deny = draw.random() < 0.15
    if is_deny:
        qualifiers += 'deny '
    if draw.random() < 0.25:
        qualifiers += 'owner '
    letters = draw.choice(['r', 'w', 'rw', 'x', 'm', 'a', 'k']) if is_deny else draw.choice(LETTERS)
    path = pattern(draw)
    if draw.random() < 0.1:
        path = f'"{path} y"'
    return f'  {qualifiers}{path} {letters},'


def write_profile(draw, directory, number):
    os.makedirs(f'{directory}/abstractions', exist_ok=True)
    for level, inner in enumerate(('', '  include <abstractions/p%d-0>\n' % number)):
        with open(f'{directory}/abstractions/p{number}-{level}', 'w', encoding='utf-8') as out:
            out.write(inner + '\n'.join(rule(draw) for _ in range(4)) + '\n')
    rules = '\n'.join(rule(draw) for _ in range(draw.randint(3, 14)))
    values = [component(draw, 2) for _ in range(7)]
    values = [value if '@' not in value else 'v' for value in values]
    text = (f'@{{V1}}={values[0]}\n@{{V2}}={values[1]} {values[2]}\n@{{V2}}+={values[3]}\n'
            f'@{{V3}}=@{{V1}}/{values[4]} @{{V2}}\n@{{DIR}}=/{values[5]}/ /{values[6]}/\n'
            f'@{{HOME}}=/home/*/ /root/\n@{{SUB}}=@{{HOME}}/sub{{,x}}/*/ @{{HOME}}/\n'
            f'profile p{number} {{\n  include <abstractions/p{number}-1>\n'
            f'  include if exists <abstractions/none>\n{rules}\n}}\n')
    path = f'{directory}/p{number}'
    with open(path, 'w', encoding='utf-8') as out:
        out.write(text)
    return path, text


def instance(draw, text):
    """A path that a pattern might match: its parts replaced by something near."""
    text = re.sub(r'@\{\w+\}', lambda _: draw.choice(WORDS + ['/root', 'home/u']), text)
    for _ in range(9):
        text = re.sub(r'\{([^{}]*)\}', lambda m: draw.choice(m[1].split(',')), text)
    text = re.sub(r'\[\^?[^]]*\]', lambda _: draw.choice('ab07z/'), text)
    text = re.sub(r'\*\*', lambda _: draw.choice(['', 'a', 'b/c', 'x/y/z']), text)
    text = re.sub(r'\*', lambda _: draw.choice(['', 'a', 'zz', '.q']), text)
    text = text.replace('?', draw.choice('ab/')).replace('\\101', 'A').replace('\\', '')
    if draw.random() < 0.3 and text:
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(['', '/', 'a', 'z', '*']) + text[place + draw.randint(0, 1):]
    return text


def included(directory, number):
    text = ''
    for level in (0, 1):
        with open(f'{directory}/abstractions/p{number}-{level}', encoding='utf-8') as source:
            text += source.read()
    return text


def draw_paths(draw, rules):
    patterns = re.findall(r'"?([/@][^\s"]*(?: y)?)"? \w+,', rules)
    paths = {instance(draw, draw.choice(patterns)) for _ in range(PATHS)}
    return sorted(path for path in paths if path and '\n' not in path)


def ours(path, base, paths):
    done = subprocess.run([PROGRAM, 'cover', path, base],
                          input='\n'.join(paths) + '\n', capture_output=True, text=True, check=True)
    answers = {}
    for line in done.stdout.splitlines():
        name, owner, other = line.rsplit('\t', 2)
        answers[name] = int(owner.split('=')[1], 16), int(other.split('=')[1], 16)
    return answers


def compare(draw, directory, number, mask, differing):
    """Questions asked of one profile; what was answered otherwise is added to `differing`."""
    path, text = write_profile(draw, directory, number)
    automaton, error = compile_profile(path, directory)
    if not automaton:
        return 0
    inner = included(directory, number)
    paths = draw_paths(draw, text + inner)
    answers = ours(path, directory, paths)
    for one in paths:
        granted = automaton.granted(one.encode())
        theirs = granted & mask, (granted >> 14) & mask
        mine = tuple(value & mask for value in answers[one])
        if mine != theirs:
            differing.append(f'{one}: apparmor_parser {theirs}, we {mine} in\n{text}{inner}')
    return 2 * len(paths)


def first_profile(path, base):
    """The paths of all rules of the first profile, with variables replaced, and whether
    it attaches to programs by more than its name; the permissions that a path alone decides:
    a rule `link A -> B` wants the other name too."""
    done = subprocess.run([PROGRAM, 'print', path, base], capture_output=True, check=True)
    text = re.split(r'^profile ', done.stdout.decode('utf-8', 'replace'), flags=re.M)
    if len(text) < 2:
        return [], False, 0
    head, _, rules = re.split(r'^\s*(profile|hat) ', text[1], flags=re.M)[0].partition(' {\n')
    return (re.findall(r'"?(/[^\s"]*(?: [^"]*)?)"? \w+[^\s]*,', rules),
            bool(re.search(r'[*?[{ ]', head.split(' flags=')[0])),
            0x6f if re.search(r'^  link ', rules, re.M) else 0x7f)


def compare_real(draw, path, base, differing):
    """Questions asked of a profile that people use."""
    patterns, has_attachment, mask = first_profile(path, base)
    automaton, _ = compile_profile(path, base, 2 if has_attachment else 1)
    if not automaton or not patterns:
        return 0
    paths = {instance(draw, draw.choice(patterns)) for _ in range(PATHS)}
    paths = sorted(one for one in paths if one and '\n' not in one)
    answers = ours(path, base, paths)
    for one in paths:
        granted = automaton.granted(one.encode())
        theirs = granted & mask, (granted >> 14) & mask
        mine = tuple(value & mask for value in answers[one])
        if mine != theirs:
            differing.append(f'{path}: {one}: apparmor_parser {theirs}, we {mine}')
    return 2 * len(paths)


def check_real(draw):
    paths = glob.glob('/etc/apparmor.d/*')
    extra = sorted(glob.glob('/usr/share/apparmor/extra-profiles/*'))
    paths += extra if os.environ.get('FULL') == '1' else extra[::8]
    differing = []
    asked = sum(compare_real(draw, path, '/etc/apparmor.d', differing)
                for path in sorted(paths) if os.path.isfile(path))
    common.ok(not differing, f'{asked} questions of profiles that are installed are answered alike',
              f'{len(differing)} are not', *differing[:9])


def exec_rule(draw):
    path = '/' + '/'.join(component(draw, 1) for _ in range(draw.randint(1, 2)))
    path = re.sub(r'@\{\w+\}', 'v', path)
    qualifiers = draw.choice(['', '', '', 'owner ', 'audit ', 'unsafe ', 'safe '])
    letters = draw.choice(['ix', 'px', 'Px', 'Cx', 'ux', 'Pix'])
    target = draw.choice(['', '', ' -> one']) if letters in ('px', 'Px', 'Cx') else ''
    return f'  {qualifiers}{path} {letters}{target},'


def check_exec(draw):
    """Profiles of rules that may contradict each other: both refuse the same ones."""
    differing, refused = [], 0
    count = int(os.environ.get('PROFILES', PROFILES)) // 2
    with tempfile.TemporaryDirectory() as directory:
        for number in range(count):
            path = f'{directory}/x{number}'
            rules = '\n'.join(exec_rule(draw) for _ in range(draw.randint(2, 5)))
            with open(path, 'w', encoding='utf-8') as out:
                out.write(f'profile p {{\n{rules}\n}}\n')
            automaton, error = compile_profile(path, directory)
            done = subprocess.run([PROGRAM, 'check', path], capture_output=True, text=True)
            refused += automaton is None
            if (automaton is None) != (done.returncode == 1):
                differing.append(f'{rules}\napparmor_parser: {error}, we: {done.stdout}')
    common.ok(not differing and 0 < refused < count,
              f'{refused} of {count} profiles that execute are refused by both',
              f'{len(differing)} are not refused alike', *differing[:3])


def main():
    common.need('apparmor_parser')
    if not os.path.exists(FEATURES):
        common.skip_all(f'{FEATURES} is not there')
    draw = random.Random(int(os.environ.get('SEED', '1')))
    differing, asked, compiled = [], 0, 0
    profiles = int(os.environ.get('PROFILES', PROFILES))
    with tempfile.TemporaryDirectory() as directory:
        for number in range(profiles):
            count = compare(draw, directory, number, 0x7f, differing)
            asked += count
            compiled += count > 0
    common.ok(not differing, f'{asked} questions about paths are answered as by apparmor_parser',
              f'{len(differing)} are not', *differing[:3])
    check_real(draw)
    check_exec(draw)
    common.ok(compiled > profiles / 2, f'{compiled} of {profiles} profiles are ones')
    common.done()


if __name__ == '__main__':
    main()
