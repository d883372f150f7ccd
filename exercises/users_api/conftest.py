"""What both suites of users_api share."""

import pytest


@pytest.fixture
def store(sandbox):
    """The class `Store` inside the sandbox, as the submission finds it."""
    return sandbox.make("__import__('store')").Store


def by_id(users):
    """The list `users` sorted by id."""
    assert type(users) is list
    return sorted(users, key=lambda user: user["id"])


@pytest.fixture
def listed():
    """Checks that an answer is a JSON array of exactly the wanted users, in any order."""

    def check(answer, wanted):
        assert answer.status_code == 200
        assert by_id(answer.get_json()) == by_id(wanted)

    return check


@pytest.fixture
def is_error():
    """Checks that an answer has a given status, and is a JSON object with only a text `error` in it."""

    def check(answer, status):
        assert answer.status_code == status
        assert answer.is_json
        told = answer.get_json()
        assert type(told) is dict
        assert list(told) == ["error"]
        assert type(told["error"]) is str

    return check
