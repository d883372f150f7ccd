"""Converts values of NumPy and pandas to arrays and tables and back, alike on both sides.

Both libraries are passed in, since only exercises that ask for them have them. Data from the sandbox are
claims, so nothing is built before type and size are known to be harmless, and neither library is asked to
read a format of its own. Types are compared by identity, as a class can pretend to equal others.
"""

from __future__ import annotations

from .arrays import Array, Table, data_bytes, item_bytes
from .bounds import NotPlain
from .frames import MAX_ARRAY_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MASKED = {
    "Int8": "IntegerArray", "Int16": "IntegerArray", "Int32": "IntegerArray", "Int64": "IntegerArray",
    "UInt8": "IntegerArray", "UInt16": "IntegerArray", "UInt32": "IntegerArray", "UInt64": "IntegerArray",
    "Float32": "FloatingArray", "Float64": "FloatingArray", "boolean": "BooleanArray",
}  # fmt: skip
_TEXTS = ("str", "string")
_PLAIN = (type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
# The steps between the entries of an index that are kept; pandas reads them, from this list only.
_STEPS = (
    "D", "B", "h", "min", "s", "ms", "us", "ns", "W-SUN", "W-MON", "MS", "ME", "QS-JAN", "QE-DEC", "YS-JAN",
    "YE-DEC",
)  # fmt: skip
_NAMES = (type(None), bool, int, float, str)
# The units in which pandas counts time.
_COUNTED = ("s", "ms", "us", "ns")
# The first and last day that there is in every zone: of Python's years, and of what nanoseconds reach.
_YEARS, _NANOSECONDS = ("0001-01-02", "9999-12-30"), ("1677-09-23", "2262-04-10")
_LAST_CHARACTER = 0x10FFFF
_LONGEST_ZONE = 64


class Foreign:
    """Converts values of NumPy and of pandas, if installed, to and from the wire."""

    def __init__(self, numpy: Any, pandas: Any = None) -> None:
        self._numpy = numpy
        self._pandas = pandas
        scalars = [kind for kind in numpy.sctypeDict.values() if kind is not numpy.object_]
        # By identity, and kept alive by the library.
        self._scalars = {id(kind): True for kind in scalars}
        indexes = [] if pandas is None else [pandas.Index, pandas.RangeIndex, pandas.DatetimeIndex]
        indexes += [] if pandas is None else [pandas.TimedeltaIndex, pandas.CategoricalIndex]
        self._indexes = {id(kind): True for kind in indexes}
        # What else a column of objects may hold, and a name may be.
        self._constants = {} if pandas is None else _constants(pandas)

    # --- apart

    def apart(self, value: Any) -> Array | Table | list[Any] | None:
        """Converts `value` to a wire object; None if it is not of these libraries, or must not cross."""
        kind = type(value)
        if kind is self._numpy.ndarray:
            if value.dtype.hasobject:
                return value.tolist() if value.dtype.kind == "O" and value.ndim else None
            return self._array(value)
        if id(kind) in self._scalars:
            return self._array(self._numpy.asarray(value), scalar=True)
        if self._pandas is None:
            return None
        if kind is self._pandas.Series:
            return self._series(value)
        if kind is self._pandas.DataFrame:
            return self._frame(value)
        return self._index(value) if id(kind) in self._indexes else self._constant(value)

    def snapshot(self, value: Any) -> Array | Table | None:
        """The current state of a mutable value as a wire object; None for any other value."""
        kind, pandas = type(value), self._pandas
        if kind is self._numpy.ndarray:
            return None if value.dtype.hasobject else self._array(value)
        if pandas is not None and kind is pandas.Series:
            return self._series(value)
        return self._frame(value) if pandas is not None and kind is pandas.DataFrame else None

    def refill(self, value: Any, now: Any) -> None:
        """Changes `value` in place to the state `now`.

        Raises:
            NotPlain: it cannot become that.
        """
        kind = type(value)
        if type(now) is not kind:
            raise NotPlain(f"a {kind.__name__} was changed into what cannot be sent")
        if kind is not self._numpy.ndarray:
            kind.__init__(value, now)
        elif (value.dtype, value.shape) == (now.dtype, now.shape) and value.flags.writeable:
            value[...] = now
        else:
            raise NotPlain("an array was changed that is read-only here, or its shape or type was")

    def _array(self, value: Any, *, scalar: bool = False) -> Array | None:
        name = value.dtype.str
        if not item_bytes(name) or value.nbytes > MAX_ARRAY_BYTES:
            return None
        return tuple.__new__(Array, (name, value.shape, scalar, value.tobytes()))

    def _series(self, value: Any) -> Table | None:
        index, column = self._index(value.index), self._column(value)
        if index is None or column is None or not self._is_name(value.name):
            return None
        return tuple.__new__(Table, ("series", (value.name, index, column)))

    def _frame(self, value: Any) -> Table | None:
        names, index = self._index(value.columns), self._index(value.index)
        columns = [self._column(column) for _, column in value.items()]
        if names is None or index is None or None in columns:
            return None
        return tuple.__new__(Table, ("frame", (names, index, columns)))

    def _constant(self, value: Any) -> Table | None:
        """A point or a span of time of pandas, or one of its values for what is missing."""
        pandas, kind = self._pandas, type(value)
        if value is pandas.NaT or value is pandas.NA:
            return tuple.__new__(Table, ("missing", (value is pandas.NA,)))
        if kind is pandas.Timestamp:
            zone = None if value.tz is None else str(value.tz)
            moment = value.to_datetime64()
            if not _can_be_shown(value) or not (zone is None or _is_zone(zone)):
                return None
            return tuple.__new__(Table, ("timestamp", (*self._counted(moment), zone)))
        if kind is pandas.Timedelta:
            return tuple.__new__(Table, ("timedelta", self._counted(value.to_timedelta64())))
        return None

    def _counted(self, time: Any) -> tuple[int, str]:
        """A scalar of NumPy's for time as a number and its unit."""
        return int(time.view("i8")), self._numpy.datetime_data(time.dtype)[0]

    def _index(self, value: Any) -> Table | None:
        if id(type(value)) not in self._indexes or not self._is_name(value.name):
            return None
        if type(value) is self._pandas.RangeIndex:
            column: Any = ("range", value.start, value.stop, value.step)
        else:
            column = self._column(value)
        if column is None or not (_is_range(*column[1:]) if column[0] == "range" else _has_hashes(column)):
            return None
        step = getattr(value, "freqstr", None)
        return tuple.__new__(Table, ("index", (value.name, column, step if step in _STEPS else None)))

    def _column(self, value: Any) -> tuple[Any, ...] | None:
        """The content of a column, after a word for its type."""
        dtype, pandas = value.dtype, self._pandas
        name = str(dtype)
        if isinstance(dtype, self._numpy.dtype):
            if dtype.hasobject:
                return self._objects(value)
            array = self._array(value.to_numpy())
            return None if array is None else ("plain", array)
        if type(dtype) is pandas.StringDtype and name in _TEXTS:
            texts = value.to_numpy(dtype=object).tolist()  # much faster than through another column
            return name, [text if type(text) is str else None for text in texts]
        if name in _MASKED:
            missing = value.isna()
            mask = missing if type(missing) is self._numpy.ndarray else missing.to_numpy()
            values = value.to_numpy(dtype=dtype.numpy_dtype, na_value=0)
            return name, self._array(values), self._array(mask)
        if type(dtype) is pandas.CategoricalDtype:
            categories = self._index(dtype.categories)
            codes = value.cat.codes.to_numpy() if type(value) is pandas.Series else value.codes
            ordered = bool(dtype.ordered)
            return None if categories is None else ("category", self._array(codes), categories, ordered)
        if type(dtype) is pandas.DatetimeTZDtype:
            zone = str(dtype.tz)
            times = value.to_numpy(dtype=f"M8[{dtype.unit}]")
            can_cross = _is_zone(zone) and self._fit_every_zone(times)
            return ("zoned", self._array(times), zone) if can_cross else None
        return None

    def _objects(self, value: Any) -> tuple[Any, ...] | None:
        """A column of arbitrary objects; None unless all of them are plain."""
        objects = value.tolist()
        return ("object", objects) if all(map(self._is_plain, objects)) else None

    def _fit_every_zone(self, times: Any) -> bool:
        """Whether all points in time can be told in any zone: Python knows the year, and none overflows."""
        days = times.astype("M8[D]")
        ends = _NANOSECONDS if times.dtype.str == "<M8[ns]" else _YEARS
        first, last = map(self._numpy.datetime64, ends)
        return bool((self._numpy.isnat(days) | (first <= days) & (days <= last)).all())

    def _is_plain(self, value: Any) -> bool:
        """Whether a column of objects with `value` among them can cross."""
        kind = type(value)
        if id(kind) in self._scalars:
            return bool(item_bytes(value.dtype.str))
        return kind in _PLAIN or id(kind) in self._constants

    def _is_name(self, name: Any) -> bool:
        """Whether `name` can be the name of a series or index; others could be costly to hash."""
        for part in name if type(name) is tuple else (name,):
            kind = id(type(part))
            is_scalar = kind in self._scalars and item_bytes(part.dtype.str)
            if not (type(part) in _NAMES or kind in self._constants or is_scalar):
                return False
        return True

    # --- together

    def together(self, thing: Array | Table) -> Any:
        """Converts the wire object `thing` to a value.

        Raises:
            NotPlain: there is no such value.
        """
        try:
            if type(thing) is Array:
                return self._from_array(thing)
            fields: Any = tuple.__iter__(thing)
            kind, parts = fields
            if self._pandas is None or type(parts) is not tuple:
                raise NotPlain("a table that is none")
            makers: dict[str, Any] = {
                "series": self._from_series, "index": self._from_index, "frame": self._from_frame,
                "timestamp": self._timestamp, "timedelta": self._timedelta, "missing": self._missing,
            }  # fmt: skip
            return makers[kind](*parts)
        except NotPlain:
            raise
        except Exception as exc:  # noqa: BLE001 - whatever the libraries say of what cannot be
            raise NotPlain(f"not a value of these libraries: {type(exc).__name__}") from None

    def _from_array(self, thing: Array) -> Any:
        fields: Any = tuple.__iter__(thing)
        dtype, shape, scalar, data = fields
        numpy = self._numpy
        if data_bytes(dtype, shape) != len(data) or (scalar and shape):
            raise NotPlain("an array that is not whole")
        # Bytes that are no truth values would be neither, and characters that are none would end in C.
        if dtype == "|b1" and data.translate(None, b"\0\1"):
            raise NotPlain("a truth value that is none")
        if dtype[:2] == "<U" and data and numpy.frombuffer(data, "<u4").max() > _LAST_CHARACTER:
            raise NotPlain("a character that is none")
        array = numpy.frombuffer(bytearray(data), dtype).reshape(shape)
        return array[()] if scalar else array

    def _from_series(self, name: Any, index: Any, column: Any) -> Any:
        self._must_be_index(index)
        self._must_be_name(name)
        values = self._values(column)
        if len(values) != len(index):
            raise NotPlain("a series of another length than its index")
        return self._pandas.Series(values, index=index, name=name, dtype=values.dtype)

    def _from_frame(self, names: Any, index: Any, columns: Any) -> Any:
        self._must_be_index(names)
        self._must_be_index(index)
        if type(columns) is not list or len(columns) != len(names):
            raise NotPlain("a frame whose columns are not named")
        values = [self._values(column) for column in columns]
        if {len(each) for each in values} - {len(index)}:
            raise NotPlain("a frame with a column of another length than its index")
        # Each with the type that it has: of objects a frame would guess what they may be.
        series = [self._pandas.Series(each, index=index, dtype=each.dtype) for each in values]
        frame = self._pandas.DataFrame(dict(enumerate(series)), index=index)
        frame.columns = names
        return frame

    def _from_index(self, name: Any, column: Any, step: Any) -> Any:
        pandas = self._pandas
        self._must_be_name(name)
        if type(column) is tuple and column[:1] == ("range",):
            _, start, stop, gap = column
            if {type(start), type(stop), type(gap)} != {int} or not _is_range(start, stop, gap):
                raise NotPlain("an index that is none")
            return pandas.RangeIndex(start, stop, gap, name=name)
        values = self._values(column)
        if not _has_hashes(column):
            raise NotPlain("an index that nothing can be looked up in")
        if step is not None:
            if step not in _STEPS:
                raise NotPlain("a step that is none")
            made = pandas.DatetimeIndex if values.dtype.kind == "M" else pandas.TimedeltaIndex
            return made(values, freq=step, name=name)
        # No guess at what objects may be.
        return pandas.Index(values, name=name, dtype=values.dtype, tupleize_cols=False)

    def _timestamp(self, count: Any, unit: Any, zone: Any) -> Any:
        if zone is not None and not (type(zone) is str and _is_zone(zone)):
            raise NotPlain("a zone that is none")
        _must_be_counted(count, unit)
        moment = self._pandas.Timestamp(self._numpy.datetime64(count, unit))
        moment = moment if zone is None else moment.tz_localize("UTC").tz_convert(zone)
        if not (moment is self._pandas.NaT or _can_be_shown(moment)):
            raise NotPlain("a time in no year")
        return moment

    def _timedelta(self, count: Any, unit: Any) -> Any:
        _must_be_counted(count, unit)
        return self._pandas.Timedelta(self._numpy.timedelta64(count, unit))

    def _missing(self, is_na: Any) -> Any:
        return self._pandas.NA if is_na is True else self._pandas.NaT

    def _must_be_index(self, value: Any) -> None:
        if id(type(value)) not in self._indexes:
            raise NotPlain("no index where one belongs")

    def _must_be_name(self, name: Any) -> None:
        if not self._is_name(name):
            raise NotPlain("a name that is none")

    def _values(self, column: Any) -> Any:
        """The values of a column, in a type that pandas preserves."""
        numpy, pandas = self._numpy, self._pandas
        word, *rest = column
        first = rest[0]
        if word == "plain" and type(first) is numpy.ndarray and first.ndim == 1:
            return first
        if word == "object" and type(first) is list:
            values = numpy.empty(len(first), dtype=object)
            for place, value in enumerate(first):
                if not self._is_plain(value):
                    raise NotPlain("an object that is not plain in a column")
                values[place] = value
            return values
        if word in _TEXTS and type(first) is list:
            if set(map(type, first)) - {str, type(None)}:
                raise NotPlain("a text that is none")
            return pandas.array(first, dtype=word)
        if word in _MASKED:
            _, mask = rest
            if str(first.dtype) != word.lower().replace("boolean", "bool") or mask.dtype.kind != "b":
                raise NotPlain("a column whose values are of another type")
            return getattr(pandas.arrays, _MASKED[word])(first, mask)
        if word == "category":
            codes, categories, ordered = rest
            self._must_be_index(categories)
            return pandas.Categorical.from_codes(codes, categories=categories, ordered=ordered is True)
        if word == "zoned":
            _, zone = rest
            if type(zone) is not str or not _is_zone(zone) or first.dtype.kind != "M":
                raise NotPlain("a zone that is none")
            moments = pandas.DatetimeIndex(first)
            if not self._fit_every_zone(moments.to_numpy()):
                raise NotPlain("a time in no year")
            return moments.tz_localize("UTC").tz_convert(zone).array
        raise NotPlain("a column that is none")


def _constants(pandas: Any) -> dict[int, type]:
    """Immutable classes of pandas and the standard library whose values cross, by their identity."""
    from datetime import date, datetime, time, timedelta
    from decimal import Decimal

    ours = (pandas.Timestamp, pandas.Timedelta, type(pandas.NaT), type(pandas.NA))
    return {id(kind): kind for kind in (*ours, date, datetime, time, timedelta, Decimal)}


def _is_range(*bounds: int) -> bool:
    """Whether there is such a range of integers for NumPy: once pandas needs them it has an array of them."""
    fit = all(-(1 << 63) <= bound < 1 << 63 for bound in bounds)
    return fit and len(range(*bounds)) <= MAX_ARRAY_BYTES // 8


def _has_hashes(column: Any) -> bool:
    """Whether all entries of an index can be hashed, which pandas counts on."""
    try:
        for entry in column[1] if column[0] == "object" else ():
            hash(entry)
    except TypeError:
        return False
    return True


def _can_be_shown(moment: Any) -> bool:
    """Whether a Timestamp is in a year that Python knows; pandas cannot write the others down."""
    return bool(1 <= moment.year <= 9999)


def _must_be_counted(count: Any, unit: Any) -> None:
    """Raises unless `count` and `unit` are a point or a span of time."""
    if type(count) is not int or unit not in _COUNTED:
        raise NotPlain("a time that is none")


def _is_zone(name: str) -> bool:
    """Whether `name` may be the name of a time zone, which is safe to look up as a file."""
    letters = name.replace("/", "").replace("_", "").replace("-", "").replace("+", "")
    return len(name) <= _LONGEST_ZONE and letters.isascii() and letters.isalnum() and name[0].isalpha()
