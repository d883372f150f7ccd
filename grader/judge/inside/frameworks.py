"""What a suite has of frameworks and pytest plugins among an exercise's libraries, beside what it imports."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pytest

from ..talk.imported import Imported

_ROUTER = "__import__('respx').mock(**options)"
_MOCKER = "__import__('requests_mock').Mocker()"


def plugins(frameworks: Collection[str]) -> list[str]:
    """The names of the pytest plugins of `frameworks`, which cannot be loaded where the modules are not."""
    from importlib.metadata import entry_points  # not above: few exercises have libraries

    found = entry_points(group="pytest11")
    return [point.name for point in found if point.value.partition(".")[0] in frameworks]


def fixtures(frameworks: Collection[str], imported: Imported) -> list[object]:
    """The plugins that have the fixtures of such plugins."""
    known = {"requests_mock": RequestsMock, "respx": Respx}
    return [made() for name, made in known.items() if name in frameworks and imported.has(name)]


class RequestsMock:
    """Offers the fixture that comes with requests-mock."""

    @pytest.fixture
    def requests_mock(self, sandbox: Any) -> Iterator[Any]:
        """Answers the requests that the candidate's code makes with `requests`."""
        with sandbox.make(_MOCKER) as mocker:
            yield mocker


class Respx:
    """Offers the fixture that comes with respx."""

    @pytest.fixture
    def respx_mock(self, request: pytest.FixtureRequest, sandbox: Any) -> Iterator[Any]:
        """Answers the requests that the candidate's code makes with `httpx`."""
        mark = request.node.get_closest_marker("respx")
        with sandbox.make(_ROUTER, options=dict(mark.kwargs) if mark else {}) as router:
            yield router
