"""Promises for the arrays and tables that the judge makes of what a sandbox claims.

NumPy and pandas are those that an exercise of ours locks; they are imported when this target first runs.
"""

from __future__ import annotations

import decimal
import functools
import itertools
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from grader.environments.judging import libraries_here
from grader.exercises.manifest import load
from grader.sandboxes.policy import ONE_THREAD
from grader.wire.arrays import Array, Table
from grader.wire.bounds import NotPlain
from grader.wire.foreign import Foreign
from grader.wire.frames import WireError
from grader.wire.values import decode, encode

from .sameness import depth, same

_EXERCISE = Path(__file__).resolve().parent.parent / "exercises" / "salary_report"
# Each costs pandas some milliseconds to show, to sort and to compare.
_MOST_USED = 20
# As deep as Python's own recursive functions must do.
_SHALLOW = 100


def tables(data: bytes) -> None:
    """Arrays and tables are values that are safe to use and cross again as they are, or are refused."""
    foreign = conversions()
    made: list[Any] = []

    def together(thing: Any) -> Any:
        if type(thing) not in (Array, Table):
            raise WireError("nothing else")
        made.append(foreign.together(thing))
        return made[-1]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries say of odd values is no fault
        try:
            decode(data, together)
        except WireError:
            return
        for value in made[:_MOST_USED]:
            _use(value)
            _cross_again(foreign, value)
        changeable = [value for value in made[:_MOST_USED] if foreign.snapshot(value) is not None]
        for value, now in itertools.pairwise(changeable):
            _become(foreign, value, now)


@functools.cache
def conversions() -> Foreign:
    """The conversions with the libraries that the exercise locks; these are installed if needed."""
    folder = libraries_here(load(_EXERCISE), print)
    with mock.patch.dict(os.environ, ONE_THREAD):  # as for an exercise; and who shares this process may fork
        sys.path.append(folder)
        import numpy
        import pandas
    return Foreign(numpy, pandas)


def _use(value: Any) -> None:
    """Does with a value what a suite or a report does with it."""
    import numpy
    import pandas

    uses: list[Callable[[], Any]] = [lambda: repr(value), lambda: str(value), lambda: value == value]
    match value:
        case numpy.ndarray():
            uses += [value.tolist]
            uses += [value.sum] if _is_numeric(value) else []
            uses += [lambda: len(value), lambda: numpy.sort(value)] if value.ndim else []
        case numpy.generic():
            uses += [value.tolist, lambda: hash(value)]
        case pandas.Series():
            uses += [value.tolist, value.isna, lambda: pandas.testing.assert_series_equal(value, value)]
            uses += [value.sum] if _is_numeric(value) else []
            uses += [value.sort_values] if _has_order(value) else []
        case pandas.Index():
            uses += [value.tolist, value.isna, lambda: pandas.testing.assert_index_equal(value, value)]
            uses += [value.sort_values] if _has_order(value) else []
        case pandas.DataFrame():
            uses += [lambda: len(value), value.isna, lambda: value.sum(numeric_only=True)]
            uses += [lambda: pandas.testing.assert_frame_equal(value, value)]
        case _:
            uses += [lambda: hash(value)]
    for use in uses:
        try:
            use()
        except decimal.InvalidOperation:  # as Python has it for a signalling NaN
            pass
        except RecursionError:
            deep = depth(value.to_numpy().tolist())
            assert deep is None or deep > _SHALLOW, f"it is only {deep} deep"


def _is_numeric(value: Any) -> bool:
    return value.dtype.kind in "biufc"


def _has_order(value: Any) -> bool:
    return value.dtype.kind not in "Oc"


def _cross_again(foreign: Foreign, value: Any) -> None:
    """Fails unless a value that came is sent as it came."""
    sent = _sent(foreign, value)
    again = decode(sent, foreign.together)
    assert type(again) is type(value)
    assert _are_alike(_sent(foreign, again), sent), "it did not come back as it was"


def _become(foreign: Foreign, value: Any, now: Any) -> None:
    """Fails unless a value that is changed to another is like that, or stays as it was."""
    before, wanted = _sent(foreign, value), _sent(foreign, now)
    try:
        foreign.refill(value, now)
    except NotPlain:
        wanted = before
    assert _are_alike(_sent(foreign, value), wanted)


def _sent(foreign: Foreign, value: Any) -> bytes:
    def apart(inner: Any) -> Any:
        if type(inner) in (Array, Table):
            return inner
        found = foreign.apart(inner)
        assert found is not None, f"a {type(inner).__name__} came and cannot go"
        return found

    return encode(value, apart)


def _are_alike(one: bytes, other: bytes) -> bool:
    """Whether both say the same; sets may be in another order."""
    return same(decode(one, _as_it_is), decode(other, _as_it_is))


def _as_it_is(thing: Any) -> Any:
    return thing
