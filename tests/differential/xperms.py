# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a kernel decides of one ioctl command, worked out from the rules as written.

The kernel: security/selinux/ss/services.c, context_struct_compute_av() with
services_compute_xperms_drivers(), then services_compute_xperms_decision();
security/selinux/avc.c, avc_has_extended_perms() and avc_xperms_audit_required().
"""
import re

KINDS = {'allowx': 'allowxperm', 'dontauditx': 'dontauditxperm',
         'auditallowx': 'auditallowxperm'}
QUOTED = re.compile(r'(\w+xperm) (\S+) (\S+):(\S+) ioctl \{ ([^}]*) \};$')


class Commands:
    """The decision on a command for a pair of types and a class."""

    def __init__(self, invention, source, target, tclass):
        self.found = {'allowx': set(), 'dontauditx': set(), 'auditallowx': set()}
        # xperms->len: any rule at all, also one that only audits, filters commands.
        self.is_filtered = False
        self.pairs = set()
        for kind, of_source, of_target, of_class, commands in invention.xperms:
            if (of_class == tclass and commands and
                    source in invention.members(of_source) and
                    target in invention.members(of_target, source)):
                self.is_filtered = True
                self.found[kind] |= commands

    def is_refused(self, command):
        """With the plain rule for ioctl there: avd.allowed &= ~requested."""
        return self.is_filtered and command not in self.found['allowx']

    def is_quiet(self, command):
        """A refusal for whatever reason, plain or extended, is not logged."""
        return command in self.found['dontauditx']

    def misquoted(self, evidence):
        """What is wrong with the rules that a SEL-XPERM row quotes, or None."""
        quoted = {kind: set() for kind in self.found}
        for line in evidence.splitlines():
            match = QUOTED.match(line)
            kinds = [kind for kind, word in KINDS.items() if match and word == match.group(1)]
            if not kinds:
                return f'cannot read {line!r}'
            for part in match.group(5).split():
                low, _, high = part.partition('-')
                quoted[kinds[0]].update(range(int(low, 16), int(high or low, 16) + 1))
        for kind, commands in quoted.items():
            if commands != self.found[kind]:
                return (f'{KINDS[kind]}: {len(commands)} commands are quoted, '
                        f'{len(self.found[kind])} are in the rules')
        return None
