# SPDX-License-Identifier: LGPL-2.1-or-later
"""The allow and dontaudit rules of a policy, read by setools, by whom they hold for.

It answers what `sesearch -A --dontaudit -s TYPE -t TYPE -c CLASS` does, thousands of
times a second. spot_check() holds it to setools' own query, which sesearch is made of.
"""
import functools
import itertools
import re

import setools


TOKEN = re.compile(r'\s*(&&|\|\||==|!=|[!^()]|[A-Za-z_][A-Za-z0-9_.-]*)')
# As checkpolicy binds them (policy_parse.y): the later, the tighter; `!` is between.
BINDING = {'||': 1, '^': 2, '&&': 3, '==': 5, '!=': 5}
NOT = 4
MEANING = {'||': lambda a, b: a or b, '&&': lambda a, b: a and b, '^': lambda a, b: a != b,
           '!=': lambda a, b: a != b, '==': lambda a, b: a == b}


def evaluate(tokens, states, least=1):
    """What the tokens, of which it takes those that it reads, give for the states."""
    token = tokens.pop(0)
    if token == '(':
        value = evaluate(tokens, states)
        tokens.pop(0)
    elif token == '!':
        value = not evaluate(tokens, states, NOT)
    else:
        value = states[token]
    while tokens and BINDING.get(tokens[0], 0) >= least:
        operator = tokens.pop(0)
        value = MEANING[operator](value, evaluate(tokens, states, BINDING[operator] + 1))
    return value


@functools.lru_cache(maxsize=None)
def condition(text, is_true):
    """What the text of a conditional means: its booleans, and of each row of its truth
    table whether the rule is in force. None for no conditional."""
    if text is None:
        return None
    tokens = TOKEN.findall(text)
    names = tuple(sorted({one for one in tokens if one[0].isalpha() or one[0] == '_'}))
    rows = itertools.product((False, True), repeat=len(names))
    return names, tuple(evaluate(list(tokens), dict(zip(names, row))) == is_true
                        for row in rows)


class Rule:
    """One rule as setools has it; `in_force` by the booleans' present values."""

    def __init__(self, rule):
        self.kind = rule.ruletype.name
        self.source, self.target = str(rule.source), str(rule.target)
        self.tclass = str(rule.tclass)
        self.permissions = frozenset(rule.perms)
        self.condition, self.in_force = None, True
        try:
            self.condition = self.meaning(rule)
            states = {str(one): one.state for one in rule.conditional.booleans}
            self.in_force = rule.enabled(**states)
        except setools.exception.RuleNotConditional:
            pass


    @staticmethod
    def meaning(rule):
        """As condition() gives it; setools' text of nested expressions is ambiguous."""
        rows = sorted((tuple(sorted((str(name), state) for name, state in row.values.items())),
                       bool(row.result) == rule.conditional_block)
                      for row in rule.conditional.truth_table())
        return tuple(name for name, _ in rows[0][0]), tuple(result for _, result in rows)


class Rulebook:
    """Rules by source, target and class; the names that a type or an alias goes by."""

    def __init__(self, policy):
        self.policy = policy
        self.names = {str(one): [str(one)] for one in policy.types()}
        for attribute in policy.typeattributes():
            for name in attribute.expand():
                self.names[str(name)].append(str(attribute))
        for one in policy.types():
            self.names.update((alias, self.names[str(one)]) for alias in one.aliases())
        self.rules = {}
        for one in policy.terules():
            if one.ruletype.name in ('allow', 'dontaudit'):
                rule = Rule(one)
                key = rule.source, rule.target, rule.tclass
                self.rules.setdefault(key, []).append(rule)

    def holding(self, source, target, tclass):
        """Every rule of either kind for two types, in force or not."""
        pairs = itertools.product(self.names.get(source, ()), self.names.get(target, ()))
        return [rule for pair in pairs for rule in self.rules.get((*pair, tclass), ())]

    def allowed(self, source, target, tclass):
        return {name for rule in self.holding(source, target, tclass)
                if rule.kind == 'allow' and rule.in_force for name in rule.permissions}

    def spot_check(self, source, target, tclass):
        """Whether setools' own search finds the same rules for these."""
        query = setools.TERuleQuery(self.policy, ruletype=['allow', 'dontaudit'],
                                    source=source, target=target, tclass=[tclass])
        found = sorted((rule.kind, rule.source, rule.target, sorted(rule.permissions),
                        str(rule.condition)) for rule in map(Rule, query.results()))
        ours = sorted((rule.kind, rule.source, rule.target, sorted(rule.permissions),
                       str(rule.condition)) for rule in self.holding(source, target, tclass))
        return found == ours
