#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Policies made up for this (invent.py), and 300 accesses of each: every layer that
avow names, not the first alone, is the judge's.

Judges are libsepol (judge.c) for the layers, all sets of booleans tried for the
minimal ones, xperms.py for single commands, audit2why for the first layer, and
setools for the rules quoted. Every fourth policy goes through checkpolicy as well: taken
apart into a policy.conf, and compiled from that. POLICIES says how many (FULL=1: 1000).
"""
import collections
import os
import random

import common

common.need('secilc', 'checkpolicy')
common.need_audit2why()
try:
    import setools
except ImportError:
    common.skip_all('python3-setools is not installed')
import answers
import invent
import judging
import quoted
import rulebook
import xperms

POLICIES = int(os.environ.get('POLICIES', 1000 if os.environ.get('FULL') == '1' else 64))
QUESTIONS = 300
ROUNDS = 5  # logs of a policy in which each cluster has one access
SET_MAX, SETS_MAX = 5, 16  # what avow tries and tells (subject.h)
REFUSALS = {'SEL-CONSTRAINT': 'cons', 'SEL-RBAC': 'rbac', 'SEL-BOUNDS': 'bounds'}
ORDER = ('SEL-ALLOWED', 'SEL-BOOL', 'SEL-DONTAUDIT', 'SEL-TE', 'SEL-CONSTRAINT', 'SEL-RBAC',
         'SEL-BOUNDS', 'SEL-XPERM')


def questions(invention):
    """Distinct ones, with the command of an ioctl; a few have names that are nobody's."""
    found = {}
    for _ in range(4 * QUESTIONS):
        access, command = invention.question()
        chance = invention.random.random()
        if chance < 0.01:
            access = (*access[:2], 'nosuch', access[3])
        elif chance < 0.02:
            access = (*access[:3], tuple(sorted(access[3] + ('nosuch',))))
            command = None
        elif chance < 0.03:
            access = ('nosuch' + access[0], *access[1:])
        found.setdefault((access, command))
        if len(found) == QUESTIONS:
            break
    return list(found)


def expected(access, command, verdict, invention):
    """{code: permissions} and the sets of booleans, by the judges."""
    each = {layer: {name for name, of in verdict.each.items() if layer in of}
            for layer in ('te', 'cons', 'rbac', 'bounds')}
    codes = {code: each[layer] for code, layer in REFUSALS.items()}
    sets, quiet = verdict.sets or set(), set(verdict.quiet)
    codes['SEL-XPERM'] = set()
    if command is not None:
        rules = commands_of(invention, access)
        if rules.is_refused(command):
            codes['SEL-XPERM'], sets = {'ioctl'}, set()
        if rules.is_quiet(command):
            quiet.add('ioctl')
    if each['te'] and sets:
        codes['SEL-BOOL'] = each['te']
    else:
        codes['SEL-DONTAUDIT'] = each['te'] & quiet
        codes['SEL-TE'] = each['te'] - quiet
    codes = {code: names for code, names in codes.items() if names}
    return codes or {'SEL-ALLOWED': set(access[3])}, sets if each['te'] else set()


def types_of(access):
    return access[0].split(':')[2], access[1].split(':')[2], access[2]


def commands_of(invention, access):
    return xperms.Commands(invention, *types_of(access))


def write_log(path, asked):
    with open(path, 'w', encoding='ascii') as file:
        for serial, ((scontext, tcontext, tclass, names), command) in enumerate(asked):
            ioctl = f'ioctlcmd=0x{command:x} ' if command is not None else ''
            file.write(f'type=AVC msg=audit(1790000000.000:{serial}): avc:  denied  '
                       f'{{ {" ".join(names)} }} for  pid=7 comm="miller" {ioctl}'
                       f'scontext={scontext} tcontext={tcontext} tclass={tclass} '
                       f'permissive=0\n')


class Trial:
    """One policy, and what is wrong with avow's answers to it."""

    def __init__(self, seed, judge):
        self.seed, self.judge = seed, judge
        self.is_by_conf = seed % 4 == 3
        self.invention = invent.Invention(seed, self.is_by_conf)
        self.wrong, self.kinds = [], collections.Counter()
        self.policy = 'invented'
        self.random = random.Random(seed)

    def complain(self, what):
        self.wrong.append(f'seed {self.seed}: {what}')

    def compile(self):
        with open('invented.cil', 'w', encoding='ascii') as file:
            file.write(self.invention.cil)
        # -N: bounds that rules overstep are what is asked about.
        made = common.run('secilc', '-N', '-M', str(self.invention.is_mls).lower(), '-c',
                          str(self.invention.version), '-f', '/dev/null', '-o', self.policy,
                          'invented.cil')
        if made.returncode != 0:
            self.complain('secilc: ' + made.stderr + made.stdout)
        return made.returncode == 0

    def compile_conf(self):
        """The same policy by way of a policy.conf; False where checkpolicy will not."""
        mls = ['-M'] if self.invention.is_mls else []
        for command in (['-b', '-F', *mls, '-o', 'invented.conf', self.policy],
                        [*mls, '-U', self.invention.unknown, '-c',
                         str(self.invention.version), '-o', self.policy, 'invented.conf']):
            made = common.run('checkpolicy', *command)
            if made.returncode != 0:
                # It has no way to let rules overstep bounds.
                if 'bound' not in made.stderr + made.stdout:
                    self.complain('checkpolicy: ' + made.stderr + made.stdout)
                return False
        return True

    def ask(self):
        asked = questions(self.invention)
        verdicts = judging.ask(self.judge, self.policy, [one for one, _ in asked],
                               with_sets=True)
        self.known = {}
        for (access, command), verdict in zip(asked, verdicts):
            self.known[access, command] = verdict
        self.compare_first(asked)
        rounds = collections.defaultdict(list)
        met = collections.Counter()
        for access, command in asked:
            if self.known[access, command].is_known:
                rounds[met[types_of(access)]].append((access, command))
                met[types_of(access)] += 1
        book = rulebook.Rulebook(setools.SELinuxPolicy(self.policy))
        for number in range(min(ROUNDS, len(rounds))):
            self.compare_layers(rounds[number], book)
        self.compare_why(asked, book)
        self.compare_audit2why(asked)

    def report(self, asked):
        write_log('invented.log', asked)
        return common.Report('invented.log', self.policy)

    def compare_first(self, asked):
        """All in one log, many of a cluster: the first layer of each."""
        told = collections.defaultdict(set)
        report = self.report(asked)
        for row in report.accesses():
            told[row[:4]].add(row[4])
        for access, command in asked:
            verdict = self.known[access, command]
            if verdict.is_known:
                codes, _ = expected(access, command, verdict, self.invention)
                code = next(one for one in ORDER if one in codes)
            else:
                code = verdict.code
            self.kinds[code] += 1
            if code == 'SEL-BOOL' and max(map(len, verdict.sets)) > 1:
                self.kinds['booleans together'] += 1
            # Accesses that differ in their command alone are rows of their own.
            if code in told[access] or self.is_unknown_in_part(access, verdict, told):
                continue
            if code != 'SEL-BOOL' or not self.is_beyond(access, verdict, told[access]):
                self.complain(f'{access} {command}: avow says {told[access]}, not {code}')

    def is_unknown_in_part(self, access, verdict, told):
        """D2: without the unknown permission, some layer refuses it; that is told."""
        return (verdict.code == 'SEL-UNKNOWN-PERM' and len(access[3]) > 1 and
                told[access] <= set(ORDER))

    def compare_layers(self, asked, book):
        """One access a cluster, so that the rows of the cluster are of it alone."""
        report = self.report(asked)
        by_key = {types_of(access): (access, command) for access, command in asked}
        for cluster in report.data['clusters']:
            key = cluster['scontext_type'], cluster['tcontext_type'], cluster['tclass']
            access, command = by_key.pop(key)
            self.compare_rows(access, command, cluster, book)
        if by_key:
            self.complain(f'no cluster for {sorted(by_key)}')

    def compare_rows(self, access, command, cluster, book):
        verdict = self.known[access, command]
        codes, sets = expected(access, command, verdict, self.invention)
        rows = [reason for finding in cluster['findings'] for reason in finding['reasons']]
        told = {row['code']: set(row['permissions']) for row in rows if row['code'] in ORDER}
        is_permissive = any(row['code'] == 'SEL-PERMISSIVE' for row in rows)
        if is_permissive != (types_of(access)[0] in self.invention.permissive):
            self.complain(f'{access}: SEL-PERMISSIVE is told or is not')
        if told != codes and not self.is_beyond(access, verdict, told):
            self.complain(f'{access} {command}: avow says {told}, the judges {codes}')
        for row in rows:
            evidence = row.get('evidence', '')
            problem = None
            if row['code'] == 'SEL-BOOL':
                named = quoted.sets(evidence)
                if not self.is_told(named, sets, verdict):
                    problem = f'{named} are named, not {sets}'
            elif row['code'] in ('SEL-ALLOWED', 'SEL-DONTAUDIT'):
                kind = 'allow' if row['code'] == 'SEL-ALLOWED' else 'dontaudit'
                problem = quoted.misquoted(book, types_of(access), set(row['permissions']),
                                           evidence.splitlines(), kind)
            elif row['code'] == 'SEL-XPERM':
                problem = commands_of(self.invention, access).misquoted(evidence)
            if problem:
                self.complain(f'{access} {command} {row["code"]}: {problem}')

    def filters(self, access, command):
        """Whether rules for single commands filter it, refuse it, hide it."""
        rules = commands_of(self.invention, access)
        is_one = access[3] == ('ioctl',) and rules.is_filtered
        is_named = is_one and command is not None
        return (is_one, is_named and rules.is_refused(command),
                is_named and rules.is_quiet(command))

    def compare_why(self, asked, book):
        """Every layer of every question, also of one that is asked by hand."""
        invention = self.invention
        world = answers.World(book, invention.constraints, invention.bounds,
                              invention.permissive, invention.unknown, self.filters)
        write_log('invented.log', asked)
        _, told = answers.why(self.policy, 'invented.log')
        if sum(answer.count for answer in told) != len(asked):
            self.complain('avow why does not count every denial once')
        for answer in told:
            verdict = self.known[answer.access, answer.command]
            problem = answers.compare(world, answer, verdict)
            if problem:
                self.complain(f'{answer.access} {answer.command}: {problem}')
            elif verdict.is_known and verdict.refused_by('te'):
                self.compare_sets(answer, verdict)
        self.compare_by_hand(self.random.sample(told, min(2, len(told))))

    def compare_sets(self, answer, verdict):
        """Those that work, and those by rules alone that a later layer is against."""
        effective, refused = answer.sets()
        sets = set() if self.filters(answer.access, answer.command)[1] else verdict.sets
        if effective != sets and not (
                self.is_told(effective, sets, verdict) or
                self.is_beyond(answer.access, verdict, ())):
            self.complain(f'{answer.access} {answer.command}: {effective} would allow it, '
                          f'the judge says {sets}')
        if not effective | refused <= verdict.rule_sets:
            self.complain(f'{answer.access}: rules are supplied by {verdict.rule_sets}, '
                          f'not by {effective | refused}')

    def compare_by_hand(self, told):
        for answer in told:
            status, again = answers.why_access(self.policy, answer.access, answer.command)
            verdict = self.known[answer.access, answer.command]
            is_allowed = verdict.is_known and not any(
                layer == 'denied' for layer, _, _ in answer.layers.values())
            if verdict.is_known and (status == 0) != is_allowed:
                self.complain(f'--access {answer.access}: status {status}')
            if again.layers != answer.layers:
                self.complain(f'--access {answer.access}: {again.layers}, not {answer.layers}')

    @staticmethod
    def is_told(named, sets, verdict):
        """All sets are named, but for those that are left out by B1 and B2."""
        left_out = {one for one in sets if len(one) > SET_MAX or
                    any(less < one for less in verdict.rule_sets)}
        if len(sets) > SETS_MAX:
            return named <= sets
        return named and sets - left_out <= named <= sets

    def is_beyond(self, access, verdict, told):
        """B1, B2: sets of more booleans than avow tries, or such that the bounding type
        needs more of them than the bounded one; avow then names none."""
        sets = verdict.sets
        if not sets or 'SEL-BOOL' in told:
            return False
        is_large = min(map(len, sets)) > SET_MAX
        is_for_bounds = types_of(access)[0] in self.invention.bounds and all(
            any(less < one for less in verdict.rule_sets) for one in sets)
        self.kinds['B1' if is_large else 'B2'] += is_large or is_for_bounds
        return is_large or is_for_bounds

    def compare_audit2why(self, asked):
        """D4: with bounds audit2why crashes, or judges as no kernel does."""
        if self.invention.bounds:
            return
        oracle = common.Oracle(self.policy)
        for access, command in asked:
            with common.silence():
                code = oracle.verdict(*access)[0]
            self.kinds['audit2why'] += 1
            if code != self.known[access, command].code:
                self.complain(f'{access}: audit2why says {code}, judge.c '
                              f'{self.known[access, command].code}')
        oracle.close()


def main():
    judge = judging.build()
    kinds, wrong, by_conf = collections.Counter(), [], 0
    for seed in range(POLICIES):
        trial = Trial(seed, judge)
        if trial.compile() and (not trial.is_by_conf or trial.compile_conf()):
            by_conf += trial.is_by_conf
            trial.ask()
        kinds += trial.kinds
        wrong += trial.wrong
    common.ok(not wrong, f'every layer that {POLICIES} policies refuse by', *wrong)
    scarce = {code: kinds[code] for code in ORDER if kinds[code] < POLICIES}
    common.ok(not scarce, 'every code occurs in numbers', scarce)
    common.ok(by_conf >= POLICIES // 16, 'checkpolicy made some of them', by_conf)
    print(f'# {dict(kinds)}, {by_conf} policies by way of checkpolicy')


main()
common.done()
