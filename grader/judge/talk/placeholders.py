"""Placeholders for names of the candidate's file while no test runs; each test replaces them by objects.

A suite is imported before the candidate's file is loaded. Everything that it imports from `solution` then is
a placeholder, and so is everything that it makes from one by attributes, items and calls. When a test's
process has loaded the file, the placeholders are replaced by the objects they stand for. A placeholder in a
place that is not searched forwards each use to its object by itself.
"""

from __future__ import annotations

import functools
import operator
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple, Protocol

from . import contexts, derived
from .asking import asked_by_suite
from .exceptions import is_error
from .names import EVERY_MODULE
from .needed import modules_of_step
from .proxies import is_class, is_proxy, talk
from .trouble import Trouble

_MOST_DEEP = 4
# Only these are asked for their function: a `__getattr__` may fail, as that of Django's settings does.
_METHODS = (classmethod, staticmethod, MethodType)
# Beyond as many a suite makes values in a loop, and each test would make all of them, used or not.
_MOST_STEPS = 100


class Binds(Protocol):
    """The part of the conversation that placeholders need."""

    @property
    def live(self) -> bool:
        """Whether a test is running."""

    @property
    def meanings(self) -> dict[int, tuple[Placeholder, Any]]:
        """The results of steps in the running test, by the ids of their placeholders, which it keeps."""

    def named(self, name: str) -> Any:
        """The object with that name in the candidate's file."""

    def has(self, name: str) -> bool:
        """Whether the candidate's file defines that name."""

    def note_step(self, step: Step) -> None:
        """Notes something that a suite did with the candidate's code at its import, for tests to repeat."""

    def refuse(self, message: str) -> BaseException:
        """Ends the test by its author's fault: returns the exception to raise."""


class Step(NamedTuple):
    """Something that a module of a suite does with the candidate's code when it is imported."""

    placeholder: Placeholder  # for what comes of it
    modules: tuple[str, ...]  # that are not imported if it fails
    place: str
    changes: bool = False  # something else than what comes of it, so that no use of that tells of the step


class Placeholder:
    """Represents a name of the candidate's file, or an expression made of one."""

    __slots__ = ("__weakref__", "_binds", "_of", "_step")

    def __init__(self, binds: Binds, step: Any, of: Placeholder | None = None) -> None:
        """`step` is a name in the file or, with `of`, a function that is applied to the meaning of `of`."""
        object.__setattr__(self, "_binds", binds)
        object.__setattr__(self, "_step", step)
        object.__setattr__(self, "_of", of)

    def __getattr__(self, name: str) -> Any:
        if _binds(self).live:
            return getattr(meaning(self), name)
        if name.startswith("__") and name not in ("__name__", "__qualname__", "__members__", "__wrapped__"):
            raise AttributeError(name)
        return _noted(Placeholder(_binds(self), lambda value: getattr(value, name), self), attribute=True)

    def __setattr__(self, name: str, value: Any) -> None:
        def step(target: Any) -> None:
            setattr(target, name, replaced(value))

        if _binds(self).live:
            step(meaning(self))
        else:
            _noted(Placeholder(_binds(self), step, self), changes=True)

    def __delattr__(self, name: str) -> None:
        delattr(meaning(self), name)

    def __call__(self, /, *arguments: Any, **keywords: Any) -> Any:
        """Calls the object in a test; outside of tests, returns a placeholder for the result."""
        if _binds(self).live:
            return meaning(self)(*arguments, **keywords)
        if len(arguments) == 1 and type(arguments[0]) is FunctionType and (found := _decorating(self)):
            return contexts.within(arguments[0], lambda: meaning(found[0]), found[1])
        if repr(self) == "responses:activate":
            mock = Placeholder(_binds(self), contexts.BARE[repr(self)])
            return Placeholder(
                _binds(self), lambda manager: contexts.set_up(manager, **replaced(keywords)), mock
            )
        return _noted(
            Placeholder(_binds(self), lambda value: value(*replaced(arguments), **replaced(keywords)), self)
        )

    def __getitem__(self, key: Any) -> Any:
        if _binds(self).live:
            return meaning(self)[key]
        return _noted(Placeholder(_binds(self), lambda value: value[replaced(key)], self))

    def __setitem__(self, key: Any, item: Any) -> None:
        def step(target: Any) -> None:
            target[replaced(key)] = replaced(item)

        if _binds(self).live:
            step(meaning(self))
        else:
            _noted(Placeholder(_binds(self), step, self), changes=True)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        """The base to derive from: the class itself in a test, else one that makes a placeholder."""
        return (meaning(self) if _binds(self).live else type.__new__(_Deriving, "Base", (), {}),)

    def __iter__(self) -> Iterator[Any]:
        return iter(_known(self))

    def __len__(self) -> int:
        return len(_known(self))

    def __contains__(self, item: Any) -> bool:
        return item in _known(self)

    def __bool__(self) -> bool:
        return bool(_known(self))

    def __index__(self) -> int:
        return operator.index(_known(self))

    def __float__(self) -> float:
        return float(_known(self))

    def __format__(self, form: str) -> str:
        return format(_known(self), form) if asked_by_suite(2) else repr(self)

    def __str__(self) -> str:
        return str(_known(self)) if asked_by_suite(2) else repr(self)

    def __eq__(self, other: object) -> Any:
        if not _binds(self).live:
            return self is other
        return meaning(self) == (meaning(other) if type(other) is Placeholder else other)

    def __hash__(self) -> int:
        return object.__hash__(self) if not _binds(self).live else hash(meaning(self))

    def __repr__(self) -> str:
        step = object.__getattribute__(self, "_step")
        return step if type(step) is str else "<of the candidate's file>"

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, meaning(self))


class _Deriving(type):
    """The metaclass for what a class statement derives from while no test runs: it gives a placeholder."""

    def __new__(cls, name: str, bases: tuple[Any, ...], namespace: dict[str, Any], /, **more: Any) -> Any:
        below = namespace["__orig_bases__"]
        base = next(base for base in below if type(base) is Placeholder)
        derived.check(_binds(base), name, below)
        derived.check_for_tests(_binds(base), name, namespace)

        def derive(meant: Any) -> Any:
            if not (is_class(meant) or is_proxy(meant)):
                raise TypeError(f"{name} derives from what is no class")
            meaning_now = {word: _with_defaults(value) for word, value in replaced(namespace).items()}
            return derived.derive(talk(meant), name, replaced(below), meaning_now, replaced(more))

        return _noted(Placeholder(_binds(base), derive, base))


def _operator(operation: Callable[..., Any], *, reflected: bool = False) -> Callable[..., Any]:
    def method(self: Placeholder, *operands: Any) -> Any:
        def step(value: Any) -> Any:
            others = replaced(operands)
            return operation(*others, value) if reflected else operation(value, *others)

        return step(meaning(self)) if _binds(self).live else _noted(Placeholder(_binds(self), step, self))

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and_", "or_", "xor"):
    _word = _name.strip("_")
    setattr(Placeholder, f"__{_word}__", _operator(getattr(operator, _name)))
    setattr(Placeholder, f"__r{_word}__", _operator(getattr(operator, _name), reflected=True))
for _name in ("lt", "le", "gt", "ge", "neg", "abs"):
    setattr(Placeholder, f"__{_name}__", _operator(getattr(operator, _name)))


def _known(placeholder: Placeholder) -> Any:
    """The object that a placeholder represents; a suite that asks for it during its import is at fault."""
    if not _binds(placeholder).live and asked_by_suite(3):
        raise _binds(placeholder).refuse(
            f"what `{placeholder!r}` is would have to be known while the suite is imported, when there is no "
            "submission yet: ask for it in a test or a fixture"
        )
    return meaning(placeholder)


def _noted(placeholder: Placeholder, *, attribute: bool = False, changes: bool = False) -> Placeholder:
    frame = sys._getframe(2)
    if modules := modules_of_step(frame, attribute=attribute):
        place = f"{frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno}"
        _binds(placeholder).note_step(Step(placeholder, tuple(modules), place, changes))
    return placeholder


def _decorating(placeholder: Placeholder) -> tuple[Placeholder, str] | None:
    """What manages the context of a test that `placeholder` decorates, and the name that made it."""
    if (bare := contexts.BARE.get(repr(placeholder))) is not None:
        return Placeholder(_binds(placeholder), bare), bare
    of = object.__getattribute__(placeholder, "_of")
    made_by = "" if of is None else repr(of)
    return (placeholder, made_by) if made_by in contexts.MADE else None


def _binds(placeholder: Placeholder) -> Binds:
    found: Binds = object.__getattribute__(placeholder, "_binds")
    return found


def meaning(placeholder: Placeholder) -> Any:
    """The object that a placeholder represents in the running test."""
    step, of = (object.__getattribute__(placeholder, name) for name in ("_step", "_of"))
    if of is None:
        return _binds(placeholder).named(step)
    meanings = _binds(placeholder).meanings
    if id(placeholder) not in meanings:
        meanings[id(placeholder)] = placeholder, step(meaning(of))
    return meanings[id(placeholder)][1]


def _meant(placeholder: Placeholder) -> Any:
    """The object behind a placeholder, or the placeholder itself if that fails, to explain when used."""
    root = placeholder
    while (of := object.__getattribute__(root, "_of")) is not None:
        root = of
    if not _binds(root).has(object.__getattribute__(root, "_step")):
        return placeholder
    try:
        return meaning(placeholder)
    except BaseException as exc:
        if not is_error(exc) and not isinstance(exc, Trouble):
            raise
        return placeholder  # it is raised again where it is used


def replaced(value: Any, deep: int = 0) -> Any:
    """A copy of `value` with placeholders replaced by their objects; `value` itself if it has none."""
    kind = type(value)
    if kind is Placeholder:
        return _meant(value)
    if deep < _MOST_DEEP and kind in (list, tuple, set, frozenset) and _holds(value):
        return kind([replaced(item, deep + 1) for item in value])
    if deep < _MOST_DEEP and kind is dict and (_holds(value) or _holds(value.values())):
        return {replaced(key, deep + 1): replaced(item, deep + 1) for key, item in value.items()}
    return value


def _with_defaults(value: Any) -> Any:
    """A function whose defaults are placeholders, with their objects in their place; else `value` itself."""
    if type(value) is not FunctionType or not _holds([value.__defaults__, value.__kwdefaults__]):
        return value
    made = FunctionType(
        value.__code__, value.__globals__, value.__name__, replaced(value.__defaults__), value.__closure__
    )
    made.__kwdefaults__ = replaced(value.__kwdefaults__)
    return functools.update_wrapper(made, value)


def _holds(values: Iterable[Any], deep: int = 0) -> bool:
    """Whether any of `values` is a placeholder or a container with one."""
    for value in values:
        kind = type(value)
        if kind is Placeholder:
            return True
        deeper = deep < _MOST_DEEP and kind in (list, tuple, set, frozenset, dict)
        if deeper and (_holds(value, deep + 1) or (kind is dict and _holds(value.values(), deep + 1))):
            return True
    return False


def take(steps: Iterable[Step], module: str, failed: Callable[[str], BaseException]) -> None:
    """Repeats, in order, the `steps` that the suite's module called `module` took at its import.

    Raises:
        BaseException: what `failed` gives for a sentence, where one raises an error, as the import would.
    """
    of_module = [step for step in steps if module in step.modules or EVERY_MODULE in step.modules]
    if len(of_module) > _MOST_STEPS:
        of_module = [step for step in of_module if step.changes]
    for step in of_module:
        try:
            meaning(step.placeholder)
        except BaseException as exc:
            if not is_error(exc):
                raise
            raise failed(f"{step.place}: the suite's import raised {type(exc).__name__}") from None


class Place(NamedTuple):
    """A place in a suite's module that holds placeholders, and what was there."""

    module: str
    holder: Any  # a module, class or function
    name: str
    value: Any

    def fill(self) -> None:
        """Replaces the placeholders by their objects in the running test, as the import would."""
        meant = replaced(self.value)
        self._put(meant)
        if type(self.holder) is not ModuleType and hasattr(type(meant), "__set_name__"):
            type(meant).__set_name__(meant, self.holder, self.name)

    def empty(self) -> None:
        """Puts the placeholders back."""
        self._put(self.value)

    def _put(self, value: Any) -> None:
        if type(self.holder) is ModuleType:
            vars(self.holder)[self.name] = value
        else:
            setattr(self.holder, self.name, value)


class Places:
    """The places in a suite's modules that hold placeholders."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._found: list[Place] = []

    def look_into(self, module: ModuleType) -> None:
        """Records the placeholders in a module, in its classes and in the defaults of its functions."""
        self._look(module, module.__name__, 0)

    def _look(self, holder: Any, module: str, deep: int) -> None:
        if id(holder) in self._seen or deep > _MOST_DEEP:
            return
        self._seen.add(id(holder))
        for name, value in list(vars(holder).items()):
            function = value.__func__ if type(value) in _METHODS else value
            if type(value) is Placeholder or _holds([value]):
                self._found.append(Place(module, holder, name, value))
            elif isinstance(value, type) and value.__module__ == module:
                self._look(value, module, deep + 1)
            elif type(function) is FunctionType and function.__module__ == module:
                for attribute in ("__defaults__", "__kwdefaults__"):
                    defaults = getattr(function, attribute)
                    if _holds([defaults]):
                        self._found.append(Place(module, function, attribute, defaults))

    def fill(self, is_imported: Callable[[str], bool], failed: Callable[[str], BaseException]) -> None:
        """Replaces the placeholders in each place by their objects in the running test.

        Raises:
            BaseException: what `failed` gives for a sentence, where one raises an error in a module that
                `is_imported` for the test, as the import would; elsewhere they stay.
        """
        for place in self._found:
            try:
                place.fill()
            except BaseException as exc:
                if not is_error(exc):
                    raise
                if is_imported(place.module):
                    raise failed(f"`{place.name}`: the suite's import raised {type(exc).__name__}") from None

    def empty(self) -> None:
        """Puts the placeholders back."""
        for place in self._found:
            place.empty()
