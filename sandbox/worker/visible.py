"""The objects of ours that the candidate's code can find and change; none leads to the rest of the worker.

That code sees these functions in its own tracebacks, and calls, awaits and loads modules with them. They have
their own built-ins, and their names refer only to the standard library; what needs the worker calls a
built-in function that refers to nothing (`unseen.opaque`). Nothing in this module is trusted.
"""

from __future__ import annotations

import builtins
import marshal
from _collections_abc import MutableMapping
from _frozen_importlib import ModuleSpec
from types import TracebackType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType
    from typing import Any

    # Gives whether it failed, and what came of it.
    Ask = Callable[[tuple[Any, ...]], tuple[bool, Any]]

# Calls in Python and in C that an opaque function needs to get going, and some more; whoever calls one from
# here makes sure of twice as many, so that there is an exception rather than a crash.
_HEADROOM = 9
_HEAP = 1 << 9  # Py_TPFLAGS_HEAPTYPE
# By these attributes Python knows what is a coroutine function; and the modules that look for them.
_MARKS = (("_is_coroutine", "asyncio.coroutines"), ("_is_coroutine_mark", "inspect"))


class SourceLoader:
    """Loads a module from source bytes that the judge sent, or from their compiled code."""

    def __init__(self, source: bytes, file_name: str, compiled: bytes | None = None) -> None:
        self._source = source
        self._file_name = file_name
        self._compiled = compiled

    def create_module(self, spec: ModuleSpec) -> None:
        """Leaves creating the module to the import system."""

    def exec_module(self, module: ModuleType) -> None:
        """Runs the source, or its compiled code, in `module`."""
        if self._compiled is None:
            code = compile(self._source, self._file_name, "exec", dont_inherit=True)
        else:
            code = marshal.loads(self._compiled)  # noqa: S302 - our compiler's, or the candidate's own doing
        # Not our copy: what the candidate changes in the built-ins shall be changed for them.
        vars(module)["__builtins__"] = builtins
        exec(code, vars(module))

    def get_source(self, name: str) -> str:
        """The source as text, for `inspect` and for tracebacks."""
        return self._source.decode("utf-8", "replace")


def run_cell(code: Any, namespace: dict[str, Any]) -> Any:
    """Runs a notebook's cell; returns an awaitable if the cell uses `await`."""
    return eval(code, namespace)


def display(*objects: Any) -> None:
    """Prints the `repr` of each object, instead of displaying it."""
    for thing in objects:
        print(repr(thing))


def tell(name: str, exc: Exception) -> None:
    """Prints in one line that the cell called `name` raised."""
    import sys

    print(f"{name}: {type(exc).__name__}: {exc}", file=sys.stderr)


def ipython() -> dict[str, ModuleType]:
    """Substitutes for the modules of IPython that notebooks import to display something."""
    outer, inner = type(builtins)("IPython"), type(builtins)("IPython.display")
    for module in (outer, inner):
        vars(module).update(display=display, __builtins__=builtins)
    vars(inner).update(clear_output=_nothing, HTML=str, Markdown=str, Latex=str, JSON=repr)
    vars(outer).update(display=inner, get_ipython=get_ipython, __path__=[])
    return {"IPython": outer, "IPython.display": inner}


def get_ipython() -> None:
    """The shell around a notebook, as Python alone has it: there is none."""


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Does nothing."""


class ExerciseFinder:
    """An import finder for the exercise's modules, which can also be reloaded."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self._sources = sources

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if the exercise has it."""
        if name not in self._sources:
            return None
        loader: Any = SourceLoader(self._sources[name], f"{name}.py")
        spec = ModuleSpec(name, loader, origin=f"{name}.py")
        spec.has_location = True  # so that it has a `__file__`, as all expect
        return spec


class Stored(MutableMapping):  # type: ignore[type-arg] # subscripted it would be made at each start
    """What an object of the suite stores, as its `__dict__`; only public names have their values."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def __getitem__(self, name: str) -> Any:
        try:
            return self._ask("stored", name)
        except AttributeError:
            if name not in self._ask("names"):
                raise KeyError(name) from None
            return Withheld()

    def __setitem__(self, name: str, value: Any) -> None:
        self._ask("setattr", name, value)

    def __delitem__(self, name: str) -> None:
        self[name]
        self._ask("delattr", name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ask("names"))

    def __len__(self) -> int:
        return len(self._ask("names"))

    def __contains__(self, name: object) -> bool:
        try:
            self._ask("stored", name)
        except (AttributeError, KeyError):
            return False
        return True


class Withheld:
    """What stands in the place of a value that the candidate's code is not given."""


def marked(name: str, module: str) -> Callable[[Any], Any]:
    """Makes a function that finds a mark in `module`, if anybody has imported it."""
    import sys

    return lambda self: getattr(sys.modules.get(module), name, None)


def suite_object(
    ask: Callable[..., Any],
    name: str,
    methods: tuple[str, ...],
    wait: Callable[..., Any] | None,
    *,
    is_coroutine_function: bool,
) -> Any:
    """A stand-in for an object of the suite, which asks the judge for attributes and methods.

    `wait` is a coroutine function that awaits the object, if it can be awaited.
    """

    def forwarded(operation: str) -> Callable[..., Any]:
        def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
            return ask(operation, *args, **kwargs)

        method.__name__ = f"__{operation}__"
        return method

    def leave(self: Any, /, *told: Any, **named: Any) -> Any:
        return ask("exit", *told[:2], *[None for _ in told[2:]], **named)  # tracebacks do not cross

    namespace: dict[str, Any] = {f"__{operation}__": forwarded(operation) for operation in methods}
    if "exit" in methods:
        namespace["__exit__"] = leave
    for operation in ("getattr", "setattr", "delattr"):
        namespace[f"__{operation}__"] = forwarded(operation)
    namespace["__dict__"] = property(lambda self: Stored(ask))
    if "__eq__" in namespace:
        namespace.setdefault("__hash__", object.__hash__)
    if wait is not None:
        namespace["__await__"] = lambda self: wait("await").__await__()
    if is_coroutine_function:
        namespace |= {mark: property(marked(mark, module)) for mark, module in _MARKS}
    return type(name, (), namespace)()


def suite_exception_class(name: str, names: tuple[str, ...]) -> Any:
    """A stand-in for an exception class of the suite, derived from the nearest built-in one."""
    kinds: list[Any] = [vars(builtins).get(each) for each in names]
    base = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseException))

    def attribute(self: Any, name: str) -> Any:
        ask = vars(self).get("_ask")
        if ask is None or name.startswith("_"):
            raise AttributeError(name)
        return ask("getattr", name)

    def text(self: Any) -> Any:
        return vars(self).get("_text") or base.__str__(self)

    return type(name, (base,), {"__getattr__": attribute, "__str__": text})


def suite_exception(ask: Callable[..., Any], kind: Any, arguments: tuple[Any, ...], text: str) -> Any:
    """A stand-in for an exception of the suite, which asks the judge for missing attributes."""
    try:
        exc = kind(*arguments)
    except TypeError:
        exc = kind.__new__(kind, text)
    if type.__dict__["__flags__"].__get__(kind) & _HEAP:
        vars(exc).update(_ask=ask, _text=text)
    return exc


def suite_named_tuple(ask: Callable[..., Any], names: list[str], elements: tuple[Any, ...]) -> Any:
    """A stand-in for a named tuple of the suite, which asks the judge for its class's methods."""
    import collections

    def attribute(self: Any, name: str) -> Any:
        return ask("getattr", name)

    kind: Any = collections.namedtuple(names[0], names[1:])  # type: ignore[misc] # the suite's names
    return type(names[0], (kind,), {"__getattr__": attribute, "__slots__": ()})(*elements)


def pattern(text: Any, flags: int) -> Any:
    """A regular expression that the suite passes in."""
    import re

    return re.compile(text, flags)


def library(name: str, call: Callable[..., Any]) -> Any:
    """A module, function or class of a library that the suite passes in; `call` if it is not here."""
    import sys

    module, _, path = name.partition(":")
    try:
        __import__(module)
        found: Any = sys.modules[module]
        for part in filter(None, path.split(".")):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return call
    return found


def library_exception(ask: Callable[..., Any], name: str, told: tuple[Any, ...]) -> Any:
    """An exception of a library's class that the suite raised or passes in.

    It is `told` by the names of its classes, its arguments, its text and its attributes.
    """
    names, arguments, text, attributes = told
    kind = library(name, ask)
    if kind is ask:
        return suite_exception(ask, suite_exception_class(names[0], names), arguments, text)
    exc = kind.__new__(kind, *arguments)
    exc.args = arguments
    vars(exc).update(attributes)
    return exc


async def wait_for(awaitable: Any) -> Any:
    """The coroutine that the event loop runs; its frame is visible, as any coroutine's is."""
    return await awaitable


async def call(function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    """Calls `function` while the event loop runs, as whoever starts tasks needs it."""
    return function(*arguments, **keywords)


def traceback() -> Any:
    """A traceback for `__exit__` of what was raised in the suite; its one frame is called by nobody."""
    made: Any = (None for _ in ())
    return TracebackType(None, made.gi_frame, 0, 1)


def with_headroom(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Wraps `function` so that it is called only if the stack has room for it."""

    def enter(nothing: None, argument: Any) -> Any:
        try:
            make_room(_HEADROOM)
            return function(argument)
        except BaseException as exc:  # noqa: BLE001 - there is nobody who could be told otherwise
            return True, exc

    return enter


def make_room(levels: int = 2 * _HEADROOM) -> None:
    """Raises RecursionError if the stack lacks room for `levels` calls, in Python or in C."""
    _descend(levels)
    one, other = _NESTED[levels]
    one == other  # noqa: B015 - C counts its own calls, and no Python code is called for these


def _descend(levels: int) -> None:
    if levels:
        _descend(levels - 1)


def _nested(levels: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


_NESTED = {levels: (_nested(levels), _nested(levels)) for levels in (_HEADROOM, 2 * _HEADROOM)}


def profile_setter(ask: Callable[[Any], tuple[bool, Any]]) -> Callable[[Any], None]:
    """Makes the replacement for `sys.setprofile`."""

    def setprofile(function: Any) -> None:
        """Does what `sys.setprofile` does."""
        make_room()
        ask(function)

    return setprofile


def profile_getter(ask: Callable[[Any], tuple[bool, Any]]) -> Callable[[], Any]:
    """Makes the replacement for `sys.getprofile`."""

    def getprofile() -> Any:
        """Does what `sys.getprofile` does."""
        make_room()
        return ask(None)[1]

    return getprofile
