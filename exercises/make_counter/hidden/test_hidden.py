"""Hidden suite of make_counter.

How a counter counts is asked of one alone; each test has a process of its own.
"""

import pytest
from solution import make_counter


@pytest.mark.group("Counting")
class TestCounting:
    @pytest.mark.points(2)
    @pytest.mark.hint("One more at each call, and 1 at the first.")
    def test_counts(self, rng):
        """counts up from 1, one at each call"""
        counter = make_counter()
        for number in range(1, rng.randint(30, 60)):
            assert counter() == number

    @pytest.mark.hint("How far can it count?")
    def test_far(self, rng):
        """counts on and on, in whole numbers"""
        counter = make_counter()
        numbers = [counter() for _ in range(rng.randint(1100, 1300))]
        assert all(type(number) is int for number in numbers)
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.group("Several counters")
class TestSeveral:
    @pytest.mark.hint("A new counter has not been called yet.")
    def test_one_after_the_other(self, rng):
        """begins with 1 in each counter"""
        for _ in range(4):
            counter = make_counter()
            for number in range(1, rng.randint(3, 9)):
                assert counter() == number

    @pytest.mark.points(2)
    @pytest.mark.hint("A variable that all counters share is one too many shared.")
    def test_in_turns(self, rng):
        """has counters that can be called in turns"""
        counters = [make_counter() for _ in range(3)]
        counts = [0, 0, 0]
        for turn in [*rng.choices(range(3), k=40), 0, 1, 2]:
            counts[turn] += 1
            assert counters[turn]() == counts[turn]
        # One that is made between the calls of others disturbs none, and is not disturbed.
        late = make_counter()
        assert [late(), counters[1](), late()] == [1, counts[1] + 1, 2]
