"""Names the extra to install when a command needs packages that the core does without."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import UsageError
from ..machine import extras

_Function = TypeVar("_Function", bound=Callable[..., Any])


def needs_server(command: _Function) -> _Function:
    """Decorates a command: if packages of the extra `server` are missing, it ends with a usage error."""

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except ModuleNotFoundError as exc:
            raise UsageError(
                f"This needs the package {exc.name!r}, which is not installed.", code="no-server-extra",
                remedy=f"Run: {extras.command('server')}",
            ) from exc  # fmt: skip

    return wrapper  # type: ignore[return-value]
