"""Which cases of a test are run each time: of one that opens real sandboxes one or a few, spread evenly.

The others are a matrix, for before a release. A test that is called by its full name runs in any case.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

# Options for this run are none for what its tests start.
os.environ.pop("PYTEST_ADDOPTS", None)

# What opens sandboxes or runs the command, and so takes its time.
_REAL = frozenset({"course", "graded", "handed_in", "here", "kind", "run", "sandbox_name", "submit"})
_USUAL = 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    cases: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        is_real = item.get_closest_marker("usual") or not _REAL.isdisjoint(getattr(item, "fixturenames", ()))
        if is_real and "[" in item.name and not item.get_closest_marker("matrix"):
            cases[str(item.path), item.nodeid.partition("[")[0]].append(item)
    for turn, own in enumerate(cases.values()):
        mark = own[0].get_closest_marker("usual")
        most = mark.args[0] if mark else _USUAL
        usual = {(len(own) * place // most + turn) % len(own) for place in range(most)}
        for place, item in enumerate(own):
            if len(own) > most and place not in usual:
                item.add_marker(pytest.mark.matrix)
