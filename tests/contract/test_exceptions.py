"""An exception is an answer like any other: it arrives by name, and never steers the judge."""

import pytest

from .conftest import Grade, Verdicts


def test_exceptions_arrive_as_the_builtin_of_that_name_or_keep_name_and_base(verdicts: Verdicts) -> None:
    source = """
    class Own(ValueError):
        pass

    class Plain(Exception):
        pass

    class Deeper(Own):
        def __init__(self, one, other):
            super().__init__(one)

    def f(expression):
        raise eval(expression)
    """
    suite = """
    import builtins

    import pytest
    from solution import f

    def test_builtins():
        for name in ("ValueError", "TypeError", "KeyError", "IndexError", "ZeroDivisionError", "RuntimeError",
                     "NotImplementedError", "RecursionError", "OSError", "FileNotFoundError", "TimeoutError",
                     "OverflowError", "MemoryError", "AssertionError", "Exception"):
            with pytest.raises(getattr(builtins, name)) as caught:
                f(f"{name}('text', 3)")
            assert type(caught.value) is getattr(builtins, name)
            assert caught.value.args == ("text", 3)

    def test_match():
        with pytest.raises(ValueError, match="^exactly this$"):
            f("ValueError('exactly this')")

    def test_own_class_keeps_name_and_base():
        with pytest.raises(ValueError) as caught:
            f("Own('text')")
        assert type(caught.value).__name__ == "Own"

    def test_own_class_with_another_constructor():
        with pytest.raises(ValueError) as caught:
            f("Deeper('text', 2)")
        assert type(caught.value).__name__ == "Deeper"

    def test_own_class_without_a_builtin_base():
        with pytest.raises(Exception) as caught:
            f("Plain('text')")
        assert type(caught.value).__name__ == "Plain"
        assert str(caught.value) == "text"

    def test_another_exception_is_not_the_expected_one():
        with pytest.raises(ValueError):
            f("TypeError('text')")

    def test_none_at_all_is_not_the_expected_one():
        with pytest.raises(ValueError):
            f.__name__
    """
    assert verdicts(suite, source) == {
        "test_builtins": "passed",
        "test_match": "passed",
        "test_own_class_keeps_name_and_base": "passed",
        "test_own_class_with_another_constructor": "passed",
        "test_own_class_without_a_builtin_base": "passed",
        "test_another_exception_is_not_the_expected_one": "failed",
        "test_none_at_all_is_not_the_expected_one": "failed",
    }


def test_arguments_are_what_they_were(verdicts: Verdicts) -> None:
    source = """
    import os

    class Own(Exception):
        pass

    class Thing:
        n = 3

        def __str__(self):
            return "no"

    def f(expression):
        raise eval(expression)

    def give():
        return ValueError("given")
    """
    suite = """
    import unittest

    import pytest
    from solution import Own, Thing, f, give

    def raised(expression):
        with pytest.raises(Exception) as caught:
            f(expression)
        return caught.value

    def test_no_text_stands_for_another():
        assert raised("ValueError(ValueError('no'))").args[0] == "no"

    def test_nor_for_an_object():
        assert raised("ValueError(Thing())").args == ("no",)

    def test_an_exception_in_one():
        exc = raised("ValueError(ValueError('no'))")
        assert type(exc) is ValueError and type(exc.args[0]).__name__ == "ValueError"
        assert exc.args[0].args == ("no",) and str(exc) == "no"

    def test_objects():
        exc = raised("ValueError(Thing())")
        assert isinstance(exc.args[0], Thing) and exc.args[0].n == 3 and str(exc) == "no"
        exc = raised("Own('no', Thing(), {'a': [1]})")
        assert exc.args[0] == "no" and exc.args[1].n == 3 and exc.args[2] == {"a": [1]}
        assert raised("KeyError(Thing)").args[0] is Thing

    def test_containers():
        assert raised("ValueError(['no', 1])").args == (["no", 1],)
        assert raised("{}[('no', 2)]").args[0] == ("no", 2)
        with pytest.raises(SystemExit) as caught:
            f("SystemExit([1])")
        assert caught.value.code == [1]

    def test_frameworks_read_the_text():
        for expression in ("ValueError(ValueError('no'))", "ValueError(Thing())", "ValueError(Thing(), 1)"):
            with pytest.raises(ValueError, match="no" if "1" not in expression else "Thing object"):
                f(expression)
            with unittest.TestCase().assertRaisesRegex(ValueError, ".+"):
                f(expression)

    def test_files():
        exc = raised("open('/nowhere')")
        assert exc.filename == "/nowhere" and exc.args == (2, "No such file or directory")
        assert str(exc) == "[Errno 2] No such file or directory: '/nowhere'"
        assert raised("os.rename('/nowhere', '/b')").filename2 == "/b"

    def test_one_that_was_returned():
        assert str(give()) == "given"
    """
    assert verdicts(suite, source) == {
        "test_no_text_stands_for_another": "failed",
        "test_nor_for_an_object": "failed",
        "test_an_exception_in_one": "passed",
        "test_objects": "passed",
        "test_containers": "passed",
        "test_frameworks_read_the_text": "passed",
        "test_files": "passed",
        "test_one_that_was_returned": "passed",
    }


def test_an_object_is_no_name_that_is_missing(verdicts: Verdicts) -> None:
    source = """
    class Liar:
        __eq__ = __contains__ = lambda *a: True

    def f():
        raise ImportError("no", name=Liar(), path=Liar())
    """
    suite = """
    import pytest
    from solution import f

    @pytest.fixture
    def raised():
        with pytest.raises(ImportError) as caught:
            f()
        return caught.value

    def test_name(raised):
        assert raised.name == "asyncpg"

    def test_path(raised):
        assert raised.path == "/usr/lib"

    def test_none(raised):
        assert raised.name is None
    """
    assert set(verdicts(suite, source).values()) == {"failed"}


def test_what_would_stop_or_skip_a_test_run_only_fails_the_test(verdicts: Verdicts) -> None:
    source = """
    class Skipped(BaseException):
        __module__ = "_pytest.outcomes"

    class Exit(Exception):
        returncode = 0

    class XFailed(Exception):
        pass

    class Hostile(Exception):
        def __str__(self): raise SystemExit(0)
        __repr__ = __str__
        args = property(__str__)
        __class__ = property(__str__)

    class Endless(Exception):
        def __str__(self): return "x" * 10_000_000

    def chain():
        exc = None
        for _ in range(50_000):
            exc, exc.__cause__ = ValueError(), exc
        return exc

    def deep_group():
        exc = ValueError()
        for _ in range(500):
            exc = ExceptionGroup("g", [exc])
        return exc

    def f(expression):
        raise eval(expression)
    """.replace(
        "exc, exc.__cause__ = ValueError(), exc", "new = ValueError(); new.__cause__ = exc; exc = new"
    )
    expressions = (
        "SystemExit(0)", "SystemExit", "KeyboardInterrupt()", "GeneratorExit()", "StopIteration(7)",
        "StopAsyncIteration()",
        "__import__('asyncio').CancelledError()", "BaseException('b')", "Skipped('s')", "Exit()", "XFailed()",
        "Hostile('h')", "Endless()", "chain()", "deep_group()", "7", "Warning('w')",
        "UnicodeDecodeError('utf-8', b'x', 0, 1, 'r')", "type('a\\n[/b]\\x1b', (Exception,), {})()",
    )  # fmt: skip
    tests = [
        f"def test_{place}():\n    assert f({expression!r}) is None\n"
        for place, expression in enumerate(expressions)
    ]
    suite = "from solution import f\n\n" + "\n".join(tests)
    assert verdicts(suite, source) == {f"test_{place}": "failed" for place in range(len(expressions))}


def test_a_message_tells_the_line_of_the_submission_and_is_cut(grade: Grade) -> None:
    source = 'def f():\n    x = 1\n    raise ValueError("y" * 1_000_000)\n'
    report = grade("from solution import f\n\ndef test_it():\n    f()\n", source)
    (check,) = report.checks
    assert check.verdict.value == "failed"
    assert check.message.startswith("ValueError: yyy")
    assert "line 3 of the submission" in check.message
    assert len(check.message) <= 1500


MISSING = """
    def test_there():
        assert {0}f() == 1

    def test_function_missing():
        assert {0}g() == 1

    def test_missing_class_as_argument():
        assert {0}f({0}Kind.ONE) == 1
"""


def _told_of_missing(grade: Grade, imports: str, prefix: str) -> dict[str, tuple[str, str]]:
    report = grade(f"    {imports}\n{MISSING.format(prefix)}", "def f(x=0):\n    return 1\n")
    return {
        check.test.id.rpartition("::")[2]: (check.verdict.value, check.message) for check in report.checks
    }


@pytest.mark.parametrize(
    "imports",
    [
        "try: from solution import f, g, Kind\n    except ImportError: g = Kind = None",
        "from solution import *",
    ],
    ids=["with another way out", "all that there is"],
)
def test_a_name_that_the_file_does_not_define_is_an_error_where_it_is_used(
    grade: Grade, imports: str
) -> None:
    assert _told_of_missing(grade, imports, "") == {
        "test_there": ("passed", ""),
        "test_function_missing": ("error", "the file does not define `g`"),
        "test_missing_class_as_argument": ("error", "the file does not define `Kind`"),
    }


@pytest.mark.parametrize(
    ("imports", "lacking"),
    [
        ("from solution import f, g, Kind", "Kind"),
        ("from solution import f\n    import solution\n    g = solution.g", "g"),
        ("try: from solution import f, g\n    except ImportError: raise ImportError('g') from None", "g"),
        ("from solution import *\n    CASES = [g]", "g"),
    ],
    ids=["a list", "an attribute", "a sentence of the suite's own", "all that there is"],
)
def test_a_name_without_which_the_suite_cannot_be_imported_costs_all_its_tests(
    grade: Grade, imports: str, lacking: str
) -> None:
    told = _told_of_missing(grade, imports, "")
    assert told == dict.fromkeys(told, ("error", f"the file does not define `{lacking}`"))
    assert len(told) == 3
