# exercise: packet
"""Name the parts of a packet by slices, and take it apart."""

HEADER = slice(0)
PAYLOAD = slice(0)
CHECKSUM = slice(0)


def parse(packet: bytes) -> dict:
    """Give the parts of a packet by their names.

    >>> parse(b"HEADsome datacs")
    {'header': b'HEAD', 'payload': b'some data', 'checksum': b'cs'}
    """
