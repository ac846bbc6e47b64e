# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `avow why` says, read back, and every layer of it held against the judges."""
import re

import common
import quoted

QUESTION = re.compile(r'(\S+) -> (\S+) : (\S+) \{ (.*?)(?: (0x[0-9a-f]{4}))? \}  (\d[\d,]*) '
                      r'denials?(?:, and the same of ([\d,]+) more pairs of contexts)?$')
LAYER = re.compile(r'  (\S.{23})(allowed|denied|not applicable) *(.*)$')
BRIEF = re.compile(r'(\d+) (\S+) (\S+) -> (\S+) : (\S+) \{ (.*?)(?: (0x[0-9a-f]{4}))? \}(?:: .*)?$')
SET = re.compile(r'(?:: |or )((?:\S+ = (?:on|off)(?: and )?)+) would allow it(, but)?')
EVIDENCE = ' ' * 42


class Answer:
    """One question: {layer: (verdict, text, [evidence])}."""

    def __init__(self, match):
        self.access = (*match.group(1, 2, 3), tuple(match.group(4).split()))
        self.command = int(match.group(5), 16) if match.group(5) else None
        self.count = int(match.group(6).replace(',', ''))
        self.layers = {}

    def verdict(self, layer):
        return self.layers[layer][0]

    def sets(self):
        """The sets of booleans that are effective, and those that a layer is against."""
        effective, refused = set(), set()
        for named, but in SET.findall(self.layers['conditional rules'][1]):
            (refused if but else effective).update(quoted.sets(named))
        return effective, refused


def read(text):
    """The answers, one a question."""
    answers = []
    evidence = None
    for line in text.splitlines():
        match = QUESTION.match(line)
        layer = LAYER.match(line)
        if match:
            answers.append(Answer(match))
        elif layer and answers:
            evidence = []
            answers[-1].layers[layer.group(1).strip()] = (layer.group(2), layer.group(3),
                                                          evidence)
        elif line.startswith(EVIDENCE) and evidence is not None:
            evidence.append(line[len(EVIDENCE):])
        elif line == 'WHY':
            evidence = None
    return answers


def brief(text):
    """(count, code, (access, command)) of each line."""
    for line in text.splitlines():
        match = BRIEF.match(line)
        if not match:
            raise RuntimeError('avow why --brief says ' + line)
        command = int(match.group(7), 16) if match.group(7) else None
        yield (int(match.group(1)), match.group(2),
               ((*match.group(3, 4, 5), tuple(match.group(6).split())), command))


def types_of(access):
    return access[0].split(':')[2], access[1].split(':')[2], access[2]


class World:
    """What a policy is, apart from its rules: for the layers that do not apply.

    `constraints` are pairs of a class and permissions, `filters` tells of (access,
    command) whether rules filter it, whether they refuse it and whether they hide it.
    """

    def __init__(self, book, constraints, bounded, permissive, unknown, filters):
        self.book, self.constraints = book, list(constraints)
        self.bounded, self.permissive, self.unknown = bounded, permissive, unknown
        self.filters = filters

    def touches(self, access):
        return any(tclass == access[2] and set(names) & set(access[3])
                   for tclass, names in self.constraints)


def expect(world, access, command, verdict):
    """{layer: verdict} by the judges, and the permissions that no rule allows."""
    each = {layer: {name for name, of in verdict.each.items() if layer in of}
            for layer in ('te', 'cons', 'rbac', 'bounds')}
    source, _, tclass = types_of(access)
    roles = [context.split(':')[1] for context in access[:2]]
    is_filtered, is_refused, is_quiet = world.filters(access, command)
    refused = set().union(*each.values()) | ({'ioctl'} if is_refused else set())
    quiet = verdict.quiet | ({'ioctl'} if is_quiet else set())
    switched = [rule for rule in world.book.holding(*types_of(access))
                if rule.kind == 'allow' and not rule.in_force
                and rule.permissions & set(access[3])]

    def layer(applies, names):
        return ('denied' if names else 'allowed') if applies else 'not applicable'

    return {
        'contexts': 'allowed', 'class and permissions': 'allowed',
        'type enforcement': layer(True, each['te']),
        'conditional rules': layer(switched, each['te']),
        'constraints': layer(world.touches(access), each['cons']),
        'roles': layer(tclass == 'process' and roles[0] != roles[1] and
                       {'transition', 'dyntransition'} & set(access[3]), each['rbac']),
        'type bounds': layer(source in world.bounded, each['bounds']),
        'extended permissions': layer(is_filtered and command is not None, is_refused),
        'dontaudit': layer(refused & quiet, True),
    }


def wrong_rules(world, answer):
    """What is wrong with the rules that two of the layers quote, or None."""
    key, wanted = types_of(answer.access), set(answer.access[3])
    for name, in_force in (('type enforcement', True), ('conditional rules', False)):
        lines = answer.layers[name][2]
        problem = quoted.misquoted(world.book, key, wanted, lines, 'allow', in_force)
        if problem:
            return f'{name}: {problem}'
    return None


def unknown_to(world, answer, verdict):
    """Of what the policy does not know, the first two layers say so."""
    if verdict.code == 'SEL-UNKNOWN-TYPE':
        return answer.verdict('contexts') == 'denied'
    wanted = 'allowed' if world.unknown == 'allow' else 'denied'
    return (answer.verdict('contexts') == 'allowed' and
            answer.verdict('class and permissions') == wanted and
            'has no' in answer.layers['class and permissions'][1])


def compare(world, answer, verdict):
    """What is wrong with the answer, or None."""
    if not verdict.is_known:
        return None if unknown_to(world, answer, verdict) else \
            f'{verdict.code}: {answer.layers}'
    told = {name: layer[0] for name, layer in answer.layers.items()}
    permissive = told.pop('permissive domain')
    wanted = expect(world, answer.access, answer.command, verdict)
    if told != wanted:
        apart = {name for name in wanted if wanted[name] != told.get(name)}
        return f'{[(one, told.get(one), wanted[one]) for one in sorted(apart)]}'
    if (permissive == 'not applicable') == (types_of(answer.access)[0] in world.permissive):
        return f'permissive domain: {permissive}'
    return wrong_rules(world, answer)


def why(policy, *arguments):
    """avow why, and its answers."""
    made = common.run(common.AVOW, 'why', '-p', policy, *arguments)
    if made.returncode not in (0, 1):
        raise RuntimeError(made.stderr)
    return made.returncode, read(made.stdout)


def why_access(policy, access, command):
    """The same of one access given by hand: (status, answer)."""
    names = [f'ioctl=0x{command:x}'] if command is not None else list(access[3])
    status, answers = why(policy, '--access', *access[:3], *names)
    return status, answers[0]
