#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""20,000 accesses drawn from the installed policy, and all of the public logs beside
the checkout: the first layer that avow tells is the judges', the booleans too, and
the rules that it quotes are those that setools finds.

Judges are libsepol on all of them (judge.c), and audit2why itself, which is
slow, on as many of the drawn ones as AUDIT2WHY_SECONDS (60) allow; FULL=1 asks it all.
"""
import collections
import os
import random
import time

import common

common.need_audit2why()
try:
    import setools
except ImportError:
    common.skip_all('python3-setools is not installed')
import answers
import draw
import judging
import quoted
import rulebook

COUNT = int(os.environ.get('DRAWN', 20000))
SECONDS = 1e9 if os.environ.get('FULL') == '1' else float(
    os.environ.get('AUDIT2WHY_SECONDS', 60))
CORPUS = os.path.join(common.SOURCE, '..', 'shared', 'corpus')
LOGS = ('selinux', 'android', 'issues', 'traps/selinux', 'vm/selinux')
# In how many of the drawn accesses each must be the first layer.
WANTED = {'SEL-ALLOWED': 2000, 'SEL-TE': 2000, 'SEL-BOOL': 500, 'SEL-DONTAUDIT': 500,
          'SEL-CONSTRAINT': 300, 'SEL-RBAC': 40, 'SEL-UNKNOWN-TYPE': 100,
          'SEL-UNKNOWN-CLASS': 10, 'SEL-UNKNOWN-PERM': 10}


def write_log(path, accesses):
    with open(path, 'w', encoding='ascii') as file:
        for serial, (scontext, tcontext, tclass, permissions) in enumerate(accesses):
            file.write(f'type=AVC msg=audit(1790000000.000:{serial}): avc:  denied  '
                       f'{{ {" ".join(permissions)} }} for  pid=7 comm="miller" '
                       f'scontext={scontext} tcontext={tcontext} tclass={tclass} '
                       f'permissive=0\n')


def corpus_files():
    for part in LOGS:
        for directory, _, names in sorted(os.walk(os.path.join(CORPUS, part))):
            yield from (os.path.join(directory, name) for name in sorted(names))


def is_hidden_in_part(verdict, code):
    """D1: all that a dontaudit rule names is allowed, and the rest is not."""
    return (verdict.code == 'SEL-DONTAUDIT' and code == 'SEL-TE' and
            not verdict.quiet & verdict.refused_by('te'))


class Unknown:
    """D2: what the judge says of an access without what the policy does not know."""

    def __init__(self, judge, policy, drawer):
        self.judge, self.policy, self.classes = judge, policy, drawer.classes

    def explains(self, access, verdict, code):
        known = [name for name in access[3] if name in self.classes.get(access[2], ())]
        if verdict.code != 'SEL-UNKNOWN-PERM' or not known:
            return False
        again = judging.ask(self.judge, self.policy, [(*access[:3], known)])[0]
        return again.code == code or is_hidden_in_part(again, code)


def is_together(verdict, code):
    """D3: turned over one by one no boolean allows it, and several together do."""
    return (code == 'SEL-BOOL' and verdict.code in ('SEL-TE', 'SEL-DONTAUDIT') and
            verdict.sets and all(len(one) > 1 for one in verdict.sets))


def boolean_rows(report):
    """What each row that blames booleans names, as sets of sets, by types and class."""
    rows = {}
    for cluster in report.data['clusters']:
        if 'scontext_type' not in cluster:
            continue
        key = cluster['scontext_type'], cluster['tcontext_type'], cluster['tclass']
        rows[key] = [quoted.sets(reason['evidence']) for finding in cluster['findings']
                     for reason in finding['reasons'] if reason['code'] == 'SEL-BOOL']
    return rows


def compare_layers(name, report, judge, policy, unknown):
    """Returns what avow says by access, and the judge's verdicts."""
    told = {row[:4]: row[4] for row in report.accesses() if row[4]}
    accesses = list(told)
    verdicts = dict(zip(accesses, judging.ask(judge, policy, accesses, with_sets=True)))
    rows, wrong, wrong_booleans = boolean_rows(report), [], []
    kinds = collections.Counter()
    for access, code in told.items():
        verdict = verdicts[access]
        if code == 'SEL-BOOL' and verdict.is_known and verdict.sets is not None:
            key = access[0].split(':')[2], access[1].split(':')[2], access[2]
            if verdict.sets not in rows[key]:
                wrong_booleans.append(f'{access}: {[sorted(one) for one in verdict.sets]}')
        if code == verdict.code and not (code == 'SEL-TE' and verdict.sets):
            kinds['alike'] += 1
        elif verdict.is_known and is_together(verdict, code):
            kinds['D3'] += 1
        elif verdict.is_known and is_hidden_in_part(verdict, code):
            kinds['D1'] += 1
        elif unknown.explains(access, verdict, code):
            kinds['D2'] += 1
        else:
            wrong.append(f'{access}: avow says {code}, libsepol {verdict.code}, '
                         f'{sorted(map(sorted, verdict.sets or ())) if verdict.is_known else ""}')
    common.ok(told and not wrong, f'{name}: the first layer of all accesses', *wrong)
    common.ok(not wrong_booleans, f'{name}: the same booleans', *wrong_booleans)
    print(f'# {name}: {len(told)} accesses, {dict(collections.Counter(told.values()))}; '
          f'compared: {dict(kinds)}')
    return told, verdicts


def compare_audit2why(name, policy, verdicts):
    """audit2why's own words, on as many as the time allows, in an order of their own."""
    accesses = sorted(verdicts)
    random.Random(20).shuffle(accesses)
    begin, asked, wrong, oracle = time.monotonic(), 0, [], None
    for access in accesses:
        if time.monotonic() - begin > SECONDS:
            break
        # Its table of contexts is searched one by one: begin anew before it is long.
        if asked % 500 == 0:
            if oracle:
                oracle.close()
            oracle = common.Oracle(policy)
        asked += 1
        with common.silence():
            code, data = oracle.verdict(*access)
        verdict = verdicts[access]
        booleans = {(one, int(value)) for one, value in data or ()} if code == 'SEL-BOOL' else None
        if code != verdict.code or (booleans is not None and booleans != verdict.booleans):
            wrong.append(f'{access}: audit2why says {code} {data or ""}, judge.c '
                         f'{verdict.code} {verdict.booleans if verdict.is_known else ""}')
    oracle.close()
    common.ok(asked > min(500, len(accesses) - 1) and not wrong,
              f'{name}: audit2why is of one mind with judge.c', *wrong)
    print(f'# {name}: audit2why was asked {asked} of {len(accesses)}')


def quotes(report, code):
    """(key, permissions, lines of evidence) of each row of that code."""
    for cluster in report.data['clusters']:
        key = [cluster.get(part) for part in ('scontext_type', 'tcontext_type', 'tclass')]
        for finding in cluster['findings']:
            for reason in finding['reasons']:
                if reason['code'] == code:
                    yield (key, set(reason['permissions']),
                           reason.get('evidence', '').splitlines())


def compare_rules(name, report, book):
    for code, kind in (('SEL-ALLOWED', 'allow'), ('SEL-DONTAUDIT', 'dontaudit')):
        count, wrong = 0, []
        for key, wanted, lines in quotes(report, code):
            problem = quoted.misquoted(book, key, wanted, lines, kind)
            count += 1
            if problem:
                wrong.append(f'{key} {sorted(wanted)}: {problem}')
        common.ok(not wrong, f'{name}: setools finds the rules quoted by {code}', *wrong)
        print(f'# {name}: the rules of {count} rows of {code} were looked up')


def compare_brief(name, policy, log, told):
    """One line a question: its code, and every denial counted once by its code."""
    made = common.run(common.AVOW, 'why', '--brief', '-p', policy, *log)
    counted, wrong = collections.Counter(), []
    for count, code, (access, _) in answers.brief(made.stdout):
        counted[code] += count
        if told.get(access) != code:
            wrong.append(f'{access}: {code} in brief, {told.get(access)} in the report')
    common.ok(not wrong, f'{name}: avow why --brief says the same', *wrong)
    return counted


def compare_why(policy, drawer, book, told, verdicts):
    """Every layer of every question of the drawn, and some asked by hand."""
    constraints = [(str(one.tclass), [str(name) for name in one.perms])
                   for one in drawer.policy.constraints()]
    world = answers.World(book, constraints, (), (), drawer.policy.handle_unknown.name,
                          lambda access, command: (False, False, False))
    counted = compare_brief('drawn', policy, ['drawn.log'], told)
    common.ok(counted == collections.Counter(told.values()),
              'drawn: avow why --brief counts every denial once', counted)
    _, answered = answers.why(policy, 'drawn.log')
    problems = ((answer, answers.compare(world, answer, verdicts[answer.access]))
                for answer in answered)
    wrong = [f'{answer.access}: {problem}' for answer, problem in problems if problem]
    common.ok(sum(answer.count for answer in answered) == len(told) and not wrong,
              f'drawn: every layer of {len(answered)} questions', *wrong)
    wrong = []
    for answer in random.Random(20).sample(answered, 8):
        status, again = answers.why_access(policy, answer.access, None)
        is_allowed = told[answer.access] == 'SEL-ALLOWED'
        is_known = verdicts[answer.access].is_known
        if again.layers != answer.layers or (is_known and (status == 0) != is_allowed):
            wrong.append(f'{answer.access}: {status} {again.layers}')
    common.ok(not wrong, 'drawn: avow why --access says the same of 8', *wrong)


def main():
    policy, judge = common.policy(), judging.build()
    drawer = draw.Drawer(policy, 20, 'even')
    book = rulebook.Rulebook(drawer.policy)
    unknown = Unknown(judge, policy, drawer)
    accesses = [access for _, access in drawer.draw(COUNT)]
    write_log('drawn.log', accesses)
    report = common.Report('drawn.log', policy)
    told, verdicts = compare_layers('drawn', report, judge, policy, unknown)
    common.ok(len(told) == COUNT, 'drawn: avow tells of every access', len(told))
    found = collections.Counter(told.values())
    if COUNT >= 20000:
        scarce = {code: found[code] for code in WANTED if found[code] < WANTED[code]}
        common.ok(not scarce, 'drawn: every code occurs in numbers', scarce)
    compare_rules('drawn', report, book)
    compare_why(policy, drawer, book, told, verdicts)
    compare_audit2why('drawn', policy, verdicts)
    checked = [access for access in random.Random(20).sample(accesses, 4)
               if access[2] in drawer.classes]
    common.ok(all(book.spot_check(*(one.split(':')[2] for one in access[:2]), access[2])
                  for access in checked), 'drawn: the rulebook is what setools searches')
    if not os.path.isdir(CORPUS):
        common.skip('public logs', 'the corpus is not beside the checkout')
        return
    report = common.Report(list(corpus_files()), policy)
    _, verdicts = compare_layers('public logs', report, judge, policy, unknown)
    compare_rules('public logs', report, book)
    compare_audit2why('public logs', policy, verdicts)


main()
common.done()
