"""Hidden suite of fix_multipliers.

The functions are always collected before any is called: a generator hides the fault otherwise.
"""

import itertools

import pytest
from solution import multipliers

pytestmark = pytest.mark.group("Multiplying")


def collected():
    """The functions, and one more than there should be at most."""
    return list(itertools.islice(multipliers(), 5))


def check(product, expected):
    assert type(product) is type(expected)
    assert product == expected


@pytest.mark.points(2)
@pytest.mark.hint("Four functions, four different factors.")
def test_products(rng):
    """multiplies any number by 0, 1, 2 and 3"""
    functions = collected()
    assert len(functions) == 4
    for number in (1, 2, rng.randint(3, 99), -rng.randint(1, 99), 0):
        for factor, multiply in enumerate(functions):
            check(multiply(number), factor * number)


@pytest.mark.points(2)
@pytest.mark.hint("What a function does must not depend on which others were called before.")
def test_order(rng):
    """does so in whatever order the functions are called, and as often"""
    functions = collected()
    assert len(functions) == 4
    orders = [(3, 2, 1, 0), *(rng.choices(range(4), k=12) for _ in range(3))]
    for factor in itertools.chain(*orders):
        number = rng.randint(2, 999)
        check(functions[factor](number), factor * number)


@pytest.mark.points(1)
@pytest.mark.hint("Each call gives four functions of its own.")
def test_two_sets(rng):
    """gives functions that work each time it is called"""
    number = rng.randint(2, 999)
    sets = [collected() for _ in range(3)]
    for functions in [*sets[::-1], *sets]:
        assert [multiply(number) for multiply in functions] == [factor * number for factor in range(4)]


@pytest.mark.points(1)
@pytest.mark.hint("To multiply is not to add over and over again.")
def test_large_numbers(rng):
    """multiplies large numbers exactly"""
    functions = collected()
    assert len(functions) == 4
    for size in (10**9, 2**64, 10**30):
        number = size + rng.randint(1, 1000)
        for factor, multiply in enumerate(functions):
            check(multiply(number), factor * number)
            check(multiply(-number), -factor * number)


@pytest.mark.points(1)
@pytest.mark.hint("A number need not be a whole one.")
def test_floats(rng):
    """multiplies floats"""
    functions = collected()
    assert len(functions) == 4
    for number in (0.5, rng.randint(1, 99) + 0.25, -rng.randint(1, 99) / 8):
        for factor, multiply in enumerate(functions):
            check(multiply(number), factor * number)
