"""The tests of singleton that a candidate is given."""

import pytest
from solution import Singleton

pytestmark = pytest.mark.group("Examples")

# Calls `make` in several threads that start together, and gives what came.
TOGETHER = """
import threading

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
"""


def check(instances):
    assert all(type(instance) is type(Singleton) for instance in instances), "no object of yours"
    assert all(instance == instances[0] for instance in instances), "not the same object"


@pytest.mark.points(2)
def test_same_instance():
    """gives the same instance each time"""
    check([Singleton() for _ in range(3)])


@pytest.mark.points(2)
@pytest.mark.hint("Who looks whether there is an instance must not be overtaken before it is made.")
def test_threads(sandbox):
    """gives the same instance in several threads"""
    together = sandbox.make("[exec(code, names := {}), names['together']][1]", code=TOGETHER)
    check(together(Singleton, 8))
