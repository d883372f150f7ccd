"""What `more_suite` beside this tests; none of it is checked for style."""
import abc
import asyncio
import collections
import dataclasses
import enum
import functools
import json
import os
import random
import sys
import warnings
from typing import Protocol, runtime_checkable

__version__ = "3.1"
TABLE = {"a": 1}


class BoxError(Exception):
    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


class Full(BoxError):
    pass


class Box:
    """Holds things."""

    size: int = 2

    def __init__(self, *things):
        self.things = list(things)

    def __iter__(self):
        return iter(self.things)

    def __eq__(self, other):
        return isinstance(other, Box) and self.things == other.things

    __hash__ = None

    def put(self, thing):
        if len(self.things) == self.size:
            raise Full("no room", 7)
        self.things.append(thing)
        return self


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

    @staticmethod
    def corners():
        return 4


@runtime_checkable
class Quacks(Protocol):
    def quack(self): ...


class Duck:
    def quack(self):
        return "quack"


@dataclasses.dataclass(frozen=True)
class Spot:
    x: int


class Light(enum.Enum):
    ON = 1


class Down:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n + 1


class Again:
    """Its own iterator, which begins anew at each loop: a loop within a loop disturbs the outer one."""

    def __init__(self, n):
        self.n = n

    def __iter__(self):
        self.left = self.n
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left + 1


class Twin(Again):
    """Its own iterator at the first loop only."""

    given = False

    def __iter__(self):
        if self.given:
            return iter(range(self.n, 0, -1))
        self.given = True
        return super().__iter__()


class Folded(dict):
    """A dict that contains its keys in whatever case."""

    def __contains__(self, key):
        return super().__contains__(key.lower())


class Account:
    def __init__(self):
        self.balance = 0

    def pay(self, amount):
        self.balance += amount
        return self.balance


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.count += 1
        return function(*args, **kwargs)

    wrapper.count = 0
    return wrapper


def again(times, kinds=(Exception,)):
    def decorate(function):
        def inner():
            for left in reversed(range(times)):
                try:
                    return function()
                except kinds:
                    if not left:
                        raise

        return inner

    return decorate


def caught(function):
    try:
        return function()
    except BoxError as exc:
        return "box", exc.code, str(exc)
    except Exception as exc:
        return type(exc).__name__, str(exc)


def call(function, *args):
    return function(*args)


def parts():
    got = yield 1
    yield got
    return "done"


def in_context():
    try:
        {}["k"]
    except KeyError:
        raise ValueError("while handling")


def noted():
    exc = ValueError("with a note")
    exc.add_note("look here")
    raise exc


def several():
    raise ExceptionGroup("several", [ValueError("a"), Full("b", 3)])


def parse(text):
    return json.loads(text)


def throw():
    return random.randint(1, 1_000_000)


def mode():
    return os.environ.get("MORE_MODE", "none")


def say(text):
    print(text)


def heard():
    return sys.stdin.readline().strip()


def old():
    warnings.warn("old", DeprecationWarning)
    return 1


async def doubled(x):
    await asyncio.sleep(0)
    return 2 * x


async def both(a, b):
    return list(await asyncio.gather(doubled(a), doubled(b)))


def sums(records):
    return [record.left + record.right for record in records]


def first_line(file):
    return file.read().splitlines()[0]


def ordered(items, key):
    return sorted(items, key=key)


def found(pattern, text):
    return pattern.findall(text)


def same(thing):
    return thing


class Wrapped:
    def __init__(self, inner):
        self.inner = inner

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return self.inner.__exit__(*failure)

    def read(self):
        return self.inner.read()


class Registry(type):
    def __len__(cls): return 2
    def __iter__(cls): return iter(("a", "b"))
    def __contains__(cls, name): return name in ("a", "b")
    def __getitem__(cls, name): return name * 2
    def __repr__(cls): return "<registry>"


class Known(metaclass=Registry):
    __slots__ = ("only",)


class Once(Registry):
    made = {}
    def __call__(cls, *arguments): return Once.made.setdefault(cls, super().__call__(*arguments))


class Alone(metaclass=Once):
    pass


class Whole:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, thing, owner=None): return self if thing is None else getattr(thing, self.name)
    def __set__(self, thing, number): setattr(thing, self.name, int(number))


class Counted:
    number = Whole()


class Loose(dict):
    pass


@dataclasses.dataclass
class Given:
    one: int = 1
    many: list = dataclasses.field(default_factory=list)


def viewed(data): return memoryview(data)
def keys(): return TABLE.keys()
def items(): return TABLE.items()
def doubled_(x): return x * 2
def change():
    global __version__
    __version__ = "changed"


class Leaf:
    next = None


def grow():
    leaf = Leaf()
    leaf.next = Leaf()
    return leaf


@functools.total_ordering
class Amount:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n if isinstance(o, Amount) else NotImplemented
    def __lt__(self, o): return self.n < o.n if isinstance(o, Amount) else NotImplemented
    def __add__(self, o): return Amount(self.n + getattr(o, "n", o)) if isinstance(o, (Amount, int)) else NotImplemented
    __radd__ = __add__


def undecided(): return NotImplemented


class Vague:
    def __init__(self, n): pass
    def __eq__(self, o): pass


OPEN = "open"


class Named:
    KIND = "kind"
    def __init__(self): self.kind = "kind"


def popped(things): return things.pop()
def is_open(kind): return kind is OPEN
def joined(*parts): return "".join(parts)


def fail(kind, *args): raise kind(*args)
def returned(kind, *args): return kind(*args)
def interrupt(): raise BaseException("stop")


class Stone:
    def __eq__(self, o): return isinstance(o, Stone)


FIRST = Stone()
def first(): return FIRST


@dataclasses.dataclass(frozen=True)
class Spot:
    x: int
SPOTS = {Spot(7): {Spot(8)}}
def spots(): return {Spot(1), Spot(2)}
def marks(): return [{Spot(1): "a"}, collections.Counter([Spot(1), Spot(1)])]
def visit(seen): seen.add(Spot(3))
def given(function): return function({Spot(4)})
def length(things): return len(list(things))
def each_spot():
    yield {Spot(5)}
    yield {Spot(6): 6}


class Nested:
    def __init__(self, ask): self.ask, self.asked = ask, 0
    def __iter__(self): return self
    def __next__(self):
        self.asked += 1
        if self.asked < 3: self.ask(self)
        raise StopIteration
