# SPDX-License-Identifier: LGPL-2.1-or-later
"""The allow and dontaudit rules of a policy, read by setools, by whom they hold for.

It answers what `sesearch -A --dontaudit -s TYPE -t TYPE -c CLASS` does, thousands of
times a second. spot_check() holds it to setools' own query, which sesearch is made of.
"""
import itertools

import setools


class Rule:
    """One rule as setools has it; `in_force` by the booleans' present values."""

    def __init__(self, rule):
        self.kind = rule.ruletype.name
        self.source, self.target = str(rule.source), str(rule.target)
        self.tclass = str(rule.tclass)
        self.permissions = frozenset(rule.perms)
        self.condition, self.in_force = None, True
        try:
            self.condition = str(rule.conditional)
            states = {str(one): one.state for one in rule.conditional.booleans}
            self.in_force = rule.enabled(**states)
        except setools.exception.RuleNotConditional:
            pass


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
                        rule.condition or '') for rule in map(Rule, query.results()))
        ours = sorted((rule.kind, rule.source, rule.target, sorted(rule.permissions),
                       rule.condition or '') for rule in self.holding(source, target, tclass))
        return found == ours
