"""The tests of users_api that a candidate is given."""

import pytest
from solution import create_app

pytestmark = pytest.mark.group("Examples")


@pytest.fixture
def db(store):
    return store([{"name": "Ann", "role": "admin"}, {"name": "Bob"}, {"name": "Cy", "active": False}])


@pytest.mark.hint("A path is bound to a function by @app.route, @app.get or app.add_url_rule.")
def test_user(db):
    """gives one user, and answers at /"""
    client = create_app(db).test_client()
    assert client.get("/").status_code == 200
    answer = client.get("/users/1")
    assert answer.status_code == 200
    assert answer.get_json() == {"id": 1, "name": "Ann", "role": "admin", "active": True}


@pytest.mark.hint("What stands behind the question mark is in flask.request.args.")
def test_list(db, listed):
    """lists users, also of one role"""
    client = create_app(db).test_client()
    listed(client.get("/users"), db.find_all(None, True))
    listed(client.get("/users?role=admin"), [db.find(1)])


@pytest.mark.hint("The body is in flask.request.get_json(). A function may give an answer and a status.")
def test_new(db):
    """creates a user"""
    client = create_app(db).test_client()
    answer = client.post("/users", json={"name": "Dana"})
    assert answer.status_code == 201
    assert answer.get_json() == db.find(4) == {"id": 4, "name": "Dana", "role": "member", "active": True}


@pytest.mark.hint("@app.errorhandler(404) makes the answer for every such error.")
def test_unknown(db, is_error):
    """says in JSON that somebody is not there"""
    is_error(create_app(db).test_client().get("/users/4"), 404)
