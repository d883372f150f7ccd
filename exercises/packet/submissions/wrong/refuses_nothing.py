# exercise: packet
"""Fault: takes packets of any length."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
