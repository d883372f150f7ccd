"""What the suite of derived classes is about."""

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
