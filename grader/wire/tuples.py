"""Named tuples like `typing.NamedTuple`, without the slow import of `typing`.

That import, with everything it pulls in, is a quarter of the time in which a sandbox starts, and each sandbox
waits for it. Type checkers see the original.

In the sandbox the candidate's code can find this module and change it; anything there that must be reliable
is made and read with the methods of `tuple`.
"""

__all__ = ["Fields"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as Fields
else:
    from _collections import _tuplegetter  # as `collections.namedtuple` does

    class Fields(tuple):
        """The base class of named tuples: annotations name the fields; the last ones may have defaults."""

        def __init_subclass__(cls) -> None:
            cls._fields = tuple(cls.__annotations__)
            cls._defaults = {name: cls.__dict__[name] for name in cls._fields if name in cls.__dict__}
            for place, name in enumerate(cls._fields):
                setattr(cls, name, _tuplegetter(place, name))

        def __new__(cls, *values, **named):
            """Makes an instance from the values of its fields, in their order or by their names."""
            if named or len(values) != len(cls._fields):
                named = {**cls._defaults, **named}
                values += tuple(named.pop(name) for name in cls._fields[len(values) :] if name in named)
                if len(values) != len(cls._fields) or named.keys() - cls._defaults:
                    raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
            return tuple.__new__(cls, values)

        def __repr__(self) -> str:
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({fields})"

        def _replace(self, **named):
            return type(self)(**{**dict(zip(self._fields, self, strict=True)), **named})
