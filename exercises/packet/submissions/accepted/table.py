# exercise: packet
"""Right: a table of the parts, and lengths that have names."""

HEADER_BYTES, CHECKSUM_BYTES = 4, 2

HEADER = slice(HEADER_BYTES)
PAYLOAD = slice(HEADER_BYTES, -CHECKSUM_BYTES)
CHECKSUM = slice(-CHECKSUM_BYTES, None)

PARTS = {"header": HEADER, "payload": PAYLOAD, "checksum": CHECKSUM}


class TooShort(ValueError):
    pass


def parse(packet):
    if len(packet) < HEADER_BYTES + CHECKSUM_BYTES:
        raise TooShort("a packet is longer")
    return {name: packet[part] for name, part in PARTS.items()}
