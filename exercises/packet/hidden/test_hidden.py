"""Hidden suite of packet."""

import pytest
from solution import CHECKSUM, HEADER, PAYLOAD, parse


def packets(rng):
    """Packets of many lengths, the shortest among them, as header, payload and checksum."""
    lengths = [0, 1, 2, 3, rng.randint(4, 9), rng.randint(10, 99), rng.randint(1000, 9999)]
    rng.shuffle(lengths)
    for length in lengths:
        yield rng.randbytes(4), rng.randbytes(length), rng.randbytes(2)


def check(found, header, payload, checksum):
    """A dict of these parts, each of them bytes: a view that equals them is none."""
    assert isinstance(found, dict)
    assert [type(part) for part in found.values()] == [bytes] * 3
    assert found == {"header": header, "payload": payload, "checksum": checksum}


@pytest.mark.group("Slices")
class TestSlices:
    @pytest.mark.hint("Count from the front: there are four of them.")
    def test_header(self, rng):
        """HEADER is the first four bytes"""
        assert type(HEADER) is slice
        for header, payload, checksum in packets(rng):
            assert (header + payload + checksum)[HEADER] == header

    @pytest.mark.hint("Count from the end: what comes after the last byte has no number.")
    def test_checksum(self, rng):
        """CHECKSUM is the last two bytes"""
        assert type(CHECKSUM) is slice
        for header, payload, checksum in packets(rng):
            assert (header + payload + checksum)[CHECKSUM] == checksum

    @pytest.mark.points(2)
    @pytest.mark.hint("From where the header ends to where the checksum begins, however long the packet is.")
    def test_payload(self, rng):
        """PAYLOAD is what lies between"""
        assert type(PAYLOAD) is slice
        for header, payload, checksum in packets(rng):
            assert (header + payload + checksum)[PAYLOAD] == payload


@pytest.mark.group("parse")
class TestParse:
    @pytest.mark.hint("A dict with three keys, and bytes as its values.")
    def test_parts(self, rng):
        """gives the parts of packets of any length, and nothing else"""
        for header, payload, checksum in packets(rng):
            check(parse(header + payload + checksum), header, payload, checksum)

    @pytest.mark.hint("A payload may be empty; a packet of six bytes is whole.")
    def test_shortest(self, rng):
        """takes the shortest packets apart"""
        for length in (0, 1):
            header, payload, checksum = rng.randbytes(4), rng.randbytes(length), rng.randbytes(2)
            check(parse(header + payload + checksum), header, payload, checksum)

    @pytest.mark.hint("What is too short to hold both a header and a checksum is no packet.")
    def test_too_short(self, rng):
        """raises ValueError where the packet is too short, and only there"""
        for length in rng.sample(range(6), 6):
            with pytest.raises(ValueError):
                parse(rng.randbytes(length))
        packet = rng.randbytes(8)
        check(parse(packet), packet[:4], packet[4:6], packet[6:])

    @pytest.mark.hint("Bytes are no text, and none of them is special.")
    def test_any_bytes(self, rng):
        """leaves all bytes as they are"""
        special = [b"\0", b" ", b"\n", b"\xff", b"\x80", b"a"]
        for one in special:
            for header, payload, checksum in (
                (one * 4, one * 3, one * 2),
                (one + b"abc", one, b"b" + one),
                (b"\r\n" + one * 2, b"x" + one, one + b"\t"),
            ):
                check(parse(header + payload + checksum), header, payload, checksum)
