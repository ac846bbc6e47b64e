#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes calls.def: the number of every system call on every machine.

usage: make-calls.py ROOT >calls.def

ROOT has the kernel's headers as Debian's packages linux-libc-dev-*-cross unpack them
(`dpkg -x`); those of x86_64 are taken from linux-libc-dev itself, in /usr. The names are
those that auditctl takes: where it has another name than the headers, ALSO tells.
"""
import re
import subprocess
import sys

# Debian's directory, and what tells the headers which of their tables is wanted.
MACHINES = {
    'x86_64': ('x86_64-linux-gnu', []),
    'i386': ('i686-linux-gnu', ['-U__x86_64__', '-D__i386__']),
    'aarch64': ('aarch64-linux-gnu', []),
    'arm': ('arm-linux-gnueabihf', ['-D__ARM_EABI__']),
    'ppc64': ('powerpc64le-linux-gnu', ['-D__powerpc64__']),
    'ppc': ('powerpc64le-linux-gnu', []),
    's390x': ('s390x-linux-gnu', ['-D__s390x__']),
    's390': ('s390x-linux-gnu', []),
    'riscv64': ('riscv64-linux-gnu', []),
    'riscv32': ('riscv64-linux-gnu', ['-D__BITS_PER_LONG=32', '-U__LP64__',
                                      '-D__SIZEOF_POINTER__=4', '-D__riscv_xlen=32']),
}
NOT_CALLS = {'arch_specific_syscall', 'syscalls', 'SYSCALL_MASK', 'SYSCALL_BASE',
             'OABI_SYSCALL_BASE'}
# One column for ppc64 and ppc: audit has one table for both.
COLUMNS = [machine for machine in MACHINES if machine != 'ppc64']
# Calls that these headers do not have yet, the same number everywhere, and the first
# release of audit that knows the name: 40004 is 4.0.4.
NEW = {
    'cachestat': (451, 30102), 'fchmodat2': (452, 40000), 'map_shadow_stack': (453, 40000),
    'futex_wake': (454, 40000), 'futex_wait': (455, 40000), 'futex_requeue': (456, 40000),
    'statmount': (457, 40000), 'listmount': (458, 40000),
    'lsm_get_self_attr': (459, 40000), 'lsm_set_self_attr': (460, 40000),
    'lsm_list_modules': (461, 40000), 'mseal': (462, 40002), 'setxattrat': (463, 40004),
    'getxattrat': (464, 40004), 'listxattrat': (465, 40004), 'removexattrat': (466, 40004),
    'open_tree_attr': (467, 40004), 'file_getattr': (468, 40101),
    'file_setattr': (469, 40101), 'listns': (470, 40103), 'rseq_slice_yield': (471, 40104),
}
# Names that audit learned with 4.0.3 on these machines, and had before on others.
LATE = {
    'arm': 'pselect6 ppoll epoll_pwait',
    'ppc': 'restart_syscall sys_debug_setcontext migrate_pages mbind get_mempolicy '
           'set_mempolicy',
    's390x': 'restart_syscall lookup_dcookie getdents64 mbind get_mempolicy set_mempolicy '
             'migrate_pages move_pages s390_guarded_storage semtimedop semget semctl '
             'shmget shmctl shmat shmdt msgget msgsnd msgrcv msgctl memfd_secret',
    's390': 'restart_syscall lookup_dcookie mbind get_mempolicy set_mempolicy '
            'migrate_pages move_pages s390_guarded_storage semget semctl shmget shmctl '
            'shmat shmdt msgget msgsnd msgrcv msgctl clock_gettime64 clock_settime64 '
            'clock_adjtime64 clock_getres_time64 clock_nanosleep_time64 timer_gettime64 '
            'timer_settime64 timerfd_gettime64 timerfd_settime64 utimensat_time64 '
            'pselect6_time64 ppoll_time64 io_pgetevents_time64 recvmmsg_time64 '
            'mq_timedsend_time64 mq_timedreceive_time64 semtimedop_time64 '
            'rt_sigtimedwait_time64 futex_time64 sched_rr_get_interval_time64 '
            'memfd_secret',
}
# Names of auditctl's own, by machine: more of them for a number, or in place of another.
ALSO = {
    'x86_64': {'uretprobe': 335, 'uprobe': 336},
    'i386': {'madvise1': 219},
    'arm': {'time': 13, 'umount': 22, 'stime': 25, 'alarm': 27, 'utime': 30,
            'getrlimit': 76, 'select': 82, 'readdir': 89, 'mmap': 90, 'socketcall': 102,
            'syscall': 113, 'ipc': 117},
    'ppc': {'semtimedop': 392},
    's390x': {'memfd_secret': 447},
    's390': {'memfd_secret': 447},
    'riscv64': {'riscv_hwprobe': 258},
    'riscv32': {'riscv_hwprobe': 258},
}
RENAMED = {
    'i386': {'sched_rr_get_interval_time64': 'sched_rr_get_interval64',
             'kexec_load': 'sys_kexec_load'},
    'aarch64': {'getdents64': 'getdents', 'fstat': 'newfstat'},
    'arm': {'sched_rr_get_interval_time64': 'sched_rr_get_interval64',
            'arm_sync_file_range': None, 'sync_file_range2': 'sync_file_range',
            'arm_fadvise64_64': 'fadvise64_64', '_llseek': 'llseek', '_sysctl': 'sysctl',
            '_newselect': 'newselect'},
    'ppc': {'timerfd_create': 'timerfd', 'perf_event_open': 'perf_counter_open'},
}
# On these, as everywhere but on the machines with the generic table.
for name in ('x86_64', 'aarch64', 'ppc', 's390x', 's390'):
    RENAMED.setdefault(name, {}).update(pread64='pread', pwrite64='pwrite')


def headers(root, machine):
    """{name: number} of one machine, as the headers say."""
    directory, flags = MACHINES[machine]
    base = '' if machine == 'x86_64' else root
    command = ['gcc', '-E', '-P', '-w', '-nostdinc', *flags]
    for place in (f'{base}/usr/{directory}/include', f'{base}/usr/include/{directory}',
                  f'{base}/usr/include'):
        command += ['-isystem', place]
    include = '#include <asm/unistd.h>\n'
    defined = subprocess.run([*command, '-dM', '-'], input=include, text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    names = [name for name in re.findall(r'^#define __NR_(\w+) ', defined, re.M)
             if name not in NOT_CALLS]
    asked = include + ''.join(f'@{name}@ __NR_{name}\n' for name in names)
    told = subprocess.run([*command, '-'], input=asked, text=True, check=True,
                          stdout=subprocess.PIPE).stdout
    return {name: sum(int(part) for part in re.findall(r'\d+', value))
            for name, value in re.findall(r'^@(\w+)@ ([\d ()+]+)$', told, re.M)}


def table(root, machine):
    renamed = RENAMED.get(machine, {})
    found = {}
    for name, number in headers(root, machine).items():
        name = renamed.get(name, name)
        if name:
            found[name] = number
    found.update({name: number for name, (number, _) in NEW.items()})
    found.update(ALSO.get(machine, {}))
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tables = {machine: table(sys.argv[1], machine) for machine in MACHINES}
    # One table for both in audit: it takes a name of either on either.
    tables['ppc'] = {
        **{RENAMED['ppc'].get(name, name): number
           for name, number in tables['ppc64'].items()
           if RENAMED['ppc'].get(name, name) not in ('newfstatat',)},
        **tables['ppc']}
    print('/* SPDX-License-Identifier: LGPL-2.1-or-later */')
    print('/* Made by make-calls.py: a name, the first audit that knows it (0: 3.0), and')
    print('   its number on', ', '.join(COLUMNS) + '. */')
    for name in sorted(set().union(*tables.values())):
        numbers = ', '.join(str(tables[machine].get(name, -1)) for machine in COLUMNS)
        since = 40200 if name in ('uretprobe', 'uprobe') else NEW.get(name, (0, 0))[1]
        print(f'CALL("{name}", {since}, {numbers})')
    print('/* Machines that got the name later: 4.0.3. */')
    for machine, names in LATE.items():
        for name in sorted(names.split()):
            print(f'LATE({machine.upper()}, "{name}")')


if __name__ == '__main__':
    main()
