# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints an audit log of denials that a given policy judges in every way it can.

usage: make_log.py POLICY [SEED]

Every name comes from the policy; what is combined is drawn from a generator with
a fixed seed, so the same policy gives the same log. Nothing in it was recorded.
"""
import random
import sys

try:
    import setools
except ImportError:
    sys.exit('python3-setools is not installed')

PROGRAMS = ('baker', 'miller', 'cartd', 'kworker/0:1', 'oven (main)')
LEVELS = ('s0', 's0:c1', 's0:c2,c7', 's0-s0:c0.c1023')


class Maker:
    def __init__(self, path, seed):
        self.random = random.Random(seed)
        self.policy = setools.SELinuxPolicy(path)
        self.classes = {}
        for tclass in self.policy.classes():
            names = set(tclass.perms)
            try:
                names |= set(tclass.common.perms)
            except setools.exception.NoCommon:
                pass
            self.classes[str(tclass)] = sorted(names)
        self.roles_of = {}
        for role in self.policy.roles():
            for name in role.types():
                self.roles_of.setdefault(str(name), []).append(str(role))
        self.users_of = {}
        for user in self.policy.users():
            for role in user.roles:
                self.users_of.setdefault(str(role), []).append(str(user))
        self.users = sorted(str(user) for user in self.policy.users())
        self.types = sorted(str(name) for name in self.policy.types())
        domains = {str(name) for name in self.members('domain')} or set(self.types)
        self.domains = sorted(domains & set(self.roles_of))
        self.denials = {}

    def members(self, attribute):
        try:
            return sorted(self.policy.lookup_typeattr(attribute).expand())
        except setools.exception.InvalidType:
            return []

    def pick(self, items):
        return self.random.choice(items)

    def level(self):
        return ':' + self.pick(LEVELS) if self.policy.mls else ''

    def pick_user(self, users):
        return self.pick(users)

    def process(self, name):
        roles = [role for role in self.roles_of.get(name, ()) if role in self.users_of]
        if not roles:
            return self.thing(name)
        role = self.pick(sorted(roles))
        user = self.pick_user(sorted(self.users_of[role]))
        return f'{user}:{role}:{name}{self.level()}'

    def thing(self, name):
        return f'{self.pick_user(self.users)}:object_r:{name}{self.level()}'

    def target(self, name, tclass):
        return self.process(name) if tclass == 'process' else self.thing(name)

    def some(self, permissions):
        count = min(len(permissions), self.random.randint(1, 3))
        return sorted(self.random.sample(sorted(permissions), count))

    def deny(self, scontext, tcontext, tclass, permissions):
        key = (scontext, tcontext, tclass, tuple(permissions))
        self.denials[key] = self.denials.get(key, 0) + self.random.randint(1, 3)

    def at_random(self, count):
        for _ in range(count):
            tclass = self.pick(('dir', 'file', 'lnk_file', 'process', 'tcp_socket',
                                'unix_stream_socket', 'capability', 'dbus'))
            name = self.pick(self.domains if tclass == 'process' else self.types)
            self.deny(self.process(self.pick(self.domains)), self.target(name, tclass),
                      tclass, self.some(self.classes[tclass]))

    def by_rules(self, rules, count):
        """What a rule names, alone and with a permission that it does not."""
        for rule in self.random.sample(rules, min(count, len(rules))):
            tclass = str(rule.tclass)
            source = str(self.pick(sorted(rule.source.expand())))
            target = str(self.pick(sorted(rule.target.expand())))
            permissions = self.some(rule.perms)
            self.deny(self.process(source), self.target(target, tclass), tclass,
                      permissions)
            more = sorted(set(permissions) | {self.pick(self.classes[tclass])})
            self.deny(self.process(source), self.target(target, tclass), tclass, more)

    def constrained(self, count):
        """Users and levels apart, with permissions that some constraint is about."""
        constraints = sorted((c for c in self.policy.constraints() if c.perms), key=str)
        for _ in range(count):
            constraint = self.pick(constraints)
            tclass = str(constraint.tclass)
            name = self.pick(self.domains if tclass == 'process' else self.types)
            self.deny(self.process(self.pick(self.domains)), self.target(name, tclass),
                      tclass, [self.pick(sorted(constraint.perms))])

    def transitions(self, rules, count):
        """Rules for a process transition, with roles that may not follow each other.

        The reference policy's constraints let few types change their role at all; it
        is from those that the role rules are asked.
        """
        free = {str(t) for name in ('can_change_process_role', 'process_uncond_exempt')
                for t in self.members(name)}
        chosen = [(str(source), str(target)) for rule in rules
                  if str(rule.tclass) == 'process' and 'transition' in rule.perms
                  for source in rule.source.expand() if str(source) in free
                  for target in rule.target.expand() if str(target) in self.roles_of]
        chosen = sorted(set(chosen))
        for source, target in self.random.sample(chosen, min(count, len(chosen))):
            self.deny(self.process(source), self.process(target), 'process',
                      ['transition'])

    def unknown(self):
        good = self.process(self.domains[0]), self.thing(self.types[0])
        self.deny(good[0], good[1], 'nosuchclass', ['read'])
        self.deny(good[0], good[1], 'file', ['nosuchperm'])
        self.deny(good[0], good[1], 'file', ['nosuchperm', 'read'])
        self.deny(good[0], good[1], 'file', ['execmod', 'nosuchperm'])
        self.deny(good[0], good[1], 'file', ['0x400000'])
        self.deny(self.process('nosuch_t'), good[1], 'file', ['read'])
        self.deny(good[0], self.thing('nosuch_t'), 'file', ['read'])
        self.deny('nosuch_u:' + good[0].split(':', 1)[1], good[1], 'file', ['read'])

    def make(self):
        rules = sorted(self.policy.terules(), key=str)
        kinds = {'allow': [], 'dontaudit': [], 'conditional': []}
        for rule in rules:
            kind = rule.ruletype.name
            if kind == 'allow' and is_conditional(rule):
                kinds['conditional'].append(rule)
            elif kind in kinds:
                kinds[kind].append(rule)
        self.at_random(150)
        self.by_rules(kinds['allow'], 60)
        self.by_rules(kinds['dontaudit'], 60)
        self.by_rules(kinds['conditional'], 120)
        self.constrained(120)
        self.transitions(kinds['allow'], 200)
        self.unknown()

    def print(self):
        serial = 0
        for (scontext, tcontext, tclass, permissions), count in self.denials.items():
            for _ in range(count):
                serial += 1
                print(f'type=AVC msg=audit({1790000000 + serial // 10}.{serial % 1000:03d}'
                      f':{serial}): avc:  denied  {{ {" ".join(permissions)} }} for  '
                      f'pid={1000 + serial % 50} comm="{self.pick(PROGRAMS)}" '
                      f'scontext={scontext} tcontext={tcontext} tclass={tclass} '
                      f'permissive=0')


def is_conditional(rule):
    try:
        return bool(rule.conditional)
    except setools.exception.RuleNotConditional:
        return False


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    maker = Maker(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    maker.make()
    maker.print()
