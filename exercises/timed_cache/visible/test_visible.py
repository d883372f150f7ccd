"""The tests of timed_cache that a candidate is given."""

import pytest
from solution import timed_cache

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("Look up the arguments before you call the function.")
def test_example(clock):
    """asks once for each town"""
    asked = []

    @timed_cache(10)
    def weather(town):
        asked.append(town)
        return f"rain in {town}"

    for _ in range(3):
        assert weather("Bern") == "rain in Bern"
        clock.advance(1)
        assert weather("Oslo") == "rain in Oslo"
    assert asked == ["Bern", "Oslo"]


@pytest.mark.hint("Keep with each result when it was computed.")
def test_expires(clock):
    """asks anew after ten seconds"""
    asked = []

    @timed_cache(10)
    def weather(town):
        asked.append(town)
        return len(asked)

    assert weather("Bern") == 1
    clock.advance(9)
    assert weather("Bern") == 1
    clock.advance(2)
    assert weather("Bern") == 2
    clock.advance(9)
    assert weather("Bern") == 2
