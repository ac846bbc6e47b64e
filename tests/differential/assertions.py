#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people expect of a policy, answered as setools and apparmor_parser would.

SELinux: accesses drawn from the installed policy, its permissive domains, and its domain
transitions, one by one and in several steps, against setools' rules and sedta's graph, both as
the booleans are. AppArmor: each witness is asked of the automaton that apparmor_parser compiles,
and where an expectation holds, so are paths that its pattern matches.
"""
import glob
import os
import random
import re
import tempfile
import time

import common
import coverage

PROGRAM = os.path.join(os.path.dirname(common.AVOW), 'tests', 'golden', 'assertions')
ACCESSES = 800
PROFILES = int(os.environ.get('PROFILES', 60))
BITS = {'read': 4, 'write': 10, 'append': 8, 'exec': 1, 'map': 0x40, 'link': 0x10, 'lock': 0x20}


def ask(lines, *options):
    """The state and the witness of each line."""
    with tempfile.NamedTemporaryFile('w', suffix='.assertions') as file:
        file.write('\n'.join(lines) + '\n')
        file.flush()
        done = common.run(PROGRAM, file.name, *options)
    states, witnesses = {}, {}
    for line in done.stdout.splitlines():
        if found := re.match(r'(\d+) (holds|fails|cannot tell|wrong|doubt|unasked): ', line):
            number = int(found[1]) - 1
            states[number] = found[2]
        elif line.startswith('   witness: '):
            witnesses[number] = line[len('   witness: '):]
    return [(states.get(i), witnesses.get(i, '')) for i in range(len(lines))]


class InForce:
    """A policy of setools without the rules that its booleans switch off."""

    def __init__(self, policy):
        self.policy = policy
        self.kept = [rule for rule in policy.terules() if rule.enabled()]

    def terules(self):
        return iter(self.kept)

    def __getattr__(self, name):
        return getattr(self.policy, name)


def draw_accesses(draw, policy, rules):
    """Half of them near rules that there are, so that some are granted."""
    types = [str(one) for one in policy.types()]
    attributes = [str(one) for one in policy.typeattributes()]
    drawn = []
    for number in range(ACCESSES):
        rule = draw.choice(rules)
        source, target = draw.choice(types), draw.choice(types)
        if number % 2:
            source = str(draw.choice(list(rule.source.expand())))
        if number % 4 == 1:
            target = str(draw.choice(list(rule.target.expand())))
        if number % 10 == 0:
            source = draw.choice(attributes)
        if number % 10 < 2:
            target = draw.choice(attributes)
        drawn.append((source, target, str(rule.tclass), draw.choice(sorted(rule.perms))))
    return drawn


def granted_pairs(policy, in_force, drawn):
    """For each access how many of its pairs of types are granted, and how many there are."""
    members = {str(one): frozenset(map(str, one.expand()))
               for kind in (policy.types(), policy.typeattributes()) for one in kind}
    wanted, found = {}, [set() for _ in drawn]
    for index, (source, target, tclass, permission) in enumerate(drawn):
        wanted.setdefault((tclass, permission), []).append(
            (index, members[source], members[target]))
    for rule in in_force.terules():
        if str(rule.ruletype) != 'allow':
            continue
        for permission in rule.perms:
            for index, sources, targets in wanted.get((str(rule.tclass), permission), ()):
                left = sources & members[str(rule.source)]
                if left:
                    right = targets & members[str(rule.target)]
                    found[index].update((one, two) for one in left for two in right)
    return [(len(pairs), len(members[access[0]]) * len(members[access[1]]))
            for pairs, access in zip(found, drawn)]


def check_accesses(draw, path, policy, in_force):
    rules = [rule for rule in in_force.terules() if str(rule.ruletype) == 'allow']
    drawn = draw_accesses(draw, policy, rules)
    lines = [f'{verb} {source} {target}:{tclass} {permission}'
             for source, target, tclass, permission in drawn for verb in ('deny', 'allow')]
    start = time.monotonic()
    answers = ask(lines, '-p', path)
    print(f'# {len(lines)} expectations in {time.monotonic() - start:.2f} s')
    differing, grants = [], 0
    for index, (found, all_pairs) in enumerate(granted_pairs(policy, in_force, drawn)):
        if not all_pairs:  # an attribute without types: nothing to ask
            theirs = ('wrong', 'wrong')
        else:
            theirs = ('fails' if found else 'holds', 'holds' if found == all_pairs else 'fails')
        grants += found > 0
        ours = answers[2 * index][0], answers[2 * index + 1][0]
        if ours != theirs:
            differing.append((drawn[index], ours, theirs, found, all_pairs))
    common.ok(not differing and 0 < grants < ACCESSES,
              f'{len(lines)} expectations of accesses, {grants} granted in part, as setools',
              *differing)


def check_permissive(path, policy):
    theirs = sorted(str(one) for one in policy.types() if one.ispermissive)
    (state, witness), = ask(['no permissive domains'], '-p', path)
    ours = sorted(re.sub(r' and \d+ more', '', witness).split(', ')) if witness else []
    common.ok((state == 'holds') == (not theirs) and set(ours) <= set(theirs),
              f'{len(theirs)} permissive domains', state, witness, theirs)


def check_ways(draw, path, in_force):
    import networkx
    import setools
    analysis = setools.DomainTransitionAnalysis(in_force)
    analysis._build_graph()  # pylint: disable=protected-access
    graph = networkx.DiGraph((str(one), str(two)) for one, two in analysis.G.edges())
    domains, edges = sorted(graph.nodes), sorted(graph.edges)
    pairs = draw.sample(edges, min(600, len(edges)))
    pairs += [(draw.choice(domains), draw.choice(domains)) for _ in range(600)]
    answers = ask([f'no transition from {one} to {two}' for one, two in pairs], '-p', path)
    differing = [(pair, answer) for pair, answer in zip(pairs, answers)
                 if (answer[0] == 'fails') != (pair[0] != pair[1] and graph.has_edge(*pair))]
    common.ok(not differing, f'{len(pairs)} transitions as sedta, of {len(edges)} in all',
              *differing)
    pairs = [pair for pair in pairs[-150:] if pair[0] != pair[1]]
    bounds = [draw.randint(1, 4) for _ in pairs]
    answers = ask([f'no path from {one} to {two} within {bound}'
                   for (one, two), bound in zip(pairs, bounds)], '-p', path)
    differing, found = [], 0
    for pair, bound, answer in zip(pairs, bounds, answers):
        has_path = networkx.has_path(graph, *pair)
        length = networkx.shortest_path_length(graph, *pair) if has_path else None
        found += length is not None and length <= bound
        steps = answer[1].count(' -> ')
        if answer[0] != ('fails' if has_path and length <= bound else 'holds') or (
                steps and steps != length):
            differing.append((pair, bound, length, answer))
    common.ok(not differing and found, f'{len(pairs)} paths as sedta, {found} found', *differing)


def check_selinux(draw):
    try:
        import setools
    except ImportError:
        common.skip('SELinux', 'python3-setools is not installed')
        return
    path = common.policy()
    policy = setools.SELinuxPolicy(path)
    in_force = InForce(policy)
    check_accesses(draw, path, policy, in_force)
    check_permissive(path, policy)
    check_ways(draw, path, in_force)


def masks(automaton, witness):
    """What the automaton grants for a witness, to each owner that its words are about."""
    path, _, owner = witness.partition(', ')
    mask = automaton.granted(path.encode('latin1', 'replace'))
    both = {'by its owner': [mask], 'of another owner': [mask >> 14]}
    return both.get(owner, [mask, mask >> 14])


def matching(pattern, paths):
    """Those of the paths that the pattern matches and that a kernel would make."""
    done = common.run(coverage.PROGRAM, 'match', pattern, input='\n'.join(paths) + '\n')
    return [path for path in done.stdout.splitlines() if '//' not in path]


def judge(automaton, line, action, pattern, answer, tried):
    """Why the answer is wrong, or nothing."""
    state, witness = answer
    is_positive = 'must not' not in line
    bits = 2 if is_positive and action == 'write' else BITS[action]
    if state == 'fails':
        if not matching(pattern, [witness.split(', ')[0]]):
            return 'the pattern does not match the witness'
        if any(bool(mask & bits) == is_positive for mask in masks(automaton, witness)):
            return 'apparmor_parser has it otherwise'
    if state == 'holds':
        for path in matching(pattern, tried):
            mask = automaton.granted(path.encode())
            for given in (mask & 0x3fff, mask >> 14):
                if bool(given & bits) != is_positive:
                    return f'apparmor_parser has it otherwise: {path}'
    if state not in ('fails', 'holds', 'cannot tell'):
        return 'it is not answered'
    return None


def judge_all(draw, name, asked, path, automaton, tried, counts, differing):
    """Asks (verb, action, pattern) of a profile."""
    lines = [f'profile {name} {verb} {action} {pattern}' for verb, action, pattern in asked]
    for line, one, answer in zip(lines, asked, ask(lines, '-r', path)):
        near = [coverage.instance(draw, one[2]) for _ in range(40)]
        wrong = judge(automaton, line, one[1], one[2], answer,
                      tried + [text for text in near if text and '\n' not in text])
        counts[answer[0]] = counts.get(answer[0], 0) + 1
        if wrong:
            differing.append(f'{path}: {line}: {answer}: {wrong}')


def draw_asked(draw, patterns, count):
    asked = []
    for _ in range(count):
        pattern = coverage.pattern(draw)
        if draw.random() < 0.6:
            pattern = draw.choice(patterns)
        if '@' in pattern or '"' in pattern or ' ' in pattern:
            continue
        action = draw.choice([one for one in BITS if one != 'link'])
        asked.append((draw.choice(['must not', 'must not', 'must']), action, pattern))
    return asked


def check_invented(draw, directory, number, counts, differing):
    path, text = coverage.write_profile(draw, directory, number)
    automaton, _ = coverage.compile_profile(path, directory)
    if not automaton:
        return
    rules = text + coverage.included(directory, number)
    asked = draw_asked(draw, re.findall(r'(/[^\s"]*) \w+,', rules), 60)
    before = len(differing)
    judge_all(draw, f'p{number}', asked, path, automaton, coverage.draw_paths(draw, rules),
              counts, differing)
    if len(differing) > before:
        differing.append(rules)


def check_installed(draw, counts, differing):
    """Profiles that people use: the first one of each file."""
    for path in sorted(glob.glob('/etc/apparmor.d/*')):
        if not os.path.isfile(path):
            continue
        patterns, has_attachment, _ = coverage.first_profile(path, '/etc/apparmor.d')
        automaton, _ = coverage.compile_profile(path, '/etc/apparmor.d',
                                                2 if has_attachment else 1)
        printed = common.run(coverage.PROGRAM, 'print', path, '/etc/apparmor.d').stdout
        name = re.search(r'^profile ("[^"]*"|\S+)', printed, re.M)
        if not automaton or not patterns or not name:
            continue
        judge_all(draw, name[1], draw_asked(draw, patterns, 60), path, automaton, [], counts,
                  differing)


def check_apparmor(draw):
    if not os.path.exists(coverage.FEATURES):
        common.skip('AppArmor', f'{coverage.FEATURES} is not there')
        return
    common.need('apparmor_parser')
    counts, differing = {}, []
    with tempfile.TemporaryDirectory() as directory:
        for number in range(PROFILES):
            check_invented(draw, directory, number, counts, differing)
    told = ', '.join(f'{count} {state}' for state, count in sorted(counts.items(), key=str))
    common.ok(not differing and counts.get('holds') and counts.get('fails'),
              f'expectations of files as apparmor_parser: {told}',
              f'{len(differing)} are not', *differing[:3])
    counts, differing = {}, []
    check_installed(draw, counts, differing)
    told = ', '.join(f'{count} {state}' for state, count in sorted(counts.items(), key=str))
    common.ok(not differing, f'and of profiles that are installed: {told}',
              f'{len(differing)} are not', *differing[:9])


def main():
    draw = random.Random(int(os.environ.get('SEED', '1')))
    check_apparmor(draw)
    check_selinux(draw)
    common.done()


main()
