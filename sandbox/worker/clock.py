"""The sandbox's side of the suite's fixture `clock`: tells the time, lets it pass, starts threads at once."""

from __future__ import annotations

from . import unseen, virtual_waits
from .virtual_time import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_SECOND = 1_000_000_000
_WAITS_FD = 5  # as in `child`


def started(*, shared: bool) -> dict[str, Any]:
    """Switches this process to a virtual clock for good; if `shared`, to one that the judge keeps.

    Returns the stopwatch under an empty name, and the functions that may be called by name.
    """
    if shared:
        from . import virtual_sockets
        from .shared_time import SharedClock

        stopwatch = Stopwatch(SharedClock(_WAITS_FD), virtual_sockets.replaced)
    else:
        stopwatch = Stopwatch(VirtualClock())
    methods = {name: getattr(stopwatch, name) for name in ("advance", "stamped", "together")}
    unseen.conceal(stopwatch, methods, *methods.values())
    return {"": stopwatch, **methods}


class Stopwatch:
    """The seconds of a virtual clock since the test began, and functions that use it."""

    def __init__(
        self, clock: VirtualClock, more: Callable[[virtual_waits.Face], dict[Any, Any]] | None = None
    ) -> None:
        """`more` returns further functions to replace."""
        self._clock = clock
        self._began = clock.now
        self._face = virtual_waits.Face(unseen.opaque("clock", clock.asked))
        virtual_waits.install(self._face, more)

    @property
    def now(self) -> float:
        """The seconds since the test began."""
        return (self._clock.now - self._began) / _SECOND

    def advance(self, seconds: float) -> None:
        """Sleeps for `seconds` of virtual time, during which all other threads run."""
        self._clock.sleep(seconds)
        object.__setattr__(self._face, "_count", None)  # it would go on from before

    def stamped(self, function: Callable[..., Any], seconds: float) -> Any:
        """Wraps `function`: it gets the time as first argument, and each call then takes `seconds`."""

        def call(given: tuple[Any, ...]) -> tuple[bool, Any]:
            try:
                args, kwargs = given
                return False, function(self.now, *args, **kwargs)
            except BaseException as exc:  # noqa: BLE001 - it is raised where the candidate's code called
                return True, exc

        return virtual_waits.stamped(unseen.opaque("call", call), self._face, seconds)

    def together(self, function: Callable[..., Any], calls: list[tuple[Any, ...]]) -> list[Any]:
        """Calls `function` once with each of `calls`, each in its own thread."""
        return virtual_waits.together(self._face, function, calls)
