"""Numbers the suite's functions and iterators that the candidate's code may call during a test."""

from __future__ import annotations

import builtins
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from types import AsyncGeneratorType, FunctionType, GeneratorType
from typing import Any

from ...wire.arguments import SCALARS
from ...wire.frames import WireError
from ...wire.messages import LOOPS, Callback, Raised, Returned
from .careful import unless_it_makes_classes
from .confined import Confined
from .exceptions import is_answer, mark_passed_in
from .loops import Loops
from .proxies import is_class, is_proxy
from .suite_modules import module_for_suite
from .suite_objects import SuiteObject, is_lent

_CONFINED = Confined()
_MOST_TEXT = 4000
_SENT = (*SCALARS, tuple, list, dict)
_KINDS = {
    inspect.CO_GENERATOR: "generator", inspect.CO_COROUTINE: "coroutine",
    inspect.CO_ASYNC_GENERATOR: "async generator",
}  # fmt: skip
_ANY_KIND = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_ANY_PARAMETERS = (("args", 2, ()), ("kwargs", 4, ()))
_STEPS = {
    "next": next, "send": GeneratorType.send, "throw": GeneratorType.throw, "close": GeneratorType.close
}  # fmt: skip
_ASYNC_STEPS = {
    "next": anext, "send": AsyncGeneratorType.asend, "throw": AsyncGeneratorType.athrow,
    "close": AsyncGeneratorType.aclose,
}  # fmt: skip


class Functions:
    """The suite's functions that the candidate's code may call in one test, and how many calls are left."""

    def __init__(self, calls: int, loops: Loops) -> None:
        """`loops` run what is asynchronous among them."""
        self._calls_left = calls
        self._loops = loops
        self._functions: list[Callable[..., Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []
        self._of_loops = {LOOPS}  # numbers of those that begin something in an event loop

    def number_of(self, function: Callable[..., Any]) -> int:
        """The number by which the sandbox calls `function`; always the same one."""
        makes_classes = unless_it_makes_classes(function) is not function
        return self._number_of(function, _refused if makes_classes else function)

    def number_of_object(self, value: object) -> int:
        """The number by which the sandbox uses an object of the suite."""
        return self._number_of(value, SuiteObject(value, self._loops.begin))

    def number_of_class(self, kind: type, use: Callable[..., Any]) -> int:
        """The number by which the sandbox makes objects of a class of the suite; `use` makes them."""
        return self._number_of(kind, use)

    def number_of_name(self, value: object) -> int:
        """The number by which the sandbox sends back an object of which it uses a copy of its own."""
        return self._number_of(value, _refused)

    def number_of_async(self, function: Callable[..., Coroutine[Any, Any, Any]]) -> int:
        """The number of a coroutine function; a call by that number begins the coroutine."""
        return self._number_in_loop(
            function, lambda *args, **keywords: self._loops.begin(function(*args, **keywords))
        )

    def number_of_coroutine(self, coroutine: Coroutine[Any, Any, Any]) -> int:
        """The number of a function that begins `coroutine`."""
        return self._number_in_loop(coroutine, lambda: self._loops.begin(coroutine))

    def kept(self, number: int) -> Any:
        """The suite's object that has that number.

        Raises:
            WireError: nothing has.
        """
        if not 0 <= number < len(self._kept):
            raise WireError("nothing of the suite's has that number")
        return self._kept[number]

    def module_for_suite(self, told: Any) -> Any:
        """What to tell the suite for the name `told` of a function's module."""
        return module_for_suite(told, self._kept)

    def has_method(self, owner: type, name: str) -> bool:
        """Whether one of the functions is the method `name` in the body of the suite's class `owner`."""
        wanted = (owner.__module__, f"{owner.__qualname__}.{name}")
        functions = [each for each in self._kept if type(each) is FunctionType]
        return any((each.__module__, each.__qualname__) == wanted for each in functions)

    def number_of_iterator(self, iterator: Iterator[Any]) -> int:
        """The number of a function that takes a step of an iterator or generator."""
        steps: Any = _STEPS if type(iterator) is GeneratorType else {"next": next}

        def step(how: str, *argument: Any) -> tuple[bool, Any]:
            try:
                return True, steps[how](iterator, *argument)
            except StopIteration as stop:
                return False, stop.value

        return self._number_of(iterator, step)

    def number_of_async_iterator(self, iterator: AsyncIterator[Any]) -> int:
        """The number of a function that begins a step of an asynchronous iterator or generator."""
        steps: Any = _ASYNC_STEPS if type(iterator) is AsyncGeneratorType else {"next": anext}

        async def taken(how: str, *argument: Any) -> tuple[bool, Any]:
            try:
                return True, await steps[how](iterator, *argument)
            except StopAsyncIteration:
                return False, None

        def step(how: str, *argument: Any) -> Any:
            return self._loops.begin(taken(how, *argument))

        return self._number_in_loop(iterator, step)

    def is_of_loops(self, call: Callback) -> bool:
        """Whether a call is about the event loops, which live in one thread."""
        word = call.arguments[0] if call.arguments else None
        return call.number in self._of_loops or (type(word) is str and word == "await")

    def called(self, number: int) -> Callable[..., Any]:
        """The function with that number; counts the call.

        Raises:
            WireError: there is none, or there were too many calls.
        """
        self._calls_left -= 1
        if number == LOOPS and self._calls_left >= 0:
            return self._loops.asked
        if not 0 <= number < len(self._functions) or self._calls_left < 0:
            raise WireError("a call-back that cannot be")
        return self._functions[number]

    def reply(self, call: Callback) -> tuple[Returned | Raised, BaseException | None]:
        """Runs a function that the candidate's code calls; returns the reply, and what ends the test or None.

        Several threads may do so at once.

        Raises:
            WireError: there is none, or there were too many calls.
        """
        function = self.called(call.number)
        try:
            with _CONFINED:
                return Returned(call.serial, function(*call.arguments, **call.keywords)), None
        except MemoryError:
            raise
        except BaseException as exc:  # noqa: BLE001 - the candidate's code sees it
            if is_answer(exc):
                mark_passed_in(exc)
                return Raised(call.serial, *told(exc), None, exc), None
            # Such as pytest.fail: the suite's decision, no answer.
            return Raised(call.serial, ("RuntimeError",), ("the test is over",), "the test is over"), exc

    def _number_in_loop(self, value: object, function: Callable[..., Any]) -> int:
        number = self._number_of(value, function)
        self._of_loops.add(number)
        return number

    def _number_of(self, value: object, function: Callable[..., Any]) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._functions)
            self._functions.append(function)
            self._kept.append(value)  # so that its id stays taken
        return number


def facts_of(function: FunctionType) -> tuple[Any, ...] | None:
    """What decorators look for: parameters, docstring, annotations, attributes, and the kind of function.

    A parameter is its name, its kind as a number, and its default in a tuple. What cannot be sent is left
    out, and so are the names of tests and their modules.
    """
    code, defaults = function.__code__, function.__defaults__ or ()
    keywords = function.__kwdefaults__ or {}
    sort = _KINDS.get(code.co_flags & _ANY_KIND, "")
    if not all(map(_can_be_default, (*defaults, *keywords.values()))):
        return (None, {}, {}, _ANY_PARAMETERS, sort) if sort else None
    names = code.co_varnames
    positional, keyword_only = code.co_argcount, code.co_kwonlyargcount
    parameters: list[tuple[str, int, tuple[Any, ...]]] = []
    for place, name in enumerate(names[:positional]):
        after = place - (positional - len(defaults))
        kind = 0 if place < code.co_posonlyargcount else 1
        parameters.append((name, kind, defaults[after : after + 1] if after >= 0 else ()))
    rest = names[positional + keyword_only :]
    if code.co_flags & inspect.CO_VARARGS:
        parameters.append((rest[0], 2, ()))
        rest = rest[1:]
    parameters += [
        (name, 3, (keywords[name],) if name in keywords else ())
        for name in names[positional : positional + keyword_only]
    ]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        parameters.append((rest[0], 4, ()))
    noted = {name: value for name, value in function.__annotations__.items() if _can_be_sent(value)}
    attributes = {name: value for name, value in vars(function).items() if type(value) in SCALARS}
    doc = function.__doc__[:_MOST_TEXT] if type(function.__doc__) is str else None
    return doc, noted, attributes, tuple(parameters), sort


def _refused(*arguments: Any, **keywords: Any) -> Any:
    raise TypeError("this cannot be called by the candidate's code")


def _can_be_default(value: object) -> bool:
    return type(value) in SCALARS or is_proxy(value)


def _can_be_sent(annotation: object) -> bool:
    if _can_be_default(annotation) or is_class(annotation):
        return True
    if isinstance(annotation, type) and is_lent(annotation):
        return True
    name = getattr(annotation, "__name__", "")
    return type(annotation) is type and vars(builtins).get(name) is annotation


def told(exc: BaseException) -> tuple[tuple[str, ...], tuple[Any, ...], str]:
    """The names of an exception's classes, its arguments if these are plain, and its text."""
    names = tuple(kind.__name__ for kind in type(exc).__mro__)
    scalars = all(type(argument) in _SENT for argument in exc.args)
    return names, exc.args if scalars else (str(exc),), str(exc)
