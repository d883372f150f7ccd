# exercise: packet
"""Fault: the constants are pairs of numbers."""

HEADER = (0, 4)
PAYLOAD = (4, -2)
CHECKSUM = (-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[slice(*HEADER)],
        "payload": packet[slice(*PAYLOAD)],
        "checksum": packet[slice(*CHECKSUM)],
    }
