"""Records are what `typing.NamedTuple` makes, so that type checkers are right about them."""

from __future__ import annotations

import pytest

from grader.wire.tuples import Fields


class Point(Fields):
    x: int
    y: int = 5
    label: str = ""


def test_fields_have_places_names_and_defaults() -> None:
    point = Point(1, label="a")
    assert point == (1, 5, "a")
    assert (point.x, point.y, point.label) == (1, 5, "a")
    assert Point(1, 2, "b") == Point(x=1, y=2, label="b")
    assert isinstance(point, tuple)
    assert hash(point) == hash((1, 5, "a"))


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, "a", 4), {}), ((1,), {"z": 2}), ((), {"y": 1}), ((1,), {"x": 1})],
    ids=["too few", "too many", "unknown", "one missing", "twice"],
)
def test_what_does_not_fit_is_refused(given: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="Point has the fields x, y, label"):
        Point(*given, **named)  # type: ignore[arg-type]


def test_one_is_made_from_another_and_shown() -> None:
    assert Point(1)._replace(y=7) == (1, 7, "")
    assert repr(Point(1)) == "Point(x=1, y=5, label='')"
