# SPDX-License-Identifier: LGPL-2.1-or-later
"""Profiles as apparmor_parser compiles them, and whether two such are the same: judged by what the
parser prints of its automata, with nothing of avow's code."""
import re
import struct
import subprocess

FEATURES = '/etc/apparmor.d/abi/3.0'
OPTIONS = ['apparmor_parser', '-q', '-QKT', '-M', FEATURES]


def compile_binary(path, base):
    """The compiled profile; None when it cannot be, and what was said."""
    done = subprocess.run([*OPTIONS, '-b', base, '-I', base, '-S', path], capture_output=True)
    return (None if done.returncode else done.stdout), done.stderr.decode('utf-8', 'replace')


def excluded(text):
    for found in re.finditer(r'\\x([0-9a-f]{1,2})|\\?(.)', text, re.DOTALL):
        yield int(found[1], 16) if found[1] else ord(found[2])


def read_automaton(text):
    """{state: (masks, {byte: state}, the state of all other bytes)}"""
    accept, follow = {}, {}
    state = None
    for line in text.splitlines():
        if found := re.match(r'\{(\d+)\} (\(0x .*)$', line):
            accept[int(found[1])] = found[2].split(')')[0]
        elif found := re.match(r'\{(\d+)\} perms:', line):
            state = int(found[1])
            follow[state] = ({}, 0)
        elif found := re.match(r'    \[\^?(.*)\] -> \{(\d+)\}', line):
            known = follow[state][0]
            for byte in excluded(found[1]):
                known.setdefault(byte, 0)
            follow[state] = (known, int(found[2]))
        elif found := re.match(r'    .*0x([0-9a-f]+) -> \{(\d+)\}', line):
            follow[state][0][int(found[1], 16)] = int(found[2])
    return accept, follow


def automata(path, base):
    done = subprocess.run([*OPTIONS, '-b', base, '-I', base, '-D', 'dfa-states', path],
                          capture_output=True)
    parts = done.stderr.decode('latin1').split('<== (allow/deny/audit/quiet)')
    return [read_automaton(part) for part in parts[1:]]


def differ(one, other):
    """A text that the two automata tell apart; None when there is none."""
    pending, seen = [(1, 1, b'')], {(1, 1)}
    while pending:
        a, b, text = pending.pop()
        if one[0].get(a) != other[0].get(b):
            return f'{text!r}: {one[0].get(a)} but {other[0].get(b)}'
        (near_a, far_a), (near_b, far_b) = one[1].get(a, ({}, 0)), other[1].get(b, ({}, 0))
        for byte in [*{**near_a, **near_b}, None]:
            pair = near_a.get(byte, far_a), near_b.get(byte, far_b)
            if pair not in seen:
                seen.add(pair)
                pending.append((*pair, text + bytes([byte if byte is not None else 0xff])))
    return None


def beside(binary):
    """A compiled profile without its automata: capabilities, limits, flags."""
    out, at = b'', 0
    for found in re.finditer(rb'\x04\x06\0aadfa\0\x06(....)', binary, re.DOTALL):
        if found.start() >= at:
            out += binary[at:found.start()]
            at = found.end() + struct.unpack('<I', found[1])[0]
    return out + binary[at:]


def compare(path, other, base):
    """None when both are compiled to the same; else what differs. Both can be compiled."""
    one, two = compile_binary(path, base)[0], compile_binary(other, base)[0]
    if one == two:
        return None
    if beside(one) != beside(two):
        return 'what is beside the automata'
    ours, theirs = automata(path, base), automata(other, base)
    if len(ours) != len(theirs):
        return f'{len(ours)} automata became {len(theirs)}'
    for number, (a, b) in enumerate(zip(ours, theirs)):
        if text := differ(a, b):
            return f'automaton {number}: {text}'
    return None
