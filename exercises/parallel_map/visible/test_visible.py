"""The tests of parallel_map that a candidate is given."""

import pytest
from solution import parallel_map

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("multiprocessing.Pool and concurrent.futures.ProcessPoolExecutor both have a method map.")
def test_example(work, new_notes):
    """gives the results in order"""
    path = new_notes().path
    # The first call takes longest.
    assert parallel_map(work.square, [(path, 5, 0.4), (path, 3, 0.1)]) == [25, 9]


@pytest.mark.hint("A thread is no process.")
def test_other_processes(work, new_notes, processes):
    """calls the function in other processes"""
    notes = new_notes()
    found = parallel_map(work.square, [(notes.path, number, 0.1) for number in (1, 2, 3)], workers=3)
    assert sorted(found) == [1, 4, 9]
    assert processes.own.pid not in notes.processes()
