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
    known = {"requests_mock": RequestsMock, "respx": Respx, "pytest_flask": Flask}
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


class Flask:
    """Offers the fixtures that come with pytest-flask, beside its server, for a suite's own `app`."""

    @pytest.fixture(autouse=True)
    def _request_context(self, request: pytest.FixtureRequest) -> Iterator[None]:
        if "app" not in request.fixturenames:
            yield
            return
        app = request.getfixturevalue("app")
        for mark in request.node.iter_markers("options"):
            for name, value in mark.kwargs.items():
                app.config[name.upper()] = value
        context = app.test_request_context()
        context.push()
        yield
        context.pop()

    @pytest.fixture
    def client(self, app: Any) -> Any:
        """A client of the application."""
        return app.test_client()

    @pytest.fixture
    def client_class(self, request: pytest.FixtureRequest, client: Any) -> None:
        """Gives the test's class a client."""
        request.cls.client = client

    @pytest.fixture
    def config(self, app: Any) -> Any:
        """The application's settings."""
        return app.config

    @pytest.fixture
    def accept_json(self) -> list[tuple[str, str]]:
        """The header by which a client asks for JSON."""
        return [("Accept", "application/json")]
