# exercise: packet
"""Fault: gives bytearrays."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    return {
        "header": packet[HEADER],
        "payload": bytearray(packet[PAYLOAD]),
        "checksum": packet[CHECKSUM],
    }
