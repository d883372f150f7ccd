# exercise: packet
"""Fault: gives a tuple."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return packet[HEADER], packet[PAYLOAD], packet[CHECKSUM]
