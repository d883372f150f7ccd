"""Constants of a solution that are objects of its own class, such as directions."""

from .conftest import Verdicts


def test_constants_of_an_own_class_are_compared_as_they_compare_themselves(verdicts: Verdicts) -> None:
    source = """
    import dataclasses

    @dataclasses.dataclass(frozen=True)
    class Direction:
        x: int
        y: int

        def turned(self):
            return Direction(self.y, -self.x)

    class Same:
        def __eq__(self, other):
            return isinstance(other, Same)

        def __hash__(self):
            return 1

    class Unnamed(Same):
        pass

    NORTH, EAST = Direction(0, 1), Direction(1, 0)
    ONE, OTHER = Same(), Same()

    def turn(direction):
        return direction.turned()

    def give():
        return Unnamed()
    """
    suite = """
    from solution import EAST, NORTH, ONE, OTHER, give, turn

    def test_equal():
        assert turn(NORTH) == EAST and turn(EAST) != EAST and turn(NORTH) in (NORTH, EAST)

    def test_unequal():
        assert turn(NORTH) == NORTH

    def test_hashed():
        assert len({NORTH, EAST, turn(NORTH)}) == 2 and len({ONE, OTHER}) == 1

    def test_how_many_they_are():
        assert len({ONE, OTHER}) == 2

    def test_beside_a_value():
        assert ONE == 1 or EAST == (1, 0)

    def test_of_a_class_of_which_nothing_is_named():
        assert give() == give()

    def test_in_order():
        assert not NORTH < EAST
    """
    assert verdicts(suite, source) == {
        "test_equal": "passed",
        "test_unequal": "failed",
        "test_hashed": "passed",
        "test_how_many_they_are": "failed",
        "test_beside_a_value": "failed",
        "test_of_a_class_of_which_nothing_is_named": "failed",
        "test_in_order": "failed",
    }
