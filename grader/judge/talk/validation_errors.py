"""Makes real instances of Pydantic's `ValidationError`, which suites catch by its class.

That class cannot have subclasses, so none of ours could be caught as it is; and no other library's exceptions
are like that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ...wire.messages import Verb

_SAYS = (
    "None if type(exc).__module__ != 'pydantic_core._pydantic_core' else [exc.title, ["
    "[e['type'], e['loc'], e['msg'], e['input'] if with_input else None]"
    " for e in exc.errors(include_url=False, include_context=False)]]"
)


def real(exc: BaseException, ask: Callable[..., Any]) -> BaseException:
    """The exception of Pydantic's own class with what `exc` says inside, or else `exc`.

    `ask` sends a request, and gives None for one that raises.
    """
    core = sys.modules.get("pydantic_core")
    if core is None or type(exc).__name__ != "ValidationError" or isinstance(exc, core.ValidationError):
        return exc
    said: Any = None
    for with_input in (True, False):  # without where one is no plain value
        made_inside = ask(Verb.MAKE, _SAYS, exc=exc, with_input=with_input)
        said = None if made_inside is None else ask(Verb.VALUE, made_inside)
        if said is not None:
            break
    try:
        title, errors = said
        lines = [
            {"type": core.PydanticCustomError(kind, text), "loc": tuple(place), "input": given}
            for kind, place, text, given in errors
        ]
        made: BaseException = core.ValidationError.from_exception_data(title, lines)
    except (TypeError, ValueError):
        return exc
    state: Any = BaseException.__dict__["__dict__"]
    state.__get__(made).update(state.__get__(exc))
    made.__cause__, made.__context__ = exc.__cause__, exc.__context__
    return made
