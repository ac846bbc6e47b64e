# SPDX-License-Identifier: LGPL-2.1-or-later
"""Policies that nobody would write, to ask about: every form of a rule, in small.

usage: invent.py SEED

Prints the policy of that seed as CIL. The same seed gives the same policy. Class
Invention also tells what it made, as far as xperms.py and the drawing of accesses
need it: types with their attributes, booleans, rules for single commands.
"""
import random
import sys

CLASSES = {
    'process': ('transition', 'dyntransition', 'signal', 'ptrace'),
    'file': ('ioctl', 'read', 'write', 'append', 'open', 'execute'),
    'dir': ('ioctl', 'search', 'add_name', 'read'),
    'chr_file': ('ioctl', 'read', 'write'),
    'tcp_socket': ('ioctl', 'bind', 'connect', 'name_bind'),
    'mill': ('grind', 'sift'),
}
WITH_COMMANDS = ('file', 'dir', 'chr_file', 'tcp_socket')
COMPARISONS = ('eq', 'neq', 'dom', 'domby', 'incomp')
LEVEL_PAIRS = (('l1', 'l2'), ('l1', 'h2'), ('h1', 'l2'), ('h1', 'h2'), ('l1', 'h1'),
               ('l2', 'h2'))
OPERATORS = ('and', 'and', 'and', 'or', 'xor', 'eq', 'neq')


class Invention:
    """One policy; `cil` is its text, and the rest says what is in it."""

    def __init__(self, seed, is_for_conf=False):
        self.random = random.Random(seed)
        # A policy.conf has its users behind the constraints of levels.
        self.may_name_users = not is_for_conf
        pick = self.random
        self.is_mls = pick.random() < 0.7
        self.version = pick.choice((30, 31, 31, 32, 33))
        self.unknown = pick.choice(('allow', 'deny', 'reject'))
        # Every fifth is full of rules under several booleans, for few types.
        self.is_switchy = seed % 5 == 0
        self.types = [f'ty{i}' for i in range(4 if self.is_switchy else pick.randint(5, 14))]
        self.users = [f'us{i}' for i in range(pick.randint(1, 4))]
        self.roles = [f'ro{i}' for i in range(pick.randint(1, 4))]
        self.booleans = {f'bo{i}': pick.random() < 0.4 
                         for i in range(8 if self.is_switchy else pick.randint(0, 7))}
        self.sensitivities = pick.randint(1, 4) if self.is_mls else 0
        self.categories = pick.randint(0, 8) if self.is_mls else 0
        self.attributes = {}  # name: the types in it
        self.roles_of, self.types_of, self.ranges = {}, {}, {}
        self.xperms = []  # (kind, source, target, class, set of commands)
        self.allows = []  # (source, target, class, permissions), of some dontaudit rules too
        self.constraints = []  # (class, permissions)
        self.switched = []  # those of them that are under a boolean
        self.bounds = {}
        self.lines = []
        self.make()
        self.cil = '\n'.join(self.lines) + '\n'

    def some(self, items, least=1, most=None):
        items = sorted(items)
        most = min(len(items), most or len(items))
        return self.random.sample(items, self.random.randint(min(least, most), most))

    def say(self, *words):
        self.lines.append('(' + ' '.join(words) + ')')

    # What there is.

    def make(self):
        self.say('handleunknown', self.unknown)
        self.say('mls', 'true' if self.is_mls else 'false')
        self.say('sid', 'kernel')
        self.say('sidorder', '(kernel)')
        for name, permissions in CLASSES.items():
            self.say('class', name, f'({" ".join(permissions)})')
        self.say('classorder', f'({" ".join(CLASSES)})')
        self.make_levels()
        self.make_types()
        self.make_roles()
        for name, state in self.booleans.items():
            self.say('boolean', name, str(state).lower())
        # A policy without any rule in force is none.
        self.say('allow', 'ty0', 'ty0', '(mill (grind))')
        conditionals = 30 if self.is_switchy else 12
        for make, most in ((self.make_rule, 30), (self.make_conditional, conditionals),
                           (self.make_constraint, 6), (self.make_xperm, 10),
                           (self.make_role_rule, 4)):
            for _ in range(self.random.randint(0, most)):
                make()
        if self.is_mls and not self.may_name_users:
            # No policy.conf with levels is without a constraint that compares them.
            self.constraints.append(('mill', ['sift']))
            self.say('mlsconstrain', '(mill (sift))', '(or (dom l1 l2) (neq t1 ty0))')
        self.make_bounds()
        self.permissive = set(self.some(self.types, 0, 2))
        for name in sorted(self.permissive):
            self.say('typepermissive', name)

    def make_levels(self):
        if not self.is_mls:
            self.say('sensitivity', 'se0')
            self.say('sensitivityorder', '(se0)')
            return
        names = [f'se{i}' for i in range(self.sensitivities)]
        for name in names:
            self.say('sensitivity', name)
        self.say('sensitivityorder', f'({" ".join(names)})')
        categories = [f'ca{i}' for i in range(self.categories)]
        for name in categories:
            self.say('category', name)
        if not categories:
            return
        self.say('categoryorder', f'({" ".join(categories)})')
        for name in names:
            self.say('sensitivitycategory', name, f'({" ".join(categories)})')

    def level(self, below=None):
        """(sensitivity, set of categories), with @below none that it does not dominate."""
        most = below or (self.sensitivities - 1, set(range(self.categories)))
        return (self.random.randint(0, most[0]),
                set(self.some(most[1], 0)) if most[1] else set())

    @staticmethod
    def level_in_cil(level):
        categories = ' '.join(f'ca{one}' for one in sorted(level[1]))
        return f'(se{level[0]} ({categories}))' if categories else f'(se{level[0]})'

    def make_types(self):
        for name in self.types:
            self.say('type', name)
        names = [f'at{i}' for i in range(self.random.randint(1, 6))]
        for name in names:
            self.say('typeattribute', name)
            if self.random.random() < 0.8:
                self.say('expandtypeattribute', name, 'false')
        for name in names:
            text, self.attributes[name] = self.type_set(self.random.randint(0, 3))
            self.say('typeattributeset', name, text if text[0] == '(' else f'({text})')

    def type_set(self, depth):
        """An expression and the types that it means; attributes nest."""
        form = self.random.randrange(8)
        everything = set(self.types)
        if depth == 0 or form < 2:
            name = self.random.choice(self.types + sorted(self.attributes))
            return name, set(self.attributes.get(name, {name}))
        if form == 2:
            names = self.some(self.types, 1, 4)
            return f'({" ".join(names)})', set(names)
        left, of_left = self.type_set(depth - 1)
        if form == 3:
            return f'(not {self.wrapped(left)})', everything - of_left
        right, of_right = self.type_set(depth - 1)
        word = ('and', 'or', 'xor', 'or')[form - 4]
        means = {'and': of_left & of_right, 'or': of_left | of_right,
                 'xor': of_left ^ of_right}
        return f'({word} {self.wrapped(left)} {self.wrapped(right)})', means[word]

    @staticmethod
    def wrapped(text):
        return text if text[0] == '(' else f'({text})'

    def make_roles(self):
        for name in self.roles + ['object_r']:
            self.say('role', name)
        for name in self.users:
            self.say('user', name)
        for role in self.roles:
            self.types_of[role] = self.some(self.types, 2) + [self.types[0]]
            for name in sorted(set(self.types_of[role])):
                self.say('roletype', role, name)
        for user in self.users:
            self.roles_of[user] = self.some(self.roles)
            if user == self.users[0] and self.roles[0] not in self.roles_of[user]:
                self.roles_of[user].append(self.roles[0])
            for role in self.roles_of[user] + ['object_r']:
                self.say('userrole', user, role)
            high = self.level() if self.is_mls else (0, set())
            if user == self.users[0] and self.is_mls:
                high = (self.sensitivities - 1, set(range(self.categories)))
            low = self.level(high) if self.is_mls and self.random.random() < 0.3 else (0, set())
            self.ranges[user] = low, high
            low, high = self.level_in_cil(low), self.level_in_cil(high)
            self.say('userrange', user, f'({low} {high})')
            self.say('userlevel', user, low)
        low, high = map(self.level_in_cil, self.ranges[self.users[0]])
        self.say('sidcontext', 'kernel',
                 f'({self.users[0]} {self.roles[0]} {self.types[0]} ({low} {high}))')

    # Rules.

    def side(self):
        if self.attributes and self.random.random() < 0.4:
            return self.random.choice(sorted(self.attributes))
        return self.random.choice(self.types)

    def rule(self, kinds):
        tclass = self.random.choice(sorted(CLASSES))
        permissions = self.some(CLASSES[tclass], 1, 3)
        kind, source = self.random.choice(kinds), self.side()
        target = 'self' if self.random.random() < 0.15 else self.side()
        if kind == 'allow' or (kind == 'dontaudit' and self.random.random() < 0.6):
            self.allows.append((source, target, tclass, permissions))
        return f'({kind} {source} {target} ({tclass} ({" ".join(permissions)})))'

    def make_rule(self):
        self.lines.append(self.rule(('allow',) * 6 + ('dontaudit',) * 2 + ('auditallow',)))

    def boolean_expression(self, names, depth):
        if depth == 0 or self.random.random() < 0.2:
            return self.random.choice(names)
        left = self.boolean_expression(names, depth - 1)
        if self.random.random() < 0.25:
            return f'(not {left})'
        right = self.boolean_expression(names, depth - 1)
        return f'({self.random.choice(OPERATORS)} {left} {right})'

    def make_conditional(self):
        if not self.booleans:
            return
        names = self.some(self.booleans, 1, 5)
        depth = 2 if self.is_switchy else self.random.choice((0, 1, 1, 2, 3))
        expression = self.boolean_expression(names, depth)
        before = len(self.allows)
        kinds = ('allow', 'allow', 'allow', 'dontaudit', 'auditallow')
        branches = []
        for branch in self.some(('true', 'false')):
            rules = ' '.join(self.rule(kinds) for _ in range(self.random.randint(1, 3)))
            branches.append(f'({branch} {rules})')
        self.say('booleanif', self.wrapped(expression), *branches)
        self.switched += self.allows[before:]

    def commands(self):
        """A set of commands in CIL, and what is in it: alone, ranges, whole drivers, not."""
        parts, found = [], set()
        for _ in range(self.random.randint(1, 3)):
            driver = self.random.choice((0x00, 0x54, 0x89, 0xff))
            low = driver << 8 | self.random.randrange(256)
            form = self.random.randrange(4)
            if form == 0:
                parts.append(f'0x{low:x}')
                found.add(low)
                continue
            if form == 3:
                low, high = driver << 8, driver << 8 | 0xff
            else:
                high = min(0xffff, low + self.random.choice((0, 1, 7, 255, 256, 700)))
            parts.append(f'(range 0x{low:x} 0x{high:x})')
            found.update(range(low, high + 1))
        text = ' '.join(parts)
        if self.random.random() < 0.25:
            return f'(not ({text}))', set(range(0x10000)) - found
        return f'({text})', found

    def make_xperm(self):
        kind = self.random.choice(('allowx', 'allowx', 'allowx', 'dontauditx', 'auditallowx'))
        source, tclass = self.side(), self.random.choice(WITH_COMMANDS)
        target = 'self' if self.random.random() < 0.15 else self.side()
        text, commands = self.commands()
        self.say(kind, source, target, f'(ioctl {tclass} {text})')
        self.xperms.append((kind, source, target, tclass, commands))
        if self.random.random() < 0.7:
            self.say('allow', source, target, f'({tclass} (ioctl))')
        if self.random.random() < 0.7:
            self.allows.append((source, target, tclass, ['ioctl']))

    def constraint_leaf(self):
        if self.is_mls and self.random.random() < 0.5:
            left, right = self.random.choice(LEVEL_PAIRS)
            return f'({self.random.choice(COMPARISONS)} {left} {right})'
        letter = self.random.choice('urt')
        if self.random.random() < 0.4 or (letter == 'u' and not self.may_name_users):
            operators = COMPARISONS if letter == 'r' else COMPARISONS[:2]
            return f'({self.random.choice(operators)} {letter}1 {letter}2)'
        names = {'u': self.users, 'r': self.roles + ['object_r'],
                 't': self.types + sorted(self.attributes)}[letter]
        chosen = self.some(names, 1, 3)
        text = chosen[0] if len(chosen) == 1 else f'({" ".join(chosen)})'
        operator = self.random.choice(COMPARISONS[:2])
        return f'({operator} {letter}{self.random.choice("12")} {text})'

    def constraint_expression(self, depth):
        if depth == 0 or self.random.random() < 0.25:
            return self.constraint_leaf()
        left = self.constraint_expression(depth - 1)
        if self.random.random() < 0.2:
            return f'(not {left})'
        right = self.constraint_expression(depth - 1)
        return f'({self.random.choice(("and", "or", "or"))} {left} {right})'

    def make_constraint(self):
        tclass = self.random.choice(sorted(CLASSES))
        expression = self.constraint_expression(self.random.randint(0, 3))
        word = 'mlsconstrain' if self.is_mls else 'constrain'
        permissions = self.some(CLASSES[tclass])
        self.constraints.append((tclass, permissions))
        self.say(word, f'({tclass} ({" ".join(permissions)}))', expression)

    def make_role_rule(self):
        if self.random.random() < 0.6:
            self.say('roleallow', *(self.random.choice(self.roles) for _ in range(2)))
        else:
            source, target = (self.random.choice(self.roles) for _ in range(2))
            line = f'(roletransition {source} {self.random.choice(self.types)} process {target})'
            # The same question has one answer.
            if not any(line.rsplit(' ', 1)[0] in one for one in self.lines):
                self.lines.append(line)

    def make_bounds(self):
        """Chains, each type bounded by one that comes before it; in every second policy."""
        if self.random.random() < 0.5:
            return
        for at, name in enumerate(self.types[1:], 1):
            if self.random.random() < 0.35:
                self.bounds[name] = self.random.choice(self.types[:at])
                self.say('typebounds', self.bounds[name], name)

    # Questions.

    def members(self, name, other=None):
        """The types that a side of a rule means; `self` is @other."""
        if name == 'self':
            return {other}
        return self.attributes.get(name, {name})

    def context(self, name):
        """A valid context of the type; without a role for it, an object's."""
        owners = [(user, role) for user in self.users for role in self.roles_of[user]
                  if name in self.types_of[role]]
        user, role = self.random.choice(owners) if owners and self.random.random() < 0.75 \
            else (self.random.choice(self.users), 'object_r')
        if not self.is_mls:
            return f'{user}:{role}:{name}'
        lowest, highest = self.ranges[user]
        if role == 'object_r' and self.random.random() < 0.5:
            highest = self.sensitivities - 1, set(range(self.categories))
        high = self.level(highest)
        high = max(high[0], lowest[0]), high[1] | lowest[1]
        low = self.level(high)
        low = max(low[0], lowest[0]), low[1] | lowest[1]
        low, high = self.level_in_words(low), self.level_in_words(high)
        return f'{user}:{role}:{name}:{low}' + ('' if low == high else f'-{high}')

    def level_in_words(self, level):
        """se0:ca1.ca3,ca5, ranges or not as it comes."""
        left, parts = sorted(level[1]), []
        while left:
            end = 0
            while end + 1 < len(left) and left[end + 1] == left[end] + 1:
                end += 1
            if end > 1 or (end == 1 and self.random.random() < 0.5):
                parts.append(f'ca{left[0]}.ca{left[end]}')
                left = left[end + 1:]
            else:
                parts.append(f'ca{left.pop(0)}')
        return f'se{level[0]}' + (':' + ','.join(parts) if parts else '')

    def question(self):
        """((source context, target context, class, permissions), command or None)"""
        source, target = self.random.choice(self.types), self.random.choice(self.types)
        tclass = self.random.choice(sorted(CLASSES))
        permissions = self.some(CLASSES[tclass], 1, 3)
        is_switched = self.random.random() < (0.8 if self.is_switchy else 0.4)
        rules = self.switched if is_switched else self.allows
        if rules and self.random.random() < 0.8:
            of_source, of_target, tclass, permissions = self.random.choice(rules)
            if self.members(of_source):
                source = self.random.choice(sorted(self.members(of_source)))
            if self.members(of_target, source):
                target = self.random.choice(sorted(self.members(of_target, source)))
            if self.random.random() < 0.3:
                permissions = permissions + [self.random.choice(CLASSES[tclass])]
        command = None
        if tclass in WITH_COMMANDS and self.random.random() < 0.4:
            permissions, command = ['ioctl'], self.command()
        return (self.context(source), self.context(target), tclass,
                tuple(sorted(set(permissions)))), command

    def command(self):
        """Near the edges of what the rules name, or anything."""
        if self.xperms and self.random.random() < 0.8:
            found = self.random.choice(self.xperms)[4]
            edges = sorted({one + step for one in (min(found), max(found)) for step in (-1, 0, 1)}
                           if found else {0})
            one = self.random.choice(edges + [self.random.randrange(0x10000)])
            return one & 0xffff
        return self.random.choice((0x54, 0x89, 0x00, 0xff)) << 8 | self.random.randrange(256)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(Invention(int(sys.argv[1])).cil, end='')
