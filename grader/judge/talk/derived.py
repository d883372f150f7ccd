"""Makes the suite's classes that derive from one of the candidate's: inside, with call-backs for methods."""

from __future__ import annotations

import builtins
import enum
import functools
import sys
from typing import Any, Protocol

from ...wire.messages import Verb
from .sent_annotations import noted_in_body

_CLASS = (
    "__import__('types').new_class(called, bases, more, "
    "lambda new: [new.__setitem__(name, space[name]) for name in space])"
)
_ABOVE = "super(kind, it)"
# Function objects in a class's namespace, by what makes them again, and the names of what they are made of.
_WRAPPERS: dict[type, tuple[str, tuple[str, ...]]] = {
    property: ("property(fget, fset, fdel)", ("fget", "fset", "fdel")),
    staticmethod: ("staticmethod(__func__)", ("__func__",)),
    classmethod: ("classmethod(__func__)", ("__func__",)),
    functools.cached_property: ("__import__('functools').cached_property(func)", ("func",)),
    enum.auto: ("__import__('enum').auto()", ()),
}
# What the compiler leaves in a namespace for the class here, and for those who read its source.
_LEFT_OUT = frozenset(
    (
        "__module__", "__orig_bases__", "__classcell__", "__classdictcell__", "__annotations__",
        "__annotate__", "__annotate_func__", "__conditional_annotations__", "__firstlineno__",
        "__static_attributes__",
    )
)  # fmt: skip


class Refuses(Protocol):
    """Ends what is the author's fault."""

    def refuse(self, message: str) -> BaseException:
        """Ends the test by its author's fault: returns the exception to raise."""


class Makes(Refuses, Protocol):
    """The part of the conversation that derived classes need."""

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and returns the answer: a plain value or a proxy."""

    def note_class(self, made: Any) -> None:
        """Records a class that the suite made below one of the candidate's."""


def check(refuses: Refuses, called: str, bases: tuple[Any, ...]) -> None:
    """Refuses a class statement whose `bases` are not all the candidate's or built-in."""
    for base in bases:
        if type(base) is type and base.__module__ != "builtins":
            raise refuses.refuse(
                f"the suite's class {called} derives from the candidate's and from {base.__name__}, which "
                "is not inside: write what it needs of that into it"
            )


def check_for_tests(refuses: Refuses, called: str, namespace: dict[str, Any]) -> None:
    """Refuses a class statement at the top of a suite whose tests nobody would find, since it is inside."""
    test = next((name for name in namespace if name.startswith("test_") and callable(namespace[name])), None)
    if test is not None:
        raise refuses.refuse(
            f"the suite's class {called} has tests, such as {test}, and derives from what is inside: write "
            "them as functions, or in a class without that base"
        )


def derive(
    conversation: Makes, called: str, bases: tuple[Any, ...], namespace: dict[str, Any], more: dict[str, Any]
) -> Any:
    """Makes a class of the suite's inside; returns what represents it here.

    `bases` and `namespace` are those of the class statement, `more` are its keywords.
    """
    check(conversation, called, bases)
    if "__classcell__" in namespace:  # one of its functions has `super`, or one within it that is decorated
        vars(sys.modules.get(namespace["__module__"], builtins)).setdefault("super", _super)
    space: dict[str, Any] = {"__module__": "solution"}
    for name, value in namespace.items():
        if name not in _LEFT_OUT:
            space[name] = sendable(conversation, value)
    if noted := noted_in_body(lambda text, **names: conversation.ask(Verb.MAKE, text, **names), namespace):
        space["__annotations__"] = noted
    made = conversation.ask(Verb.MAKE, _CLASS, called=called, bases=bases, space=space, more=more)
    conversation.note_class(made)
    if (cell := namespace.get("__classcell__")) is not None:
        cell.cell_contents = made  # what `super()` in a method begins with
    return made


class _InPlace(type):
    """The metaclass for what a class statement derives from in the place of an object that is no class."""

    def __new__(cls, name: str, bases: tuple[Any, ...], namespace: dict[str, Any], /, **more: Any) -> Any:
        conversation = next(vars(base)["conversation"] for base in bases if type(base) is _InPlace)
        return derive(conversation, name, namespace["__orig_bases__"], namespace, more)


def in_place_of(conversation: Makes) -> type:
    """A base for a class statement whose own base is an object inside that only Python there understands."""
    return type.__new__(_InPlace, "Base", (), {"conversation": conversation})


def sendable(conversation: Makes, value: Any) -> Any:
    """What to send for a value of a class's namespace: of a property, what makes it again inside."""
    if type(value) in _WRAPPERS:
        expression, names = _WRAPPERS[type(value)]
        parts = {name: sendable(conversation, getattr(value, name)) for name in names}
        return conversation.ask(Verb.MAKE, expression, **parts)
    return value


class _Above:
    """What `super()` gives in a method of a class made inside: the attributes of the classes above it."""

    def __init__(self, conversation: Makes, above: Any) -> None:
        object.__setattr__(self, "_grade_talk", conversation)
        object.__setattr__(self, "_grade_above", above)

    def __getattribute__(self, name: str) -> Any:
        conversation, above = (object.__getattribute__(self, own) for own in ("_grade_talk", "_grade_above"))
        return conversation.ask(Verb.GET, above, name)


def _super(*arguments: Any) -> Any:
    """Does what `super` does, also for classes that were made inside."""
    if not arguments:
        frame = sys._getframe(1)
        if not frame.f_code.co_argcount or "__class__" not in frame.f_locals:
            raise RuntimeError("super(): no arguments")
        arguments = frame.f_locals["__class__"], frame.f_locals[frame.f_code.co_varnames[0]]
    kind, *its = arguments
    conversation = _conversation(kind)
    if conversation is None or not its:
        return builtins.super(*arguments)
    return _Above(conversation, conversation.ask(Verb.MAKE, _ABOVE, kind=kind, it=its[0]))


def _conversation(kind: Any) -> Any:
    """The conversation of a class that is inside; None for one that is here."""
    own: Any = type.__dict__["__dict__"].__get__(kind) if isinstance(kind, type) else {}
    return own.get("_grade_talk")
