"""Seeds cannot be found by trying, and what follows from one does not lead back to it."""

from __future__ import annotations

from grader import seeds


def test_a_drawn_seed_has_all_of_its_bits() -> None:
    drawn = [seeds.drawn() for _ in range(200)]
    assert all(0 <= seed <= seeds.MOST for seed in drawn)
    assert len(set(drawn)) == 200
    ones = [sum(seed >> bit & 1 for seed in drawn) for bit in range(128)]
    assert min(ones) > 40 and max(ones) < 160


def test_what_is_derived_is_as_large_and_depends_on_all_that_it_is_about() -> None:
    derived = [
        seeds.derived(seed, *about)
        for seed in (0, 1, seeds.MOST)
        for about in ((), ("a",), ("a", "b"), ("b", "a"), ("ab",), ("order",))
    ]
    assert len(set(derived)) == len(derived)
    assert max(derived).bit_length() > 120
    assert seeds.derived(5, "rng", "visible/test_it.py::test_a") == seeds.derived(
        5, "rng", "visible/test_it.py::test_a"
    )
