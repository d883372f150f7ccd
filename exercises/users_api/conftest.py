"""What both suites of users_api share."""

import pytest


@pytest.fixture
def store(sandbox):
    """Makes a store with these users, as the submission finds it."""
    return sandbox.make("__import__('store')").Store


def by_id(users):
    """A list of users in the order of their ids."""
    assert type(users) is list
    return sorted(users, key=lambda user: user["id"])


@pytest.fixture
def listed():
    """Compares the JSON array of an answer with the users that should be in it, in whatever order."""

    def check(answer, wanted):
        assert answer.status_code == 200
        assert by_id(answer.get_json()) == by_id(wanted)

    return check


@pytest.fixture
def is_error():
    """Checks that an answer has that status, and is JSON with a text in it that says what is wrong."""

    def check(answer, status):
        assert answer.status_code == status
        assert answer.is_json
        told = answer.get_json()
        assert type(told) is dict
        assert list(told) == ["error"]
        assert type(told["error"]) is str

    return check
