"""Answers `inspect` and `dataclasses` about proxies, from plain values that the sandbox sends."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, Protocol

from ...wire.messages import Verb

_PARAMETERS = (
    "[(p.name, int(p.kind), p.default is not p.empty, None if p.default is p.empty else p.default,"
    " p.annotation is not p.empty, None if p.annotation is p.empty else p.annotation)"
    " for p in signature.parameters.values()]"
)
_SIGNATURE = (
    f"(lambda signature: ({_PARAMETERS}, signature.return_annotation is not signature.empty,"
    " None if signature.return_annotation is signature.empty else signature.return_annotation))"
    "(__import__('inspect').signature(target))"
)
_FIELDS = (
    "(lambda dataclasses: [(f.name, (f.init, f.repr, f.compare, f.kw_only, f.hash), f.type, dict(f.metadata),"
    " [(n, getattr(f, n)) for n in ('default', 'default_factory')"
    " if getattr(f, n) is not dataclasses.MISSING])"
    " for f in dataclasses.fields(target)])(__import__('dataclasses'))"
)


class Evaluates(Protocol):
    """The part of the conversation that signatures need."""

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and returns the answer."""


def signature(conversation: Evaluates, proxy: Any) -> inspect.Signature:
    """The signature of the object behind `proxy`; values in it that are not plain are proxies.

    Raises:
        ValueError: it has none.
    """
    made = conversation.ask(Verb.VALUE, conversation.ask(Verb.MAKE, _SIGNATURE, target=proxy))
    parameters, returns, annotation = made
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=default if has_default else inspect.Parameter.empty,
                    annotation=noted if annotated else inspect.Parameter.empty,
                )
                for name, kind, has_default, default, annotated, noted in parameters
            ],
            return_annotation=annotation if returns else inspect.Signature.empty,
        )
    except (TypeError, ValueError) as exc:
        raise ValueError(f"no signature: {exc}") from None


def dataclass_fields(conversation: Evaluates, proxy: Any) -> dict[str, Any]:
    """The fields of a dataclass in the sandbox, in the form that `dataclasses` uses.

    Raises:
        AttributeError: it is not a dataclass.
    """
    try:
        described = conversation.ask(Verb.VALUE, conversation.ask(Verb.MAKE, _FIELDS, target=proxy))
    except Exception:  # noqa: BLE001 - whatever it is, there are no fields
        raise AttributeError("__dataclass_fields__") from None
    found: dict[str, Any] = {}
    for name, (init, shown, compare, kw_only, hashed), annotation, metadata, given in described:
        field: Any = dataclasses.field(
            init=init, repr=shown, compare=compare, kw_only=kw_only, hash=hashed, metadata=metadata
        )
        for which, value in given:  # not above, where a class of theirs may not be both
            setattr(field, which if which == "default" else "default_factory", value)
        field.name, field.type, field._field_type = name, annotation, dataclasses._FIELD  # type: ignore[attr-defined]
        found[name] = field
    return found
