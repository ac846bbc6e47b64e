#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the rules that the kernel lists, one struct audit_rule_data behind the other."""
import os
import socket
import struct
import sys

NETLINK_AUDIT, LIST_RULES, NLMSG_ERROR, NLMSG_DONE = 9, 1013, 2, 3
HEAD = 1040


def messages(connection):
    while True:
        data = connection.recv(65536)
        while data:
            length, kind = struct.unpack_from('=IH', data)
            yield kind, data[16:length]
            data = data[(length + 3) & ~3:]


def main():
    connection = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_AUDIT)
    connection.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)  # SO_RCVBUFFORCE
    connection.sendto(struct.pack('=IHHII', 16, LIST_RULES, 5, 1, 0), (0, 0))
    for kind, payload in messages(connection):
        if kind == NLMSG_DONE:
            return
        if kind == NLMSG_ERROR and struct.unpack_from('=i', payload)[0]:
            sys.exit('the kernel refuses: ' + os.strerror(-struct.unpack_from('=i', payload)[0]))
        if kind == LIST_RULES:
            size = HEAD + struct.unpack_from('=I', payload, HEAD - 4)[0]
            sys.stdout.buffer.write(payload[:size])


main()
