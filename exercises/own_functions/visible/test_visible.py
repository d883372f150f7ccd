"""The tests of own_functions that a candidate is given."""

import pytest
from solution import own_functions

pytestmark = pytest.mark.group("Examples")

SHOP = """
import json
from os.path import join


class Product:
    def price(self): ...


def read(path):
    return json.load(open(join(path, "shop.json")))


def _check(order): ...


async def deliver(order): ...


double = lambda number: 2 * number
"""


@pytest.mark.hint("inspect knows what a function is; where it was defined, a function knows itself.")
def test_example(import_module):
    """lists the functions of a shop"""
    assert own_functions(import_module("shop", SHOP)) == ["_check", "deliver", "double", "read"]


@pytest.mark.hint("What is there that was not defined there?")
def test_imported(import_module):
    """leaves out what was imported"""
    module = import_module("paths", "from os.path import join, split\n\ndef parts(path): ...\n")
    assert own_functions(module) == ["parts"]
