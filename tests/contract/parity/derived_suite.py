"""Classes of the suite's that derive from the candidate's, made at its import, in tests and in fixtures."""

import asyncio, enum, functools, typing, unittest

import pytest
import solution
from solution import (
    AppError, Box, Circle, Ctx, Drawable, Handler, Hooked, Item, Iter, Level, Line, Model, Money, Plugin, Point, Pond,
    Quacks, Registry, Repo, Service, Shape, Slim, Stack, WithMeta, build, call_it, each, run_all,
)


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

class P(Point):
    def norm(self): return self.x + self.y
class Euro(Money):
    sign = "E"
class Many(Item):
    def count(self): return 4
class S(Slim):
    def __init__(self): self.a = 9; self.b = 1

def test_point():
    p = P(1, 2)
    assert p.norm() == 3 and p == (1, 2) and p.x == 1 and isinstance(p, tuple)
def test_money():
    assert Euro(4).twice() == 8 and Euro(4) == 4 and Euro(4).sign == "E"
def test_item():
    m = Many("a")
    assert m.total() == 12 and m == Many("a") and m != Many("b") and m.name == "a"
    assert build(Many).total() == 20 and isinstance(build(Many), Many)
def test_slots():
    assert S().get() == 9 and S().b == 1
def test_generic_in_test():
    class IntBox(Box[int]):
        def get(self): return 5
    assert IntBox().twice() == 10
def test_handlers():
    class Good(Handler):
        def on(self, x): return x + 1
    class Bad(Handler):
        def on(self, x): raise KeyError("gone")
    bad = Bad()
    assert each([Good(), bad], 1) == [2, None]
    assert bad.log == ["'gone'"]
    with pytest.raises(NotImplementedError):
        Handler().handle(1)
    with pytest.raises(ZeroDivisionError):
        class Zero(Handler):
            def on(self, x): return 1 / 0
        Zero().handle(1)
def test_meta():
    class W(WithMeta):
        def __init__(self, n): self.n = n
    assert W(3).made_by == "meta" and W(3).n == 3
def test_stack():
    seen = []
    class Loud(Stack):
        def changed(self, x): seen.append((x, len(self)))
    s = Loud()
    s.push(1); s.push(2)
    assert seen == [(1, 1), (2, 2)] and list(s) == [1, 2]
def test_context():
    seen = []
    class C(Ctx):
        def opened(self): seen.append("open")
        def closed(self, kind): seen.append(kind.__name__ if kind else None)
    with C() as c:
        seen.append("in")
        raise ValueError("x")
    assert seen == ["open", "in", "ValueError"]
def test_iter():
    class I(Iter):
        def source(self): return [1, 2]
    class G(Iter):
        def source(self):
            yield 5
    assert list(I()) == [2, 3] and list(G()) == [6]
def test_counts():
    class A(Handler):
        calls = 0
        def on(self, x):
            A.calls += 1
            type(self).calls += 1
            return A.calls
    assert A().handle(1) == 2 and A.calls == 2
def test_private():
    class A(Handler):
        def __init__(self):
            super(A, self).__init__()
            self.__secret = 4
            self._half = 2
        def on(self, x): return self.__secret + self._half
    assert A().handle(0) == 6
def test_str():
    class A(Handler):
        def __repr__(self): return "A!"
        def __str__(self): return "str A"
        def __len__(self): return 3
        def __getitem__(self, i): return i * 2
        def __call__(self, x): return x
        def __lt__(self, o): return True
        def __bool__(self): return False
    a = A()
    assert repr(a) == "A!" and str(a) == "str A" and f"{a}" == "str A" and len(a) == 3 and a[4] == 8 and a(5) == 5 and a < a and not a
def test_names():
    class A(Handler):
        """Doc."""
    assert A.__name__ == "A" and A.__doc__ == "Doc." and A.__mro__[1] is Handler and A.__bases__ == (Handler,) and issubclass(A, Handler)
    assert A().__class__ is A

class User(Model):
    name: str
    tags: list[str] = []
    level: typing.Optional[Money] = None
    shape: "Shape | None" = None
    age: int | None = 3
class Auto(Level):
    LOW = enum.auto()
    HIGH = enum.auto()
class Choosy(Handler):
    def on(self, x=Registry.known, *, kind=Registry): return x is Registry.known and kind is Registry
    @functools.cached_property
    def slow(self): self.log.append("slow"); return 5
def test_annotations():
    assert list(User.fields()) == ["name", "tags", "level", "shape", "age"] == list(User.__annotations__)
    assert User(name="a").age == 3 and User.fields()["name"] is str
    with pytest.raises(TypeError, match="name"): User(name=3)
    class Pair(Model):
        left: typing.Callable[[int], str]
        right: typing.Any
        both: typing.ClassVar[dict[str, typing.Literal["a", 1]]]
        last: int = 4
    assert [str(kind).replace("typing.", "") for kind in Pair.fields().values()] == Pair.shown == [
        "Callable[[int], str]", "Any", "ClassVar[dict[str, Literal['a', 1]]]", "<class 'int'>"]
def test_autos(): assert [m.value for m in Auto] == [1, 2] and Auto.LOW.describe() == "LOW"
def test_defaults_are_objects(): assert Choosy().on() and Choosy().on(Registry.known) and not Choosy().on(3)
def test_cached():
    it = Choosy(); assert it.slow == it.slow == 5 and it.log == ["slow"]
def test_text_of_what_the_suite_raises():
    with pytest.raises(MyError, match="^code 3$"): raise MyError(3)
    with pytest.raises(AppError, match="code"): raise AppError("a code")
class Goose:
    def quack(self): return 2
def test_classes_that_say_who_belongs_to_them():
    assert isinstance(Circle(), Drawable) and issubclass(Circle, Drawable) and not isinstance(Line(), Drawable)
    assert isinstance(Pond(), Hooked) and issubclass(Pond, Hooked) and not issubclass(Line, Hooked)
    assert isinstance(Pond(), Quacks) and isinstance(Goose(), Quacks) and not isinstance(Line(), Quacks)
    unittest_kin(Circle(), Line()); assert not isinstance("text", (Drawable, Hooked, Quacks))
def unittest_kin(one, other):
    case = unittest.TestCase(); case.assertIsInstance(one, Drawable); case.assertNotIsInstance(other, Drawable)
def test_names_of_the_module(): assert "Drawable" in dir(solution) and "quack" not in dir(solution)
