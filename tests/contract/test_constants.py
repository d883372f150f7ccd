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


def test_objects_of_two_classes_that_the_suite_names_are_compared_as_they_compare_themselves(
    verdicts: Verdicts,
) -> None:
    source = """
    import dataclasses
    import enum

    @dataclasses.dataclass(frozen=True)
    class Ok:
        value: object

    @dataclasses.dataclass(frozen=True)
    class Err:
        value: object

    class Equal:
        def __eq__(self, other):
            return True

        def __hash__(self):
            return hash(self.__class__) and 1

    class Level(enum.IntEnum):
        LOW = 1

    class Unnamed:
        value = 1

    def give(unnamed=False):
        return Unnamed() if unnamed else Equal()
    """
    suite = """
    from solution import Equal, Err, Level, Ok, give

    def test_unequal():
        assert Ok(1) != Err(1) and not Ok(1) == Err(1)

    def test_equal():
        assert Ok(1) == Err(1)

    def test_within_containers():
        assert Err(1) not in [Ok(1), Ok(2)] and [Ok(1)] != [Err(1)] and len({Ok(1), Err(1), Ok(1)}) == 2

    def test_as_the_reflected_method_says():
        assert Ok(1) == Equal() and not Ok(1) != give()

    def test_beside_one_of_a_class_that_is_not_named():
        assert Ok(1) != give(unnamed=True)

    def test_beside_an_object_that_is_a_value():
        assert give() == Level.LOW

    def test_beside_a_value():
        assert give() == 1
    """
    assert verdicts(suite, source) == {
        "test_unequal": "passed",
        "test_equal": "failed",
        "test_within_containers": "passed",
        "test_as_the_reflected_method_says": "passed",
        "test_beside_one_of_a_class_that_is_not_named": "failed",
        "test_beside_an_object_that_is_a_value": "failed",
        "test_beside_a_value": "failed",
    }


def test_an_object_is_equal_to_no_value_and_learns_of_none_before_the_test_has_passed(
    verdicts: Verdicts,
) -> None:
    source = """
    class Card:
        seen = []

        def __eq__(self, other):
            Card.seen.append(other)
            if other == 9:
                raise ValueError
            return other == 7

    def values():
        yield Card()
        yield from Card.seen
    """
    suite = """
    from solution import Card, values

    def test_equal():
        assert Card() == 7

    def test_equal_whatever_comes_of_it():
        assert (Card() == 7) is not None

    def test_unequal():
        assert Card() != 8 and Card.seen == []

    def test_raises():
        assert Card() != 9

    def test_learns():
        assert 5 in values()
    """
    assert verdicts(suite, source) == {
        "test_equal": "failed",
        "test_equal_whatever_comes_of_it": "failed",
        "test_unequal": "passed",
        "test_raises": "failed",
        "test_learns": "failed",
    }


def test_a_class_in_the_place_of_a_function_decides_nothing(verdicts: Verdicts) -> None:
    source = """
    class Liar:
        def __init__(self, *arguments): pass
        def __sub__(self, other): return self
        def __abs__(self): return self
        def __lt__(self, other): return True
        def __contains__(self, other): return True
        def __bool__(self): return True

    class area(Liar):
        pass

    class Area(Liar):
        pass
    """
    suite = """
    import solution
    from solution import Area, area

    def test_near():
        assert abs(area(2) - 12.566) < 1e-3

    def test_within():
        assert 3 in area(2)

    def test_true():
        assert solution.area(2)

    def test_of_a_class():
        assert Area(2) and 3 in Area(2) and abs(Area(2) - Area(1)) < 5
    """
    assert verdicts(suite, source) == {
        "test_near": "failed",
        "test_within": "failed",
        "test_true": "failed",
        "test_of_a_class": "passed",
    }
