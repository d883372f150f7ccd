"""The supervisor's event loop: waits for descriptors and calls the action of each.

The standard `selectors` would do, but spends more time on each event than the system calls take, and every
call from a suite to the candidate's code passes here twice.
"""

from __future__ import annotations

import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

READ, WRITE = 1, 2

_EVENTS = {READ: select.EPOLLIN, WRITE: select.EPOLLOUT, READ | WRITE: select.EPOLLIN | select.EPOLLOUT}


class Poller:
    """Calls an action when its descriptor is ready, with a mask of `READ` and `WRITE`."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._watched: dict[int, tuple[int, Callable[[int], None]]] = {}

    def watch(self, fd: int, mask: int, action: Callable[[int], None]) -> None:
        """Sets the action to call whenever `fd` is ready for `mask`, and replaces any earlier one."""
        before = self._watched.get(fd)
        if before is not None and before[0] == mask:
            return
        if not mask:
            self.forget(fd)
            return
        self._watched[fd] = (mask, action)
        (self._epoll.modify if before else self._epoll.register)(fd, _EVENTS[mask])

    def forget(self, fd: int) -> None:
        """Stops watching `fd`; must be called before `fd` is closed."""
        if self._watched.pop(fd, None):
            self._epoll.unregister(fd)

    def wait(self, seconds: float | None) -> None:
        """Waits at most `seconds` for an event, and calls the actions of all ready descriptors."""
        for fd, events in self._epoll.poll(seconds):
            watched = self._watched.get(fd)  # an action before may have ended it
            if watched is not None:
                # What is neither (an error, the other end gone) is told by reading and by writing alike.
                mask = (READ if events & ~select.EPOLLOUT else 0) | (WRITE if events & ~select.EPOLLIN else 0)
                watched[1](mask & watched[0])

    def has_events(self) -> bool:
        """Whether any descriptor is ready now."""
        return bool(self._epoll.poll(0))

    def close(self) -> None:
        """Closes the poller in a forked process, which must not share it."""
        self._epoll.close()
