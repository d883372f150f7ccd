"""Says in plain words what is wrong with a request that does not fit the API's description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..text import printable

# What is wrong with a part of a request, by the kind of the first fault that pydantic finds there.
_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda bounds: "is missing",
    "extra_forbidden": lambda bounds: "is not a field of this request",
    "json_invalid": lambda bounds: "is not JSON",
    "string_too_short": lambda bounds: "is empty",  # nothing else is asked of the shortest
    "string_too_long": lambda bounds: f"is longer than {bounds['max_length']} characters",
    "too_long": lambda bounds: f"has more than {bounds['max_length']} entries",
    "too_short": lambda bounds: f"has fewer than {bounds['min_length']} entries",
    "greater_than_equal": lambda bounds: f"must be at least {bounds['ge']}",
    "greater_than": lambda bounds: f"must be more than {bounds['gt']}",
    "less_than_equal": lambda bounds: f"must be at most {bounds['le']}",
    "less_than": lambda bounds: f"must be less than {bounds['lt']}",
    "literal_error": lambda bounds: f"must be {bounds['expected']}",
    "enum": lambda bounds: f"must be {bounds['expected']}",
    "value_error": lambda bounds: str(bounds["error"]),
    "bytes_invalid_encoding": lambda bounds: "is not base64",
    "timezone_aware": lambda bounds: "lacks its zone, as in 2026-11-28T23:59:00Z",
}
# The same for all kinds that begin so.
_BEGINNINGS = {
    "string_": "must be a text",
    "int_": "must be a whole number",
    "float_": "must be a number",
    "finite_": "must be a finite number",
    "bool_": "must be true or false",
    "uuid_": "is no id of ours",
    "datetime_": "is no time such as 2026-11-28T23:59:00Z",
    "list_": "must be a list",
    "dict_": "must be an object",
    "model_": "must be an object",
    "bytes_": "must be a text",
}
# What a text must be like, by the name of the field.
FORMS = {
    "exercise": 'may consist of A-Z, a-z, 0-9, "_", "-" and ".", at most 80 of them',
    "slug": 'may consist of A-Z, a-z, 0-9, "_", "-" and ".", at most 80 of them',
    "url": "must begin with http:// or https:// and have no spaces",
    "idempotency-key": "may consist of printable ASCII without spaces",
    "after": "is not what the page before said",
}
_PLACES = {"body": "", "query": "the parameter ", "path": "the address's part ", "header": "the header "}


def sentence(fault: Mapping[str, Any]) -> str:
    """What is wrong with a request, from the first of pydantic's faults."""
    place, *names = map(str, fault["loc"] or ("body",))
    kind, bounds = fault["type"], fault.get("ctx", {})
    if kind == "json_invalid":  # where it stands in the body as a number
        names = []
    where = f"{_PLACES.get(place, '')}{'.'.join(names)}" if names else "the body"
    if where == "the body" and kind.startswith("model_"):  # curl says that it sends a form, unless it is told
        what = "must be a JSON object, with the header Content-Type: application/json"
    elif kind == "string_pattern_mismatch":
        what = FORMS.get(names[-1], "is of the wrong form")
    elif kind in _SENTENCES:
        what = _SENTENCES[kind](bounds)
    else:
        what = next((said for begin, said in _BEGINNINGS.items() if kind.startswith(begin)), "is wrong")
    text = printable(f"The request is wrong: {where} {what}.", 300)
    return text.encode("ascii", "backslashreplace").decode("ascii")
