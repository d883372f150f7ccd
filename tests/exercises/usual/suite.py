"""A suite with the usual libraries and plugins of tests: each test has the verdict of plain pytest."""

import datetime, json, unittest
import attrs
import pytest, requests
import requests_mock, responses
from freezegun import freeze_time
from hypothesis import given, settings, strategies as st
from pydantic import ValidationError, BaseModel, TypeAdapter
import solution
from solution import *
from solution import User, Point, Cold, Service
def test_model(): assert User(name=" a ", age=3) == User(name="a", age=3) and User(name="a", age=3).model_dump() == {"name": "a", "age": 3, "tags": []}
def test_model_json(): assert json.loads(User(name="a", age=3).model_dump_json()) == {"name": "a", "age": 3, "tags": []}
def test_validation():
    with pytest.raises(ValidationError) as e: User(name="", age=-1)
    assert e.value.error_count() == 2 and {err["loc"][0] for err in e.value.errors()} == {"name", "age"}
def test_frozen():
    with pytest.raises(ValidationError): User(name="a", age=1).age = 4
def test_subclass(): assert issubclass(User, BaseModel) and isinstance(parse({"name": "a", "age": "4"}), User) and parse({"name": "a", "age": "4"}).age == 4
def test_schema(): assert User.model_json_schema()["properties"]["age"]["minimum"] == 0 and set(User.model_fields) == {"name", "age", "tags"}
def test_validate(): assert User.model_validate({"name": "a", "age": 1}).name == "a" and User.model_validate_json('{"name":"b","age":2}').age == 2
def test_attrs(): assert Point(1) == Point(1, 0) and attrs.asdict(Point(1)) == {"x": 1, "y": 0} and attrs.has(Point)
def test_attrs_validator():
    with pytest.raises(TypeError): Point("a")
def test_attrs_frozen():
    with pytest.raises(attrs.exceptions.FrozenInstanceError): Cold(1).x = 3
    assert attrs.evolve(Cold(1), x=2) == Cold(2)
@responses.activate
def test_responses():
    responses.add(responses.GET, "http://x/a", json={"k": 1}, status=200)
    assert fetch("http://x/a") == {"k": 1} and len(responses.calls) == 1
@responses.activate
def test_responses_error():
    responses.get("http://x/a", status=500)
    with pytest.raises(requests.HTTPError): fetch("http://x/a")
def test_responses_cm():
    with responses.RequestsMock() as rsps:
        rsps.post("http://x/p", status=201)
        assert post("http://x/p", {"a": 1}) == 201 and json.loads(rsps.calls[0].request.body) == {"a": 1}
@responses.activate(assert_all_requests_are_fired=True)
def test_responses_options():
    responses.get("http://x/a", json=[3]); assert fetch("http://x/a") == [3]
class RequestsMocked(unittest.TestCase):
    @requests_mock.Mocker()
    def test_mocker_of_a_case(self, mocked):
        mocked.get("http://x/a", json=[3]); self.assertEqual(fetch("http://x/a"), [3])
    @responses.activate
    def test_responses_of_a_case(self):
        responses.get("http://x/a", json=[4]); self.assertEqual(fetch("http://x/a"), [4])
@freeze_time("2024-02-29")
def test_frozen_time(): assert today() == "2024-02-29"
@freeze_time("2024-02-29", tick=True)
def test_frozen_date(): assert day() == datetime.date(2024, 2, 29) and [BORN] == [datetime.date(2000, 1, 1)]
def test_freeze_cm():
    with freeze_time("2020-01-01 12:00:00") as f:
        assert age(datetime.datetime(2000, 1, 1)) == 20 and stamp() == 1577880000.0
        f.tick(10); assert stamp() == 1577880010.0
@pytest.mark.asyncio
async def test_async(): assert await slow(3) == 6
@pytest.mark.asyncio
async def test_gather():
    import asyncio; assert await asyncio.gather(slow(1), slow(2)) == [2, 4]
@given(st.lists(st.integers()))
@settings(max_examples=20, deadline=None)
def test_hypothesis(items): assert sort(items) == sorted(items)
@given(st.builds(Point, x=st.integers(), y=st.integers()))
@settings(max_examples=5, deadline=None)
def test_builds(p): assert isinstance(p, Point)
def test_adapter(): assert TypeAdapter(list[int]).validate_python(sort([2, 1])) == [1, 2]

def test_requests_mock(requests_mock):
    requests_mock.get("http://x/b", json=[1]); assert fetch("http://x/b") == [1] and requests_mock.called
def test_mocker(mocker):
    m = mocker.patch("solution.requests.get"); m.return_value.json.return_value = 5
    assert fetch("u") == 5; m.assert_called_once_with("u", timeout=3)
def test_mocker_object(mocker):
    mocker.patch.object(solution.random, "randint", return_value=4); assert roll() == 4
def test_spy(mocker):
    spy = mocker.spy(solution, "sort"); assert solution.sort([2, 1]) == [1, 2]; spy.assert_called_once_with([2, 1])
def test_stub(mocker):
    c = mocker.Mock(); c.get.return_value = "ab"; assert Service(c).run() == "AB"
def test_magic(mocker):
    c = mocker.MagicMock(); c.get.side_effect = ["a", "b"]; s = Service(c); assert s.run() + s.run() == "AB" and c.get.call_count == 2
import pytest_asyncio
@pytest_asyncio.fixture
async def ten(): 
    yield await slow(5)
@pytest.mark.asyncio
async def test_async_fixture(ten): assert ten == 10 and await slow(ten) == 20
