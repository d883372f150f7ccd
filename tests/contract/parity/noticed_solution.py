"""What the suite beside this one notices."""

import abc
import asyncio
import datetime
import functools
import importlib
import json
import logging
import os
import pickle
import traceback
import warnings
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

log = logging.getLogger("noticed")


class Custom(UserWarning):
    def __init__(self, text, code):
        super().__init__(text)
        self.code = code


def custom(code): warnings.warn(Custom("careful", code))


def counted(function):
    @functools.wraps(function)
    def call(*a):
        call.count += 1
        return function(*a)
    call.count = 0
    return call


def fields_of(it): return [name for name, value in vars(it).items() if name[0] != "_"]


def work(n): log.warning("%d of %s", n, [1])


def audit(user, action): log.warning("%(who)s did it", {"who": user}, extra={"user": user, "action": action})


def as_json(record): return json.dumps({"level": record.levelname, "text": record.getMessage()})


class Cellar(Mapping):
    def __getitem__(self, name): return {"red": 3, "white": 5}[name]
    def __iter__(self): return iter(["red", "white"])
    def __len__(self): return 2


class Shape:
    class Unit: pass
class Square(Shape): pass
class Circle(Shape): pass


class Payment:
    def __init__(self, key=None): self.key = key
    def charge(self, who, amount): raise NotImplementedError


class Recorded:
    def __enter__(self): return self
    def __exit__(self, kind, exc, trace):
        text = "".join(traceback.format_exception(kind, exc, trace)) if trace else ""
        self.left = kind and kind.__name__, str(exc), text.startswith("Traceback")


def announced(function):
    @functools.wraps(function)
    def call(*a):
        print("before")
        result = function(*a)
        print("after")
        return result
    return call


def tagged(tag, limit=1):
    def mark(function):
        function.tags = (*getattr(function, "tags", ()), tag)
        function.limit = limit
        return function
    return mark


class Kind: name = "kind"


class Own(Exception): pass


def refuse(*given): raise Own(*given)


class Refusal(ValueError):
    class Form(abc.ABC): pass


def nothing(x: int) -> None: "Nothing."


class Place:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x if isinstance(o, Place) else NotImplemented


class Loud:
    def __init__(self, log): self.log = log
    def __del__(self): self.log.append("gone")


class Weak:
    def __init__(self): self.kept = weakref.WeakValueDictionary()
    def __len__(self): return len(self.kept)
    def add(self, key, value):
        self.kept[key] = value
        return value


class Unfit(ImportError): pass


def colour(it): return it.colour


def missing(kind):
    if kind == "module": import no_such_module
    if kind == "name": no_such_name
    if kind == "chain":
        try: missing("module")
        except ImportError as exc: raise RuntimeError("chain") from exc
    raise (Unfit if kind == "own" else ImportError)("no", name=kind, path="there")


def about(call):
    try: call()
    except (AttributeError, ImportError) as exc: return exc.name, getattr(exc, "path", "none")


def folder(): return os.getcwd()
def note(text): Path("note.txt").write_text(text)
def plugin(name): return importlib.import_module(name).VALUE


def permit(path):
    os.chmod(path, 0o755)
    (path.parent / "secret").write_text("x")
    os.chmod(path.parent / "secret", 0o600)
    os.mkdir(path.parent / "own", 0o700)
    return os.stat(path).st_mode


def forbid(path): path.chmod(0o444)
def mode(path): return os.stat(path).st_mode


@dataclass(frozen=True)
class Weight:
    grams: int = field(default=0, metadata={"unit": "g", "bounds": [0, 9]})
    told: str = field(default="", hash=False)


def adder(n):
    many = n * 2
    def add(x): return x + many + len(log.name)
    return add


async def soon(): return 1
def starts(): return asyncio.ensure_future(soon())


class Spot:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return self.x == other.x if isinstance(other, Spot) else NotImplemented
    def __hash__(self): return hash(self.x)


SPOTS = frozenset({Spot(1)})
def spots(): return frozenset({Spot(1), Spot(2)})
def parts(): return [(spots(), 3), {frozenset({Spot(3)}): {"a": frozenset({frozenset({Spot(4)})})}}]
def lend_spots(function): return function(spots(), more=[frozenset({Spot(3)})])
def steps_of_spots(): yield spots()


def name_of(function, name="__name__"): return getattr(function, name, None)


class Large:
    def __sizeof__(self): return 9999


class Dot:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return isinstance(o, Dot) and (self.x, self.y) == (o.x, o.y)
    def __repr__(self): return f"Dot({self.x!r}, {self.y!r})"


@dataclass
class Paid:
    when: datetime.date
    where: Dot
    cost: Decimal = Decimal("1.5")


def written(names): return "".join(f"def {name}(x): return x * {n}\n" for n, name in enumerate(names, 2)) + "COUNT = 2\n"
def formula(x): return f"{x} + {x} * 2"
def preserved(value): return pickle.dumps(value)


class Guard:
    def __init__(self, answer): self.answer = answer
    def __enter__(self): return self
    def __exit__(self, *failure): return self.answer
    def __eq__(self, other): return self.answer


def variables(): return sorted(os.environ)
