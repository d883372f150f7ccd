# exercise: packet
"""Fault: finds the parts by a pattern that stops at the end of a line."""

import re

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": re.match(b".*", packet[PAYLOAD])[0],
        "checksum": packet[CHECKSUM],
    }
