# SPDX-License-Identifier: LGPL-2.1-or-later
"""Accesses drawn from an installed policy, as many as are wanted and all distinct.

usage: draw.py POLICY COUNT [MIX [SEED]]

Prints one an access: source context, target context, class, permissions, with
tabs between. MIX is `even`, where everything that a policy can say occurs in
numbers, or `log`, which is what a log of denials is made of: mostly missing rules,
from some busy domains. The same policy, count, mix and seed give the same output.
"""
import sys

import make_log

MIXES = {
    'even': {'granted': 14, 'absent': 10, 'partly': 10, 'switched': 16, 'hidden': 12,
             'constrained': 14, 'levels': 8, 'transition': 10, 'odd': 10, 'unknown': 1},
    'log': {'granted': 1, 'absent': 65, 'partly': 8, 'switched': 10, 'hidden': 6,
            'constrained': 5, 'levels': 3, 'transition': 2},
}
CLASSES = ('file',) * 8 + ('dir',) * 5 + (
    'lnk_file', 'chr_file', 'sock_file', 'fifo_file', 'filesystem', 'process', 'process',
    'tcp_socket', 'udp_socket', 'unix_stream_socket', 'unix_stream_socket',
    'unix_dgram_socket', 'netlink_route_socket', 'capability', 'capability', 'dbus',
    'service', 'system', 'key', 'shm', 'sem')
OF_ITSELF = ('capability', 'capability2', 'cap_userns', 'cap2_userns', 'netlink_route_socket',
             'key', 'shm', 'sem')
BETWEEN_DOMAINS = ('process', 'process2', 'dbus', 'unix_stream_socket', 'fd')
# What the kernel takes, in every form that a level has; some are out of order.
LEVELS = ('s0', 's0:c1', 's0:c0.c1023', 's0:c5,c3', 's0:c7,c7', 's0:c2,c9.c12,c1023',
          's0-s0', 's0-s0:c1', 's0:c4-s0:c4', 's0:c4-s0:c0.c1023', 's0:c1,c3-s0:c1.c5',
          's0:c600.c700')
# What it refuses: no level, no category of that name, a range upside down, and so on.
BAD_LEVELS = ('', 's1', 's0:c1024', 's0:c5.c2', 's0:c3.c3', 's0:c1-s0', 's0:c1-s0:c2',
              's0:c1,', 's0-', 's0:c1-s0:c1-s0:c1', 's0:c1.c2.c3', 'S0', 's0:c01')


class Drawer(make_log.Maker):
    """Draws accesses one by one; make_log has what the policy holds."""

    def __init__(self, path, seed, mix):
        super().__init__(path, seed)
        self.mix = mix
        self.members_of = {}
        self.narrow = {str(user) for user in self.policy.users()
                       if self.policy.mls and ':' not in str(user.mls_range)}
        rules = sorted(self.policy.terules(), key=str)
        self.rules = {'allow': [], 'dontaudit': [], 'conditional': []}
        for rule in rules:
            kind = rule.ruletype.name
            if make_log.is_conditional(rule):
                kind = 'conditional' if kind == 'allow' else None
            if kind in self.rules:
                self.rules[kind].append(rule)
        self.limited = {(str(one.tclass), name) for one in self.policy.constraints()
                        for name in one.perms}
        self.aliases = {str(one): sorted(one.aliases()) for one in self.policy.types()
                        if list(one.aliases())}
        # A few domains make most of a log.
        self.busy = self.random.sample(self.domains, min(150, len(self.domains)))
        self.fenced = sorted({str(name) for name in self.members('mcs_constrained_type')} &
                             set(self.roles_of))
        self.passages = self.process_transitions()
        self.successions = self.role_successions()

    def types_of(self, name):
        found = self.members_of.get(name)
        if found is None:
            found = sorted(str(one) for one in name.expand())
            self.members_of[name] = found
        return found

    def source(self):
        if self.mix == 'log' and self.random.random() < 0.8:
            # The first of them much more often than the last.
            return self.busy[int(len(self.busy) * self.random.random() ** 2)]
        return self.pick(self.domains)

    def pick_user(self, users):
        """In a log most of them are the system's own."""
        if self.mix == 'log' and 'system_u' in users and self.random.random() < 0.85:
            return 'system_u'
        return self.pick(users)

    def thing(self, name):
        return self.within(super().thing(name))

    def process(self, name):
        return self.within(super().process(name))

    def within(self, context):
        """A user that has no categories gets none, but for the odd ones."""
        user, role, name = context.split(':')[:3]
        return f'{user}:{role}:{name}:s0' if user in self.narrow else context

    def level(self):
        if self.policy.mls and self.mix == 'log' and self.random.random() < 0.85:
            return ':s0'
        return super().level()

    def object_of(self, name, tclass):
        """A process's context where the class is of processes."""
        return self.process(name) if tclass in BETWEEN_DOMAINS else self.thing(name)

    def of_rule(self, rule, permissions=None):
        """The rule for one pair of the types that it holds for."""
        tclass = str(rule.tclass)
        source = self.pick(self.types_of(rule.source))
        target = self.pick(self.types_of(rule.target))
        return (self.process(source), self.object_of(target, tclass), tclass,
                permissions or self.some(rule.perms))

    def granted(self):
        return self.of_rule(self.pick(self.rules['allow']))

    def hidden(self):
        return self.of_rule(self.pick(self.rules['dontaudit']))

    def absent(self):
        tclass = self.pick([name for name in CLASSES if name in self.classes])
        source = self.source()
        if tclass in OF_ITSELF:
            target = source
        elif tclass in BETWEEN_DOMAINS:
            target = self.pick(self.domains)
        else:
            target = self.pick(self.types)
        return (self.process(source), self.object_of(target, tclass), tclass,
                self.some(self.classes[tclass]))

    def partly(self):
        """Of a rule of any kind, with permissions that it does not name."""
        rule = self.pick(self.rules[self.pick(('allow', 'dontaudit', 'conditional'))])
        more = self.pick(self.classes[str(rule.tclass)])
        return self.of_rule(rule, sorted(set(self.some(rule.perms)) | {more}))

    def switched(self):
        return self.of_rule(self.pick(self.rules['conditional']))

    def constrained(self):
        """Allowed by a rule, and some constraint is about what it allows."""
        while True:
            rule = self.pick(self.rules['allow'])
            names = [name for name in rule.perms if (str(rule.tclass), name) in self.limited]
            if names:
                return self.of_rule(rule, self.some(names))

    def levels(self):
        """From a type that the categories hold, with levels that are often apart."""
        if not self.fenced or not self.policy.mls:
            return self.constrained()
        tclass = self.pick(('file', 'dir', 'process', 'tcp_socket', 'unix_stream_socket'))
        target = self.pick(self.fenced if tclass == 'process' else self.types)
        return (self.at_level(self.process(self.pick(self.fenced))),
                self.at_level(self.object_of(target, tclass)), tclass,
                self.some(self.classes[tclass]))

    def at_level(self, context):
        if not self.policy.mls:
            return context
        low, high = sorted(self.random.sample(range(1, 1023), 2))
        level = self.pick(LEVELS + (f's0:c{low}', f's0:c{low},c{high}',
                                    f's0:c{low}-s0:c{low}.c{high}'))
        return ':'.join(context.split(':')[:3]) + ':' + level

    def process_transitions(self):
        """Pairs of types; those that may change their role and user, and others."""
        free = {str(t) for name in ('can_change_process_role', 'process_uncond_exempt')
                for t in self.members(name)}
        pairs, others = set(), set()
        for rule in self.rules['allow']:
            if str(rule.tclass) != 'process' or 'transition' not in rule.perms:
                continue
            for source in set(self.types_of(rule.source)) & (free | set(self.busy)):
                (pairs if source in free else others).update(
                    (source, target) for target in self.types_of(rule.target)
                    if target in self.roles_of)
        return [sorted(some) for some in (pairs, others) if some]

    def transition(self):
        for _ in range(40 if self.random.random() < 0.6 else 1):
            source, target = map(self.process, self.pick(self.pick(self.passages)))
            if (source.split(':')[1], target.split(':')[1]) not in self.successions:
                break
        permissions = self.pick((['transition'], ['dyntransition'],
                                 ['sigchld', 'transition'], ['dyntransition', 'transition']))
        return source, target, 'process', permissions

    def role_successions(self):
        """Pairs of roles of which the second may follow the first."""
        pairs = {(role, role) for role in self.users_of}
        for rule in self.policy.rbacrules():
            if rule.ruletype.name == 'allow':
                pairs.update((str(one), str(other)) for one in rule.source.expand()
                             for other in rule.target.expand())
        return pairs

    def odd(self):
        """Any of the others with a user, role or level that is seldom seen there, or
        an alias for the type."""
        access = list(getattr(self, self.pick(('granted', 'switched', 'constrained')))())
        which = self.random.randrange(2)
        user, role, name = access[which].split(':')[:3]
        roles = self.roles_of.get(name, []) + ['object_r']
        if name in self.aliases and self.random.random() < 0.5:
            name = self.pick(self.aliases[name])
        role = self.pick(sorted(roles)) if self.random.random() < 0.5 else role
        user = self.pick(self.users) if self.random.random() < 0.5 else user
        context = f'{user}:{role}:{name}'
        if self.random.random() < 0.25:
            level = self.pick(BAD_LEVELS)
            access[which] = context + (':' + level if level else '')
        else:
            access[which] = self.at_level(context)
        return tuple(access)

    def unknown(self):
        """One name that the policy does not have."""
        scontext, tcontext, tclass, permissions = self.granted()
        which = self.random.randrange(5)
        if which == 0:
            scontext = self.process('nosuch_t')
        elif which == 1:
            tcontext = 'nosuch_u' + tcontext[tcontext.index(':'):]
        elif which == 2:
            tclass = 'nosuchclass'
        else:
            permissions = sorted(permissions + ['nosuchperm'])[which - 3:]
        return scontext, tcontext, tclass, permissions

    def draw(self, count):
        """That many distinct ones, each with the kind that it was drawn as."""
        seen = set()
        kinds = sorted(MIXES[self.mix])
        weights = [MIXES[self.mix][kind] for kind in kinds]
        while len(seen) < count:
            kind = self.random.choices(kinds, weights)[0]
            scontext, tcontext, tclass, permissions = getattr(self, kind)()
            access = (scontext, tcontext, tclass, tuple(sorted(set(permissions))))
            if access[3] and access not in seen:
                seen.add(access)
                yield kind, access


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mix = sys.argv[3] if len(sys.argv) > 3 else 'even'
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    for _, access in Drawer(sys.argv[1], seed, mix).draw(int(sys.argv[2])):
        print('\t'.join((*access[:3], ' '.join(access[3]))))


if __name__ == '__main__':
    main()
