"""Hides the worker's objects from the candidate's code, which shares its process.

That code shares our process, and whoever knows where to look finds everything in it (`ctypes` reads all
memory): what the worker says is a claim, and remains one. But a file that only pretends to be a solution must
not find the worker by the means that Python itself offers. Besides frames (see start.py), those are:

- modules: they are removed from `sys.modules`, with their finder, before the file is loaded;
- the collector: objects that lead to our functions are removed from its lists, so that neither
  `gc.get_objects` nor `gc.get_referrers` finds them, not even after `gc.unfreeze`;
- classes: they are removed from the lists behind `__subclasses__`;
- functions of ours that the candidate's code may call: they are built-in ones, which refer to nothing.

So every object that is alive while the candidate's code runs either leads to no function of ours, or goes
through `conceal`.
"""

from __future__ import annotations

import _ctypes
import _weakref
import gc
import struct
import sys
from itertools import takewhile
from types import (
    BuiltinFunctionType,
    CellType,
    ClassMethodDescriptorType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)  # fmt: skip

from . import kernel, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_OURS = ("worker", "grader", "__main__")
# What may be found: start.py gives these built-ins of their own.
_VISIBLE = (
    "worker.visible",
    "worker.suite_functions",
    "worker.lent_classes",
    "worker.fast_loop",
    "worker.virtual_waits",
    "worker.virtual_sockets",
    "grader.wire.steps",
    "grader.wire.tuples",
)
_HOLDERS = (
    list, tuple, set, frozenset, CellType, MethodType, staticmethod, classmethod, property,
    ClassMethodDescriptorType, GetSetDescriptorType, MemberDescriptorType,
)  # fmt: skip
_ONE_ARGUMENT = 8  # METH_O
_API = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI

_before = len(gc.get_objects(0))


class _Object(_ctypes._SimpleCData):  # type: ignore[type-arg]  # it is generic for type checkers only
    _type_ = "O"


class _Address(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "P"


class _OnObject(_ctypes.CFuncPtr):
    _flags_ = _API
    _argtypes_ = (_Object,)
    _restype_ = None


class _NewFunction(_ctypes.CFuncPtr):
    _flags_ = _API
    _argtypes_ = (_Address, _Address, _Address)
    _restype_ = _Object


class _Method(_ctypes.CFuncPtr):
    _flags_ = _API
    _argtypes_ = (_Address, _Object)
    _restype_ = _Object


# C keeps converters for these functions' arguments; the collector lists them, but nothing refers to them.
_made_for_them = gc.get_objects(0)[_before:]
untrack: Callable[[object], None] = _OnObject(kernel.symbol("PyObject_GC_UnTrack"))
_clear_reference = _OnObject(kernel.symbol("_PyWeakref_ClearRef"))
_new_function = _NewFunction(kernel.symbol("PyCFunction_NewEx"))
# Concealed objects are never freed, since freeing some types needs the collector's lists.
_kept: list[object] = []
# The names of our modules so far, and the newest module of all when they were last looked for: asking every
# module of a large library again would copy the pages that hold their names, in each test's process.
_names: list[str] = []
_newest = [""]


def conceal(*roots: object) -> None:
    """Removes the roots, and our objects reachable from them, from the collector's and subclass lists."""
    todo = list(roots)
    while todo:
        thing = todo.pop()
        if not gc.is_tracked(thing):
            continue
        _kept.append(thing)
        untrack(thing)
        if isinstance(thing, type):
            for reference in _weakref.getweakrefs(thing):
                _clear_reference(reference)
        todo += [other for other in gc.get_referents(thing) if gc.is_tracked(other) and _is_ours(other)]


def _is_ours(thing: Any) -> bool:
    kind = type(thing)
    if kind in _HOLDERS or isinstance(thing, dict):  # `_ctypes` has dicts of its own for its classes
        return True
    if kind is FunctionType:
        return _belongs(thing.__module__)
    if issubclass(kind, BuiltinFunctionType):
        return isinstance(thing.__self__, type) and _belongs(thing.__self__.__module__)
    if kind is ModuleType:
        return _belongs(thing.__name__)
    return _belongs((thing if isinstance(thing, type) else kind).__module__)


def _belongs(name: object) -> bool:
    return type(name) is str and name.partition(".")[0] in _OURS and name not in _VISIBLE


def conceal_modules() -> None:
    """Conceals all modules of ours imported so far, before any of the candidate's code runs."""
    newer = takewhile(lambda name: name != _newest[0], reversed(sys.modules))
    _names.extend([name for name in newer if name.partition(".")[0] in _OURS[:2]])
    _newest[0] = next(reversed(sys.modules))
    modules = [sys.modules[name] for name in _names if _belongs(name)]
    conceal(*modules, *map(vars, modules))  # a dict is back on the lists once something is put into it


def conceal_instances(kind: Any, *lists: str) -> None:
    """Conceals all future instances of a class, and the lists in those attributes of theirs."""
    begin = kind.__init__

    def __init__(self: Any, *args: Any) -> None:
        untrack(self)
        begin(self, *args)
        for name in lists:
            untrack(getattr(self, name))

    kind.__init__ = __init__


def keep(*things: object) -> None:
    """Conceals only these objects, without triggering audit hooks, as queries to the collector would."""
    _kept.extend(things)
    for thing in things:
        untrack(thing)


def keep_function(function: Any) -> None:
    """Conceals a function created at run time, with its closure."""
    keep(function)
    if type(function) is FunctionType and function.__closure__:
        keep(function.__closure__, *function.__closure__)
        for value in [cell.cell_contents for cell in function.__closure__]:
            if type(value) is MethodType or (type(value) is FunctionType and _belongs(value.__module__)):
                keep_function(value)


def leave() -> None:
    """Removes our modules, once concealed, from Python's tables, before the candidate's file is loaded."""
    while _names:
        del sys.modules[_names.pop()]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _belongs(finder.__module__)]
    main = vars(sys.modules["__main__"])
    for name in [name for name in main if not name.startswith("__")]:
        del main[name]


def opaque(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wraps `function` in a built-in function of one argument, from which no attribute leads to it.

    `function` must not raise. If the stack is too deep even to enter it, Python passes the function that it
    could not enter to `sys.unraisablehook`; so another function precedes it, which makes sure that there is
    room and may be visible.
    """
    return _built_in(
        name, visible.with_headroom(_built_in(name, lambda nothing, argument: function(argument)))
    )


def _built_in(name: str, function: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    called, text = _Method(function), name.encode()
    method = struct.pack("PPiP", _number(kernel.address(text)), _number(bytes(called)), _ONE_ARGUMENT, 0)
    made: Callable[[Any], Any] = _new_function(_number(kernel.address(method)), None, None)
    _kept.extend((text, method))
    parts: Any = called._objects  # among them what C calls
    keep(called, parts, *parts.values())
    if _belongs(function.__module__):
        keep_function(function)
    return made


def _number(pointer: bytes) -> int:
    return int.from_bytes(pointer, sys.byteorder)
