"""The OpenAPI description is held against the service by schemathesis: nothing it allows is a failure."""

from __future__ import annotations

import os

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from .conftest import Running

_EXAMPLES = int(os.environ.get("GRADE_SCHEMATHESIS_EXAMPLES", "3"))


def test_each_operation_says_in_plain_words_what_it_does(service: Running) -> None:
    paths = service.client().get("/openapi.json").json()["paths"]
    operations = [one for methods in paths.values() for one in methods.values()]
    assert len(operations) >= 20
    for one in operations:
        assert len(one["summary"].split()) >= 3, one["summary"]
        assert len(one["description"].split()) >= 3, one["summary"]
    summaries = [one["summary"] for one in operations]
    assert len(set(summaries)) == len(summaries)


def test_no_request_that_can_be_made_of_the_description_breaks_anything(service: Running) -> None:
    schema = schemathesis.openapi.from_url(f"{service.url}/api/v1/openapi.json")
    assert schema.raw_schema["openapi"].startswith("3.1")
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith("/events"):
            continue  # lasts until a grading ends

        @settings(
            max_examples=_EXAMPLES, deadline=None, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            for role in ("admin", "candidate"):
                token = service.tokens.get(role) or service.tokens.setdefault(
                    role, service.invited()["token"]
                )
                if "wait" in (case.query or {}):
                    case.query["wait"] = 0
                answer = case.call(headers={"Authorization": f"Bearer {token}"})
                case.validate_response(
                    answer,
                    checks=[
                        schemathesis.checks.not_a_server_error,
                        *(
                            check
                            for check in schemathesis.checks.CHECKS.get_all()
                            if check.__name__
                            in (
                                "status_code_conformance",
                                "content_type_conformance",
                                "response_schema_conformance",
                            )
                        ),
                    ],
                )

        holds()
        tried += 1
    assert tried >= 12
