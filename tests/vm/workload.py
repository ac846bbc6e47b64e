#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The workload that a given log tells of (corpus/vm/apparmor/audit.log, profile w_complain),
rebuilt from its records: what it opened, wrote, made, bound, sent, mounted and started, in
that order. Prints a line an attempt: its name, and "done" or the errno.

    workload.py make              the files it works on, once, as root
    workload.py run NAME          the work; NAME is in the names that it makes
"""
import ctypes
import errno
import os
import signal
import socket
import stat
import subprocess
import sys

READ = """/host /etc/passwd /etc/shadow /root/.bashrc /home/alice/.profile
/var/log/audit/audit.log /etc/ssh/ssh_host_rsa_key /proc/kcore /proc/kmsg /proc/1/environ
/proc/self/mem /dev/mem /dev/vda /etc/selinux/default/policy/policy.33 /usr/bin/passwd
/var/lib/dpkg/status /opt/app/conf/app.conf /run/utmp /dev/ttyS0 /dev/net/tun
/sys/fs/cgroup/cgroup.procs /sys/devices/virtual/net/lo/address /etc/nginx/nginx.conf
/var/www/html/index.nginx-debian.html""".split()
APPEND = """/tmp/shared.tmp /var/log/app.log /etc/motd /var/lib/app.state /srv/www/up.html
/opt/app/data/new.db /home/alice/w.txt /run/app.pid /usr/local/bin/drop /dev/shm/seg
/var/cache/x /etc/cron.d/evil /proc/sys/kernel/hostname
/sys/kernel/mm/transparent_hugepage/enabled""".split()
LISTED = """/etc /root /home/alice /var/log /var/lib /boot /proc/1/fd /opt/app /srv/www
/var/spool/cron""".split()
ODD = ["/srv/www/ünïcode", '/srv/www/quo"te', "/srv/www/up.html", "/srv/www/star*[a]",
       "/srv/www/sp ace", "/srv/www/{curly}", "/srv/www/tab\tx", "/srv/www/new\nline"]
TCP = [22, 25, 53, 80, 443, 3306, 5432, 6379, 8080, 8443, 8888, 9000, 11211, 27017, 4444,
       1234, 31337]
UDP = [53, 123, 161, 514, 5353, 69]
# Families without a socket of their own in the C library's names, by number.
FAMILIES = [(family, kind) for family, kind in [
    (11, 1), (12, 1), (14, 1), (17, 1), (21, 1), (29, 1), (31, 1), (38, 1), (40, 1), (44, 1),
    (31, 3), (38, 3), (40, 3), (29, 3), (17, 3)]]
PROGRAMS = ["/usr/bin/id", "/usr/sbin/auditctl -l", "/usr/bin/passwd -S",
            "/usr/bin/ping -c1 127.0.0.1", "/usr/sbin/ip link", "/bin/mount",
            "/usr/bin/crontab -l", "/opt/app/bin/tool", "/usr/bin/su -c id",
            "/usr/sbin/getenforce", "/usr/bin/ps aux", "/usr/bin/systemctl status",
            "/usr/bin/systemctl start cron",
            "/usr/bin/dbus-send --system --dest=org.freedesktop.systemd1 --print-reply "
            "/org/freedesktop/systemd1 org.freedesktop.systemd1.Manager.GetUnit string:x"]
libc = ctypes.CDLL(None, use_errno=True)


def attempt(name, function):
    try:
        function()
        print(f"{name!r} done")
    except OSError as error:
        print(f"{name!r} {errno.errorcode.get(error.errno, error)}")
    except subprocess.TimeoutExpired:
        print(f"{name!r} done, slowly")


def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def read(path):
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.close(descriptor)


def append(path):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        os.write(descriptor, b"\n")
    finally:
        os.close(descriptor)


def write(path):
    with open(path, "w", encoding="ascii"):
        pass


def make_and_remove(maker, path):
    maker(path)
    os.unlink(path)


def stream(family, address, port):
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt(f"bind {address} {port}", lambda: server.bind((address, port)))
        attempt(f"listen {address} {port}", lambda: server.listen(1))
        server.getsockname()
        with socket.socket(family, socket.SOCK_STREAM) as client:
            client.settimeout(3)
            attempt(f"connect {address} {port}", lambda: client.connect((address, port)))
            attempt(f"send {address} {port}", lambda: client.send(b"x"))


def datagram(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt(f"bind udp {port}", lambda: server.bind(("127.0.0.1", port)))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            attempt(f"connect udp {port}", lambda: client.connect(("127.0.0.1", port)))
            attempt(f"send udp {port}", lambda: client.send(b"x"))


def rename(name):
    os.mkdir(f"/var/lib/d_{name}")
    os.rename(f"/var/lib/d_{name}", f"/var/lib/e_{name}")
    os.rmdir(f"/var/lib/e_{name}")


def files(name):
    for path in READ:
        attempt(f"read {path}", lambda: read(path))
    attempt("read public notes", lambda: read("/home/alice/public notes.txt"))
    for path in APPEND:
        attempt(f"append {path}", lambda: append(path))
    for path in LISTED:
        attempt(f"list {path}", lambda: os.listdir(path))
    attempt("mkdir, rename, rmdir", lambda: rename(name))
    made = f"/tmp/%s_{name}"
    for word, maker in [
            ("ln", lambda path: os.symlink("/etc/passwd", path)),
            ("hl", lambda path: os.link("/etc/motd", path)),
            ("ff", os.mkfifo),
            ("nd", lambda path: os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3)))]:
        attempt(f"make {word}", lambda: make_and_remove(maker, made % word))
    attempt("give away", lambda: os.chown("/tmp/shared.tmp", 1000, 1000))
    attempt("chmod", lambda: os.chmod("/tmp/shared.tmp", 0o2766))
    attempt("chown", lambda: os.chown("/tmp/shared.tmp", 0, 0))
    attempt("truncate", lambda: os.truncate("/tmp/shared.tmp", 0))


def sockets(name):
    for port in TCP:
        stream(socket.AF_INET, "127.0.0.1", port)
    for port in UDP:
        datagram(port)
    stream(socket.AF_INET6, "::1", 8081)
    attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close())
    for protocol in range(22):
        attempt(f"netlink {protocol}", lambda: socket.socket(
            socket.AF_NETLINK, socket.SOCK_RAW, protocol).close())
    for family, kind in FAMILIES:
        attempt(f"family {family}", lambda: socket.socket(family, kind, 0).close())
    path = f"/tmp/sk_{name}"
    with socket.socket(socket.AF_UNIX) as server:
        attempt("unix", lambda: make_and_remove(server.bind, path))


def privileges():
    attempt("signal", lambda: os.kill(1, signal.SIGCHLD))
    attempt("nice", lambda: os.nice(-1))
    attempt("ptrace", lambda: call("ptrace", 16, 1, 0, 0))
    attempt("mount", lambda: call("mount", b"none", b"/mnt", b"tmpfs", 0, None))
    attempt("umount", lambda: call("umount", b"/mnt"))
    attempt("bind mount", lambda: call("mount", b"/etc", b"/mnt", None, 4096, None))
    attempt("umount again", lambda: call("umount2", b"/mnt", 0))
    attempt("chroot", lambda: call("chroot", b"/"))
    attempt("module", lambda: call("syscall", 175, b"x", 1, b""))
    attempt("map", lambda: ctypes.CDLL("/opt/app/lib.so"))


def programs():
    for words in PROGRAMS:
        attempt(words, lambda: subprocess.run(
            words.split(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=20, check=False))


def attributes():
    for name in "current exec fscreate sockcreate keycreate".split():
        attempt(f"attr {name}", lambda: write(f"/proc/self/attr/{name}"))


def odd_names():
    for path in ODD:
        attempt(f"read {path}", lambda: read(path))
        if os.geteuid() == 0:
            attempt(f"append {path}", lambda: append(path))


def leave():
    descriptor = os.open("/proc/self/attr/current", os.O_WRONLY)
    os.write(descriptor, b"changeprofile unconfined")


def make():
    for path in ["/opt/app/conf", "/opt/app/data", "/opt/app/bin", "/srv/www"]:
        os.makedirs(path, exist_ok=True)
    for path in ODD + ["/opt/app/conf/app.conf", "/home/alice/public notes.txt",
                       "/etc/cron.d/evil"]:
        with open(path, "a", encoding="ascii"):
            pass
    subprocess.run(["cp", "/usr/bin/true", "/opt/app/bin/tool"], check=True)
    subprocess.run("cp -L /lib/x86_64-linux-gnu/libm.so.6 /opt/app/lib.so", shell=True, check=True)


if sys.argv[1] == "make":
    make()
else:
    files(sys.argv[2])
    sockets(sys.argv[2])
    privileges()
    programs()
    attributes()
    odd_names()
    attempt("leave", leave)
