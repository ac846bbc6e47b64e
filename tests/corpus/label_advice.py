#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""setroubleshoot's own samples of labels: the advice that the name calls for is first.

Asked of Debian's policy and its contexts. Where a name's plugin would take a label of
another distribution, the words here are those of Debian: qemu_image_t for an image, and
etc_t, which automount may execute, for what lies in /etc. smbd may append to no
directory whatever, since rules know no such thing: that proof says so.
"""
import json
import os
import subprocess
import sys

LOGS = os.path.join(os.environ['AVOW_SOURCE'], '..', 'shared', 'corpus', 'selinux',
                    'setroubleshoot')
POLICY = '/etc/selinux/default/policy/policy.33'
UNKNOWN = 'nothing of it can be judged by this policy'
FIRST = {
    'allow_execmod': ('restorecon -v /usr/lib/libGL.so.1.2', 'allowed'),
    'automount_exec_config': ('restorecon -v /etc/auto.net', 'allowed'),
    'httpd_bad_labels': ('semanage fcontext -a -t ', 'allowed'),
    'httpd_unified': ('setsebool -P ', 'allowed'),
    'public_content': ('semanage fcontext -a -t public_content_t /home/', 'allowed'),
    'qemu_blk_image': ('semanage fcontext -a -t qemu_image_t ', 'allowed'),
    'restorecon': ('restorecon -v /opt/', UNKNOWN),
    'samba_share': ('semanage fcontext -a -t samba_share_t ', 'still denied by SEL-TE'),
}


def advice(log):
    report = subprocess.run(
        [os.environ['AVOW'], 'report', '-f', 'json', '-p', POLICY, log],
        capture_output=True, text=True, check=True)
    return json.loads(report.stdout)['clusters'][0]['findings'][0]['advice']


def main():
    for needed, reason in ((LOGS, '../shared/corpus is not there'),
                           (POLICY, 'selinux-policy-default is not installed')):
        if not os.path.exists(needed):
            print('1..0 # SKIP ' + reason)
            return 0
    failed = 0
    print(f'1..{len(FIRST)}')
    for number, (name, (command, proof)) in enumerate(sorted(FIRST.items()), 1):
        got = advice(os.path.join(LOGS, name + '.log'))[0]
        passes = got['change']['text'].startswith(command) and got['proof'] == proof
        failed += not passes
        print(f'{"ok" if passes else "not ok"} {number} - {name}: {command}')
        if not passes:
            print('#   ' + json.dumps(got))
    return 1 if failed else 0


sys.exit(main())
