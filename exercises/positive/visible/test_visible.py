"""The tests of positive that a candidate is given."""

import pytest

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("Keep the value where each instance has its own, and give it back.")
def test_example(make_class):
    """keeps a price, and knows no other"""
    product = make_class("price", "stock")()
    assert product.price is None
    product.price = 5
    assert product.price == 5
    product.price = 7
    assert product.price == 7
    assert product.stock is None


@pytest.mark.hint("Look at the number before you keep it.")
def test_negative(make_class):
    """refuses a negative price, and keeps the old one"""
    product = make_class("price", "stock")()
    product.price = 5
    with pytest.raises(ValueError):
        product.price = -1
    assert product.price == 5
