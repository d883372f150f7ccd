"""Classes of the suite's as arguments: a class inside for each, and their objects are of it."""

import dataclasses
from abc import ABC, abstractmethod

import pytest
from solution import Bus, Container, Registry, as_dict, clone, describe, hashed, is_kind, kind_of, moved, only


class Event: pass
class Placed(Event):
    def __init__(self, number): self.number = number
@dataclasses.dataclass
class Paid:
    amount: int
    notes: list = dataclasses.field(default_factory=list)
class Base(ABC):
    label = "base"
    @abstractmethod
    def area(self): ...
class Square(Base):
    label = "square"
    def __init__(self, side=1): self.side = side
    def area(self): return self.side ** 2
    def __eq__(self, other): return isinstance(other, Square) and self.side == other.side
    __hash__ = None
class Store:
    def __init__(self): self.rows = []
class Service:
    def __init__(self, store: Store): self.store = store
class Memory(Store): pass


@pytest.fixture
def bus(): return Bus()


def test_a_table_by_type(bus):
    seen = []; placed = Placed(3)
    bus.on(Placed, seen.append)
    assert bus.exactly(placed) == 1 and bus.publish(placed) == [None]
    assert seen == [placed] and seen[0] is placed
def test_a_base_gets_them_too(bus):
    bus.on(Event, lambda event: "event"); bus.on(Placed, lambda event: event.number)
    assert bus.publish(Placed(4)) == [4, "event"] and bus.exactly(Event()) == 1
def test_others_do_not(bus):
    bus.on(Placed, lambda event: 1)
    assert bus.publish(Paid(3)) == [] and bus.publish(Event()) == []
def test_is_its_class_again():
    assert kind_of(Placed(1)) is Placed and kind_of(Paid(2)) == Paid
def test_those_of_a_class():
    things = [Placed(1), Paid(2), Event(), Square()]
    assert only(things, Event) == [things[0], things[2]] and only(things, Base) == things[3:]
    assert only(things, (Paid, Square)) == [things[1], things[3]] and only(things, str) == []
def test_below(): assert is_kind(Square, Base) and is_kind(Placed, Event) and not is_kind(Event, Placed)
def test_no_class(): assert is_kind(len, object) is False
def test_what_it_needs_is_filled_in():
    container = Container(); service = container.get(Service)
    assert type(service) is Service and type(service.store) is Store
    assert container.get(Store) is service.store and container.get(Service) is service
def test_what_needs_nothing():
    container = Container(); memory = container.get(Memory)
    assert type(memory) is Memory and memory.rows == [] and type(container.get(Event)) is Event
def test_no_hash():
    with pytest.raises(TypeError, match="unhashable type: 'Paid'"): hashed(Paid(1))
    with pytest.raises(TypeError, match="unhashable"): hashed(Square())
    event = Event(); assert hashed(event) == {event}
def test_registered():
    registry = Registry()
    assert registry.register(Square) is Square and registry.make("square", 3).area() == 9
    assert registry.make("square", 2) == Square(2) and isinstance(registry.make("square"), Base)
def test_registered_as_a_decorator():
    registry = Registry()
    @registry.register
    class Dot(Base):
        label = "dot"
        def area(self): return 0
    assert registry.make("dot").area() == 0 and type(registry.make("dot")) is Dot
def test_its_own_error():
    registry = Registry(); registry.register(Base)
    with pytest.raises(TypeError, match="abstract"): registry.make("base")
def test_too_many_arguments():
    registry = Registry(); registry.register(Square)
    with pytest.raises(TypeError): registry.make("square", 1, 2)
def test_no_such_attribute():
    with pytest.raises(AttributeError): Registry().register(Store)
def test_dispatch():
    describe.register(Placed, lambda value: f"placed {value.number}")
    assert describe(Placed(5)) == "placed 5" and describe(Event()) == "some Event"
def test_dispatch_on_a_base():
    class Shape: pass
    class Dot(Shape): pass
    @describe.register(Shape)
    def _(value): return "shape"
    assert describe(Dot()) == "shape" and describe(Square()) == "some Square"
def test_fields(): assert as_dict(Paid(3, ["a"])) == {"amount": 3, "notes": ["a"]} and as_dict(Event()) is None
def test_replaced():
    paid = Paid(3); again = moved(paid, amount=4)
    assert again == Paid(4) and again is not paid and paid.amount == 3
def test_cloned():
    paid = Paid(3, [[1]]); again = clone(paid)
    assert again == paid and again is not paid and type(again) is Paid
    again.notes[0].append(2)
    assert paid.notes == [[1]]
def test_copied():
    paid = Paid(3, [[1]]); again = clone(paid, deep=False)
    assert again == paid and again is not paid and again.notes is paid.notes
def test_cloned_in_a_list():
    one = Placed([1]); first, second = clone([one, one])
    assert first is second and first is not one and first.number == [1] and first.number is not one.number
