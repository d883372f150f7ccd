"""What the suite of derived classes is about."""

from collections import namedtuple
from dataclasses import dataclass

from abc import ABC, abstractmethod
class Shape(ABC):
    count = 0
    def __init__(self, name="shape"):
        self.name = name
    @abstractmethod
    def area(self): ...
    def describe(self):
        return f"area {self.area()}"
import enum
from typing import Generic, TypeVar
T = TypeVar("T")
class AppError(Exception): pass
class Registry:
    known = {}
class Plugin:
    def __init_subclass__(cls, key, **more):
        super().__init_subclass__(**more)
        Registry.known[key] = cls
def run_all():
    return {k: c().run() for k, c in Registry.known.items()}
class Level(enum.Enum):
    def describe(self): return self.name
class Box(Generic[T]):
    def get(self) -> T: raise NotImplementedError
    def twice(self): return 2 * self.get()
class Repo(ABC):
    @abstractmethod
    def save(self, item): ...
class Service:
    def __init__(self, repo): self.repo = repo
    def store(self, item): return self.repo.save(item)
    async def double(self, key): return await self.repo.fetch(key)
    def total(self): return sum(self.repo.items())
def call_it(f):
    try: return f()
    except AppError as e: return f"AppError {e}"
Point = namedtuple("Point", "x y")
class Money(int):
    def twice(self): return self * 2
@dataclass
class Item:
    name: str
    price: int = 3
    def total(self): return self.price * self.count()
class Slim:
    __slots__ = ("a",)
    def get(self): return self.a
class Handler:
    def __init__(self): self.log = []
    def handle(self, x):
        try:
            return self.on(x)
        except KeyError as e:
            self.log.append(str(e)); return None
    def on(self, x): raise NotImplementedError
class Meta(type):
    def __call__(cls, *a, **k):
        it = super().__call__(*a, **k); it.made_by = "meta"; return it
class WithMeta(metaclass=Meta):
    pass
class Stack(list):
    def push(self, x): self.append(x); self.changed(x)
    def changed(self, x): pass
class Ctx:
    def __enter__(self): self.opened(); return self
    def __exit__(self, *a): self.closed(a[0]); return True
class Iter:
    def __iter__(self):
        for x in self.source(): yield x + 1
def build(kind): return kind("a", 5)
def each(handlers, x): return [h.handle(x) for h in handlers]
class Model:
    shown = []
    def __init_subclass__(cls): cls.shown = [str(kind).replace("typing.", "") for kind in cls.__annotations__.values()]
    def __init__(self, **given):
        for name, kind in self.fields().items():
            value = given.get(name, getattr(type(self), name, None))
            if kind is str and not isinstance(value, kind): raise TypeError(name)
            setattr(self, name, value)
    @classmethod
    def fields(cls): return cls.__annotations__
class Drawable(ABC): pass
@Drawable.register
class Circle: pass
class Line: pass
class Hooked(ABC):
    @classmethod
    def __subclasshook__(cls, kind): return "quack" in vars(kind)
class Pond:
    def quack(self): return 1
class Quacking(type):
    def __instancecheck__(cls, it): return hasattr(it, "quack")
class Quacks(metaclass=Quacking): pass
