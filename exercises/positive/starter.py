# exercise: positive
"""Write a descriptor for attributes that must not be negative."""


class Positive:
    """An attribute that refuses numbers below 0 with a ValueError.

    >>> class Product:
    ...     price = Positive()
    >>> product = Product()
    >>> product.price = 5
    >>> product.price
    5
    """
