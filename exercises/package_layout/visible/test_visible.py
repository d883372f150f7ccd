"""The tests of the package that a candidate is given."""

import mypackage
import pytest
from mypackage.models import User
from mypackage.models import user as user_module
from mypackage.utils import helper

pytestmark = pytest.mark.group("Examples")


@pytest.mark.points(1)
def test_helper():
    """makes a text lower case and takes the blanks off its ends"""
    assert helper("  Ada Lovelace ") == "ada lovelace"
    assert helper("grace") == "grace"


@pytest.mark.points(1)
def test_user():
    """gives each user a key"""
    assert User("  Ada Lovelace ").key == "ada lovelace"
    assert User("Grace").key == "grace"


@pytest.mark.points(1)
@pytest.mark.hint("`from .utils import helper` in `__init__.py` makes it a name of the package.")
def test_helper_of_the_package(rng):
    """offers the function in the package too"""
    # What is written on one of them can be read off the other: they are one.
    number = rng.randrange(10**9)
    helper.mark = number
    assert mypackage.helper.mark == number
    assert mypackage.helper(" A ") == "a"


@pytest.mark.points(1)
def test_user_of_the_models(rng):
    """offers the class in `mypackage.models` too"""
    number = rng.randrange(10**9)
    user_module.User.mark = number
    assert User.mark == number
    assert User(" B ").key == "b"
