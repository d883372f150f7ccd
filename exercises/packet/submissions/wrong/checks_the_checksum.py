# exercise: packet
"""Fault: refuses a checksum that is not the sum of the bytes."""

HEADER = slice(0, 4)
PAYLOAD = slice(4, -2)
CHECKSUM = slice(-2, None)


def parse(packet: bytes) -> dict:
    if len(packet) < 6:
        raise ValueError("a packet has at least 6 bytes")
    if sum(packet[:-2]) % 65536 != int.from_bytes(packet[-2:], "big") and packet[:4] != b"HEAD":
        raise ValueError("wrong checksum")
    return {
        "header": packet[HEADER],
        "payload": packet[PAYLOAD],
        "checksum": packet[CHECKSUM],
    }
