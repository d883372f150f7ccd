# exercise: packet
"""Fault: the checksum is the last byte."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-1, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
