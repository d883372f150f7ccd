"""A request that does not fit the description is told in plain words what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter, ValidationError

from grader.service import administering, shelving, submitting
from grader.service.forms import BundleForm, InvitationForm, SubmissionForm, WebhookForm
from grader.service.refusals import FORMS, sentence

GOOD = "def f(): return 1"
TOLD: list[tuple[type, Any, str]] = [
    (SubmissionForm, {}, "the body has to have one of source, content and files"),
    (
        SubmissionForm,
        5,
        "the body must be a JSON object, with the header Content-Type: application/json",
    ),
    (SubmissionForm, {"source": 5}, "source must be a text"),
    (SubmissionForm, {"source": GOOD, "sorce": GOOD}, "sorce is not a field of this request"),
    (SubmissionForm, {"source": GOOD, "note": "x" * 300}, "note is longer than 200 characters"),
    (SubmissionForm, {"source": GOOD, "name": ""}, "name is empty"),
    (SubmissionForm, {"source": GOOD, "name": "a\x1b"}, "name holds characters that cannot be shown"),
    (
        SubmissionForm,
        {"source": GOOD, "exercise": "a b"},
        'exercise may consist of A-Z, a-z, 0-9, "_", "-" and ".", at most 80 of them',
    ),
    (SubmissionForm, {"files": []}, "files must be an object"),
    (BundleForm, {}, "files is missing"),
    (BundleForm, {"files": {}}, "files has fewer than 1 entries"),
    (InvitationForm, {"exercise": "a", "candidate": "b", "attempts": 0}, "attempts must be at least 1"),
    (InvitationForm, {"exercise": "a", "candidate": "b", "attempts": "x"}, "attempts must be a whole number"),
    (
        InvitationForm,
        {"exercise": "a", "candidate": "b", "extra_minutes": 10**6},
        "extra_minutes must be at most 525600",
    ),
    (
        InvitationForm,
        {"exercise": "a", "candidate": "b", "deadline": "2026-11-28T23:59"},
        "deadline lacks its zone, as in 2026-11-28T23:59:00Z",
    ),
    (
        InvitationForm,
        {"exercise": "a", "candidate": "b", "opens": "soon"},
        "opens is no time such as 2026-11-28T23:59:00Z",
    ),
    (
        WebhookForm,
        {"url": "ftp://x", "events": ["submission.done"]},
        "url must begin with http:// or https:// and have no spaces",
    ),
    (
        WebhookForm,
        {"url": "http://x", "events": ["done"]},
        "events.0 must be 'submission.done' or 'submission.failed'",
    ),
]


@pytest.mark.parametrize(("form", "body", "said"), TOLD)
def test_each_fault_is_said_in_plain_words(form: type, body: Any, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(form).validate_python(body)
    fault = caught.value.errors()[0]
    told = sentence({**fault, "loc": ("body", *fault["loc"])})
    assert told == f"The request is wrong: {said}."


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"type": "json_invalid", "loc": ("body", 17), "ctx": {"error": "x"}}, "the body is not JSON"),
        ({"type": "uuid_parsing", "loc": ("path", "id")}, "the address's part id is no id of ours"),
        ({"type": "float_parsing", "loc": ("query", "wait")}, "the parameter wait must be a number"),
        ({"type": "some_new_one", "loc": ("query", "wait\x1b")}, "the parameter wait\\x1b is wrong"),
    ],
)
def test_the_place_of_a_fault_is_said(fault: dict[str, Any], said: str) -> None:
    assert sentence(fault) == f"The request is wrong: {said}."


def test_whatever_has_a_form_says_which() -> None:
    app = FastAPI()
    for router in (submitting.router, administering.router, shelving.router):
        app.include_router(router)
    assert _with_forms(app.openapi()) - {"path"} <= FORMS.keys()


def _with_forms(part: Any, name: str = "") -> set[str]:
    """The names of all fields and parameters below `part` for which the description has a pattern."""
    if isinstance(part, list):
        return set().union(*(_with_forms(one, name) for one in part))
    if not isinstance(part, dict):
        return set()
    own = {name} if isinstance(part.get("pattern"), str) else set()
    inner = part.get("name", name) if "in" in part else name
    for key, value in part.items():
        own |= _with_forms(value, inner if key in ("schema", "anyOf", "items", "properties") else key)
    return own
