"""What a suite has of frameworks and pytest plugins among an exercise's libraries, beside what it imports."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pytest

from ..talk.imported import Imported

_MOCKER = "__import__('requests_mock').Mocker()"


def plugins(frameworks: Collection[str]) -> list[str]:
    """The names of the pytest plugins of `frameworks`, which cannot be loaded where the modules are not."""
    from importlib.metadata import entry_points  # not above: few exercises have libraries

    found = entry_points(group="pytest11")
    return [point.name for point in found if point.value.partition(".")[0] in frameworks]


def fixtures(frameworks: Collection[str], imported: Imported) -> list[object]:
    """The plugins that have the fixtures of such plugins."""
    return [RequestsMock()] if "requests_mock" in frameworks and imported.has("requests_mock") else []


class RequestsMock:
    """Offers the fixture that comes with requests-mock."""

    @pytest.fixture
    def requests_mock(self, sandbox: Any) -> Iterator[Any]:
        """Answers the requests that the candidate's code makes with `requests`."""
        with sandbox.make(_MOCKER) as mocker:
            yield mocker
