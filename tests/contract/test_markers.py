"""What a suite's markers and fixtures promise, in every real sandbox."""

from grader.report import UNPAID

from .conftest import Grade, Verdicts


def test_a_test_runs_only_where_what_it_requires_passed(grade: Grade) -> None:
    suite = '''
    import pytest
    from solution import f, g

    @pytest.mark.requires("test_second")
    def test_third():
        """third"""
        assert f() == 1

    @pytest.mark.requires("test_first")
    def test_second():
        """second"""
        assert f() == 1

    @pytest.fixture(scope="module")
    def shared():
        yield

    def test_first(shared):
        """first"""
        assert g() == 1

    @pytest.mark.requires("test_first", "test_other")
    def test_both():
        assert f() == 1

    def test_other():
        """other"""
        assert f() == 1

    class TestMore:
        @pytest.fixture(scope="class", autouse=True)
        def held(self):
            yield

        @pytest.mark.requires("test_other")
        def test_it(self):
            assert f() == 1

        @pytest.mark.requires("test_first")
        def test_not(self):
            assert f() == 1
    '''
    report = grade(suite, "def f(): return 1\ndef g(): return 2\n")
    found = {check.test.id.rpartition("::")[2]: (check.verdict, check.remark) for check in report.checks}
    assert found == {
        "test_first": ("failed", ""),
        "test_second": ("not_run", 'not run, because "first" did not pass'),
        "test_third": ("not_run", 'not run, because "second" did not pass'),
        "test_both": ("not_run", 'not run, because "first" did not pass'),
        "test_other": ("passed", ""),
        "test_it": ("passed", ""),
        "test_not": ("not_run", 'not run, because "first" did not pass'),
    }  # fmt: skip
    assert report.problem is None
    assert report.score and (report.score.points, report.score.max_points) == (2, 7)


def test_a_group_is_paid_as_a_whole_or_not_at_all(grade: Grade) -> None:
    suite = """
    import pytest
    from solution import f

    @pytest.mark.group("Whole", all_or_nothing=True)
    class TestWhole:
        @pytest.mark.points(3)
        def test_right(self):
            assert f(1) == 1

        def test_wrong(self):
            assert f(2) == 1

    def test_alone():
        assert f(1) == 1
    """
    report = grade(suite, "def f(x): return x\n", points=5)
    assert [(check.verdict.value, check.earned, check.remark) for check in report.checks] == [
        ("passed", 0, UNPAID), ("failed", 0, ""), ("passed", 1, ""),
    ]  # fmt: skip
    assert report.score and report.score.points == 1
    assert (whole := grade(suite, "def f(x): return 1\n", points=5).score) and whole.points == 5


def test_a_test_can_have_limits_of_its_own(verdicts: Verdicts) -> None:
    suite = """
    import pytest
    from solution import hold, say, spawn

    def test_usual():
        hold(60), say(99), spawn(20)

    @pytest.mark.limits(memory_mb=40)
    def test_memory():
        hold(60)

    @pytest.mark.limits(output_kb=8)
    def test_output():
        say(99)

    @pytest.mark.limits(processes=10)
    def test_processes():
        spawn(20)
    """
    source = """
    import threading, time

    def hold(megabytes):
        held = bytearray(b"x" * (megabytes << 20))
        time.sleep(0.3)

    def say(kilobytes):
        print("x" * (kilobytes << 10), flush=True)
        time.sleep(0.3)

    def spawn(count):
        end = threading.Event()
        threads = [threading.Thread(target=end.wait, args=(1,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        end.set()
    """
    assert verdicts(suite, source) == {
        "test_usual": "passed", "test_memory": "memory", "test_output": "output", "test_processes": "crashed",
    }  # fmt: skip


def test_calls_of_the_suites_functions_are_counted(verdicts: Verdicts) -> None:
    suite = """
    from solution import cached, both

    def test_count(recorder):
        spy = recorder(lambda x: x * 2)
        once = cached(spy)
        assert [once(4), once(4), once(5)] == [8, 8, 10]
        assert spy.calls == [((4,), {}), ((5,), {})]
        assert spy.count == 2

    def test_order(recorder):
        first, second = recorder(), recorder()
        both(first, second)
        assert recorder.order == [first, second]
    """
    source = """
    def cached(function):
        known = {}
        def ask(x):
            if x not in known:
                known[x] = function(x)
            return known[x]
        return ask

    def both(first, second):
        first(1, key=2)
        second()
    """
    assert verdicts(suite, source) == {"test_count": "passed", "test_order": "passed"}


FACTS = """
from solution import f

def test_facts(facts):
    assert facts.function("f").is_async
    assert facts.function("f").arguments == ("x",)
    assert not facts.imported("json")
    assert facts.called("asyncio.sleep")
    assert facts.classes == {"C"}

async def test_behaviour():
    assert await f(1) == 1
"""
HONEST = """
import asyncio

class C: pass

async def f(x):
    await asyncio.sleep(0)
    return x
"""


def test_facts_are_read_from_what_is_written(verdicts: Verdicts) -> None:
    assert verdicts(FACTS, HONEST) == {"test_facts": "passed", "test_behaviour": "passed"}


def test_what_the_file_does_while_it_is_loaded_changes_no_fact(verdicts: Verdicts) -> None:
    spoilt = "import ast, json, sys\nast.parse = ast.walk = ast.iter_child_nodes = None\n"
    assert verdicts(FACTS, spoilt + HONEST) == {"test_facts": "failed", "test_behaviour": "passed"}


def test_a_source_that_overflows_the_parser_ends_only_what_asks_for_facts(verdicts: Verdicts) -> None:
    suite = """
    from solution import f

    def test_facts(facts):
        assert facts.imports == frozenset()

    def test_behaviour():
        assert f() == 1

    class TestAfter:
        def test_again(self):
            assert f() == 1
    """
    deep = "def f(): return 1\n" + "x = " + "-" * 50_000 + "1\n"
    assert verdicts(suite, deep)["test_facts"] in ("error", "crashed")
    # What can be run, but holds too much to be told.
    many = "def f(): return 1\n" + "".join(f"v{number} = 0\n" for number in range(21_000))
    assert verdicts(suite, many, source_kb=1024) == {
        "test_facts": "error", "test_behaviour": "passed", "test_again": "passed",
    }  # fmt: skip
    assert verdicts(suite, "def f(:\n")["test_facts"] == "error"
