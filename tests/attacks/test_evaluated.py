"""What Python or a library would evaluate or ask of whatever object it meets: not of the candidate's here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.exercises.find import find, root
from grader.report import Audience
from grader.sandboxes.base import SandboxProvider
from tests import real

# What it does where it is evaluated is seen from outside the sandbox alone.
EVIL = "__import__('pathlib').Path({marks!r}, '{place}').touch()"
# The same without a call, as annotations may be.
LOOP = '[0 for exit.__class__.__getitem__ in [exec]] and exit[\'open({marks!r} + "/loop", "w")\']'
HOSTILE = """
def f(x): return x
class C: pass
f.__annotations__ = {{"x": {evil!r}, "y": {loop!r}, "z": "dict[str, int]"}}
C.__annotations__ = {{"x": {evil!r}}}
f.__doc__ = ">>> " + {evil!r}
class Named(str):
    def isidentifier(self): return True
f.__name__ = f.__qualname__ = Named("f(): pass\\n" + {evil!r} + "\\ndef f")
"""
ASKED = """
    import functools, inspect, typing
    from unittest import mock
    from solution import C, Named, f

    def test_mock(): mock.create_autospec(f)(1)
    def test_patch():
        with mock.patch("solution.f", autospec=True) as patched:
            patched(1)
    def test_hints(): typing.get_type_hints(f)
    def test_hints_of_a_keyword(): typing.get_type_hints(obj=f, include_extras=True)
    def test_hints_of_a_class(): typing.get_type_hints(C)
    def test_annotations(): inspect.get_annotations(f, eval_str=True)
    def test_annotations_of_a_class(): inspect.get_annotations(C, eval_str=True)
    def test_signature(): inspect.signature(f, eval_str=True)
    def test_dispatch():
        @functools.singledispatch
        def general(x): pass
        general.register(f)
    def test_wrapped():
        @functools.wraps(f)
        def wrapper(x): pass
        assert wrapper.__annotations__ == {"z": "dict[str, int]"} == {"z": f.__annotations__["z"]}
        assert typing.get_type_hints(wrapper) == {"z": dict[str, int]}
"""
HONEST = b"""
from __future__ import annotations
def f(x: dict[str, C | None], *, y: list['C'] = ()) -> int: return 1
class C:
    x: int
    y: C
"""
ASKED_HONESTLY = """
    import functools, inspect, typing
    from solution import C, f

    def test_hints(): assert typing.get_type_hints(C) == {"x": int, "y": C}
    def test_hints_of_a_function(): assert typing.get_type_hints(f)["return"] is int
    def test_annotations(): assert inspect.get_annotations(C, eval_str=True) == {"x": int, "y": C}
    def test_as_they_stand(): assert inspect.get_annotations(C) == {"x": "int", "y": "C"} == C.__annotations__
    def test_wrapped():
        @functools.wraps(f)
        def wrapper(x): pass
        assert wrapper.__annotations__ == f.__annotations__
        assert f.__annotations__ == {"x": "dict[str, C | None]", "y": "list['C']", "return": "int"}
"""
# What a library asks of a class decides in that library: whether two arrays are equal, say.
LYING = b"""
class Liar:
    _typ = "dataframe"
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, function, types, args, kwargs): return True
    def __array__(self, *args, **kwargs): return __import__("numpy").array([1.0, 2.0])
    def __len__(self): return 2
    def __eq__(self, other): return True
    def __getattr__(self, name): return lambda *args, **kwargs: True
def f(): return Liar()
"""
COMPARED = """
    import numpy as np
    import pandas as pd
    import pytest
    from solution import f

    WANTED = np.array([1.0, 2.0])
    def test_all_close(): assert np.allclose(f(), WANTED)
    def test_equal(): assert np.array_equal(f(), WANTED)
    def test_its_operator(): assert (f() == WANTED).all()
    def test_our_operator(): assert (WANTED == f()).all()
    def test_assertion(): np.testing.assert_array_equal(f(), WANTED)
    def test_approx(): assert f() == pytest.approx(WANTED)
    def test_difference(): assert np.abs(f() - WANTED).max() < 1
    def test_our_difference(): assert np.abs(WANTED - f()).max() < 1
    def test_sum(): assert np.add.reduce(f()) == 3
    def test_frame(): pd.testing.assert_frame_equal(f(), pd.DataFrame({"a": WANTED}))
    def test_frame_method(): assert pd.DataFrame({"a": WANTED}).equals(f())
    def test_frame_operator(): assert (pd.DataFrame({"a": WANTED}) == f()).all().all()
"""
# What decides is the value that came, unless the suite names the class and so asks about that.
DECIDING = b"""
class Text(str):
    def endswith(self, *args): return True
    isdigit = startswith = endswith
class Number(float):
    def is_integer(self): return True
class Group(set):
    def issubset(self, *args): return True
    issuperset = isdisjoint = issubset
class Named(Text): pass
def text(): return Text("abc")
def number(): return Number(0.5)
def group(): return Group([1, 99])
def named(): return Named("abc")
"""
DECIDED = """
    from solution import Named, group, named, number, text

    def test_text(): assert not text().endswith("z") and text().endswith("c") and text() == "abc"
    def test_digits(): assert not text().isdigit() and not text().startswith(("b", "c"))
    def test_number(): assert not number().is_integer()
    def test_subset(): assert not group().issubset({1, 2}) and group().issubset({1, 99, 2})
    def test_superset(): assert not group().issuperset({2}) and not group().isdisjoint({1})
    def test_named(): assert named().endswith("z") and Named("x").isdigit()
"""


@pytest.fixture
def bubblewrap() -> SandboxProvider:
    return real.sandbox_or_skip("bubblewrap")


@pytest.fixture
def hostile(tmp_path: Path) -> bytes:
    marks = str(tmp_path)
    evil = EVIL.format(marks=marks, place="evil")
    return HOSTILE.format(evil=evil, loop=LOOP.format(marks=marks)).encode()


def test_annotations_and_names_are_never_evaluated_in_the_judge(
    tmp_path: Path, hostile: bytes, bubblewrap: SandboxProvider
) -> None:
    exercise = real.tiny_exercise(tmp_path / "tiny", ASKED)
    report = real.graded(exercise, hostile, bubblewrap)
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]
    found = real.verdicts(report)
    assert found["test_wrapped"] == "passed", report.checks
    assert len(found) == 10


def test_annotations_of_honest_files_mean_what_they_say(tmp_path: Path, bubblewrap: SandboxProvider) -> None:
    report = real.graded(real.tiny_exercise(tmp_path / "tiny", ASKED_HONESTLY), HONEST, bubblewrap)
    told = [check.told(Audience.ASSESSOR) for check in report.checks]
    assert set(real.verdicts(report).values()) == {"passed"}, told


@pytest.mark.parametrize("call", ["run_docstring_examples(f, {})", "DocTestFinder().find(f, 'f')"])
def test_doctests_of_the_candidates_are_refused_in_the_judge(
    call: str, tmp_path: Path, hostile: bytes, bubblewrap: SandboxProvider
) -> None:
    suite = f"""
    from solution import f
    def test_it():
        import doctest
        doctest.{call}
    """
    with pytest.raises(ExerciseError, match="outside the sandbox"):
        real.graded(real.tiny_exercise(tmp_path / "tiny", suite), hostile, bubblewrap)
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_no_class_does_the_work_of_a_library_for_it(tmp_path: Path, bubblewrap: SandboxProvider) -> None:
    environment = find("salary_report", root(None)).environment
    bubblewrap.prepare(lambda text: None, environment)
    exercise = replace(
        real.tiny_exercise(tmp_path / "tiny", COMPARED, memory_mb=512), environment=environment
    )
    report = real.graded(exercise, LYING, bubblewrap)
    assert set(real.verdicts(report).values()) == {"failed"}, real.verdicts(report)


def test_an_array_without_elements_is_near_to_no_number(tmp_path: Path, bubblewrap: SandboxProvider) -> None:
    source = b"""
import numpy
import pandas
def array(*numbers): return numpy.array(numbers)
def frame(): return pandas.Series([], dtype=float)
"""
    suite = """
    from decimal import Decimal
    import pytest
    from solution import array, frame

    def test_none(): assert array() != pytest.approx(1.0) and not pytest.approx(1.0) == array()
    def test_none_of_several(): assert [array(), 1.0] != pytest.approx([1.0, 1.0])
    def test_none_in_a_dict(): assert {"a": array()} != pytest.approx({"a": 1.0})
    def test_none_of_decimals(): assert array() != pytest.approx(Decimal(1))
    def test_series(): assert not pytest.approx(1.0) == frame()
    def test_some(): assert array(1.0, 1.0) == pytest.approx(1.0) and array(1.0, 2.0) != pytest.approx(1.0)
    """
    environment = find("salary_report", root(None)).environment
    bubblewrap.prepare(lambda text: None, environment)
    exercise = replace(real.tiny_exercise(tmp_path / "tiny", suite, memory_mb=512), environment=environment)
    report = real.graded(exercise, source, bubblewrap)
    told = [check.told(Audience.ASSESSOR) for check in report.checks]
    assert set(real.verdicts(report).values()) == {"passed"}, told


def test_methods_that_decide_are_those_of_the_value(tmp_path: Path, bubblewrap: SandboxProvider) -> None:
    report = real.graded(real.tiny_exercise(tmp_path / "tiny", DECIDED), DECIDING, bubblewrap)
    told = [check.told(Audience.ASSESSOR) for check in report.checks]
    assert set(real.verdicts(report).values()) == {"passed"}, told
