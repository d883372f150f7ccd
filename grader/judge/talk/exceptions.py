"""Converts exceptions that the candidate's code raised into exceptions for the suite.

Theory of operation. The sandbox describes an exception by a name, plain arguments and a text, all of them
claims. A built-in class is given these arguments only if that is harmless: it stores them unchanged
(`_KEEPERS`), or they are those that the interpreter itself would pass (`UNICODE_ERRORS`). For any other
class, including those of later Pythons, we make a subclass of ours that is not initialized and has our own
text.
"""

from __future__ import annotations

import builtins
import functools
import re
from typing import Any

from ...text import printable
from ...wire.arguments import SCALARS, parts, tell_about
from ...wire.messages import MAX_TEXT, Raised
from .proxies import is_class, is_proxy, shown
from .suite_objects import is_of_suite

# Raising these would steer the judge rather than inform the suite, or they cannot be made from a text.
_NOT_REBUILT = (BaseExceptionGroup,)

BUILTIN_EXCEPTIONS: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, _NOT_REBUILT)
}

# What `except Exception` does not catch, and ends a program, a generator or a task.
_INTERRUPTS: dict[str, type[BaseException]] = {
    kind.__name__: kind for kind in (SystemExit, KeyboardInterrupt, GeneratorExit)
}
# What a class of the candidate's may derive from here; it is made, never raised by the interpreter itself.
BASES_OF_EXCEPTIONS: dict[str, type[BaseException]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if (isinstance(kind, type) and issubclass(kind, Exception)) or kind is BaseException
} | _INTERRUPTS

# These have nothing but their arguments.
_PLAIN = (
    "ArithmeticError", "AssertionError", "BufferError", "EOFError", "Exception", "FloatingPointError",
    "IndexError", "KeyError", "LookupError", "MemoryError", "NotImplementedError", "OverflowError",
    "PythonFinalizationError", "RecursionError", "ReferenceError", "RuntimeError", "SystemError", "TypeError",
    "UnicodeError", "ValueError", "ZeroDivisionError", "StopAsyncIteration",
)  # fmt: skip
# These also keep references to some arguments, and show them as any value is shown.
_REFERRING = (AttributeError, ImportError, NameError, OSError, StopIteration)
_KEEPERS = {kind for name, kind in BUILTIN_EXCEPTIONS.items() if name in _PLAIN} | {
    kind for kind in BUILTIN_EXCEPTIONS.values() if issubclass(kind, (*_REFERRING, Warning))
}
# These store indices into an object of that type, and CPython trusts that they are within it.
UNICODE_ERRORS: dict[type[BaseException], tuple[type, ...]] = {
    UnicodeDecodeError: (str, bytes, int, int, str),
    UnicodeEncodeError: (str, str, int, int, str),
    UnicodeTranslateError: (str, int, int, str),
}
_LINE, _FILE, _TEXT, _INSIDE = (f"{what}_of_submission" for what in ("line", "file", "text", "exception"))
_PASSED_IN = "_passed_to_submission"
_OF_PYTHON = ("builtins", "asyncio")
_MOST_BASES, _MOST_NAME, _MOST_CAUSES = 12, 100, 3
_MOST_MEMBERS = 8
# No file has more lines, and no number of bytes written is larger.
_MOST_LINE, _MOST_WRITTEN = 1 << 23, 1 << 31
_MOST_FILE = 200


# As Python itself ends the text of an error of syntax.
_PLACE = re.compile(r" \((?:[^()\n]{1,200}, )?line \d{1,9}\)$")


class CandidateError(Exception):
    """Represents an exception whose class is not built in, or would harm the judge if raised."""


class CandidateInterrupt(BaseException):
    """Represents an exception that `except Exception` does not catch."""


BASES_OF_EXCEPTIONS |= {"BaseExceptionGroup": CandidateInterrupt, "ExceptionGroup": CandidateError}
# What shows one of these reads places from it, which would be the candidate's.
BASES_OF_EXCEPTIONS |= dict.fromkeys(("SyntaxError", "IndentationError", "TabError"), CandidateError)


def told_text(exc: BaseException) -> str | None:
    """The text that the sandbox sent for an exception of the candidate's; None if none was raised."""
    text: str | None = _state(exc).get(_TEXT)
    return text


def tell_text(exc: BaseException, text: str) -> None:
    """Lets an exception of the candidate's that nobody raised, such as a warning, show itself by `text`."""
    _state(exc).setdefault(_TEXT, text)


def _state(exc: BaseException) -> dict[str, Any]:
    state: dict[str, Any] = BaseException.__dict__["__dict__"].__get__(exc)
    return state


def _tell(argument: Any, text: str) -> None:
    """Lets the only argument of an exception show itself by the exception's text, which is its own."""
    if isinstance(argument, BaseException):
        _state(argument).setdefault(_TEXT, text)
    elif not is_class(argument):
        object.__setattr__(argument, "_grade_text", text)


def shown_without_asking(proxy: Any) -> str:
    """The text of a proxy that is here already: that of the exception it is the argument of, or our own."""
    try:
        text: str = object.__getattribute__(proxy, "_grade_text")
    except AttributeError:
        return shown(proxy)
    return text


class _Told:
    """A mixin for our exception classes that returns the text sent by the sandbox."""

    def __str__(self) -> str:
        text: str = vars(self)[_TEXT]
        return text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def showable(raised: Raised) -> Raised:
    """Bounds the fields of `raised`: drops arguments too many to be shown, and shortens long texts."""
    text, line = raised.text[:MAX_TEXT], raised.line
    names = tuple(name[:_MOST_NAME] if type(name) is str else "" for name in raised.type_names[:_MOST_BASES])
    return raised._replace(
        type_names=names,
        arguments=(text,) if parts(raised.arguments) is None else raised.arguments,
        text=text,
        line=line if line is None or 0 < line <= _MOST_LINE else None,
        cause=_cause(raised.cause) if raised.cause else None,
        file=None if raised.file is None else printable(raised.file, _MOST_FILE),
        more=_more(raised.more),
    )


def _more(fields: tuple[Any, ...], depth: int = 0) -> tuple[Any, ...]:
    """The further fields of an exception, if each has its type and is within bounds; else nothing."""
    if tuple(map(type, fields)) not in (
        (type(None), bool, tuple, tuple, tuple),
        (tuple, bool, tuple, tuple, tuple),
    ):
        return ()
    context, suppressed, notes, members, about = fields
    if len(members) > _MOST_MEMBERS or depth > _MOST_CAUSES:
        members = ()
    found = [_cause(member, depth + 1) if type(member) is tuple else None for member in members]
    texts = tuple(note[:MAX_TEXT] for note in notes[:_MOST_MEMBERS] if type(note) is str)
    told = about if parts(about) is not None else ()
    return _cause(context, depth + 1), suppressed, texts, tuple(found) if all(found) else (), told


def _cause(fields: tuple[Any, ...] | None, depth: int = 0) -> tuple[Any, ...] | None:
    cause = as_raised(fields) if fields and depth <= _MOST_CAUSES else None
    if cause is None:
        return None
    below = _cause(cause.cause, depth + 1)
    more = _more(cause.more, depth + 1)
    return tuple(showable(cause._replace(cause=None, more=()))._replace(cause=below, more=more))[1:]


def rebuilt(raised: Raised, own: BaseException | None = None) -> BaseException:
    """Makes the suite's exception, of the built-in class of that name or of a new class with it.

    `raised` must come from `showable`. For a class of the candidate's own we make a class of that name below
    its nearest built-in base, so that `pytest.raises(ValueError)` accepts a subclass of `ValueError`, as it
    would in one process. If the class already exists here, `own` is the exception of that class.
    """
    if own is not None and vars(type(own)).get("_grade_builtin") is None:
        return own  # the suite's, which it has raised itself or passed in
    exc = own if own is not None else _group(raised) or _of_built_in(raised)
    if own is not None:
        BaseException.__dict__["args"].__set__(exc, raised.arguments)
    elif len(exc.args) == 1 and is_proxy(exc.args[0]):
        _tell(exc.args[0], raised.text)
    # Not as a note: `pytest.raises(match=...)` would take it for a part of the text.
    _state(exc).update(
        {_LINE: raised.line, _FILE: raised.file, _TEXT: raised.text, _INSIDE: raised.exception}
    )
    if raised.cause is not None:
        exc.__cause__ = _again(raised.cause)
    if raised.more:
        context, suppressed, notes, _, about = raised.more
        if context is not None:
            exc.__context__ = _again(context)
        exc.__suppress_context__ = suppressed
        for note in notes:
            BaseException.add_note(exc, note)
        if own is None:  # else it is asked inside
            tell_about(exc, about)
    return exc


def _again(fields: tuple[Any, ...]) -> BaseException:
    raised = Raised(0, *fields)
    return rebuilt(raised, own_of(raised))


def _group(raised: Raised) -> BaseException | None:
    """The exception group that was sent, with its members; None if it is not a group."""
    if raised.type_names[:1] != ("ExceptionGroup",) or not raised.more or not raised.more[3]:
        return None
    members = [_again(member) for member in raised.more[3]]
    known = [each for each in members if isinstance(each, Exception)]
    return ExceptionGroup(raised.text.rpartition(" (")[0], known) if known else None


def as_raised(fields: tuple[Any, ...]) -> Raised | None:
    """Makes a `Raised` from fields without a token; None if their types are wrong."""
    kinds = tuple(map(type, fields))
    if len(kinds) != len(Raised._fields) - 1 or kinds[:3] != (tuple, tuple, str):
        return None
    if kinds[3] not in (int, type(None)) or kinds[5] not in (tuple, type(None)):
        return None
    if kinds[6] not in (str, type(None)) or kinds[7] is not tuple:
        return None
    return Raised(0, *fields)


def own_of(raised: Raised) -> BaseException | None:
    """The exception of a candidate's class that was sent in `raised`; None if there is none."""
    exc = raised.exception
    return exc if isinstance(exc, BaseException) and not vars(type(exc)).get("_grade_builtin") else None


def inside(exc: BaseException) -> Any:
    """The proxy of the original exception from which `exc` was rebuilt; None if it was not."""
    return _state(exc).get(_INSIDE)


def _of_built_in(raised: Raised) -> BaseException:
    names = raised.type_names
    name = names[0] if names else ""
    if name in _INTERRUPTS and "Exception" not in names:
        return _INTERRUPTS[name](*_harmless(_INTERRUPTS[name], raised))
    kind: type[BaseException] | None = BUILTIN_EXCEPTIONS.get(name)
    base = kind
    if kind is None or base is None:
        base = next((BUILTIN_EXCEPTIONS[word] for word in names if word in BUILTIN_EXCEPTIONS), None)
        if base is None or base is Exception:
            base = CandidateInterrupt if base is None and "BaseException" in names else CandidateError
        kind = _named(name, base)  # type: ignore[arg-type] # a class can be hashed
    return _made(kind, base, _harmless(base, raised), raised.text)


def _harmless(base: type[BaseException], raised: Raised) -> tuple[Any, ...]:
    """The arguments for a built-in class, which are shown without asking for anything inside.

    Of objects among them only a single one can be shown so, by the text of the whole. `OSError` looks into
    its arguments, and gets nothing but scalars.
    """
    if all(type(argument) in SCALARS for argument in raised.arguments):
        return raised.arguments
    found = parts(raised.arguments) or []
    fine = len(found) == 1 or not any(map(is_proxy, found))
    return raised.arguments if fine and not issubclass(base, OSError) else (raised.text,)


def is_rebuilt(exc: BaseException) -> bool:
    """Whether `exc` was made by `rebuilt`."""
    return _LINE in _state(exc)


def is_error(exc: BaseException) -> bool:
    """Whether `exc` is an error; whatever the candidate's code raised is one, such as `SystemExit`."""
    return isinstance(exc, Exception) or is_rebuilt(exc)


def is_answer(exc: BaseException) -> bool:
    """Whether `exc`, which a function of the suite raised, is raised where the candidate's code called it.

    Others end the test, such as `pytest.fail.Exception`.
    """
    kind = type(exc)
    theirs = (*_INTERRUPTS, "BaseException", "CancelledError")
    if is_error(exc) or (kind.__name__ in theirs and kind.__module__.partition(".")[0] in _OF_PYTHON):
        return True
    return is_of_suite(exc)


def mark_passed_in(exc: BaseException) -> None:
    """Notes that the candidate's code was given `exc`, so that it is its own if it comes out again."""
    _state(exc)[_PASSED_IN] = True


def without_interrupt(exc: KeyboardInterrupt) -> BaseException:
    """What to raise for `exc` so that pytest goes on: one like it if the candidate's code raised it."""
    if not (is_rebuilt(exc) or _PASSED_IN in _state(exc)):
        return exc
    like: BaseException = _named(type(exc).__name__, CandidateInterrupt)(*exc.args)
    _state(like).update(_state(exc))
    return like.with_traceback(exc.__traceback__)


def place_of_submission(exc: BaseException, whole: str = "the submission") -> str:
    """The place in the submission that raised a rebuilt exception, or an empty string."""
    line, file = _state(exc).get(_LINE), _state(exc).get(_FILE)
    return f"line {line} of {file or whole}" if line else ""


def told_place(raised: Raised) -> str:
    """The place in the submission that raised, in brackets; empty if unknown."""
    file = f"{raised.file}, " if raised.file else ""
    return f" ({file}line {raised.line})" if raised.line else ""


def told_failure(raised: Raised) -> str:
    """Describes what was raised, its text and place; a syntax error's own mention of the line is cut."""
    name = (raised.type_names or ("",))[0] or "an exception"
    text = _PLACE.sub("", raised.text) if raised.line else raised.text
    if name == "SystemExit" and text in ("None", ""):
        return f"it ends the program (SystemExit){told_place(raised)}"
    return f"{name}{': ' if text else ''}{text}{told_place(raised)}"


# A class is garbage that only the collector finds, so the same one is not made again and again.
@functools.lru_cache(maxsize=64)
def _named(name: str, base: type[BaseException]) -> type[BaseException]:
    safe = name if name.isascii() and name.isidentifier() else "CandidateError"
    return type(safe, (base,), {"__module__": "solution"})


def _made(
    kind: type[BaseException], base: type[BaseException], arguments: tuple[Any, ...], text: str
) -> BaseException:
    """Makes an exception of the class `kind`, which is `base` or a class of ours derived from it."""
    if issubclass(base, SyntaxError):
        return kind(text)  # a second argument would be taken apart; where it was no place nothing can show it
    keeps = base in (CandidateError, CandidateInterrupt) or base in _KEEPERS
    if (keeps and _is_kept(base, arguments)) or is_unicode_error(base, arguments):
        return kind(*arguments)
    made = _told(kind)  # type: ignore[arg-type] # as above
    exc = made.__new__(made)
    exc.args = (text,)
    vars(exc)[_TEXT] = text
    return exc


@functools.lru_cache(maxsize=64)
def _told(kind: type[BaseException]) -> type[BaseException]:
    return type(kind.__name__, (_Told, kind), {"__module__": kind.__module__})


def _is_kept(base: type[BaseException], arguments: tuple[Any, ...]) -> bool:
    # The third argument of BlockingIOError is stored as a C integer if it is a number.
    number = arguments[2] if base is BlockingIOError and len(arguments) > 2 else None
    if type(number) in (bool, int, float):
        return type(number) is int and 0 <= number < _MOST_WRITTEN
    return True


def is_unicode_error(base: type[BaseException], arguments: tuple[Any, ...]) -> bool:
    """Whether `arguments` are as the interpreter itself passes them to `base`, one of `UNICODE_ERRORS`."""
    if UNICODE_ERRORS.get(base) != tuple(map(type, arguments)):
        return False
    *_, text, start, end, _reason = arguments
    return bool(0 <= start <= end <= len(text))
