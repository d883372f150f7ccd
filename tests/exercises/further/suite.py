"""A suite with further libraries: each test has the verdict of plain pytest."""

import datetime as dt

import more_itertools
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from flask import url_for
from loguru import logger
from solution import Book, Contact, Token, create_app, hello, make_tables, ranked, slow, today, work
from structlog.testing import capture_logs


@pytest.fixture
def app(): return create_app()


@pytest.fixture
def site():
    make_tables()
    return Client()


def test_view():
    response = hello(RequestFactory().get("/hello/", {"name": "Eve"}))
    assert response.status_code == 200 and response.content == b"Hello, Eve!"


def test_routes(): assert resolve("/hello/").func == hello and reverse("book", args=[3]) == "/books/3/"


def test_settings(): assert settings.DEBUG is True


def test_posted(site):
    response = site.post("/books/", {"title": "Emma", "year": 1815})
    assert response.status_code == 302 and response.url == "/books/" and Book.objects.count() == 1
    assert site.get("/books/").json() == {"books": [{"title": "Emma", "year": 1815}]}


def test_missing(site): assert site.get("/books/99/").status_code == 404


def test_model(site):
    book = Book.objects.create(title="Emma", year=1815)
    assert Book.objects.filter(year__gt=1800).first() == book and str(book) == "Emma (1815)"
    with pytest.raises(Book.DoesNotExist): Book.objects.get(pk=9)


def test_invalid(site):
    with pytest.raises(ValidationError) as caught: Book(title="", year=-1).full_clean()
    assert set(caught.value.message_dict) == {"title", "year"}


def test_form():
    form = Contact({"name": "", "email": "nope"})
    assert not form.is_valid() and set(form.errors) == {"name", "email"}
    assert Contact({"name": "Eve", "email": "e@x.org"}).is_valid()


def test_flask(client, config):
    assert client.get(url_for("ping")).json == {"ping": "pong"} and config["GREETING"] == "hi"


@pytest.mark.options(debug=True)
def test_option(app): assert app.debug and app.config["DEBUG"]


@pytest.mark.usefixtures("client_class")
class TestClient:
    def test_echo(self, accept_json):
        assert self.client.post("/echo", json={"a": [1]}, headers=accept_json).json == {"a": [1]}


@time_machine.travel("2024-02-29 10:00 +0000", tick=False)
def test_travelled(): assert today() == dt.date(2024, 2, 29)


def test_shifted():
    with time_machine.travel(0, tick=False) as traveller:
        token = Token(60)
        assert not token.has_expired()
        traveller.shift(61)
        assert token.has_expired()
        traveller.move_to(dt.datetime(2021, 5, 5, 12, tzinfo=dt.timezone.utc))
        assert today() == dt.date(2021, 5, 5)
    assert today().year > 2021


def test_travelled_twice(time_machine):
    time_machine.move_to("2019-03-04")
    assert today() == dt.date(2019, 3, 4)


def test_never_came_back():
    time_machine.travel("2001-01-01", tick=False).start()
    assert today().year == 2001


def test_structured_log():
    with capture_logs() as logs: work("x")
    assert logs == [{"event": "working", "item": "x", "log_level": "info"}]


def test_no_structured_log():
    with capture_logs() as logs: work("")
    assert logs == []


def test_log():
    messages = []
    number = logger.add(messages.append, format="{level} {message}")
    work("hi")
    logger.remove(number)
    assert messages == ["INFO said hi\n"]


def test_no_log():
    messages = []
    logger.add(messages.append)
    work("")
    assert not messages


def test_sorted(): assert more_itertools.is_sorted(ranked([3, 1, 2]))


def test_windows(): assert list(more_itertools.sliding_window(iter(ranked([3, 1, 2])), 2)) == [(1, 2), (2, 3)]


@pytest.mark.timeout(1)
def test_in_time(): assert slow(0.01) == "done"


@pytest.mark.timeout(timeout=1, method="signal")
def test_in_time_with_a_method(): assert slow(0.02) == "done"
