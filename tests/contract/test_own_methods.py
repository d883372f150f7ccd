"""Whether a class has written a method itself, as a suite may ask, whatever stands for it here."""

from __future__ import annotations

from .conftest import Verdicts

OWN = """
import abc
import inspect
import unittest

from solution import Amount, Box, Failure, Items, Shape, Side, Sole, Square

class Base:
    pass

def test_in_the_class(): assert "__repr__" in Box.__dict__ and "__eq__" in vars(Box)
def test_got(): assert Box.__dict__.get("__repr__") is not None
def test_repr(): assert Box.__repr__ is not object.__repr__ and Box.__str__ is object.__str__
def test_eq(): assert Box.__eq__ is not object.__eq__
def test_init(): assert Box.__init__ is not object.__init__ and Box.__setattr__ is not object.__setattr__
def test_new(): assert Sole.__new__ is not object.__new__
def test_parameters(): assert list(inspect.signature(Box.__init__).parameters) == ["self", "size"]
def test_text_of_an_exception(): assert Failure.__str__ is not Exception.__str__
def test_exceptions_own(): assert "__str__" in Failure.__dict__ and Failure.__init__ is not Exception.__init__
def test_copy(): assert hasattr(Box, "__copy__") and hasattr(Box(1), "__deepcopy__")
def test_attributes(): assert hasattr(Box, "__getattr__") and hasattr(Failure(1), "__getattr__")
def test_of_a_list(): assert "__len__" in vars(Items)
def test_of_a_number(): assert Amount.__add__ is not int.__add__
def test_abstract(): assert issubclass(Shape, abc.ABC) and not issubclass(Box, abc.ABC)
def test_abstract_instance(): assert isinstance(Square(), abc.ABC) and issubclass(Square, Shape)
def test_docstring_of_an_enum(): assert Side.__doc__ == "Left or right."

class TestCase(unittest.TestCase):
    def test_asserted(self):
        self.assertIn("__bool__", vars(Box))
"""
WRITTEN = """
import abc
import enum

class Shape(abc.ABC): pass
class Square(Shape): pass

class Box:
    def __init__(self, size): object.__setattr__(self, "size", size)
    def __repr__(self): return "Box()"
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __copy__(self): return self
    def __deepcopy__(self, memo): return self
    def __getattr__(self, name): raise AttributeError(name)
    def __setattr__(self, name, value): raise AttributeError(name)

class Sole:
    def __new__(cls): return object.__new__(cls)

class Failure(Exception):
    def __init__(self, code): super().__init__(code)
    def __str__(self): return "failed"
    def __getattr__(self, name): raise AttributeError(name)

class Items(list):
    def __len__(self): return 1

class Amount(int):
    def __add__(self, other): return self

class Side(enum.Enum):
    "Left or right."
    LEFT = 1
"""
NOT_WRITTEN = """
import enum

class Shape: pass
class Square(Shape): pass

class Box:
    def __init__(self, *size): pass
Box = type("Box", (), {})
class Sole: pass
class Failure(Exception): pass
class Items(list): pass
class Amount(int): pass
class Side(enum.Enum):
    LEFT = 1
"""


def test_a_class_has_written_only_what_it_has_written(verdicts: Verdicts) -> None:
    found = verdicts(OWN, WRITTEN, points=17)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 17
    found = verdicts(OWN, NOT_WRITTEN, points=17)
    assert found == dict.fromkeys(found, "failed")
