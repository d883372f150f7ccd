"""Says in plain words where a manifest breaks its schema, and what belongs there."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from ..text import as_toml, counted, printable

_KINDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list in brackets",
    "object": "a table",
}
_MOST_SHOWN = 60
# What is wrong with a value that breaks a rule of JSON Schema, from the value and what the rule asks for.
_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "required": lambda value, wanted: f"lacks {_without(wanted, value)}",
    "dependentRequired": lambda value, wanted: _half(wanted, value),
    "type": lambda value, kind: f"is {as_toml(value)}, and not {_KINDS[kind]}",
    "const": lambda value, wanted: f"is {as_toml(value)}, and must be {as_toml(wanted)}",
    "enum": lambda value, wanted: (
        f"is {as_toml(value)}, and must be one of {', '.join(map(as_toml, wanted))}"
    ),
    "anyOf": lambda value, wanted: f"is {as_toml(value)}, which is of the wrong kind",
    "pattern": lambda value, wanted: f"is {as_toml(value)}, which is of the wrong form",
    "minLength": lambda value, wanted: "is empty",
    "minItems": lambda value, wanted: "is empty",
    "maxLength": lambda value, most: f"has {counted(len(value), 'character')}, and may have {most}",
    "maxItems": lambda value, most: f"has {len(value)} entries, and may have {most}",
    "uniqueItems": lambda value, wanted: f"has {as_toml(_twice(value))} twice",
    "minimum": lambda value, least: f"is {as_toml(value)}, and must be at least {least}",
    "maximum": lambda value, most: f"is {as_toml(value)}, and may be at most {most}",
    "exclusiveMinimum": lambda value, bound: f"is {as_toml(value)}, and must be more than {bound}",
}


def sentence(error: Any) -> str:
    """What is wrong, from a `jsonschema.ValidationError`; the text ends a sentence about the manifest."""
    error = _inner(error)
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        what = f"has {_unknown(error)}, which is none of its keys"
    else:
        what = _SENTENCES[error.validator](error.instance, error.validator_value)
    keys = ".".join(part for part in path if isinstance(part, str))
    entry = f"entry {path[-1] + 1} " if path and isinstance(path[-1], int) else "it "
    return f"is wrong at {keys}: {entry}{what}" if path else what


def cure(error: Any) -> str:
    """A sentence that tells what belongs there, from the part of the schema that was broken; may be empty."""
    error = _inner(error)
    known = error.schema.get("properties", {})
    if error.validator == "additionalProperties":
        near = difflib.get_close_matches(_unknown(error), known, 1)
        meant = f"Did you mean {near[0]}? " if near else ""
        return f"{meant}What may be there is {', '.join(known)}."
    if error.validator == "required":
        return f"What must be there is {', '.join(error.schema['required'])}."
    about = error.schema.get("description", "")
    return f"What belongs there: {about}" if about else ""


def _inner(error: Any) -> Any:
    """The error itself; where there are alternatives, that of the one which the value was meant for."""
    if error.validator != "anyOf":
        return error
    depth = len(error.absolute_path)
    meant = (one for one in error.context if one.validator != "type" or len(one.absolute_path) > depth)
    return next(meant, error)


def _unknown(error: Any) -> str:
    return printable(min(error.instance.keys() - error.schema["properties"].keys()), _MOST_SHOWN)


def _without(required: list[str], table: dict[str, Any]) -> str:
    return ", ".join(key for key in required if key not in table)


def _half(pairs: dict[str, list[str]], table: dict[str, Any]) -> str:
    """What a table with one of two keys lacks that belong together."""
    key, other = next((key, other) for key, (other,) in pairs.items() if key in table and other not in table)
    return f"has {key}, and lacks {other}"


def _twice(values: list[Any]) -> Any:
    return next(value for place, value in enumerate(values) if value in values[:place])
