# exercise: packet
"""Fault: payload and checksum are exchanged."""

HEADER = slice(0, 4)
CHECKSUM = slice(4, -2)
PAYLOAD = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
