"""Describes exceptions to the judge as data, and rebuilds those that the judge sends."""

from __future__ import annotations

import builtins

from grader.wire import library
from grader.wire.arguments import about, parts
from grader.wire.messages import MAX_TEXT, Raised

from .classes import bases, class_name, is_below
from .objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SOLUTION_FILE = "solution.py"
NOTEBOOK_FILE = "solution.ipynb"
# Where submissions of several files lie, and what is given to any.
FOLDER = "/tmp/submission"
_MAX_PLACE = 200
_BUILTINS = dict(vars(builtins))
_MAX_BASES = 12
_MAX_CAUSES = 3
_MAX_MEMBERS = _MAX_NOTES = 8
_OS_ERRORS = {id(kind) for kind in _BUILTINS.values() if isinstance(kind, type) and issubclass(kind, OSError)}
# By identity, as above: a class whose metaclass says that it equals them is another one.
_SYNTAX_ERRORS = frozenset(map(id, (SyntaxError, IndentationError, TabError)))


class Exceptions:
    """Describes exceptions to the judge; the exceptions themselves stay in the sandbox."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def describe(self, token: int, exc: BaseException, depth: int = 0) -> Raised:
        """Describes an exception to the judge; cannot fail, whatever the exception's class does."""
        names = tuple(map(class_name, bases(type(exc))[:_MAX_BASES]))
        text = _text(exc)
        cause = BaseException.__dict__["__cause__"].__get__(exc)
        line, file = _place(exc)
        told = None
        if cause is not None and depth < _MAX_CAUSES:
            _, *told = tuple.__iter__(self.describe(token, cause, depth + 1))
        more = self._more(exc, depth, told_cause=cause is not None)
        fields = (
            names,
            _arguments(exc, text),
            text,
            line,
            self._objects.handle(exc),
            told and tuple(told),
            file,
            more,
        )
        return tuple.__new__(Raised, (token, *fields))

    def _more(self, exc: BaseException, depth: int, *, told_cause: bool) -> tuple[Any, ...]:
        context = BaseException.__dict__["__context__"].__get__(exc)
        suppressed = BaseException.__dict__["__suppress_context__"].__get__(exc)
        notes = _notes(exc)
        told = None
        if context is not None and not told_cause and depth < _MAX_CAUSES:
            _, *told = tuple.__iter__(self.describe(0, context, depth + 1))
        members: list[Any] = []
        if type(exc) is ExceptionGroup and depth < _MAX_CAUSES and len(exc.exceptions) <= _MAX_MEMBERS:
            for member in exc.exceptions:
                _, *fields = tuple.__iter__(self.describe(0, member, depth + 1))
                members.append(tuple(fields))
        told_about = about(exc)
        found = (told and tuple(told), suppressed, notes, tuple(members), told_about)
        return found if told or suppressed or notes or members or told_about else ()


def _notes(exc: BaseException) -> tuple[str, ...]:
    found = BaseException.__dict__["__dict__"].__get__(exc).get("__notes__")
    if type(found) is not list:
        return ()
    notes: list[str] = []
    for note in found[:_MAX_NOTES]:
        if type(note) is str:
            notes.append(note[:MAX_TEXT])  # noqa: PERF401 - a comprehension is a function that can be found
    return tuple(notes)


def told_apart(exc: BaseException) -> Raised:
    """Describes an exception of our own, without a reference to it."""
    return Raised(0, (class_name(type(exc)),), (), _text(exc))


def rebuild(raised: Raised) -> BaseException:
    """The exception that the suite's function raised: the original object if it is ours, else a new one."""
    exc = tuple.__getitem__(raised, 5)
    if is_below(type(exc), BaseException):
        return exc  # type: ignore[no-any-return]
    return _rebuilt(raised.type_names, raised.arguments, raised.text)


def _rebuilt(names: tuple[str, ...], arguments: tuple[Any, ...], text: str) -> BaseException:
    for name in names:
        kind = _BUILTINS.get(name)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            try:
                return kind(*arguments)
            except TypeError:
                continue
    return RuntimeError(text)


library.take_exceptions(_rebuilt)


def _text(exc: BaseException) -> str:
    try:
        text = str(exc)
        return str.__str__(text)[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - the candidate's own `__str__`
        return ""


def _arguments(exc: BaseException, text: str) -> tuple[Any, ...]:
    arguments: tuple[Any, ...] = BaseException.__dict__["args"].__get__(exc)
    if id(type(exc)) in _OS_ERRORS and len(arguments) == 2:
        file, other = OSError.__dict__["filename"].__get__(exc), OSError.__dict__["filename2"].__get__(exc)
        if file is not None:  # which is no longer one of the arguments
            arguments += (file,) if other is None else (file, None, other)
    return arguments if parts(arguments) is not None else (text,)


def _place(exc: BaseException) -> tuple[int | None, str | None]:
    """The last line of the candidate's code that the exception passed through, and its file."""
    line = place = None
    if id(type(exc)) in _SYNTAX_ERRORS:
        name = _file(exc.filename)  # type: ignore[attr-defined]
        if name is not None:
            line, place = exc.lineno, name  # type: ignore[attr-defined]
    traceback = BaseException.__dict__["__traceback__"].__get__(exc)
    while traceback is not None:
        name = _file(traceback.tb_frame.f_code.co_filename)
        if name is not None:
            line, place = traceback.tb_lineno, name
        traceback = traceback.tb_next
    return (line, place or None) if type(line) is int else (None, None)


def _file(name: object) -> str | None:
    """The candidate's file of that name: empty if there is only one; None if it is not the candidate's."""
    if type(name) is not str:
        return None
    if name == SOLUTION_FILE:
        return ""
    if name.startswith(FOLDER + "/"):
        return name[len(FOLDER) + 1 :][:_MAX_PLACE]
    return name[:_MAX_PLACE] if name.startswith(NOTEBOOK_FILE + " ") else None
