"""The tests of packet that a candidate is given."""

import pytest
from solution import CHECKSUM, HEADER, PAYLOAD, parse

pytestmark = pytest.mark.group("Examples")

PACKET = b"HEADsome datacs"


@pytest.mark.hint("A slice can have a name: slice(1, 3) is what stands in text[1:3].")
def test_slices():
    """names the parts of a packet"""
    assert {type(part) for part in (HEADER, PAYLOAD, CHECKSUM)} == {slice}
    assert PACKET[HEADER] == b"HEAD"
    assert PACKET[PAYLOAD] == b"some data"
    assert PACKET[CHECKSUM] == b"cs"


@pytest.mark.hint("Use your three slices.")
def test_parse():
    """takes a packet apart, and refuses one that is too short"""
    found = parse(PACKET)
    assert isinstance(found, dict)
    assert [type(part) for part in found.values()] == [bytes] * 3
    assert found == {"header": b"HEAD", "payload": b"some data", "checksum": b"cs"}
    with pytest.raises(ValueError):
        parse(b"HEAD")
