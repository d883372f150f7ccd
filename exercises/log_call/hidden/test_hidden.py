"""Hidden suite of log_call.

What there is before a call is looked at by the function that is called. Each record has a test of its own,
so that a fault costs the points of its own clause.
"""

import contextlib
import logging

import pytest
from solution import log_call


@pytest.fixture(autouse=True)
def every_level(caplog):
    caplog.set_level(logging.DEBUG)


@pytest.fixture
def messages(caplog):
    """The messages of a level, from the record with that number on, that contain all of `words`."""

    def messages(level, *words, start=0):
        texts = [record.getMessage() for record in caplog.records[start:] if record.levelno == level]
        return [text for text in texts if all(word in text for word in words)]

    return messages


def named(function, name):
    function.__name__ = function.__qualname__ = name
    return function


def some_name(rng):
    return (
        f"{rng.choice(['load', 'save', 'find'])}_{rng.choice(['user', 'page', 'file'])}_{rng.randint(1, 99)}"
    )


CAUGHT = """
def raises(failure):
    raise failure

def caught(function, failure):
    try:
        function(failure)
    except Exception as caught:
        return [caught.args[0], caught is failure]
"""

KINDS = [
    ArithmeticError,
    EOFError,
    KeyError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
]


@pytest.mark.group("Records")
class TestRecords:
    @pytest.mark.hint("The record must be there when the function begins, and it must say which function.")
    def test_before(self, messages, caplog, rng):
        """logs an INFO record with the function's name before each call"""
        for name in (some_name(rng), some_name(rng)):
            found = []

            def function(name=name, found=found):
                found.append(len(messages(logging.INFO, name, start=start)))

            decorated = log_call(named(function, name))
            for calls in (1, 2, 3):
                start = len(caplog.records)
                decorated()
                assert len(found) == calls
                assert found[-1] >= 1

    @pytest.mark.hint("The second record comes when the function has returned, whatever it returned.")
    def test_after(self, messages, caplog, rng):
        """logs an INFO record with the function's name after each call that succeeded"""
        for result in (None, rng.randint(1, 99), 0):
            name = some_name(rng)
            inside = []

            def function(result=result, inside=inside):
                inside.append(len(caplog.records))
                return result

            decorated = log_call(named(function, name))
            for calls in (1, 2):
                decorated()
                assert len(inside) == calls
                assert messages(logging.INFO, name, start=inside[-1])

    @pytest.mark.hint("An error is what the function raises, and nothing else.")
    def test_no_error(self, messages, caplog, rng):
        """logs no error where nothing was raised"""
        name = some_name(rng)
        decorated = log_call(named(lambda: None, name))
        for calls in (1, 2, 3):
            decorated()
            assert len(messages(logging.INFO, name)) >= 2 * calls
            assert all(record.levelno < logging.ERROR for record in caplog.records)

    @pytest.mark.hint("Both names belong into the message: that of the function, and type(exc).__name__.")
    def test_error(self, messages, caplog, rng):
        """logs an ERROR record with the names of the function and of the exception's class"""
        for kind in (*rng.sample(KINDS, 3), Exception):
            name = some_name(rng)
            inside = []

            def function(kind=kind, inside=inside):
                inside.append(len(caplog.records))
                raise kind(f"no {len(inside)}")

            decorated = log_call(named(function, name))
            for calls in (1, 2):
                with contextlib.suppress(Exception):
                    decorated()
                assert len(inside) == calls
                assert messages(logging.ERROR, name, kind.__name__, start=inside[-1])

    @pytest.mark.hint("After an exception only the error is logged.")
    def test_no_success(self, messages, caplog, rng):
        """logs no success where something was raised"""
        for kind in rng.sample(KINDS, 2):
            inside = []

            def function(kind=kind, inside=inside):
                inside.append(len(caplog.records))
                raise kind("no")

            decorated = log_call(named(function, some_name(rng)))
            with pytest.raises(kind):
                decorated()
            assert messages(logging.ERROR, start=inside[-1])
            assert not messages(logging.INFO, start=inside[-1])


@pytest.mark.group("The decorated function")
class TestFunction:
    @pytest.mark.hint("Pass on *args and **kwargs, and return whatever comes, None and False too.")
    def test_arguments_and_results(self, recorder, rng):
        """hands on all arguments, and gives back any result"""
        for result in (None, False, 0, "", [], rng.randint(1, 999), {"key": [1]}):
            spy = recorder(lambda *args, result=result, **kwargs: result)
            decorated = log_call(named(lambda *args, spy=spy, **kwargs: spy(*args, **kwargs), some_name(rng)))
            number = rng.randint(1, 99)
            found = decorated(number, "100 %s", sep=[number], func=3, name="x")
            assert type(found) is type(result)
            assert found == result
            assert spy.calls == [((number, "100 %s"), {"sep": [number], "func": 3, "name": "x"})]

    @pytest.mark.hint("Whoever calls the function must learn that it failed, and how.")
    def test_exceptions(self, recorder, sandbox, rng):
        """lets exceptions through as they are"""
        for kind in (*rng.sample(KINDS, 4), Exception):
            arguments = ("no %s", rng.randint(1, 999))

            def raises(kind=kind, arguments=arguments):
                raise kind(*arguments)

            spy = recorder(raises)
            decorated = log_call(named(lambda spy=spy: spy(), some_name(rng)))
            with pytest.raises(kind) as caught:
                decorated()
            assert caught.type is kind
            assert caught.value.args == arguments
            assert spy.count == 1
        # What comes is what was raised, and not another one like it.
        names = sandbox.make("[exec(code, names := {}), names][1]", code=CAUGHT)
        same = "names['caught'](log_call(names['raises']), ValueError(number))"
        number = rng.randint(1, 999)
        found = sandbox.make(same, names=names, log_call=log_call, number=number)
        assert sandbox.value(found) == [number, True]

    @pytest.mark.hint("functools.wraps copies what belongs to the function.")
    def test_metadata(self, sandbox, rng):
        """keeps the name and the docstring"""
        name, doc, number = some_name(rng), f"Finds {rng.randint(1, 99)} of them.", rng.randint(1, 99)
        function = sandbox.make(
            "[function := lambda number: number + 1, setattr(function, '__name__', name),"
            " setattr(function, '__doc__', doc)][0]",
            name=name,
            doc=doc,
        )
        decorated = log_call(function)
        assert decorated.__name__ == name
        assert decorated.__doc__ == doc
        assert decorated(number) == number + 1

    @pytest.mark.hint("What is decorated knows its own function only.")
    def test_two_functions(self, messages, rng):
        """keeps decorated functions apart"""
        first, second = (f"{name}_{some_name(rng)}" for name in ("x", "y"))
        numbers = rng.sample(range(1, 999), 2)
        decorated = [
            log_call(named(lambda: numbers[0], first)),
            log_call(named(lambda: numbers[1], second)),
        ]
        assert [decorated[turn]() for turn in (0, 1, 0)] == [numbers[0], numbers[1], numbers[0]]
        assert len(messages(logging.INFO, first)) >= 4
        assert len(messages(logging.INFO, second)) >= 2
