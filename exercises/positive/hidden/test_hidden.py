"""Hidden suite of positive.

The classes are made beside the submission, where whatever reads or sets an attribute meets the descriptor.
"""

from decimal import Decimal
from fractions import Fraction

import pytest


def check(product, name, value):
    """Sets the attribute, and reads the very same value."""
    setattr(product, name, value)
    found = getattr(product, name)
    assert type(found) is type(value)
    assert found == value


@pytest.mark.group("Numbers")
class TestNumbers:
    @pytest.mark.hint("Not only whole numbers can be negative, and some are only just so.")
    def test_negative(self, make_class, rng):
        """refuses every number below 0"""
        product = make_class("price")()
        check(product, "price", rng.randint(1, 99))
        number = rng.randint(1, 99)
        small = [-1, -0.5, -1e-300, Fraction(-1, 1000), Decimal("-0.001")]
        large = [-number, -number / 7, -(10**30) - number, float("-inf")]
        for value in [*small, *large]:
            with pytest.raises(ValueError):
                product.price = value

    @pytest.mark.hint("Nothing may have changed where a number is refused.")
    def test_old_value(self, make_class, rng):
        """keeps the old value where a number is refused"""
        product = make_class("price", "stock")()
        with pytest.raises(ValueError):
            product.stock = -rng.randint(1, 99)
        assert product.stock is None
        for _ in range(3):
            old = rng.randint(1, 99)
            product.price = old
            for _ in range(2):
                with pytest.raises(ValueError):
                    product.price = -rng.randint(1, 99)
                assert product.price == old

    @pytest.mark.hint("0 is not below 0, and it is not nothing.")
    def test_zero(self, make_class, rng):
        """keeps 0"""
        product = make_class("price")()
        for value in (0, 0.0, Fraction(0)):
            check(product, "price", value)
            check(product, "price", rng.randint(1, 99))
            check(product, "price", value)
            with pytest.raises(ValueError):
                product.price = -1
            assert product.price == 0
            assert product.price is not None

    @pytest.mark.hint("Keep what is set as it is.")
    def test_positive(self, make_class, rng):
        """keeps numbers of every kind as they are"""
        product = make_class("price")()
        number = rng.randint(1, 99)
        small = [1, 0.5, 1e-300, Fraction(1, 1000), Decimal("0.001")]
        large = [number, number / 7, 10**30 + number, float("inf")]
        values = [*small, *large]
        rng.shuffle(values)
        for value in values:
            check(product, "price", value)
        product.price = number
        product.price += 1
        assert product.price == number + 1
        with pytest.raises(ValueError):
            product.price -= number + 2
        assert product.price == number + 1


@pytest.mark.group("Instances and attributes")
class TestApart:
    @pytest.mark.hint("There is one descriptor for all instances of a class.")
    def test_instances(self, make_class, rng):
        """keeps the values of several instances apart"""
        kind = make_class("price")
        products = [kind() for _ in range(5)]
        expected = [None] * 5
        for _ in range(20):
            place = rng.randrange(5)
            if rng.random() < 0.3:
                with pytest.raises(ValueError):
                    products[place].price = -rng.randint(1, 99)
            else:
                products[place].price = expected[place] = rng.randint(0, 99)
            assert [product.price for product in products] == expected

    @pytest.mark.hint("__set_name__ tells a descriptor which attribute it is.")
    def test_attributes(self, make_class, rng):
        """keeps the values of several attributes apart"""
        names = ["price", "stock", "weight", "width", "x", "value", "name", "self"]
        rng.shuffle(names)
        product = make_class(*names)()
        expected = dict.fromkeys(names)
        for name in [*names, *rng.choices(names, k=9)]:
            with pytest.raises(ValueError):
                setattr(product, name, -rng.randint(1, 99))
            expected[name] = rng.randint(0, 99)
            setattr(product, name, expected[name])
            assert {name: getattr(product, name) for name in names} == expected

    @pytest.mark.hint("Classes that have an attribute of one name have nothing to do with each other.")
    def test_classes(self, make_class, sandbox, rng):
        """keeps the values of several classes apart, and of those derived from them"""
        first, second = make_class("price", "stock"), make_class("stock", "price")
        derived = sandbox.make("type('Special', (kind,), {})", kind=first)
        products = [kind() for kind in (first, second, derived, first)]
        expected = [{"price": None, "stock": None} for _ in products]
        for _ in range(20):
            place, name = rng.randrange(4), rng.choice(["price", "stock"])
            expected[place][name] = rng.randint(0, 99)
            setattr(products[place], name, expected[place][name])
            with pytest.raises(ValueError):
                setattr(products[place], name, -1)
            assert [{"price": one.price, "stock": one.stock} for one in products] == expected

    @pytest.mark.hint("An instance that is new has no values, whatever others had that are gone.")
    def test_never_set(self, make_class, sandbox, rng):
        """gives None for what was never set, also where instances come and go"""
        kind = make_class("price", "stock")
        numbers = [rng.randint(1, 99) for _ in range(30)]
        found = sandbox.make(
            "[(lambda one: [one.price, one.stock, setattr(one, 'price', number), one.price, one.stock])"
            "(kind()) for number in numbers]",
            kind=kind, numbers=numbers,
        )  # fmt: skip
        assert sandbox.value(found) == [[None, None, None, number, None] for number in numbers]
        product = kind()
        assert (product.price, product.stock) == (None, None)
        product.stock = 1
        assert (product.price, product.stock) == (None, 1)
