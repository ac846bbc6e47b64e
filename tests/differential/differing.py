# SPDX-License-Identifier: LGPL-2.1-or-later
"""What two policies say, as setools reads it, and what `avow diff` says of the two.

Facts are (kind, key, field, value), of what is no rule; () for the key alone. What rules
grant is a number for each (kind, source, target, class, permission): a bit for each
state of all booleans together. Nothing here is expanded by anything but setools.
"""
import itertools
import json
import re

import common
import setools

RUN = re.compile(r'([a-z]+)(\d+)\.\1(\d+)')
ACCESS = ('allow', 'auditallow', 'dontaudit')
COMMANDS = ('allowxperm', 'auditallowxperm', 'dontauditxperm')
MOVES = ('type_transition', 'type_member', 'type_change')
BETWEEN = {'and': ' and ', 'or': ' or '}


def spread(text):
    """Runs of categories as what is in them: how a run is written means nothing."""
    return RUN.sub(lambda run: ','.join(f'{run[1]}{i}' for i in
                                        range(int(run[2]), int(run[3]) + 1)), str(text))


def normal(expression):
    """A constraint with its parts sorted: setools gives it in postfix."""
    stack = []
    for part in expression:
        if isinstance(part, frozenset) or part not in ('and', 'or', 'not', '==', '!=', 'dom',
                                                       'domby', 'incomp'):
            stack.append(part)
        elif part == 'not':
            stack.append(('', [f'not ( {join(stack.pop())} )']))
        elif part in BETWEEN:
            both = [stack.pop(), stack.pop()]
            words = sorted({word for one in both for word in
                            (one[1] if one[0] == part else [join(one, True)])})
            stack.append((part if len(words) > 1 else '', words))
        else:
            right, left = stack.pop(), stack.pop()
            if isinstance(right, frozenset):
                names = sorted(map(str, right))
                right = names[0] if len(names) == 1 else '{ ' + ' '.join(names) + ' }'
            stack.append(('', [f'{left} {part} {right}']))
    return join(stack.pop())


def join(part, is_within=False):
    text = BETWEEN.get(part[0], '').join(part[1])
    return f'( {text} )' if is_within and len(part[1]) > 1 else text


def facts_of_symbols(policy):
    yield 'properties', 'version', 'value', str(policy.version)
    yield 'properties', 'mls', 'value', str(bool(policy.mls)).lower()
    yield 'properties', 'handle_unknown', 'value', policy.handle_unknown.name
    for one in policy.polcaps():
        yield 'capabilities', str(one)
    for one in policy.commons():
        yield 'commons', str(one)
        for name in one.perms:
            yield 'commons', str(one), 'permission', name
    for one in policy.classes():
        yield 'classes', str(one)
        names = set(one.perms)
        try:
            yield 'classes', str(one), 'common', str(one.common)
            names |= set(one.common.perms)
        except setools.exception.NoCommon:
            pass
        for name in names:
            yield 'classes', str(one), 'permission', name
    for one in policy.defaults():
        value = one.default.name
        if one.ruletype.name == 'default_range' and value != 'glblub':
            value += ' ' + one.default_range.name.replace('_', '-')
        yield 'defaults', str(one.tclass), one.ruletype.name, value
    for one in policy.bools():
        yield 'booleans', str(one), 'default', str(bool(one.state)).lower()


def facts_of_types(policy):
    for one in policy.types():
        yield 'types', str(one)
        for alias in one.aliases():
            yield 'aliases', str(alias), 'of', str(one)
        if one.ispermissive:
            yield 'permissive', str(one)
    for one in policy.typeattributes():
        yield 'attributes', str(one)
        for member in one.expand():
            yield 'attributes', str(one), 'type', str(member)
    for one in policy.bounds():
        yield 'bounds', f'type {one.child}', 'by', str(one.parent)


def facts_of_people(policy):
    for one in policy.roles():
        yield 'roles', str(one)
        for name in one.types():
            yield 'roles', str(one), 'type', str(name)
    for one in policy.rbacrules():
        if one.ruletype.name == 'allow':
            yield 'role_allow', str(one.source), 'role', str(one.target)
        else:
            yield ('role_transition', f'{one.source} {one.target}:{one.tclass}', 'new role',
                   str(one.default))
    for one in policy.users():
        yield 'users', str(one)
        for name in one.roles:
            yield 'users', str(one), 'role', str(name)
        if policy.mls:
            yield 'users', str(one), 'level', spread(one.mls_level)
            yield 'users', str(one), 'range', spread(str(one.mls_range).replace(' ', ''))
    if policy.mls:
        yield from facts_of_levels(policy)


def facts_of_levels(policy):
    below = None
    for one in sorted(policy.sensitivities(), key=lambda one: one._value):
        yield 'sensitivities', str(one)
        if below:
            yield 'sensitivities', str(one), 'above', below
        below = str(one)
        for alias in one.aliases():
            yield 'sensitivities', str(one), 'alias', str(alias)
    for one in policy.levels():
        yield 'sensitivities', str(one.sensitivity), 'highest level', spread(one)
    for one in policy.categories():
        yield 'categories', str(one)
        for alias in one.aliases():
            yield 'categories', str(one), 'alias', str(alias)


def ports(one, text=str):
    low, high = (getattr(one, 'ports', None) or one.pkeys)
    return text(low) if low == high else f'{text(low)}-{text(high)}'


def facts_of_places(policy):
    for one in policy.initialsids():
        yield 'initial_sids', str(one), 'context', context(one.context)
    for one in policy.fs_uses():
        yield 'fs_use', one.fs, 'behaviour', one.ruletype.name
        yield 'fs_use', one.fs, 'context', context(one.context)
    for one in policy.genfscons():
        yield 'genfscon', f'{one.fs} {one.path}' + filetype(one), 'context', \
            context(one.context)
    for one in policy.portcons():
        yield 'portcon', f'{one.protocol.name} {ports(one)}', 'context', context(one.context)
    for one in policy.netifcons():
        yield 'netifcon', one.netif, 'interface', context(one.context)
        yield 'netifcon', one.netif, 'packets', context(one.packet)
    for one in policy.nodecons():
        network = one.network
        yield 'nodecon', f'{network.network_address} {network.netmask}', 'context', \
            context(one.context)
    for one in policy.ibpkeycons():
        yield 'ibpkeycon', f'{one.subnet_prefix} {ports(one, hex)}', 'context', \
            context(one.context)
    for one in policy.ibendportcons():
        yield 'ibendportcon', f'{one.name} {one.port}', 'context', context(one.context)


def context(one):
    return spread(str(one).replace(' ', ''))


def filetype(one):
    words = {0: '', 0o040000: ' dir', 0o100000: ' file', 0o120000: ' lnk_file',
             0o020000: ' chr_file', 0o060000: ' blk_file', 0o140000: ' sock_file',
             0o010000: ' fifo_file'}
    return words[int(one.filetype)]


def facts_of_limits(policy):
    for one in policy.constraints():
        text = normal(one.expression)
        if one.ruletype.name.endswith('validatetrans'):
            yield 'validatetrans', str(one.tclass), 'expression', text
            continue
        for name in one.perms:
            yield 'constraints', f'{one.tclass} {name}', 'expression', text


def facts(policy):
    return {fact for part in (facts_of_symbols, facts_of_types, facts_of_people,
                              facts_of_places, facts_of_limits) for fact in part(policy)}


class States:
    """All states of some booleans; a condition is a bit for each in which it holds."""

    def __init__(self, names):
        self.names = sorted(names)
        self.rows = [dict(zip(self.names, row)) for row in
                     itertools.product((False, True), repeat=len(self.names))]
        self.always = (1 << len(self.rows)) - 1

    def of_rule(self, rule):
        try:
            conditional, block = rule.conditional, rule.conditional_block
        except setools.exception.RuleNotConditional:
            return self.always
        names = {str(one) for one in conditional.booleans}
        return self.of(lambda row: conditional.evaluate(
            **{name: row[name] for name in names}) == block)

    def of(self, function):
        return sum(1 << i for i, row in enumerate(self.rows) if function(row))


class Meaning:
    """What the rules of a policy come to: `grants`, and `moves` with their outcomes."""

    def __init__(self, policy, states):
        self.grants, self.moves = {}, {}
        for rule in policy.terules():
            kind = rule.ruletype.name
            pairs = itertools.product(map(str, rule.source.expand()),
                                      map(str, rule.target.expand()))
            holds = states.of_rule(rule)
            for pair in pairs:
                key = (kind, *pair, str(rule.tclass))
                if kind in ACCESS:
                    self.grant(key, '', rule.perms, holds)
                elif kind in COMMANDS:
                    self.grant(key, rule.xperm_type, rule.perms, holds)
                elif holds:
                    name = self.filename(rule)
                    self.moves.setdefault((*key, name, holds), set()).add(str(rule.default))
        for rule in policy.mlsrules():
            for pair in itertools.product(rule.source.expand(), rule.target.expand()):
                key = ('range_transition', *map(str, pair), str(rule.tclass), None,
                       states.always)
                self.moves[key] = {spread(str(rule.default).replace(' ', ''))}

    def grant(self, key, operation, permissions, holds):
        for name in permissions if holds else ():
            one = (*key, operation, name)
            self.grants[one] = self.grants.get(one, 0) | holds

    @staticmethod
    def filename(rule):
        try:
            return rule.filename
        except (setools.exception.TERuleNoFilename, setools.exception.RuleUseError):
            return None


class Told:
    """What `avow diff` says, and its exit status."""

    def __init__(self, old, new, *options):
        made = common.run(common.AVOW, 'diff', '-f', 'json', *options, old, new)
        if made.returncode not in (0, 1):
            raise RuntimeError(made.stderr)
        self.status = made.returncode
        self.data = json.loads(made.stdout)
        self.sections = self.data['sections']

    def facts(self):
        """{'added': facts, 'removed': facts}"""
        found = {'added': set(), 'removed': set()}
        for kind, rows in self.sections.items():
            for row in rows:
                if 'key' not in row:
                    continue
                if row['sign'] in found and kind in KEYED:
                    found[row['sign']].add((kind, row['key']))
                for value in row['values']:
                    found[value['sign']].add((kind, row['key'], value['field'],
                                              spread(value['value'])))
        return found

    def pairs(self, kinds):
        for kind in kinds:
            for row in self.sections.get(kind, ()):
                for pair in itertools.product(row['sources'], row['targets']):
                    yield row, (kind, *pair, row['class'])

    def grants(self, states, evaluate):
        """{(sign, kind, source, target, class, operation, permission): [condition, ...]}"""
        found = {}
        for row, key in self.pairs(ACCESS + COMMANDS):
            holds = condition_of(row, states, evaluate)
            for name in row['permissions'] if 'permissions' in row else \
                    commands(row['commands']):
                one = (row['sign'], *key, row.get('operation', ''), name)
                found.setdefault(one, []).append(holds)
        return found

    def moves(self, states, evaluate):
        """{(sign, outcome, key of Meaning.moves)}"""
        found = set()
        for row, key in self.pairs(MOVES + ('range_transition',)):
            rest = (*key, row.get('name'), condition_of(row, states, evaluate))
            if row['sign'] != 'removed':
                found.add(('added', spread(row['outcome']), rest))
            if row['sign'] != 'added':
                found.add(('removed', spread(row.get('was', row['outcome'])), rest))
        return found


# Kinds whose keys are facts by themselves; of the others setools tells only values.
KEYED = ('capabilities', 'commons', 'classes', 'types', 'attributes', 'permissive', 'roles',
         'users', 'sensitivities', 'categories')


def commands(words):
    for word in words:
        low, _, high = word.partition('-')
        yield from range(int(low, 16), int(high or low, 16) + 1)


def condition_of(row, states, evaluate):
    if 'condition' not in row:
        return states.always
    return states.of(lambda one: evaluate(row['condition'], one))


def mirrored(data):
    """The sections with old and new exchanged, in an order of their own."""
    swapped = {'added': 'removed', 'removed': 'added', 'changed': 'changed'}

    def turn(row):
        row = dict(row, sign=swapped[row['sign']])
        if 'values' in row:
            row['values'] = sorted((dict(value, sign=swapped[value['sign']])
                                    for value in row['values']), key=str)
        if 'was' in row:
            row['was'], row['outcome'] = row['outcome'], row['was']
        return row

    return {kind: sorted((json.dumps(turn(row), sort_keys=True) for row in rows))
            for kind, rows in data['sections'].items()}


def plain(data):
    for rows in data['sections'].values():
        for row in rows:
            if 'values' in row:
                row['values'].sort(key=str)
    return {kind: sorted(json.dumps(row, sort_keys=True) for row in rows)
            for kind, rows in data['sections'].items()}
