"""What is no plain value stays inside, and a suite can use it there."""

from .conftest import Verdicts


def assert_all_passed(found: dict[str, str], count: int) -> None:
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == count


def test_a_generator_is_read_lazily_and_an_endless_one_is_cut(verdicts: Verdicts) -> None:
    source = """
    import itertools

    taken = []

    def f():
        for number in itertools.count():
            taken.append(number)
            yield number

    def how_many():
        return len(taken)

    def broken():
        yield 1
        yield 2
        raise LookupError("no third")
    """
    suite = """
    import itertools

    import pytest
    from solution import broken, f, how_many

    def test_lazy():
        numbers = iter(f())
        assert how_many() == 0
        assert [next(numbers), next(numbers)] == [0, 1]
        assert how_many() == 2

    def test_many_items():
        assert list(itertools.islice(f(), 5000)) == list(range(5000))

    def test_two_at_once():
        first, second = f(), f()
        assert [next(first), next(second), next(first)] == [0, 0, 1]

    def test_items_before_an_exception_count():
        items = iter(broken())
        assert [next(items), next(items)] == [1, 2]
        with pytest.raises(LookupError, match="no third"):
            next(items)

    def test_endless():
        assert list(f()) == []
    """
    assert verdicts(suite, source) == {
        "test_lazy": "passed",
        "test_many_items": "passed",
        "test_two_at_once": "passed",
        "test_items_before_an_exception_count": "passed",
        "test_endless": "failed",
    }


def test_the_suites_iterators_and_functions_can_be_arguments(verdicts: Verdicts) -> None:
    source = """
    import functools
    import itertools

    def f(items, count):
        return list(itertools.islice(items, count))

    def apply(function, *args, **kwargs):
        return function(*args, **kwargs)

    def caught(function):
        try:
            function()
        except ValueError as exc:
            return [type(exc).__name__, *exc.args]

    def twice(function):
        @functools.wraps(function)
        def wrapper(*args):
            return [function(*args), function(*args)]
        return wrapper
    """
    suite = """
    import itertools

    import pytest
    from solution import apply, caught, f, twice

    def test_iterator_is_pulled_only_as_far_as_asked():
        numbers = itertools.count(5)
        assert f(numbers, 3) == [5, 6, 7]
        assert next(numbers) == 8

    def test_generator():
        assert f((n * n for n in range(4)), 10) == [0, 1, 4, 9]

    def test_function():
        seen = []
        def note(*args, **kwargs):
            seen.append((args, kwargs))
            return (len(seen), None)
        assert apply(note, 1, "a", key=[True]) == (1, None)
        assert seen == [((1, "a"), {"key": [True]})]

    def test_decorator():
        calls = []
        @twice
        def add(one, other):
            calls.append((one, other))
            return one + other
        assert add(1, 2) == [3, 3]
        assert calls == [(1, 2), (1, 2)]

    def test_exception_of_a_function_reaches_the_solution():
        def fail():
            raise ValueError("not today", 7)
        assert caught(fail) == ["ValueError", "not today", 7]

    def test_exception_of_a_function_comes_back_through_the_solution():
        def fail():
            raise KeyError("mine")
        with pytest.raises(KeyError, match="mine"):
            apply(fail)

    def test_builtins():
        assert apply(len, [1, 2]) == 2
        assert apply(int, "7") == 7
    """
    assert_all_passed(verdicts(suite, source), 7)


def test_objects_can_be_used_in_every_ordinary_way(verdicts: Verdicts) -> None:
    source = """
    class Stack:
        kind = "stack"

        def __init__(self, *items):
            self.items = list(items)
            self.log = []

        def push(self, item): self.items.append(item); return self
        def __len__(self): return len(self.items)
        def __contains__(self, item): return item in self.items
        def __getitem__(self, place): return self.items[place]
        def __setitem__(self, place, item): self.items[place] = item
        def __delitem__(self, place): del self.items[place]
        def __iter__(self): return iter(self.items)
        def __enter__(self): self.log.append("enter"); return self
        def __exit__(self, kind, exc, trace):
            self.log.append([kind and kind.__name__, str(exc)])
            return kind is KeyError

        @property
        def top(self): return self.items[-1]

    def same(stack, other): return stack is other
    f = Stack
    """
    suite = """
    import pytest
    from solution import Stack, same

    def test_attributes_and_methods():
        stack = Stack(1, 2)
        assert stack.kind == "stack"
        assert stack.top == 2
        stack.push(3)
        assert stack.items == [1, 2, 3]
        stack.kind = "other"
        assert [stack.kind, Stack.kind] == ["other", "stack"]

    def test_missing_attribute():
        with pytest.raises(AttributeError):
            Stack().nothing

    def test_container():
        stack = Stack("a", "b", "c")
        assert len(stack) == 3
        assert "b" in stack and "x" not in stack
        assert stack[1] == "b" and stack[-1] == "c" and stack[0:2] == ["a", "b"]
        stack[0] = "z"
        del stack[1]
        assert list(stack) == ["z", "c"]
        with pytest.raises(IndexError):
            stack[9]

    def test_context_manager():
        stack = Stack()
        with stack as entered:
            assert entered == stack
        assert stack.log == ["enter", [None, "None"]]

    def test_context_manager_sees_and_swallows_an_exception():
        stack = Stack()
        with stack:
            raise KeyError("k")
        assert stack.log[1][0] == "KeyError"
        with pytest.raises(ValueError):
            with stack:
                raise ValueError("v")

    def test_identity():
        one, other = Stack(), Stack()
        assert one == one and one != other and other == other
        assert one.push(1) == one
        assert same(one, one) is True and same(one, other) is False
        assert one in [other, one] and other not in [one]
    """
    assert_all_passed(verdicts(suite, source), 6)


def test_enum_members_work_from_the_first_line_of_a_suite_on(verdicts: Verdicts) -> None:
    source = """
    import enum

    class Color(enum.Enum):
        RED = 1
        GREEN = "g"

    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 2

    def f(color): return color.name
    def favourite(): return Color.GREEN
    def highest(levels): return max(levels)
    def all_red(colors): return all(color is Color.RED for color in colors)
    """
    suite = """
    import pytest
    from solution import Color, Level, all_red, f, favourite, highest

    NAMES = [(Color.RED, "RED"), (Color.GREEN, "GREEN")]
    GROUPS = {"reds": [Color.RED, Color.RED], "mixed": (Color.RED, Color.GREEN)}

    def test_members_that_were_named_before_anything_ran():
        for member, name in NAMES:
            assert f(member) == name
            assert member.name == name
        assert all_red(GROUPS["reds"]) is True
        assert all_red(GROUPS["mixed"]) is False

    def test_identity():
        assert favourite() == Color.GREEN
        assert favourite() != Color.RED
        assert favourite() != "g"

    def test_class():
        assert [member.name for member in Color] == ["RED", "GREEN"]
        assert [member.value for member in Color] == [1, "g"]
        assert len(Color) == 2
        assert Color["RED"] == Color.RED
        assert Color("g") == Color.GREEN
        with pytest.raises(ValueError):
            Color("blue")

    def test_integer_members_are_integers_besides():
        assert highest([Level.LOW, Level.HIGH]) is Level.HIGH
        assert highest([Level.LOW, Level.HIGH]) == 2
        assert Level.HIGH.value == 2

    def test_kinds(sandbox):
        assert sandbox.kind(Color) == "enum class"
        assert sandbox.kind(Color.RED) == "enum member"
        assert sandbox.kind(f) == "function"
    """
    assert_all_passed(verdicts(suite, source), 5)


def test_coroutines_and_asynchronous_iterators_and_managers_can_be_awaited(verdicts: Verdicts) -> None:
    source = """
    import asyncio

    loops = set()

    async def f(value):
        await asyncio.sleep(0)
        loops.add(id(asyncio.get_running_loop()))
        return [value, len(loops)]

    async def fail():
        raise ConnectionError("gone")

    async def count(to):
        for number in range(to):
            await asyncio.sleep(0)
            yield number

    class Lock:
        state = "new"
        async def __aenter__(self): self.state = "held"; return self
        async def __aexit__(self, *exc): self.state = "free"
    """
    suite = """
    import pytest
    from solution import Lock, count, f, fail

    async def test_await():
        assert await f(1) == [1, 1]

    async def test_one_loop_for_a_whole_test():
        await f(1)
        assert await f(2) == [2, 1]

    async def test_exception():
        with pytest.raises(ConnectionError, match="gone"):
            await fail()

    async def test_async_for():
        assert [number async for number in count(3)] == [0, 1, 2]

    async def test_async_with():
        async with Lock() as lock:
            assert lock.state == "held"
        assert lock.state == "free"

    def test_a_coroutine_that_is_not_awaited_is_no_answer():
        assert f(1) != [1, 1]
    """
    assert_all_passed(verdicts(suite, source), 6)


def test_a_sped_up_clock_shortens_what_waits_on_the_loop(verdicts: Verdicts) -> None:
    source = """
    import asyncio

    async def f():
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.sleep(600)
        return loop.time() - began >= 600

    async def patient():
        try:
            async with asyncio.timeout(600):
                await asyncio.Event().wait()
        except TimeoutError:
            return "timed out"
    """
    suite = """
    import pytest
    from solution import f, patient

    pytestmark = pytest.mark.clock(6000)

    async def test_sleep():
        assert await f() is True

    async def test_timeout():
        assert await patient() == "timed out"
    """
    assert_all_passed(verdicts(suite, source), 2)


def test_a_function_of_the_file_can_be_an_argument_of_itself(verdicts: Verdicts) -> None:
    suite = """
    import solution

    def test_beside_other_arguments():
        found = solution.names(solution.names, [solution.other], key=(solution.names,))
        assert found == ["names", "other", "names"]

    def test_many_times_in_a_list():
        assert solution.names(solution.other, [solution.other] * 3) == ["other"] * 4

    def test_of_a_call_that_comes_next():
        assert solution.names(solution.other, []) == ["other"]
        assert solution.names(solution.names, []) == ["names"]
    """
    source = """
    def names(first, others, key=()):
        return [function.__name__ for function in (first, *others, *key)]

    def other(): pass
    """
    assert_all_passed(verdicts(suite, source), 3)
