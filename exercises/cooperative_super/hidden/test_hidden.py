"""Hidden suite of cooperative_super.

Classes that derive from the candidate's are made beside them. What they add is drawn.
"""

import string

import pytest
from solution import A, B, C, D

DERIVED = """
def plain(name, *bases):
    return type(name, bases, {})

def cooperative(name, added, *bases):
    def greet(self):
        return super(kind, self).greet() + added
    kind = type(name, bases, {"greet": greet})
    return kind

def final(name, greeting, *bases):
    return type(name, bases, {"greet": lambda self: greeting})
"""


@pytest.fixture
def derive(sandbox):
    """Calls one of the functions above, inside."""
    names = sandbox.make("[exec(code, names := {}), names][1]", code=DERIVED)

    def derive(kind, *arguments):
        return sandbox.make("names[kind](*arguments)", names=names, kind=kind, arguments=arguments)

    return derive


def words(rng, count):
    return ["".join(rng.choices(string.ascii_lowercase, k=6)).title() for _ in range(count)]


@pytest.mark.group("The four classes")
class TestClasses:
    @pytest.mark.hint("class B(A), class C(A), class D(B, C)")
    def test_bases(self):
        """are derived from each other as the task says"""
        above = {A: [A], B: [A, B], C: [A, C], D: [A, B, C, D]}
        for kind, expected in above.items():
            one = kind()
            assert [other for other in (A, B, C, D) if isinstance(one, other)] == expected
            assert [other for other in (A, B, C, D) if issubclass(kind, other)] == expected
        for kind, via in ((A, ""), (B, " via B"), (C, " via C"), (D, " via C via B")):
            assert kind().greet() == f"Hello from A{via}"


@pytest.mark.group("Classes of others")
class TestDerived:
    @pytest.mark.hint("Which class comes next depends on the object, not on where the method stands.")
    def test_other_order(self, derive, rng):
        """come out right where B and C are in the other order"""
        (name,) = words(rng, 1)
        assert derive("plain", name, C, B)().greet() == "Hello from A via B via C"
        assert derive("plain", name, B, C)().greet() == "Hello from A via C via B"

    @pytest.mark.hint("Neither B nor C can know what comes next: super() does.")
    def test_between(self, derive, rng):
        """come out right with somebody's class between B and C"""
        name, other, first, second = words(rng, 4)
        sibling = derive("cooperative", name, f" and {first}", A)
        assert sibling().greet() == f"Hello from A and {first}"
        mixed = derive("plain", other, B, sibling, C)
        assert mixed().greet() == f"Hello from A via C and {first} via B"
        twin = derive("cooperative", other, f" or {second}", A)
        mixed = derive("plain", name, C, twin, sibling, B)
        assert mixed().greet() == f"Hello from A via B and {first} or {second} via C"

    @pytest.mark.hint("What A says comes at the end of the order, with whatever is added before.")
    def test_before_and_after(self, derive, rng):
        """come out right with somebody's classes before and after them"""
        name, other, first, second = words(rng, 4)
        sibling = derive("cooperative", name, f" and {first}", A)
        for bases, expected in (
            ((sibling, B, C), f" via C via B and {first}"),
            ((B, C, sibling), f" and {first} via C via B"),
            ((B, sibling), f" and {first} via B"),
            ((sibling, C), f" via C and {first}"),
        ):
            assert derive("plain", other, *bases)().greet() == f"Hello from A{expected}"
            last = derive("cooperative", other, f" for {second}", *bases)
            assert last().greet() == f"Hello from A{expected} for {second}"

    @pytest.mark.hint("D has nothing of its own to say: leave it to what comes next.")
    def test_of_d(self, derive, rng):
        """come out right where they are derived from D"""
        name, other, first, second = words(rng, 4)
        sibling = derive("cooperative", name, f" and {first}", A)
        assert derive("plain", other, D)().greet() == "Hello from A via C via B"
        assert derive("plain", other, D, sibling)().greet() == f"Hello from A and {first} via C via B"
        below = derive("cooperative", other, f" for {second}", D, sibling)
        assert below().greet() == f"Hello from A and {first} via C via B for {second}"
        mixed = derive("plain", name, D, derive("cooperative", other, f" or {second}", C))
        assert mixed().greet() == f"Hello from A via C or {second} via B"
        mixed = derive("plain", name, D, derive("cooperative", other, f" or {second}", B))
        assert mixed().greet() == f"Hello from A via C via B or {second}"

    @pytest.mark.hint("Even what A would say may be somebody's else.")
    def test_last_word(self, derive, rng):
        """come out right where somebody's class has the last word"""
        name, other, greeting = words(rng, 3)
        final = derive("final", name, greeting, A)
        assert derive("plain", other, B, final)().greet() == f"{greeting} via B"
        assert derive("plain", other, C, final)().greet() == f"{greeting} via C"
        assert derive("plain", other, C, B, final)().greet() == f"{greeting} via B via C"
        assert derive("plain", other, D, final)().greet() == f"{greeting} via C via B"

    @pytest.mark.hint("The name of an object's class says nothing of the way.")
    def test_of_one(self, derive, rng):
        """come out right where they are derived from one of A, B and C"""
        name, other, first = words(rng, 3)
        for kind, via in ((A, ""), (B, " via B"), (C, " via C")):
            assert derive("plain", name, kind)().greet() == f"Hello from A{via}"
            below = derive("cooperative", other, f" for {first}", kind)
            assert below().greet() == f"Hello from A{via} for {first}"
            assert derive("plain", name, below)().greet() == f"Hello from A{via} for {first}"
        mixed = derive("plain", other, derive("plain", name, C), derive("plain", name, B))
        assert mixed().greet() == "Hello from A via B via C"
