"""The suite's ordinary classes and their objects, as the candidate's code finds and uses them.

As in `visible`, nothing here leads to the rest of the worker, and nothing is trusted.
"""

from __future__ import annotations

from .suite_functions import suite_function
from .visible import Stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Ask = Callable[..., Any]

_NAMES = ("__name__", "__qualname__")  # which the judge gives of what can be called
_FIELDS = "__dataclass_fields__"


class LentClass(type):
    """The metaclass of what stands for the suite's classes, which asks the judge for their attributes."""

    _asks: Ask
    _fields: tuple[str, ...] | None

    def __new__(mcs, *args: Any, **kwargs: Any) -> Any:
        """Refuses to derive a class, whose objects the suite would not know."""
        raise TypeError("the solution's code cannot derive from a class of the tests")

    def __getattr__(cls, name: str) -> Any:
        if name == _FIELDS and cls._fields is not None:
            import dataclasses

            made: Any = dataclasses.make_dataclass(cls.__name__, cls._fields)
            return getattr(made, _FIELDS)
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._asks("getattr", name)


class LentInstance:
    """What stands for an object of one of these classes, which asks the judge for its attributes."""

    __slots__ = ("__weakref__", "_ask")
    __dict__ = property(lambda self: Stored(self._ask))

    def __getattr__(self, name: str) -> Any:
        if name == _FIELDS:
            return getattr(type(self), _FIELDS)
        if name.startswith("_") and name not in _NAMES:
            raise AttributeError(name)
        return self._ask("getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("setattr", name, value)

    def __delattr__(self, name: str) -> None:
        self._ask("delattr", name)

    def __copy__(self) -> Any:
        return self._ask("copy")

    def __deepcopy__(self, memo: Any) -> Any:
        return self._ask("deepcopy")


def suite_class(ask: Ask, name: str, methods: tuple[str, ...], told: tuple[Any, ...]) -> Any:
    """A class for one of the suite's, whose objects are made in the judge.

    It is `told` by whether these have no hash, its bases, the parameters of what begins its objects, and its
    fields as a dataclass.
    """
    is_unhashable, bases, facts, fields = told
    namespace: dict[str, Any] = {f"__{operation}__": _forwarded(operation) for operation in methods}
    if "exit" in methods:
        namespace["__exit__"] = lambda self, kind, exc, traceback: self._ask("exit", kind, exc, None)
    if is_unhashable:
        namespace["__hash__"] = None
    elif "__eq__" in namespace:
        namespace.setdefault("__hash__", object.__hash__)

    def make(cls: Any, *args: Any, **kwargs: Any) -> Any:
        return ask("call", *args, **kwargs)

    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        """Does nothing: the object has been made."""

    if facts is not None:  # whoever fills in what a class needs looks at its parameters
        make, begin = (suite_function(each, f"{name}.__init__", facts) for each in (make, begin))
        begin.__name__ = "__init__"
    namespace |= {"__new__": make, "__init__": begin, "__slots__": (), "__module__": "solution"}
    made = type.__new__(LentClass, name, bases or (LentInstance,), namespace)
    made._asks, made._fields = ask, fields
    return made


def suite_instance(ask: Ask, kind: Any) -> Any:
    """A stand-in for an object of the suite whose class stands here as `kind`."""
    made = object.__new__(kind)
    object.__setattr__(made, "_ask", ask)
    return made


def _forwarded(operation: str) -> Callable[..., Any]:
    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return self._ask(operation, *args, **kwargs)

    method.__name__ = f"__{operation}__"
    return method
