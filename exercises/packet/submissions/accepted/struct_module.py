# exercise: packet
"""Right: struct takes it apart."""

import struct

HEADER, PAYLOAD, CHECKSUM = slice(None, 4), slice(4, -2), slice(-2, None)


def parse(packet):
    length = len(packet) - 6
    if length < 0:
        raise ValueError(f"{-length} bytes are missing")
    header, payload, checksum = struct.unpack(f"4s{length}s2s", packet)
    return dict(header=header, payload=payload, checksum=checksum)
