"""What a solution returns arrives as exactly that, and nothing that it returns can pretend."""

from .conftest import Verdicts

ECHO = """
def f(value):
    return value

def made(expression):
    return eval(expression)
"""

SAME = '''
import math

from solution import f, made


def same(one, other):
    """Equal in value and in every type, at any depth."""
    if type(one) is not type(other):
        return False
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict:
        return same(list(one.items()), list(other.items()))
    if type(one) in (set, frozenset):
        return one == other and {(type(x), x) for x in one} == {(type(x), x) for x in other}
    return repr(one) == repr(other)
'''


def test_every_plain_value_comes_back_with_its_exact_type(verdicts: Verdicts) -> None:
    suite = (
        SAME
        + """
VALUES = (
    "None", "True", "False", "0", "1", "-1", "2**63", "-2**63 - 1", "10**4000", "-10**4000",
    "0.0", "-0.0", "1.0", "0.1", "float('nan')", "float('inf')", "float('-inf')", "5e-324",
    "1j", "complex('nan-0j')",
    "''", "'a'", "'\\\\0'", "'\\\\udc80'", "'\\\\ud83d\\\\ude00'", "'\\U0001f600'", "'e\\u0301'",
    "b''", "b'\\\\xff\\\\0'",
    "[]", "()", "{}", "set()", "frozenset()", "[[], ()]", "[1, True, 1.0, '1', b'1']", "(None, (None,))",
    "{1, 2.5, 'x', b'x', (1, 2), frozenset({3})}", "frozenset({frozenset()})",
    "{1: 'int', '1': 'str', (1,): 'tuple', None: 'none', 2.5: [True]}", "{'b': 1, 'a': 2}",
    "list(range(20000))", "[True] * 100 + [1] * 100", "[0.5] * 100 + [-0.0]",
)

def test_returned():
    for expression in VALUES:
        assert same(made(expression), eval(expression)), expression

def test_there_and_back():
    for expression in VALUES:
        assert same(f(eval(expression)), eval(expression)), expression

def test_raised():
    try:
        made("(_ for _ in ()).throw(ValueError(True, 1, 'x', -0.0))")
    except ValueError as exc:
        assert same(exc.args, (True, 1, "x", -0.0))
    else:
        raise AssertionError
"""
    )
    assert verdicts(suite, ECHO) == {
        "test_returned": "passed", "test_there_and_back": "passed", "test_raised": "passed",
    }  # fmt: skip


def test_what_merely_looks_like_the_answer_is_not_the_answer(verdicts: Verdicts) -> None:
    suite = """
from solution import made

def test_one_is_not_true(): assert made("1") is True
def test_zero_is_not_false(): assert made("0") is False
def test_tuple_is_not_list(): assert made("(1, 2)") == [1, 2]
def test_nan_is_not_nan(): assert made("float('nan')") == float("nan")
def test_bytes_are_not_text(): assert made("b'a'") == "a"
def test_range_is_not_list(): assert made("range(3)") == [0, 1, 2]
def test_bytearray_is_not_bytes(): assert type(made("bytearray(b'a')")) is bytes
def test_decimal_is_not_int(): assert type(made("__import__('decimal').Decimal(1)")) is int
def test_ellipsis(): assert made("...") is NotImplemented
def test_type(): assert made("int") is bool
def test_longer_than_any_integer_that_is_sent(): assert made("10**5000") == 10**5000
"""
    found = verdicts(suite, ECHO)
    assert found == dict.fromkeys(found, "failed")
    assert len(found) == 11


def test_a_subclass_of_a_builtin_is_compared_as_its_plain_base_and_its_methods_are_not_asked(
    verdicts: Verdicts,
) -> None:
    source = """
    import collections

    def lie(*args, **kwargs):
        raise SystemExit("asked")

    HOSTILE = {name: lie for name in (
        "__index__", "__int__", "__eq__", "__hash__", "__iter__", "__len__", "__getitem__", "__repr__",
        "__reduce__", "__reduce_ex__", "__bool__", "__float__", "__bytes__", "__contains__", "items", "keys",
    )}

    def hostile(base):
        return type("Hostile", (base,), HOSTILE)

    def f():
        return [hostile(int)(7), hostile(float)(0.5), hostile(str)("abc"), hostile(bytes)(b"xyz"),
                hostile(list)([1, 2]), hostile(tuple)((3,)), hostile(dict)({"k": "v"}),
                hostile(frozenset)({4})]

    def named():
        return [collections.namedtuple("P", "x y")(1, 2), collections.OrderedDict(a=1),
                collections.Counter("aab")]
    """
    suite = """
    from solution import f, named

    def test_hostile():
        expected = [7, 0.5, "abc", b"xyz", [1, 2], (3,), {"k": "v"}, frozenset({4})]
        answer = f()
        assert answer == expected
        assert all(isinstance(item, type(value)) for item, value in zip(answer, expected))
        assert not any(type(item) is type(value) for item, value in zip(answer, expected))

    def test_library_types():
        answer = named()
        assert answer == [(1, 2), {"a": 1}, {"a": 2, "b": 1}]
        assert [type(item).__name__ for item in answer] == ["P", "OrderedDict", "Counter"]
        assert answer[0].x == 1 and answer[2].most_common(1) == [("a", 2)]

    def test_a_lie_does_not_pass():
        assert f()[0] == 8

    def test_nor_does_one_about_a_list():
        assert f()[4] == [1]

    def test_nor_does_one_that_is_reckoned_with():
        assert abs(f()[1] - 9.5) < 1
    """
    assert verdicts(suite, source) == {
        "test_hostile": "passed", "test_library_types": "passed", "test_a_lie_does_not_pass": "failed",
        "test_nor_does_one_about_a_list": "failed", "test_nor_does_one_that_is_reckoned_with": "failed",
    }  # fmt: skip


def test_an_opaque_object_equals_nothing_and_is_never_true(verdicts: Verdicts) -> None:
    source = """
    class Everything:
        __class__ = int
        def yes(self, *args): return True
        __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __bool__ = __contains__ = yes
        def __hash__(self): return hash(3)
        def __len__(self): return 3
        def __index__(self): return 3
        def __getattr__(self, name): return lambda *args: True
        def __iter__(self): return iter([3])

    def f():
        return Everything()
    """
    suite = """
    from solution import f

    def test_equal(): assert f() == 3
    def test_equal_from_the_other_side(): assert 3 == f()
    def test_unequal(): assert not f() != 3
    def test_true(): assert f()
    def test_not(): assert not f()
    def test_less(): assert f() < 4
    def test_in(): assert f() in [3, 4]
    def test_in_a_set(): assert f() in {3, 4}
    def test_is_instance(): assert isinstance(f(), int)
    def test_inside_a_list(): assert [f()] == [3]
    def test_sorted(): assert sorted([f(), 3])
    def test_number(): assert range(9)[f()] == 4
    def test_text(): assert str(f()) == "3"
    def test_two_of_them(): assert f() == f()
    """
    found = verdicts(suite, source)
    assert found == dict.fromkeys(found, "failed")
    assert len(found) == 14


def test_deep_long_shared_and_cyclic_containers_come_through(verdicts: Verdicts) -> None:
    suite = """
    from solution import f

    def depth(value):
        count = 0
        while value:
            value, count = value[0], count + 1
        return count

    def test_nested_100_000_deep():
        value = []
        for _ in range(100_000):
            value = [value]
        assert depth(f(value)) == 100_000

    def test_200_000_elements():
        value = list(range(200_000))
        assert f(value) == value
        assert f([str(n) for n in value]) == [str(n) for n in value]

    def test_shared():
        inner = [1]
        answer = f([inner, inner])
        assert answer == [[1], [1]]
        assert answer[0] is answer[1]

    def test_cyclic():
        value = [1]
        value.append(value)
        answer = f(value)
        assert answer[0] == 1
        assert answer[1] is answer
    """
    assert verdicts(suite, ECHO) == dict.fromkeys(
        ("test_nested_100_000_deep", "test_200_000_elements", "test_shared", "test_cyclic"), "passed"
    )


def test_arguments_are_changed_as_in_python(
    verdicts: Verdicts,
) -> None:
    source = """
    def f(items, seen={}):
        seen[len(seen)] = list(items)
        items.clear()
        return list(seen.values())
    """
    suite = """
    from solution import f

    def test_copies():
        items = [1, 2, 3]
        assert f(items) == [[1, 2, 3]]
        assert items == []
        items.append(4)
        assert f(items) == [[1, 2, 3], [4]]
        assert items == []

    def test_a_copy_that_stays_inside_can_be_read_again(sandbox):
        items = sandbox.put([1, 2, 3])
        f(items)
        assert sandbox.value(items) == []

    def test_a_boolean_that_stayed_inside_is_read_as_one(sandbox):
        assert sandbox.value(sandbox.put(True)) is True
        assert sandbox.value(sandbox.make("not 1")) is False
    """
    assert verdicts(suite, source) == {
        "test_copies": "passed", "test_a_copy_that_stays_inside_can_be_read_again": "passed",
        "test_a_boolean_that_stayed_inside_is_read_as_one": "passed",
    }  # fmt: skip


def test_a_suite_may_pass_a_list_of_a_million_beside_another(verdicts: Verdicts) -> None:
    source = """
    def f(numbers, others):
        return len(numbers), len(others), numbers[-1]
    """
    suite = """
    from solution import f

    def test_it():
        assert f(list(range(1000)) * 1000 + list(range(100)), list(range(900, 1050))) == (1_000_100, 150, 99)
    """
    assert verdicts(suite, source) == {"test_it": "passed"}


def test_a_time_in_a_zone_of_an_own_class_is_an_object(verdicts: Verdicts) -> None:
    source = """
    import datetime

    class Zone(datetime.tzinfo):
        def utcoffset(self, moment):
            return datetime.timedelta(hours=1)

    def now():
        return datetime.datetime(2024, 1, 2, 3, tzinfo=Zone())
    """
    suite = """
    from datetime import UTC, datetime, timedelta
    from solution import Zone, now

    def test_parts():
        assert (now().year, now().utcoffset()) == (2024, timedelta(hours=1))
        assert isinstance(now().tzinfo, Zone)

    def test_converted():
        assert now().astimezone(UTC) == datetime(2024, 1, 2, 2, tzinfo=UTC)
    """
    assert verdicts(suite, source) == {"test_parts": "passed", "test_converted": "passed"}
