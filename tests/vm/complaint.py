#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What complaint.sh asks outside of the guest.

    complaint.py profiles AVOW LOG     the profiles of the log that belong to w_complain
    complaint.py judge AVOW LOG OUT    what the kernel refused, against what was accepted
"""
import json
import re
import subprocess
import sys


def report(avow, log, *options):
    """Of clusters of w_complain: by (program, class, name), those that it counts."""
    out = subprocess.run([avow, "report", "-f", "json", *options, log], check=True,
                         capture_output=True).stdout
    model = json.loads(out)
    model["clusters"] = [cluster for cluster in model["clusters"]
                         if cluster.get("profile", "").startswith("w_complain")]
    return model


def owner(cluster, children):
    """Where a program runs after the change: in a child of its name, or in what started it."""
    name = cluster["profile"].rsplit("/", 1)[-1] if "//" in cluster["profile"] else ""
    return name if name in children else "w_complain"


def key(cluster, children):
    return (owner(cluster, children), cluster["class"], cluster.get("name", ""),
            cluster.get("peer", ""))


def masks(cluster):
    return {entry["value"] for entry in cluster["permissions"]}


def judge(avow, log, out):
    given = report(avow, log, "--profiles", f"{out}/before")
    clusters = {cluster["id"]: cluster for cluster in given["clusters"]}
    with open(f"{out}/apparmor.d/local/w_complain", encoding="utf-8") as text:
        children = set(re.findall(r"^profile (\S+)", text.read(), re.M))
    accepted, withheld = {}, {}
    for change in given["plan"]["changes"]:
        into = accepted if change["state"] == "proposed" else withheld
        for number in change["clusters"]:
            if number in clusters:
                at = into.setdefault(key(clusters[number], children), set())
                at |= masks(clusters[number])
    rebuilt = {key(cluster, children) for cluster in report(avow, f"{out}/complain.log")["clusters"]}
    own = {key(cluster, children) for cluster in given["clusters"]
           if "//" not in cluster["profile"]}
    print(f"rebuilt: {len(own & rebuilt)} of {len(own)} clusters of the log, "
          f"{100 * len(own & rebuilt) // len(own)} %")
    for missing in sorted(own - rebuilt):
        print("  not rebuilt:", *missing)
    refused = {"accepted": [], "withheld": [], "not in the log": []}
    for cluster in report(avow, f"{out}/enforce.log")["clusters"]:
        at = key(cluster, children)
        if cluster["permissive"]["no"] == 0:
            continue
        for mask in sorted(masks(cluster)):
            if mask in withheld.get(at, ()):
                state = "withheld"
            elif mask in accepted.get(at, ()):
                state = "accepted"
            else:
                state = "not in the log"
            refused[state].append((*at, mask))
    for state, found in refused.items():
        print(f"{state} and refused: {len(found)}")
        for one in found:
            print(" ", *one)


if sys.argv[1] == "profiles":
    print(",".join(sorted({cluster["profile"]
                           for cluster in report(*sys.argv[2:4])["clusters"]})))
else:
    judge(*sys.argv[2:5])
