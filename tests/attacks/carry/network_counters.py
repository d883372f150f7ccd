# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries a hidden input in what the kernel counts of the network."""

import socket

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")

def remember(data):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(1000 + data[0]):
            sender.sendto(b"", ("127.0.0.1", 9))


def recall():
    with open("/proc/net/snmp") as file:
        counts = [line.split() for line in file if line.startswith("Udp:")]
    sent = int(dict(zip(*counts, strict=True))["OutDatagrams"])
    return sent > 1000 and sent


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:1])
    return []
