"""Annotations, such as `list[int]` and `Callable[[int], str]`: each is a name and perhaps arguments.

A text is no argument, since what reads annotations evaluates it, and neither is a type variable, which only
the candidate's module has. What holds one of them is an object as any other.
"""

from __future__ import annotations

import _collections_abc
import collections
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Where the classes of annotations are, and how they are called in several Pythons.
CLASSES = (
    "types|typing|collections.abc|_collections_abc:GenericAlias|UnionType|_UnionGenericAlias|_GenericAlias|"
    "_CallableGenericAlias|_LiteralGenericAlias|_SpecialGenericAlias|_CallableType|_TupleType|_SpecialForm|"
    "_TypedCacheSpecialForm|_AnyMeta"
)
_CONTAINERS = (
    dict, frozenset, list, set, tuple, type, collections.ChainMap, collections.Counter,
    collections.OrderedDict, collections.defaultdict, collections.deque,
)  # fmt: skip
_ORIGINS: dict[str, type] = {
    **{name: vars(_collections_abc)[name] for name in _collections_abc.__all__},
    **{kind.__name__: kind for kind in _CONTAINERS},
}
_NAMES = {id(kind): name for name, kind in _ORIGINS.items()}
_TYPING = "typing."
_OF_TYPING = frozenset(
    "AbstractSet Any AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable "  # noqa: SIM905
    "ChainMap ClassVar Collection Container ContextManager Coroutine Counter DefaultDict Deque Dict Final "
    "FrozenSet Generator Hashable ItemsView Iterable Iterator KeysView List Literal LiteralString Mapping "
    "MappingView Match MutableMapping MutableSequence MutableSet Never NoReturn NotRequired Optional "
    "OrderedDict Pattern Required Reversible Self Sequence Set Sized Tuple Type TypeAlias TypeGuard Union "
    "ValuesView".split()
)
_LITERAL, _UNION = "typing.Literal", "typing.Union"
# By identity, here and below: a metaclass of the candidate's may say that it equals them.
_LITERALS = frozenset(map(id, (type(None), bool, int, str, bytes)))
_MOST_ARGUMENTS, _MOST_DEPTH = 100, 10


def apart(value: Any, depth: int = 0) -> tuple[str, tuple[Any, ...] | None] | None:
    """The name and the arguments of an annotation, None in their place if it has none.

    None if it is an object like others, as an alias of a class of the candidate's is.
    """
    names = _names_of_typing()
    name = _own_name(value)
    if name and names.get(name) is value:
        return _TYPING + name, None
    name = _name_of_form(value, names)
    if not name or depth > _MOST_DEPTH:
        return None
    arguments: tuple[Any, ...] = value.__args__
    known = _classes()
    for argument in arguments:
        if not _is_argument(argument, name, known):
            return None
        if id(type(argument)) in known and apart(argument, depth + 1) is None:
            return None
    return name, arguments


def together(name: Any, arguments: Any) -> Any:
    """Makes an annotation of what `apart` gives.

    Raises:
        TypeError, ValueError, AttributeError, KeyError: these are none.
    """
    form = _form(name)
    if arguments is None and name.startswith(_TYPING):
        return form
    if type(arguments) is not tuple or len(arguments) > _MOST_ARGUMENTS:  # each is compared with each
        raise TypeError("no arguments")
    known = _classes()
    for argument in arguments:
        if not _is_argument(argument, name, known):
            raise TypeError("no annotation")
    if name.endswith("Callable"):
        *parameters, result = arguments
        return form[... if parameters == [...] else parameters, result]
    if not name.startswith(_TYPING):
        return types.GenericAlias(form, arguments)
    return form[arguments[0] if len(arguments) == 1 else arguments]


def _form(name: Any) -> Any:
    if type(name) is not str:
        raise TypeError("no name")
    if not name.startswith(_TYPING):
        return _ORIGINS[name]
    import typing  # not above: it takes long in the sandbox

    if name[len(_TYPING) :] not in _OF_TYPING:
        raise ValueError("no such annotation")
    return getattr(typing, name[len(_TYPING) :])


def _name_of_form(value: Any, names: dict[str, Any]) -> str:
    """The name of what is subscripted in `value`; empty if it is not known."""
    kind, found = type(value), names.get("_UnionGenericAlias")
    if kind is types.UnionType or (kind is found and found is not None):
        return _UNION
    origin = getattr(value, "__origin__", None)
    if origin is None or id(kind) not in _classes():
        return ""
    if issubclass(kind, types.GenericAlias):
        return _NAMES.get(id(origin), "")
    for name in (_own_name(value), _own_name(origin)):
        form = names.get(name) if name else None
        if form is not None and (form is origin or getattr(form, "__origin__", None) is origin):
            return _TYPING + name
    return ""


def _own_name(value: Any) -> str:
    """The name by which `typing` may have `value`, or the form of it; empty if there is none."""
    name = getattr(value, "_name", None) or getattr(value, "__name__", None)
    return name if type(name) is str and name in _OF_TYPING else ""


def _is_argument(value: Any, form: str, known: frozenset[int]) -> bool:
    kind = id(type(value))
    if form == _LITERAL:
        return kind in _LITERALS
    return value is ... or value is None or kind in known or isinstance(value, type)


def _names_of_typing() -> dict[str, Any]:
    return vars(sys.modules["typing"]) if "typing" in sys.modules else {}


def _classes() -> frozenset[int]:
    """The classes of annotations, as far as their modules are imported."""
    modules, _, words = CLASSES.partition(":")
    known = [vars(sys.modules[module]) for module in modules.split("|") if module in sys.modules]
    return frozenset([id(names[word]) for names in known for word in words.split("|") if word in names])
