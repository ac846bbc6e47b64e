# SPDX-License-Identifier: LGPL-2.1-or-later
"""A log full of what a confined process may choose, in the kernel's own spelling."""

# Values of comm; the kernel writes one in hexadecimal when it holds a byte
# below 0x21, above 0x7e, or a quote (audit_string_contains_control()).
COMMS = [
  b"<script>alert(1)</script>",
  b"</script><script>document.title='x'</script>",
  b"</style><img src=x onerror=alert(1)>",
  b"\x1b[31mred\x1b]0;title\x07",
  b"]]>&lt;&amp;&#x3c;",
  b"it's \"quoted\"",
  b"<!--",
  b"nul\x00inside",
  b"bad\xff\xfe\xc3utf8",
  b"over\xc0\xaflong",
  "rtl‮gpj.exe".encode(),
  "naïve–日本".encode(),
  b"new\nline\ttab\r",
  b"c1\xc2\x9b31mcsi",
  b"$(reboot)`reboot`;&|",
]


def untrusted(value):
  """audit_log_untrustedstring()."""
  if any(byte < 0x21 or byte > 0x7e or byte == 0x22 for byte in value):
    return value.hex().upper().encode()
  return b'"' + value + b'"'


def avc(serial, comm, source=b"horse_t", target=b"apple_t", tclass=b"file", permissions=b"read",
        path=b"/srv/apple", permissive=b"0"):
  return (b"type=AVC msg=audit(1790000000.%03d:%d): avc:  denied  { %s } for  pid=%d comm=%s path=%s "
          b'dev="vda1" ino=12 scontext=system_u:system_r:%s:s0 tcontext=system_u:object_r:%s:s0 '
          b"tclass=%s permissive=%s\n" % (serial % 1000, serial, permissions, serial, untrusted(comm),
                                         untrusted(path), source, target, tclass, permissive))


def apparmor(serial, comm, name, profile=b"mule", verdict=b"DENIED"):
  return (b'type=AVC msg=audit(1790000001.%03d:%d): apparmor="%s" operation="open" class="file" profile=%s name=%s '
          b'pid=%d comm=%s requested_mask="r" denied_mask="r" fsuid=0 ouid=0\n'
          % (serial % 1000, serial, verdict, untrusted(profile), untrusted(name), serial, untrusted(comm)))


def log():
  """A cluster for each hostile comm, one with all of them, and lines that are damaged."""
  lines = []
  for i, comm in enumerate(COMMS):
    lines.append(avc(100 + i, comm, source=b"horse%d_t" % i, path=b"/srv/" + comm))
    lines.append(avc(300 + i, comm, source=b"mule_t", permissions=b"read write", permissive=b"1"))
    lines.append(apparmor(700 + i, comm, b"/srv/" + comm))
    lines.append(apparmor(800 + i, comm, b"/srv/hay", profile=comm, verdict=b"ALLOWED"))
  lines.append(avc(500, b"cat", source=b"<i>goat</i>_t"))
  lines.append(b"\n")
  lines.append(b"no audit record: <script>alert(2)</script> \x1b[2J\n")
  lines.append(b"type=AVC msg=audit(1790000009.000:600): avc:  denied  { re\n")
  lines.append(b"type=AVC msg=audit(1790000009.000:601): avc:  denied  { read } for  comm=\"\x1b[31m\xff]]>\" "
               b"scontext=<script> tcontext=]]> tclass=file\n")
  lines.append(b"type=AVC msg=audit(1790000009.000:602): avc:  den\x00ied\n")
  return b"".join(lines)


def fleet():
  """Two hosts: one cluster that both have, and one of each alone."""
  lines = []
  for i, (node, target, times) in enumerate(((b"barn", b"apple_t", 4), (b"barn", b"hay_t", 2), (b"<i>mill</i>", b"apple_t", 1),
                                             (b"<i>mill</i>", b"flour_t", 2))):
    for k in range(times):
      lines.append(b"node=" + node + b" " + avc(900 + 10 * i + k, b"cat", target=target))
  return b"".join(lines)


def huge():
  """Values of a megabyte, in every field of a page that can hold one."""
  return b"".join((
    avc(1, b"cat", path=b"/srv/" + b"A" * 1000000),
    avc(2, b"\xff" * 400000, target=b"hay_t"),
    avc(3, b"cat", source=b"s" * 400000, target=b"t" * 400000, tclass=b"c" * 90000, permissions=b"p" * 3000),
    apparmor(4, b"cat", b"/" + "\u202e<b>".encode() * 60000, profile=b"<i>" * 100000),
    b"node=" + b"n" * 300000 + b" " + avc(5, b"cat"),
    b"node=<u>barn</u> " + avc(6, b"cat"),
    b"type=MAC_CONFIG_CHANGE msg=audit(1790000000.005:7): bool=" + b"b" * 300000 + b" val=1 old_val=0 auid=0 ses=1\n"))
