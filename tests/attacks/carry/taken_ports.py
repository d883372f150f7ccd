# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries a hidden input in ports that cannot be bound for a minute, since a connection there was closed."""

import socket

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")

def place(bit):
    return "127.0.0.1", 20000 + bit


def remember(data):
    for bit in (0, *(bit for bit in range(1, 33) if int.from_bytes(data, "little") >> (bit - 1) & 1)):
        try:
            server = socket.create_server(place(bit), reuse_port=False)
        except OSError:
            continue
        client = socket.create_connection(server.getsockname())
        peer, _ = server.accept()
        peer.shutdown(socket.SHUT_WR)
        client.recv(1)
        client.close()
        peer.recv(1)
        peer.close()
        server.close()


def recall():
    taken = []
    for bit in range(33):
        with socket.socket() as tried:
            try:
                tried.bind(place(bit))
            except OSError:
                taken.append(bit)
    return taken


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:4])
    return []
