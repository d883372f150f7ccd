"""Hidden suite of even_at_even.

The expected numbers are known by construction: lists are woven from numbers for even and for odd indices.
"""

import ast
import itertools
import textwrap

import pytest
from solution import even_at_even


def woven(at_even, at_odd):
    """A list with the ones at even indices and the others at odd ones."""
    pairs = itertools.zip_longest(at_even, at_odd)
    return [number for pair in pairs for number in pair if number is not None]


def evens(rng, count):
    return [2 * rng.randint(1, 999) for _ in range(count)]


def odds(rng, count):
    return [2 * rng.randint(1, 999) + 1 for _ in range(count)]


@pytest.mark.group("Picking")
class TestPicking:
    @pytest.mark.hint("Even numbers at odd indices are not asked for, nor are odd numbers at even ones.")
    def test_both(self, rng):
        """picks a number only where it is even and its index is, too"""
        for count in (1, 2, rng.randint(5, 30)):
            good, bad = evens(rng, count), odds(rng, count)
            assert even_at_even(woven(good, bad)) == good
            assert even_at_even(woven(bad, good)) == []
            assert even_at_even(woven(bad, odds(rng, count))) == []
            assert even_at_even(woven(good, evens(rng, count))) == good

    @pytest.mark.hint("The first index is 0, and the last one may be even or odd.")
    def test_ends(self, rng):
        """looks at the first and the last number as at any other"""
        first, second, third, fourth = evens(rng, 4)
        assert even_at_even([first]) == [first]
        assert even_at_even([first, second]) == [first]
        assert even_at_even([first, second, third]) == [first, third]
        assert even_at_even([first, second, third, fourth]) == [first, third]
        assert even_at_even([]) == []

    @pytest.mark.hint("What is left out in between moves no index.")
    def test_mixed(self, rng):
        """keeps the order, whatever is left out in between"""
        for _ in range(5):
            at_even = [rng.choice(evens(rng, 1) + odds(rng, 1)) for _ in range(rng.randint(20, 60))]
            picked = [number for number in at_even if not number & 1]
            assert even_at_even(woven(at_even, evens(rng, len(at_even)))) == picked

    @pytest.mark.hint("Ask for the remainder of a division by two; it is never negative.")
    def test_negative(self, rng):
        """takes negative numbers like any others"""
        good, bad = [-number for number in evens(rng, 6)], [-number for number in odds(rng, 6)]
        assert even_at_even(woven(good, bad)) == good
        assert even_at_even(woven(bad, good)) == []
        assert even_at_even(woven([*bad, *good], evens(rng, 12))) == good

    @pytest.mark.hint("Zero is even, although it counts as false.")
    def test_zero(self, rng):
        """takes zero for an even number"""
        number, odd = evens(rng, 1) + odds(rng, 1)
        assert even_at_even([0]) == [0]
        assert even_at_even([0, number, odd, 0, number, 0, 0, 0]) == [0, number, 0]
        assert even_at_even([odd, 0]) == []

    @pytest.mark.hint("A number that occurs several times is judged anew at each index.")
    def test_repeated(self, rng):
        """takes repeated numbers each for themselves"""
        first, second = evens(rng, 2)
        odd = odds(rng, 1)[0]
        assert even_at_even([first, first, first, first]) == [first] * 2
        assert even_at_even([second, first, first, second, first, odd]) == [second, first, first]
        assert even_at_even([odd, first, second, odd, first, second]) == [second, first]


@pytest.mark.group("The list")
class TestList:
    @pytest.mark.hint("Whole numbers have no bound; floats have.")
    def test_large_numbers(self, rng):
        """keeps very large numbers exact"""
        for size in (10**18, 2**64, 10**40):
            number = 2 * (size + rng.randint(1, 999))
            assert even_at_even([number, 1, number + 1, number, -number]) == [number, -number]

    @pytest.mark.hint("Neither a generator nor a tuple is a list.")
    def test_real_list(self, rng):
        """gives a real list"""
        good = evens(rng, 3)
        for result, expected in ((even_at_even(woven(good, good)), good), (even_at_even([]), [])):
            assert type(result) is list
            assert result == expected

    @pytest.mark.hint("The list belongs to the caller, who may need it afterwards.")
    def test_input(self, rng):
        """does not change the list that it is given"""
        good, bad = evens(rng, 5), odds(rng, 5)
        numbers = woven(rng.sample(good + bad, 10), good)
        before = list(numbers)
        assert even_at_even(numbers) == [number for number in before[::2] if number in good]
        assert numbers == before

    @pytest.mark.hint("Go through the list once; to search it, or to cut it, at each step takes too long.")
    def test_long_list(self, rng):
        """takes hundreds of thousands of numbers"""
        good, bad = [2 * number for number in range(50_000)], odds(rng, 50_000)
        rng.shuffle(good)
        assert even_at_even(woven(good + bad, bad + good)) == good


@pytest.mark.group("Bonus: in one line")
@pytest.mark.bonus
@pytest.mark.hint("Return a list comprehension, and nothing else.")
def test_one_comprehension(sandbox, rng):
    """is a single list comprehension"""
    good, bad = evens(rng, 9), odds(rng, 9)
    assert even_at_even(woven(good, bad)) == good
    source = sandbox.make("__import__('inspect').getsource(function)", function=even_at_even)
    statement = ast.parse(textwrap.dedent(sandbox.value(source))).body[0]
    if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Lambda):
        result = statement.value.body
    else:
        assert isinstance(statement, ast.FunctionDef)
        [last] = [part for part in statement.body if not is_text(part)]
        assert isinstance(last, ast.Return)
        result = last.value
    assert isinstance(result, ast.ListComp)


def is_text(statement):
    """Whether it is a docstring."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
