"""What `classes_suite` beside this tests; none of it is checked for style."""

import copy
import dataclasses
import functools
import inspect
from unittest import mock


class Bus:
    def __init__(self): self.handlers = {}
    def on(self, kind, handler): self.handlers.setdefault(kind, []).append(handler)
    def publish(self, event):
        found = [h for kind in type(event).__mro__ for h in self.handlers.get(kind, ())]
        return [h(event) for h in found]
    def exactly(self, event): return len(self.handlers.get(type(event), ()))


class Container:
    def __init__(self): self.made = {}
    def get(self, kind):
        if kind not in self.made:
            wanted = inspect.signature(kind).parameters.values()
            self.made[kind] = kind(*[self.get(each.annotation) for each in wanted])
        return self.made[kind]


@functools.singledispatch
def describe(value): return f"some {type(value).__name__}"


class Registry:
    def __init__(self): self.known = {}
    def register(self, kind):
        self.known[kind.label] = kind
        return kind
    def make(self, label, *args): return self.known[label](*args)


def only(things, kind): return [thing for thing in things if isinstance(thing, kind)]
def is_kind(kind, base): return inspect.isclass(kind) and issubclass(kind, base)
def kind_of(thing): return type(thing)
def as_dict(thing): return dataclasses.asdict(thing) if dataclasses.is_dataclass(thing) else None
def moved(thing, **new): return dataclasses.replace(thing, **new)
def clone(thing, deep=True): return copy.deepcopy(thing) if deep else copy.copy(thing)
def hashed(thing): return {thing}
