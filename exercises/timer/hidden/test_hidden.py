"""Hidden suite of timer.

Each time is a bit more than a whole number of milliseconds: the clock takes a little for each look at it, and
whether the rest is rounded or cut off is nobody's business.
"""

import pytest
from solution import timer

REST = 0.0001


def label(rng):
    return f"{rng.choice(['read', 'sort', 'send'])}_{rng.randint(1, 99)}"


def lines(capsys):
    return capsys.readouterr().out.splitlines(keepends=True)


@pytest.mark.group("The line")
class TestLine:
    @pytest.mark.hint("Seconds, whatever time it took, always with three decimals.")
    def test_seconds(self, clock, capsys, rng):
        """tells the seconds with three decimals"""
        name = label(rng)
        milliseconds = [
            rng.randint(2, 9),
            rng.randint(11, 99),
            rng.randint(1, 9) * 100,
            rng.randint(1, 9) * 1000,
            rng.randint(10_001, 59_999),
            rng.randint(3_700_000, 9_999_999),
        ]
        for count in milliseconds:
            with timer(name):
                clock.advance(count / 1000 + REST)
            assert lines(capsys) == [f"{name}: {count // 1000}.{count % 1000:03d}s\n"]

    @pytest.mark.hint("The time begins when the block does, each time anew.")
    def test_only_the_block(self, clock, capsys, rng):
        """takes the time of the block only"""
        for _ in range(3):
            clock.advance(rng.randint(5, 50))
            count = rng.randint(1001, 4999)
            made = timer("block")  # which is no beginning yet
            clock.advance(rng.randint(5, 50))
            with made:
                clock.advance(count / 1000 + REST)
            clock.advance(rng.randint(5, 50))
            assert lines(capsys) == [f"block: {count // 1000}.{count % 1000:03d}s\n"]

    @pytest.mark.hint("The label is printed as it is, and so is the line: exactly one, at the end.")
    def test_label(self, clock, capsys, rng):
        """prints any label as it is"""
        for name in (label(rng), "two words", "100 %s {x} {0}", "äß€", "a: b", "  in the middle "):
            with timer(name):
                clock.advance(1 + REST)
            assert lines(capsys) == [f"{name}: 1.000s\n"]

    @pytest.mark.hint("Print when the block is over, once, to standard output.")
    def test_at_the_end(self, clock, capsys, rng):
        """prints one line, at the end of the block"""
        name = label(rng)
        for _ in range(2):
            with timer(name):
                clock.advance(rng.randint(1, 5) + REST)
                assert lines(capsys) == []
            found = lines(capsys)
            assert len(found) == 1
            assert found[0].startswith(name)
            assert found[0].endswith("\n")


@pytest.mark.group("Exceptions")
class TestExceptions:
    @pytest.mark.hint(
        "__exit__ that returns something true, and `return` in `finally`, swallow what was raised."
    )
    def test_come_through(self, clock, capsys, rng):
        """lets through what the block raised, as it is"""
        with timer(label(rng)):
            clock.advance(1)
        assert lines(capsys)  # it is a timer, and not merely something that does nothing
        for kind in rng.sample([ValueError, KeyError, OSError, ZeroDivisionError, RuntimeError], 3):
            arguments = ("no", rng.randint(1, 999))
            with pytest.raises(kind) as caught, timer(label(rng)):
                raise kind(*arguments)
            assert caught.type is kind
            assert caught.value.args == arguments
        for kind in (KeyboardInterrupt, SystemExit):
            with pytest.raises(kind), timer(label(rng)):
                raise kind

    @pytest.mark.points(2)
    @pytest.mark.hint("The time counts up to where the block ended, however it did.")
    def test_line(self, clock, capsys, rng):
        """prints the line where the block raised"""
        for kind in (
            *rng.sample([ValueError, KeyError, OSError, RuntimeError], 2),
            KeyboardInterrupt,
            SystemExit,
        ):
            name, count = label(rng), rng.randint(1001, 4999)
            try:
                with timer(name):
                    clock.advance(count / 1000 + REST)
                    raise kind("no")
            except kind:
                clock.advance(7)
            assert lines(capsys) == [f"{name}: {count // 1000}.{count % 1000:03d}s\n"]


@pytest.mark.group("Several timers")
@pytest.mark.hint("Each has a beginning of its own.")
def test_nested(clock, capsys, rng):
    """can be nested"""
    outer, inner = (f"{name}_{label(rng)}" for name in ("outer", "inner"))
    for times in (rng.sample(range(1001, 4999), 3), rng.sample(range(11, 999), 3)):
        before, within, after = times
        with timer(outer):
            clock.advance(before / 1000)
            with timer(inner):
                clock.advance(within / 1000)  # two looks at the clock are rest enough
            assert lines(capsys) == [f"{inner}: {within // 1000}.{within % 1000:03d}s\n"]
            clock.advance(after / 1000)
        total = sum(times)
        assert lines(capsys) == [f"{outer}: {total // 1000}.{total % 1000:03d}s\n"]
