#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""`avow diff` and sediff on pairs of the policies in fixtures/diff, each pair both ways:
item by item, they tell the same. sediff is asked through setools.PolicyDifference, all
that it prints. Where they are apart is in differences.md, under E.
"""
import itertools
import os

import common

common.need('secilc', 'sediff')
try:
    import setools
except ImportError:
    common.skip_all('python3-setools is not installed')
import differing
import rulebook

FIXTURES = os.path.join(common.SOURCE, 'fixtures', 'diff')
# Directory and file of the old, and of the new.
PAIRS = (
    (('rules', 'old'), ('rules', 'new')),
    (('membership', 'old'), ('membership', 'new')),
    (('equal', 'old'), ('equal', 'new')),
    (('rules', 'old'), ('membership', 'new')),
    (('rules', 'new'), ('equal', 'old')),
    (('membership', 'old'), ('equal', 'new')),
    (('equal', 'new'), ('rules', 'new')),
    (('symbols', 'old'), ('symbols', 'new')),
    (('marks', 'old'), ('marks', 'new')),
    (('levels-or-none', 'old'), ('levels-or-none', 'new')),
    (('rules', 'new'), ('symbols', 'new')),
)
PLAIN = {  # what sediff calls it, what avow does: the name is all
    'polcaps': 'capabilities', 'commons': 'commons', 'classes': 'classes', 'types': 'types',
    'type_attributes': 'attributes', 'roles': 'roles', 'users': 'users',
    'sensitivities': 'sensitivities', 'categories': 'categories',
}
SIGNS = ('added', 'removed')


def compile_policy(directory, name):
    path = os.path.join(FIXTURES, directory)
    sources = [os.path.join(path, one) for one in ('common.cil', name + '.cil')
               if os.path.exists(os.path.join(path, one))]
    is_mls = any('(mls true)' in open(one, encoding='ascii').read() for one in sources)
    target = f'{directory}-{name}'
    made = common.run('secilc', '-M', str(is_mls).lower(), '-c', '33', '-f', '/dev/null',
                      '-o', target, *sources)
    if made.returncode != 0:
        raise RuntimeError(made.stderr + made.stdout)
    return target


class Sediff:
    """The facts and grants that setools' comparison finds, in the words of differing."""

    def __init__(self, old, new):
        self.diff = setools.PolicyDifference(old, new)
        self.sides = {'added': new, 'removed': old}
        self.facts = {sign: set() for sign in SIGNS}

    def get(self, sign, name):
        return getattr(self.diff, f'{sign}_{name}')

    def fact(self, sign, *fact):
        self.facts[sign].add(tuple(fact))

    def note_symbols(self):
        for name, kind in PLAIN.items():
            for sign in SIGNS:
                for one in self.get(sign, name):
                    self.fact(sign, kind, str(one))
        for one in self.diff.modified_properties:
            for sign in SIGNS:
                value = getattr(one, sign)
                text = value.name if hasattr(value, 'name') else str(value).lower()
                self.fact(sign, 'properties', one.property.lower(), 'value', text)
        for kind, field, part in (('commons', 'permission', 'perms'),
                                  ('classes', 'permission', 'perms'),
                                  ('roles', 'type', 'types'), ('users', 'role', 'roles'),
                                  ('type_attributes', 'type', 'types')):
            for key, change in self.diff.__getattribute__('modified_' + kind).items():
                for sign in SIGNS:
                    for one in getattr(change, f'{sign}_{part}'):
                        self.fact(sign, PLAIN[kind], str(key), field, str(one))
        for key, change in self.diff.modified_users.items():
            for sign, field in itertools.product(SIGNS, ('level', 'range')):
                value = getattr(change, f'{sign}_{field}')
                if value and 'None' not in str(value):
                    self.fact(sign, 'users', str(key), field,
                              differing.spread(str(value).replace(' ', '')))

    def note_types(self):
        for key, change in self.diff.modified_types.items():
            for sign in SIGNS:
                for alias in getattr(change, sign + '_aliases'):
                    self.fact(sign, 'aliases', str(alias), 'of', str(key))
            if change.modified_permissive:
                self.fact('removed' if change.permissive else 'added', 'permissive', str(key))
        for one in self.diff.modified_typebounds:
            for sign in SIGNS:
                self.fact(sign, 'bounds', f'type {one.rule.child}', 'by',
                          str(getattr(one, sign + '_bound')))
        for sign in SIGNS:
            for one in self.get(sign, 'typebounds'):
                self.fact(sign, 'bounds', f'type {one.child}', 'by', str(one.parent))

    def note_values(self):
        """Statements of which the new and the gone are told whole: as facts() tells them."""
        whole = {'booleans': 'booleans', 'defaults': 'defaults', 'role_allows': 'role_allow',
                 'role_transitions': 'role_transition', 'initialsids': 'initial_sids',
                 'fs_uses': 'fs_use', 'genfscons': 'genfscon', 'portcons': 'portcon',
                 'netifcons': 'netifcon', 'nodecons': 'nodecon', 'ibpkeycons': 'ibpkeycon',
                 'ibendportcons': 'ibendportcon', 'constrains': 'constraints',
                 'mlsconstrains': 'constraints', 'validatetrans': 'validatetrans',
                 'mlsvalidatetrans': 'validatetrans'}
        for name, kind in whole.items():
            for sign in SIGNS:
                found = list(self.get(sign, name))
                for one in getattr(self.diff, 'modified_' + name, ()):
                    # A boolean or an initial SID is the key; a rule is the old one.
                    rule = one if name in ('booleans', 'initialsids') else one.rule
                    found.append(self.same(rule, name, self.sides[sign]))
                told = differing.facts(Only(self.sides[sign], name, found))
                self.facts[sign] |= {fact for fact in told if fact[0] == kind}
        # What is changed in part only is the same in both for the rest.
        both = self.facts['added'] & self.facts['removed']
        for sign in SIGNS:
            self.facts[sign] -= both

    @staticmethod
    def same(rule, name, policy):
        """The rule of that key in another policy."""
        method = {'constrains': 'constraints', 'role_transitions': 'rbacrules',
                  'booleans': 'bools'}.get(name, name)
        return next(one for one in getattr(policy, method)() if key_of(one) == key_of(rule))

    def grants(self, states):
        found = {}
        for kind in differing.ACCESS + differing.COMMANDS:
            for sign in SIGNS:
                for rule in self.get(sign, kind + 's'):
                    self.grant(found, sign, kind, rule, rule.perms, states)
            for one in getattr(self.diff, f'modified_{kind}s'):
                for sign in SIGNS:
                    self.grant(found, sign, kind, one.rule, getattr(one, sign + '_perms'),
                               states)
        return found

    @staticmethod
    def grant(found, sign, kind, rule, permissions, states):
        operation = rule.xperm_type if kind in differing.COMMANDS else ''
        for name in permissions:
            key = (sign, kind, str(rule.source), str(rule.target), str(rule.tclass),
                   operation, name)
            found.setdefault(key, []).append(states.of_rule(rule))

    def moves(self, states):
        found = set()
        for kind in differing.MOVES + ('range_transition',):
            for sign in SIGNS:
                for rule in self.get(sign, kind + 's'):
                    found.add((sign, outcome(rule.default), self.key(kind, rule, states)))
            for one in getattr(self.diff, f'modified_{kind}s'):
                for sign in SIGNS:
                    found.add((sign, outcome(getattr(one, sign + '_default')),
                               self.key(kind, one.rule, states)))
        return found

    @staticmethod
    def key(kind, rule, states):
        name = differing.Meaning.filename(rule) if kind in differing.MOVES else None
        holds = states.of_rule(rule) if kind in differing.MOVES else states.always
        return (kind, str(rule.source), str(rule.target), str(rule.tclass), name, holds)


class Only:
    """A policy of which nothing is left but some statements of one kind."""

    METHODS = {'booleans': 'bools', 'role_allows': 'rbacrules',
               'role_transitions': 'rbacrules', 'constrains': 'constraints',
               'mlsconstrains': 'constraints', 'validatetrans': 'constraints',
               'mlsvalidatetrans': 'constraints'}

    def __init__(self, policy, name, found):
        self.policy, self.found = policy, found
        self.method = self.METHODS.get(name, name)
        self.version, self.mls = policy.version, policy.mls
        self.handle_unknown = policy.handle_unknown

    def __getattr__(self, name):
        return lambda: self.found if name == self.method else ()


def outcome(default):
    return differing.spread(str(default).replace(' ', ''))


def key_of(one):
    """What a statement is about, by which one of another policy is found."""
    names = ('ruletype', 'fs', 'path', 'filetype', 'netif', 'network', 'protocol', 'ports',
             'subnet_prefix', 'pkeys', 'name', 'port', 'source', 'target', 'tclass')
    return type(one).__name__, [str(getattr(one, name, '')) for name in names
                                if not (name == 'ruletype' and hasattr(one, 'fs'))]


def evaluate(text, row):
    return rulebook.evaluate(rulebook.TOKEN.findall(text), row)


def without_beyond(found):
    """Of avow's facts those that sediff has a place for; of a new or lost thing, the name."""
    signs = {}
    for sign in SIGNS:
        for fact in found[sign]:
            if len(fact) == 2:
                signs.setdefault((sign, *fact))
    return {sign: {fact for fact in found[sign]
                   if len(fact) == 2 or (fact[0] not in PLAIN.values() or
                                         (sign, *fact[:2]) not in signs)}
            for sign in SIGNS}


BEYOND = (  # fields that sediff does not compare
    ('classes', 'common'), ('sensitivities', 'above'), ('sensitivities', 'highest level'),
)


def categories(facts, sign):
    """{sensitivity: the categories that its level has in one policy}"""
    return {fact[1]: set(fact[3].partition(':')[2].split(',')) - {''} for fact in facts[sign]
            if fact[2:3] == ('highest level',)}


def compare_levels(told, sediff):
    """sediff tells the categories that came to a level or left it, avow both levels."""
    facts = told.facts()
    new, old = categories(facts, 'added'), categories(facts, 'removed')
    theirs = {str(change.level.sensitivity):
              (set(map(str, change.added_categories)),
               set(map(str, change.removed_categories)))
              for change in sediff.diff.modified_levels}
    ours = {key: (new[key] - old[key], old[key] - new[key]) for key in set(new) & set(old)}
    if ours != theirs:
        yield f'levels: avow {ours}, sediff {theirs}'


def compare_facts(told, sediff):
    sediff.note_symbols()
    sediff.note_types()
    sediff.note_values()
    ours = without_beyond(told.facts())
    for sign in SIGNS:
        theirs = sediff.facts[sign]
        mine = {fact for fact in ours[sign] if (fact[0], (*fact, '', '')[2]) not in BEYOND}
        # Those of a type that is new or gone, and its aliases, are told with it by avow.
        other = {fact for fact in mine - theirs if not is_of_new(fact, sign, ours)}
        for fact in sorted(other, key=str):
            yield f'{sign}, by avow alone: {fact}'
        for fact in sorted(theirs - mine, key=str):
            yield f'{sign}, by sediff alone: {fact}'


def is_of_new(fact, sign, facts):
    """permissive, or an alias, of a type that is new or gone: sediff names the type."""
    if fact[0] == 'permissive':
        return ('types', fact[1]) in facts[sign]
    return fact[0] == 'aliases' and ('types', fact[3]) in facts[sign]


def compare_grants(told, sediff, states, meanings):
    """Equal, but for what E1 and E2 say; how often it was E1."""
    ours, theirs = told.grants(states, evaluate), sediff.grants(states)
    wrong, beyond = [], 0
    whole = {key[:6] for key in theirs if key[1] in differing.COMMANDS}
    for key in sorted(set(ours) | set(theirs), key=str):
        other = meanings['removed' if key[0] == 'added' else 'added'].grants.get(key[1:], 0)
        said = sorted(set(ours.get(key, ())))
        kept = sorted({one for one in theirs.get(key, ()) if one & ~other})
        beyond += len(set(theirs.get(key, ()))) - len(kept)
        if said and not kept and key[:6] in whole:
            # E2, so that only setools' reading of the policy can say.
            kept = [meanings[key[0]].grants.get(key[1:], 0) & ~other]
        if said != kept:
            wrong.append(f'{key}: avow {said}, sediff {kept}')
    return wrong, beyond


def compare_pair(old_name, new_name):
    old, new = setools.SELinuxPolicy(old_name), setools.SELinuxPolicy(new_name)
    told, sediff = differing.Told(old_name, new_name), Sediff(old, new)
    states = differing.States({str(one) for policy in (old, new) for one in policy.bools()})
    meanings = {'removed': differing.Meaning(old, states),
                'added': differing.Meaning(new, states)}
    wrong = [*compare_facts(told, sediff), *compare_levels(told, sediff)]
    grants, beyond = compare_grants(told, sediff, states, meanings)
    moves = told.moves(states, evaluate) ^ sediff.moves(states)
    wrong += grants + [f'one of both alone: {one}' for one in sorted(moves, key=str)]
    return wrong, beyond, told.data['equal']


def main():
    explained = 0
    for pair in PAIRS:
        names = [compile_policy(*one) for one in pair]
        for old, new in (names, names[::-1]):
            wrong, beyond, is_equal = compare_pair(old, new)
            explained += beyond
            common.ok(not wrong, f'{old} and {new}: what sediff tells', *wrong)
            if old.startswith('equal') and new.startswith('equal'):
                common.ok(is_equal, f'{old} and {new} are equal')
    common.ok(explained, 'sediff tells of conditionals that come to the same (E1)')


main()
common.done()
