"""What an exercise's libraries have is the same on both sides: patched, raised, passed in and asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.exercises.environment import LOCK
from grader.exercises.manifest import load
from tests import real

SCRAPING = Path(__file__).resolve().parents[2] / "examples/scraping"

SUITE = """
from unittest import mock

import pytest
import requests
import solution
from bs4 import BeautifulSoup, Tag
from solution import ApiError, Retrying, called, fails, fetched, first, session


@pytest.mark.parametrize(
    ("exc", "said"),
    [
        (requests.ConnectionError("down"), ("connection", "down")),
        (requests.exceptions.ReadTimeout("late"), "timeout"),
        (requests.TooManyRedirects(), "TooManyRedirects"),
        (requests.HTTPError("404", response=mock.Mock(status_code=404)), ("http", 404)),
    ],
    ids=range(4),
)
def test_a_fake_that_raises(exc, said):
    with mock.patch("solution.requests.get", side_effect=exc):
        assert fetched("http://x") == said


@mock.patch("requests.get")
def test_patched_where_it_is_defined(get):
    get.return_value.raise_for_status.side_effect = requests.HTTPError(response=mock.Mock(status_code=503))
    assert fetched("http://x") == ("http", 503)
    get.assert_called_once_with("http://x", timeout=5)


def test_patched_by_monkeypatch(monkeypatch):
    monkeypatch.setattr(requests.Session, "request", lambda *a, **k: mock.Mock(json=lambda: [7]))
    assert fetched("http://x") == [7]


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("own", requests.RequestException), ("own", ApiError), ("http", requests.HTTPError),
        ("no scheme", requests.exceptions.MissingSchema), ("no scheme", ValueError),
        ("nobody", requests.ConnectionError),
    ],
    ids=range(6),
)
def test_raised_inside(how, kind):
    with pytest.raises(kind):
        fails(how)


def test_classes():
    assert issubclass(ApiError, requests.RequestException)
    assert not issubclass(ApiError, requests.HTTPError)
    assert issubclass(Retrying, requests.adapters.HTTPAdapter)
    assert isinstance(session(), requests.Session) and not isinstance(session(), (requests.Response, Tag))
    assert isinstance(session().adapters["http://"], Retrying)
    assert isinstance(first("<p><b>x</b></p>", BeautifulSoup), Tag)


def test_passed_in():
    assert first("<p><b>x</b></p>", BeautifulSoup).text == "x"
    assert called(requests.utils.get_encoding_from_headers, {"content-type": "text/html"}) == "ISO-8859-1"
    assert called(getattr, requests, "__name__") == "requests"
    assert called(requests.structures.CaseInsensitiveDict, {"A": 1})["a"] == 1
"""
SOLUTION = b"""
import requests

class ApiError(requests.RequestException): pass
class Retrying(requests.adapters.HTTPAdapter): pass

def session():
    made = requests.Session()
    made.mount("http://", Retrying(max_retries=3))
    return made

def first(text, parser): return parser(text, "html.parser").b
def called(function, *arguments): return function(*arguments)

def fetched(url):
    try:
        answer = requests.get(url, timeout=5)
        answer.raise_for_status()
        return answer.json()
    except requests.HTTPError as e:
        return "http", e.response.status_code
    except requests.Timeout:
        return "timeout"
    except requests.ConnectionError as e:
        return "connection", str(e)
    except requests.RequestException as e:
        return type(e).__name__

def fails(how):
    if how == "own": raise ApiError("x")
    if how == "http": raise requests.HTTPError("404")
    if how == "no scheme": requests.get("nowhere")
    if how == "nobody": requests.get("http://127.0.0.1:1/")
"""


WITH_OURS = """
import httpx
import pytest
from solution import name_of


def answer(request):
    return httpx.Response(200, json={"name": "ann"}) if request.url.path == "/1" else httpx.Response(404)


def test_name():
    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://x") as client:
        assert name_of(client, 1) == "ann"
        with pytest.raises(httpx.HTTPStatusError):
            name_of(client, 2)
"""
NAMES = b"""
def name_of(client, number):
    response = client.get(f"/{number}")
    response.raise_for_status()
    return response.json()["name"]
"""


@pytest.mark.usual(1)
@pytest.mark.parametrize("sandbox", real.NAMES)
def test_libraries_that_every_submission_may_import(tmp_path: Path, sandbox: str) -> None:
    exercise = real.tiny_exercise(tmp_path / "tiny", WITH_OURS)
    manifest = exercise.folder / "exercise.toml"
    manifest.write_text(manifest.read_text().replace("libraries = []", 'libraries = ["httpx"]'))
    report = real.graded(load(exercise.folder), NAMES, real.sandbox_or_skip(sandbox))
    assert set(real.verdicts(report).values()) == {"passed"}, [check.message for check in report.checks]


@pytest.mark.usual(1)
@pytest.mark.parametrize("sandbox", real.NAMES)
def test_requests(tmp_path: Path, sandbox: str) -> None:
    exercise = real.tiny_exercise(tmp_path / "tiny", SUITE, points=14)
    for name in (LOCK, "requirements.txt"):
        shutil.copy(SCRAPING / name, exercise.folder)
    with (exercise.folder / "exercise.toml").open("a") as manifest:
        manifest.write('\n[environment]\npython = ">=3.11"\nrequirements = "requirements.txt"\n')
    report = real.graded(load(exercise.folder), SOLUTION, real.sandbox_or_skip(sandbox))
    assert set(real.verdicts(report).values()) == {"passed"}, [check.message for check in report.checks]
