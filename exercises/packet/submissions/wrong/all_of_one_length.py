# exercise: packet
"""Fault: the parts are those of the example's length."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, 13)
CHECKSUM = slice(13, 15)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
