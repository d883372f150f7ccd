"""Hidden suite of users_api.

What comes back is compared with drawn users: the store lies where the candidate's code does.
"""

import pytest
from solution import create_app

ROLES = ["admin", "member", "guest", "auditor"]


def people(rng, count):
    """What is known of so many users, of whom some are not active."""
    return [
        {
            "name": f"{rng.choice(['Zoë', 'Ann', 'Łukasz', 'Bo'])} {rng.getrandbits(32):x}",
            "role": rng.choice(ROLES),
            "active": rng.random() < 0.6,
        }
        for _ in range(count)
    ]


def everybody(known):
    """The users whom a store makes of them."""
    return [{"id": place, **one} for place, one in enumerate(known, 1)]


def stored(db):
    """All users in a store."""
    return sorted([*db.find_all(None, True), *db.find_all(None, False)], key=lambda user: user["id"])


@pytest.mark.group("One user")
class TestOne:
    @pytest.mark.hint("The id in the path is a whole number, and find wants one.")
    def test_found(self, store, rng):
        """is given as the store has it, active or not"""
        known = people(rng, rng.randint(12, 20))
        client = create_app(store(known)).test_client()
        for user in rng.sample(everybody(known), 8):
            answer = client.get(f"/users/{user['id']}")
            assert answer.status_code == 200
            assert answer.is_json
            assert answer.get_json() == user

    @pytest.mark.hint("find gives None for somebody who is not there.")
    def test_unknown(self, store, rng):
        """is not found where there is none with that id"""
        count = rng.randint(2, 9)
        known = people(rng, count)
        client = create_app(store(known)).test_client()
        for number in (0, count + 1, rng.randint(100, 10**9)):
            assert client.get(f"/users/{number}").status_code == 404
        assert client.get(f"/users/{count}").get_json() == everybody(known)[-1]


@pytest.mark.group("Lists")
class TestLists:
    @pytest.mark.hint("Who asks for nothing in particular gets all who are active.")
    def test_all(self, store, listed, rng):
        """hold all who are active, where nothing else is asked for"""
        for known in (people(rng, 9), people(rng, 1), []):
            known = [*known, *[{**one, "active": False} for one in people(rng, 2)]]
            rng.shuffle(known)
            client = create_app(store(known)).test_client()
            listed(client.get("/users"), [user for user in everybody(known) if user["active"]])

    @pytest.mark.hint("The role goes to the store as it is asked for.")
    def test_role(self, store, listed, rng):
        """hold those with a role"""
        for _ in range(2):
            known = people(rng, 20)
            client = create_app(store(known)).test_client()
            active = [user for user in everybody(known) if user["active"]]
            for role in (*ROLES, f"role-{rng.getrandbits(32):x}"):
                listed(client.get(f"/users?role={role}"), [user for user in active if user["role"] == role])

    @pytest.mark.hint("What stands in the query is text, and the store wants a bool.")
    def test_active(self, store, listed, rng):
        """hold those who are active, where that is asked for"""
        known = people(rng, 20)
        client = create_app(store(known)).test_client()
        active = [user for user in everybody(known) if user["active"]]
        listed(client.get("/users?active=true"), active)
        for role in ROLES[:2]:
            wanted = [user for user in active if user["role"] == role]
            listed(client.get(f"/users?active=true&role={role}"), wanted)
            listed(client.get(f"/users?role={role}&active=true"), wanted)


@pytest.mark.group("New users")
class TestNew:
    @pytest.mark.points(2)
    @pytest.mark.hint("create gives the new user, with an id.")
    def test_created(self, store, rng):
        """are created and given back"""
        known = people(rng, rng.randint(0, 5))
        db = store(known)
        client = create_app(db).test_client()
        users = everybody(known)
        for one in people(rng, 3):
            told = {"name": one["name"], "role": one["role"]}
            answer = client.post("/users", json=told)
            users.append({"id": len(users) + 1, "active": True, **told})
            assert answer.status_code == 201
            assert answer.is_json
            assert answer.get_json() == users[-1]
        assert stored(db) == users

    @pytest.mark.hint("Ask the store at each request.")
    def test_found(self, store, listed, rng):
        """are found afterwards"""
        db = store(people(rng, 3))
        client = create_app(db).test_client()
        (one,), role = people(rng, 1), f"role-{rng.getrandbits(32):x}"
        listed(client.get(f"/users?role={role}"), [])
        user = client.post("/users", json={"name": one["name"], "role": role}).get_json()
        assert client.get("/users/4").get_json() == user == db.find(4)
        listed(client.get(f"/users?role={role}"), [user])
        later = db.create({"name": "Eve", "role": role})
        assert client.get("/users/5").get_json() == later
        listed(client.get(f"/users?role={role}"), [user, later])

    @pytest.mark.points(3)
    @pytest.mark.hint("Look for the name before anything is stored.")
    def test_nameless(self, store, rng):
        """are refused without a name"""
        known = people(rng, rng.randint(1, 5))
        db = store(known)
        client = create_app(db).test_client()
        for told in ({}, {"role": rng.choice(ROLES)}, {"nickname": "Bo", "Name": "Bo"}):
            assert client.post("/users", json=told).status_code == 400
        assert stored(db) == everybody(known)
        assert client.post("/users", json={"name": "Bo"}).status_code == 201

    @pytest.mark.points(2)
    @pytest.mark.hint("A body can be empty, a form, or broken off, whatever its type says.")
    def test_no_json(self, store, rng):
        """are refused where the body is no JSON"""
        known = people(rng, rng.randint(1, 5))
        db = store(known)
        client = create_app(db).test_client()
        for body in ("", "name", '{"name": "Bo"', "name=Bo", "{'name': 'Bo'}"):
            for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
                answer = client.post("/users", data=body, content_type=kind)
                assert 400 <= answer.status_code < 500
        assert 400 <= client.post("/users").status_code < 500
        assert stored(db) == everybody(known)
        assert client.post("/users", json={"name": "Bo"}).status_code == 201


@pytest.mark.group("Errors and the store")
class TestErrors:
    @pytest.mark.hint("Say it in JSON, with an object that holds nothing but a text under the name error.")
    def test_users(self, store, is_error, rng):
        """say in JSON that a user is not there"""
        client = create_app(store(people(rng, 2))).test_client()
        for number in (0, 3, rng.randint(100, 10**9)):
            is_error(client.get(f"/users/{number}"), 404)

    @pytest.mark.hint("Flask itself answers where there is no such path, unless it is told how.")
    def test_paths(self, store, is_error, rng):
        """say in JSON that a path is not there"""
        client = create_app(store(people(rng, 2))).test_client()
        word = f"{rng.getrandbits(32):x}"
        for path in (f"/x{word}", "/users/1/name", "/users/Ann", f"/user/{word}/"):
            is_error(client.get(path), 404)
        is_error(client.post(f"/x{word}", json={"name": "Bo"}), 404)

    @pytest.mark.hint("Two applications have nothing to do with each other.")
    def test_two(self, store, listed, rng):
        """belong to the store that the application was made with"""
        first, second = people(rng, 6), people(rng, 4)
        stores = store(first), store(second)
        clients = [create_app(db).test_client() for db in stores]
        for client, known in zip(clients, (first, second), strict=True):
            assert client.get("/").status_code == 200
            assert client.get("/users/2").get_json() == everybody(known)[1]
            listed(client.get("/users"), [user for user in everybody(known) if user["active"]])
        assert clients[0].post("/users", json={"name": "Bo"}).status_code == 201
        assert [len(stored(db)) for db in stores] == [7, 4]
        assert clients[1].get("/users/7").status_code == 404


@pytest.mark.group("Bonus")
@pytest.mark.bonus
class TestBonus:
    @pytest.mark.hint("bool('false') is True.")
    def test_inactive(self, store, listed, rng):
        """lists those who are not active"""
        known = [*people(rng, 20), {"name": "Bo", "role": "guest", "active": False}]
        client = create_app(store(known)).test_client()
        idle = [user for user in everybody(known) if not user["active"]]
        listed(client.get("/users?active=false"), idle)
        listed(
            client.get("/users?active=false&role=guest"), [user for user in idle if user["role"] == "guest"]
        )
        listed(client.get("/users?active=true"), [user for user in everybody(known) if user["active"]])

    @pytest.mark.hint("An error handler can be for all errors of HTTP.")
    def test_other_errors(self, store, is_error, rng):
        """says in JSON what else is wrong, too"""
        client = create_app(store(people(rng, 2))).test_client()
        is_error(client.post("/users", json={"role": "guest"}), 400)
        answer = client.post("/users", data="{", content_type="application/json")
        if answer.status_code == 400:
            is_error(answer, 400)
        is_error(client.put("/users", json={"name": "Bo"}), 405)
        is_error(client.delete("/"), 405)
