"""The tests of reverse_words that a candidate is given."""

import pytest
from solution import reverse_words

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("The words change their places, and their letters do not.")
def test_sentence():
    """turns the order of the words round"""
    assert reverse_words("the quick brown fox") == "fox brown quick the"
    assert reverse_words("one") == "one"


@pytest.mark.hint("str.split can be called without arguments.")
def test_spaces():
    """leaves one space between words, and none at the ends"""
    assert reverse_words("the quick  brown fox ") == "fox brown quick the"
