#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""usage: compare.py OUT PHASE SOURCE

Whether OUT/PHASE/SOURCE.json holds the same denials of the workload's domains as
OUT/PHASE/reference.json, and lost nothing. The phase `overrun` has no reference: there
the loss must have been counted.
"""
import json
import sys

DOMAINS = {
    'logged': ('ntpd_t', 'httpd_t'),
    'unicast': ('named_t', 'squid_t'),
    'printk': ('mysqld_t', 'postgresql_t'),
    'overrun': (),
}


def read(directory, phase, name):
    with open(f'{directory}/{phase}/{name}.json', encoding='utf-8') as file:
        return json.load(file)


def denials(report, domains):
    """The count and permissions of each cluster whose source is of the workload."""
    return {
        (cluster['scontext_type'], cluster['tcontext_type'], cluster['tclass']):
            (cluster['count'],
             sorted(str(permission) for permission in cluster['permissions']))
        for cluster in report['clusters'] if cluster.get('scontext_type') in domains
    }


def lost(report):
    return report['evidence']['lost']


def main():
    directory, phase, name = sys.argv[1:]
    report = read(directory, phase, name)
    if phase == 'overrun':
        print(f'lost {lost(report)}, read {report["evidence"]["records"]}')
        return 0 if lost(report) > 0 else 1
    wanted = denials(read(directory, phase, 'reference'), DOMAINS[phase])
    seen = denials(report, DOMAINS[phase])
    for key in sorted(set(wanted) | set(seen)):
        if wanted.get(key) != seen.get(key):
            print(f'{key}: reference {wanted.get(key)}, {name} {seen.get(key)}')
    if not wanted or lost(report):
        print(f'{len(wanted)} clusters in the reference, {lost(report)} lost by {name}')
        return 1
    return 0 if wanted == seen else 1


if __name__ == '__main__':
    sys.exit(main())
