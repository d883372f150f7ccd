"""Replaces functions that wait for sockets by versions that use the judge's virtual clock.

As in `virtual_waits`, the candidate's code finds these in place of the functions it knows. Connecting is
unchanged, since on the loopback it takes no time. Setting an alarm makes time real.
"""

from __future__ import annotations

import select
import signal
import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .virtual_waits import Face

_READING = ("_accept", "recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into")
_WRITING = ("send", "sendall", "sendto", "sendmsg")
_ALARMS = ("alarm", "setitimer", "sigtimedwait")
# So many of what it is asked with make a second.
_MILLISECONDS = 1000


def replaced(clock: Face) -> dict[Any, Any]:
    """The replacements for functions and classes; methods of sockets are replaced immediately."""
    for name in _READING:
        _replace_method(clock, name, select.POLLIN)
    for name in _WRITING:
        _replace_method(clock, name, select.POLLOUT)
    for name in ("connect", "connect_ex"):
        _tell_of(clock, name)
    alarms = [getattr(signal, name) for name in _ALARMS]
    return {
        select.poll: _poll_maker(clock, select.poll),
        select.epoll: _epoll_class(clock, select.epoll),
        **{real: _in_real_time(clock, real) for real in alarms},
    }


def _replace_method(clock: Face, name: str, event: int) -> None:
    real = getattr(socket.socket, name)
    new_poll = select.poll

    def method(self: Any, *args: Any, **options: Any) -> Any:
        """Waits in virtual time, like the method of `socket.socket`."""
        seconds, number = self.gettimeout(), self.fileno()
        if seconds != 0 and number >= 0:
            poll = new_poll()
            poll.register(number, event)
            if not clock.wait(lambda: poll.poll(0), seconds, lambda left: poll.poll(left * _MILLISECONDS)):
                raise TimeoutError("timed out")
        return real(self, *args, **options)

    method.__name__ = name
    method.__qualname__ = f"socket.{name}"
    setattr(socket.socket, name, method)


def _tell_of(clock: Face, name: str) -> None:
    real = getattr(socket.socket, name)

    def connect(self: Any, address: Any, /) -> Any:
        """Connects like `socket.socket.connect`, and reports the descriptor to the clock."""
        clock.connects(self.fileno())
        return real(self, address)

    connect.__name__ = name
    connect.__qualname__ = f"socket.{name}"
    setattr(socket.socket, name, connect)


def _poll_maker(clock: Face, real: Callable[[], Any]) -> Any:
    class Poll:
        """A poll object like that of `select.poll`, which waits in virtual time."""

        def __init__(self) -> None:
            made = real()
            self.register, self.modify, self.unregister = made.register, made.modify, made.unregister
            self._look = made.poll

        def poll(self, timeout: float | None = None, /) -> Any:
            """Waits at most `timeout` milliseconds of virtual time."""
            look, endless = self._look, timeout is None or timeout < 0
            if endless or timeout:
                seconds = None if timeout is None or endless else timeout / _MILLISECONDS
                clock.wait(lambda: look(0), seconds, lambda left: look(left * _MILLISECONDS))
            return look(0)

    Poll.__name__ = Poll.__qualname__ = "poll"
    return Poll


def _epoll_class(clock: Face, real: Any) -> Any:
    class Epoll:
        """An epoll object like `select.epoll`, which waits in virtual time."""

        def __init__(self, *args: Any, **options: Any) -> None:
            self._real = real(*args, **options)

        @classmethod
        def fromfd(cls, fd: int) -> Any:
            """Makes an epoll object from a descriptor, like `select.epoll.fromfd`."""
            made = cls.__new__(cls)
            made._real = real.fromfd(fd)
            return made

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *failure: object) -> None:
            self._real.close()

        def poll(self, timeout: float | None = None, maxevents: int = -1) -> Any:
            """Waits at most `timeout` seconds of virtual time."""
            made, endless = self._real, timeout is None or timeout < 0
            if endless or timeout:
                seconds = None if endless else timeout
                # Only as a look: an event that is told once must be told to whoever asked.
                clock.wait(lambda: _ready(made), seconds, lambda left: _ready(made, left))
            return made.poll(0, maxevents)

    def _ready(made: Any, seconds: float = 0) -> Any:
        poll = new_poll()
        poll.register(made.fileno(), select.POLLIN)
        return poll.poll(seconds * _MILLISECONDS)

    new_poll = select.poll
    Epoll.__name__ = Epoll.__qualname__ = "epoll"
    return Epoll


def _in_real_time(clock: Face, real: Callable[..., Any]) -> Callable[..., Any]:
    def function(*args: Any) -> Any:
        clock.give_up()
        return real(*args)

    function.__name__ = function.__qualname__ = real.__name__
    return function
