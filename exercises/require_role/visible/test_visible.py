"""The tests of require_role that a candidate is given."""

import pytest
from solution import require_role

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("Call the function where the user has the role, and return what it returns.")
def test_example(session):
    """lets an administrator delete a user"""
    deleted = []

    @require_role("admin")
    def delete_user(user_id):
        deleted.append(user_id)
        return f"deleted {user_id}"

    session.log_in(session.User("staff", "admin"))
    assert delete_user(5) == "deleted 5"
    assert deleted == [5]


@pytest.mark.hint("Raise the PermissionError before anything is deleted.")
def test_refused(session):
    """lets nobody else delete a user"""
    deleted = []

    @require_role("admin")
    def delete_user(user_id):
        deleted.append(user_id)

    for user in (None, session.User("staff")):
        session.log_in(user)
        with pytest.raises(PermissionError):
            delete_user(5)
    assert deleted == []
