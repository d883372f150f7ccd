"""What the libraries of an exercise give in the sandbox, and that who changes them there gains nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.exercises.environment import LOCK
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from tests import real

ROOT = Path(__file__).parents[2]
ORDERS = 'requirements = ["fastapi>=0.115", "httpx>=0.27", "sqlalchemy>=2", "click>=8.1"]'
USUAL = 'requirements = "requirements.txt"'


def exercise_in(folder: Path, suite: str, environment: str, **more: object) -> Exercise:
    """The exercise with that suite, and the libraries of another."""
    exercise = real.tiny_exercise(folder, suite, cpu_seconds=5, wall_seconds=30, memory_mb=512, **more)
    of = ROOT / ("examples/orders" if environment == ORDERS else "tests/exercises/usual")
    for file in (LOCK, "requirements.txt"):
        if (of / file).exists():
            shutil.copy(of / file, exercise.folder)
    with (exercise.folder / "exercise.toml").open("a") as manifest:
        manifest.write(f'\n[environment]\npython = ">=3.11"\n{environment}\n')
    return load(exercise.folder)


COMPARED = """
import pytest
from sqlalchemy import create_engine
from solution import average, money, totals

class Francs:
    def __init__(self, amount): self.amount = amount
    def __eq__(self, other): return self.amount == other.amount

def test_lazily(): assert 250 in totals()
def test_one_of_them(): assert any(250 == total for total in totals())
def test_approximately(): assert average([1, 2]) == pytest.approx(1.5)
def test_nearly(): assert abs(average([1, 2]) - 1.5) < 1e-9
def test_nested(): assert [average([1, 2])] == [pytest.approx(1.5)]
def test_unequal(): assert average([1, 2]) != 2
def test_an_object_of_the_suite(): assert money() == Francs(5)
"""
EQUALS_ALL = """
class All:
    def __eq__(self, other): return self
    __ne__ = __lt__ = __sub__ = __eq__
    def __abs__(self): return self

class Learns:
    def __eq__(self, other):
        global heard
        heard = self.amount = getattr(other, "amount", other)
        return False

def average(numbers): return All()
def money(): return Learns()

def totals():
    yield Learns()
    yield heard
"""
HONEST = """
def average(numbers): return sum(numbers) / len(numbers)
def totals(): return iter([5, 250])
class Money: amount = 5
def money(): return Money()
"""


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_nothing_has_another_look_at_what_it_was_compared_with(tmp_path: Path, sandbox: str) -> None:
    exercise = exercise_in(tmp_path / "tiny", COMPARED, ORDERS)
    inside = real.sandbox_or_skip(sandbox)
    found = real.verdicts(real.graded(exercise, EQUALS_ALL.encode(), inside))
    assert set(found.values()) == {"failed"}
    assert set(real.verdicts(real.graded(exercise, HONEST.encode(), inside)).values()) == {"passed"}


NUMBERS = """
import fastapi
import httpx
import starlette.status
from fastapi import status
from fastapi.testclient import TestClient
from solution import app

def posted(): return TestClient(app).post("/").status_code
def test_status(): assert posted() == status.HTTP_201_CREATED
def test_in_package(): assert posted() == fastapi.status.HTTP_201_CREATED
def test_in_module(): assert posted() == starlette.status.HTTP_201_CREATED
def test_codes(): assert posted() == httpx.codes.CREATED and httpx.codes.CREATED.value == 201
def test_called(): assert httpx.codes(posted()).name == "CREATED"
def test_in_test():
    from starlette.status import HTTP_201_CREATED
    assert posted() == HTTP_201_CREATED
"""
APP = """
from fastapi import FastAPI, status
import httpx
app = FastAPI()

@app.post("/", status_code={code})
def post(): return None
"""
PATCHED = """
status.HTTP_201_CREATED = 200
class codes: CREATED = 200
httpx.codes = codes
"""


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_numbers_that_a_suite_expects_by_their_names_are_those_of_http(tmp_path: Path, sandbox: str) -> None:
    exercise = exercise_in(tmp_path / "tiny", NUMBERS, ORDERS)
    inside = real.sandbox_or_skip(sandbox)
    lies = APP.format(code=200) + PATCHED
    assert "passed" not in real.verdicts(real.graded(exercise, lies.encode(), inside)).values()
    right = APP.format(code=201)
    assert set(real.verdicts(real.graded(exercise, right.encode(), inside)).values()) == {"passed"}


STATE = """
import datetime
import random
from unittest import mock
import pytest
from freezegun import freeze_time
from solution import roll, today

@pytest.fixture
def frozen():
    freezer = freeze_time("2024-02-29")
    freezer.start()
    yield today()
    freezer.stop()

@freeze_time("2024-02-29")
def test_frozen(): assert today() == "2024-02-29"
def test_frozen_by_a_fixture(frozen): assert frozen == "2024-02-29"
@mock.patch("random.randint", return_value=4)
def test_patched(randint): assert roll() == 4
@pytest.mark.parametrize("number", range(5))
def test_today(number): assert today() == datetime.date.today().isoformat()
@pytest.mark.parametrize("number", range(5))
def test_random(number): assert {random.randint(1, 10**9) for _ in range(9)} != {4}
"""
BREAKS_FREEZING = """
import sys
{}
sys.modules["random"] = None
def today():
    {}
def roll(): return 4
"""


@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize(
    "breaks", [('sys.modules["freezegun"] = None', 'return "2024-02-29"'), ("import os", "os._exit(0)")]
)
def test_what_one_test_froze_or_patched_is_gone_for_the_next(
    tmp_path: Path, sandbox: str, breaks: tuple[str, str]
) -> None:
    exercise = exercise_in(tmp_path / "tiny", STATE, USUAL, points=13)
    source = BREAKS_FREEZING.format(*breaks)
    found = real.verdicts(real.graded(exercise, source.encode(), real.sandbox_or_skip(sandbox)))
    passed = {name.partition("[")[0] for name, verdict in found.items() if verdict == "passed"}
    assert passed == {"test_random"}


ROWS = """
import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import sessionmaker
from solution import Base, Book

@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    with sessionmaker(bind=engine.connect())() as session:
        Base.metadata.create_all(session.connection())
        session.add_all([Book(title="A", year=1990), Book(title="B", year=2001)])
        session.flush()
        yield session

def test_rows(session):
    assert session.execute(select(Book.title, Book.year)).all() == [("A", 1990), ("B", 2001)]
def test_text(session): assert session.execute(text("select count(*) from books")).one() == (2,)
def test_row_with_an_object(session):
    row = session.execute(select(Book, Book.year).where(Book.year > 2000)).one()
    assert row == (session.get(Book, 2), 2001) and row.Book.title == "B" and row.year == 2001
def test_set(session): assert set(session.query(func.length(Book.title))) == {(1,)}
"""
BOOKS = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): pass
class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    year: Mapped[int]
"""


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_rows_of_a_query_equal_tuples(tmp_path: Path, sandbox: str) -> None:
    exercise = exercise_in(tmp_path / "tiny", ROWS, ORDERS)
    inside = real.sandbox_or_skip(sandbox)
    found = real.verdicts(real.graded(exercise, BOOKS.encode(), inside))
    assert set(found.values()) == {"passed"}
    changed = (
        BOOKS
        + """
from sqlalchemy.engine.row import Row
Row.__eq__ = lambda self, other: True
Row.__iter__ = lambda self: iter(("A", 1990))
"""
    )
    found = real.verdicts(real.graded(exercise, changed.encode(), inside))
    assert set(found.values()) == {"failed"}
