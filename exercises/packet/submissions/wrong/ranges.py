# exercise: packet
"""Fault: the constants are ranges."""

HEADER = range(0, 4)
PAYLOAD = range(4, -2)
CHECKSUM = range(-2, 0)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[:4],
        "payload": packet[4:-2],
        "checksum": packet[-2:],
    }
