# exercise: packet
"""Right, but untidy: a pattern, and slices that count otherwise."""
import re
HEADER = slice(+4)
PAYLOAD = slice(HEADER.stop, -2)
CHECKSUM = slice(PAYLOAD.stop, None)
def parse(packet):
    found = re.fullmatch(rb"(?P<header>.{4})(?P<payload>.*)(?P<checksum>.{2})", packet, re.DOTALL)
    if not found: print("no packet"); raise ValueError("no packet")
    return found.groupdict()
