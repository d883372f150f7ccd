"""What suites may ask for beside `solution`: randomness, the inside of the sandbox, a server."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .. import seeds
from ..wire.messages import Verb
from . import proxies
from .candidate import Candidate
from .clock import Clock
from .declared import DECLARED
from .facts import FACTS, Facts
from .recorder import Recorder

if TYPE_CHECKING:
    from .web import Web


class Sandbox:
    """Makes and reads objects that live beside the candidate's code; the fixture `sandbox`."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate

    def put(self, value: Any) -> Any:
        """A reference to a fresh copy of `value` inside, to be passed, changed and read again."""
        return self._candidate.ask_to_keep(Verb.PUT, value)

    def value(self, reference: Any) -> Any:
        """A plain copy of what `reference` is now."""
        return self._candidate.ask(Verb.VALUE, reference)

    def make(self, expression: str, /, **names: Any) -> Any:
        """A reference to what the Python `expression` gives, evaluated inside.

        `collections`, `enum`, `itertools`, `math` and `random` are there, and what `names` adds.
        """
        return self._candidate.ask_to_keep(Verb.MAKE, expression, **names)

    def file(self, name: str, content: str | bytes, *, times: int = 1) -> str:
        """Appends `content`, that many times, to the file `name` in /tmp inside, and gives its path."""
        path = f"/tmp/{name}"
        data = content.encode() if isinstance(content, str) else content
        self.make(
            "(lambda file: (file.writelines(itertools.repeat(data, times)), file.close()))(open(path, 'ab'))",
            path=path,
            data=data,
            times=times,
        )
        return path

    def keep(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Calls the candidate's `function` and keeps the result inside, also where it is plain."""
        return self._candidate.ask_to_keep(Verb.CALL, function, *arguments, **keywords)

    def kind(self, reference: Any) -> str:
        """What the sandbox says that it is, such as "enum class" or "coroutine function"."""
        return proxies.kind(reference)


class Fixtures:
    """The plugin that offers them, for one candidate and one seed."""

    def __init__(self, candidate: Candidate, seed: int = 0) -> None:
        self._candidate = candidate
        self.seed = seed

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> random.Random:
        """Randomness that the run's seed and the test's name decide."""
        return random.Random(seeds.derived(self.seed, "rng", request.node.stash[DECLARED].id))

    @pytest.fixture
    def sandbox(self) -> Sandbox:
        """The inside of the sandbox."""
        return Sandbox(self._candidate)

    @pytest.fixture
    def facts(self, request: pytest.FixtureRequest) -> Facts:
        """What stands in the candidate's file; read before the test's own process started."""
        facts: Facts = request.node.stash[FACTS]
        return facts

    @pytest.fixture
    def recorder(self) -> Recorder:
        """Makes functions that remember how the candidate's code calls them."""
        return Recorder()

    @pytest.fixture
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        """Virtual time inside; that a test asks for it is known before its process starts."""
        if "web" in request.fixturenames or request.node.get_closest_marker("clock"):
            raise RuntimeError("the fixture `clock` goes neither with `web` nor with the marker `clock`")
        return Clock(self._candidate)

    @pytest.fixture
    def web(self, request: pytest.FixtureRequest) -> Iterator[Web]:
        """A server that the candidate's code can reach; the exercise must ask for `loopback`."""
        from .web import Web

        ready = self._candidate.wait_until_ready()
        if ready.port is None:
            raise RuntimeError("the exercise's manifest does not say `loopback = true`")
        marker = request.node.get_closest_marker("clock")
        web = Web(
            f"http://127.0.0.1:{ready.port}",
            f"http://127.0.0.1:{ready.refused_port}/",
            float(marker.args[0]) if marker else 1.0,
        )
        with web:
            self._candidate.loopback.server_port = web.port
            yield web
