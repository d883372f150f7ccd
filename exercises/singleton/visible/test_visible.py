"""The tests of singleton that a candidate is given."""

import pytest
from solution import Singleton

pytestmark = pytest.mark.group("Examples")

INSIDE = """
import threading

# Calls `make` in several threads that start together, and gives what came.
def together(make, count):
    found = [None] * count
    start = threading.Barrier(count)

    def run(place):
        start.wait()
        found[place] = make()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found

# Of each thing, at which place it came first.
def same_as(things):
    found = []
    for thing in things:
        place = 0
        while things[place] is not thing:
            place += 1
        found.append(place)
    return found
"""


@pytest.fixture
def inside(sandbox):
    """The functions of `INSIDE`, by name."""
    names = sandbox.make("[exec(code, names := {}), names][1]", code=INSIDE)
    return lambda name: sandbox.make("names[name]", names=names, name=name)


@pytest.fixture
def check(sandbox, inside, rng):
    """So many instances inside are objects of the candidate's, and all the same one."""

    def look(instances, count):
        held = sandbox.value(instances)
        assert len(held) == count
        assert all(sandbox.kind(instance) != "value" for instance in held), "no object of yours"
        assert held[0] is not Singleton, "no instance, but what was called"
        # The instances come between other objects, in an order that is drawn here.
        kinds = ["instance"] * count + ["other", "other"]
        rng.shuffle(kinds)
        mixed = sandbox.make(
            "[instances.pop() if kind == 'instance' else other for kind in kinds]",
            instances=sandbox.make("list(instances)", instances=instances),
            other=sandbox.make("set()"), kinds=kinds,
        )  # fmt: skip
        assert inside("same_as")(mixed) == [kinds.index(kind) for kind in kinds], "not the same object"

    return look


@pytest.mark.points(2)
def test_same_instance(sandbox, check):
    """gives the same instance each time"""
    check(sandbox.make("[make(), make(), make()]", make=Singleton), 3)


@pytest.mark.points(2)
@pytest.mark.hint("Who looks whether there is an instance must not be overtaken before it is made.")
def test_threads(sandbox, inside, check):
    """gives the same instance in several threads"""
    check(sandbox.keep(inside("together"), Singleton, 8), 8)
