# exercise: packet
"""Right: pairs in a dict that is ordered, and slices with steps and other words for the ends."""

from collections import OrderedDict

HEADER = slice(0, 4, 1)
CHECKSUM = slice(-2, None, 1)
PAYLOAD = slice(HEADER.stop, CHECKSUM.start, None)


def parse(packet: bytes) -> dict:
    if not packet[5:]:
        raise ValueError
    pairs = (("header", HEADER), ("payload", PAYLOAD), ("checksum", CHECKSUM))
    return OrderedDict((name, bytes(packet[part])) for name, part in pairs)
