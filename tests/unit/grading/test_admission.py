"""How many gradings are admitted at once."""

from __future__ import annotations

import threading

import pytest

from grader.grading import budget
from grader.grading.budget import Admission


@pytest.mark.parametrize(("busy", "admitted"), [(0.1, 5), (0.9, 2), (1.0, 2)])
def test_more_are_admitted_only_while_the_processors_are_idle(
    monkeypatch: pytest.MonkeyPatch, busy: float, admitted: int
) -> None:
    monkeypatch.setattr(budget, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(budget.Processors, "busy", lambda self: busy)
    admission, inside, end = Admission(2, 5), threading.Semaphore(0), threading.Event()

    def pass_through() -> None:
        with admission.place():
            inside.release()
            end.wait(10)

    threads = [threading.Thread(target=pass_through) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(admitted):
            assert inside.acquire(timeout=10)
        assert not inside.acquire(timeout=0.1)
    finally:
        end.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_a_place_is_free_again_where_what_took_it_fails() -> None:
    admission = Admission(1, 1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), admission.place():
            raise ZeroDivisionError
