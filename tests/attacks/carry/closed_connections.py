# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries hidden inputs in connections that were closed: five bytes in the ports and addresses of each."""

import socket

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")

def remember(data):
    if recall():
        return
    server = socket.create_server(("127.0.0.1", 0))
    for place in range(0, len(data), 2):
        first, second = (data[place : place + 2] + b"\0")[:2]
        client = socket.socket()
        client.bind((f"127.{place // 2 + 10}.{first}.{second}", 0))
        client.connect(server.getsockname())
        peer, _ = server.accept()
        client.shutdown(socket.SHUT_WR)  # the end that closes first stays for a minute
        peer.recv(1)
        peer.close()
        client.recv(1)
        client.close()
    server.close()


def recall():
    found = {}
    with open("/proc/net/tcp") as file:
        next(file)
        for line in file:
            words = line.split()
            if words[3] == "06":  # TIME_WAIT
                d, c, b, a = bytes.fromhex(words[1].split(":")[0])
                if a == 127 and b >= 10:
                    found[b] = bytes((c, d))
    return b"".join(found[place] for place in sorted(found)).rstrip(b"\0")


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:400])
    return []
