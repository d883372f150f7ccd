"""Classes of the suite's that derive from the candidate's, made at its import, in tests and in fixtures."""

import asyncio

import pytest
from solution import AppError, Box, Level, Plugin, Registry, Repo, Service, Shape, call_it, run_all


class Square(Shape):
    sides = 4
    def __init__(self, side, name="square"):
        super().__init__(name)
        self.side = side
    def area(self):
        return self.side ** 2
    @property
    def double(self):
        return 2 * self.side
    @staticmethod
    def make(n):
        return n + 1
    @classmethod
    def unit(cls):
        return cls(1)
    def __eq__(self, other):
        return isinstance(other, Square) and self.side == other.side
    def __hash__(self):
        return 5

class Cube(Square):
    def area(self):
        return 6 * super().area()

class Half(Shape):
    pass

UNIT = Square.unit()

def test_one():
    s = Square(3)
    assert s.describe() == "area 9"
    assert isinstance(s, Shape) and isinstance(s, Square) and type(s) is Square
    assert s.side == 3 and s.name == "square" and s.double == 6 and Square.make(4) == 5 and s.sides == 4
    assert Square(2) == Square(2) != Square(1)
    assert UNIT.describe() == "area 1"
    assert issubclass(Cube, Square) and issubclass(Cube, Shape)

def test_cube():
    c = Cube(2, "c")
    assert c.describe() == "area 24" and c.name == "c" and isinstance(c, Square)

def test_abstract():
    with pytest.raises(TypeError):
        Half()
    with pytest.raises(TypeError, match="abstract"):
        Shape()

def test_inside():
    seen = []
    class Loud(Shape):
        def area(self):
            seen.append(self)
            return 7
        def describe(self):
            return super().describe().upper() + "!"
    it = Loud()
    assert it.describe() == "AREA 7!"
    assert len(seen) == 1 and seen[0] is it


class MyError(AppError):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code

class Both(AppError, ValueError):
    pass

class Mine(Level):
    LOW = 1
    HIGH = 2

class IntBox(Box[int]):
    def get(self):
        return 5

class FakeRepo(Repo):
    def __init__(self):
        self.saved = []
    def save(self, item):
        self.saved.append(item)
        return len(self.saved)
    async def fetch(self, key):
        return key * 2
    def items(self):
        yield 1
        yield 2

class Bad(Repo):
    def save(self, item):
        raise MyError(7)

def test_exceptions():
    with pytest.raises(MyError) as info:
        raise MyError(3)
    assert str(info.value) == "code 3" and info.value.code == 3
    def fail(): raise MyError(4)
    assert call_it(fail) == "AppError code 4"
    assert issubclass(Both, ValueError) and issubclass(Both, AppError)
    with pytest.raises(AppError):
        Service(Bad()).store(1)

def test_enum():
    assert Mine.LOW.value == 1 and Mine(2) is Mine.HIGH and [m.name for m in Mine] == ["LOW", "HIGH"]

def test_generic():
    assert IntBox().get() == 5 and IntBox().twice() == 10

def test_repo():
    repo = FakeRepo()
    service = Service(repo)
    assert service.store("a") == 1 and service.store("b") == 2
    assert repo.saved == ["a", "b"]
    assert asyncio.run(service.double("x")) == "xx"
    assert service.total() == 3

def test_registry():
    before = dict(Registry.known)
    class One(Plugin, key="one"):
        def run(self):
            return 1
    class Two(Plugin, key="two"):
        def run(self):
            return 2
    assert run_all() == {"one": 1, "two": 2}
    assert Registry.known["one"] is One

@pytest.fixture
def square():
    class Square(Shape):
        def __init__(self, n):
            super().__init__()
            self.n = n
        def area(self):
            return self.n * self.n
    return Square

def test_fixture(square):
    assert square(4).describe() == "area 16"
    assert square(4).name == "shape"
    assert square.__name__ == "Square"
