# exercise: packet
"""Fault: the header is five bytes."""

HEADER = slice(0, 5)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
