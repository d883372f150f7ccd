"""The messages between the judge and the process that runs the candidate's code.

The judge sends a request, and the process answers; while it works on a request, the process may ask the judge
to run one of the suite's own functions (`Callback`), which may send requests itself. Threads of the
candidate's may call at the same time. Every answer carries the request's random token, so nothing that was
sent too early, too late or twice is taken for one; a reply to a call-back carries the call's serial number.
"""

from __future__ import annotations

import struct

from .frames import WireError
from .tuples import Fields
from .values import decode, encode, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# Enough for any message that a person reads; an exception's text is cut to it inside the sandbox.
MAX_TEXT = 500


class Verb:
    """The operations that a request can ask for; each comment lists the arguments after the target."""

    LOAD = 1  # import the candidate's file; gives a dict of what it has of the names in a tuple
    CALL = 2  # positional and keyword arguments
    GET = 3  # attribute name
    SET = 4  # attribute name, value
    ITEM = 5  # index or key; or start, stop and step of a slice
    SET_ITEM = 6  # index or key, value
    DELETE_ITEM = 7  # index or key
    LENGTH = 8
    CONTAINS = 9  # element
    ITERATE = 10  # gives an iterator
    NEXT = 11  # at most so many items; answered by `Items`
    AWAIT = 12
    ITERATE_ASYNC = 13
    NEXT_ASYNC = 14
    ENTER = 15
    EXIT = 16  # exception type name or None, its text, itself if it is no stop of the test
    ENTER_ASYNC = 17
    EXIT_ASYNC = 18
    VALUE = 19  # the target as a plain value
    PUT = 20  # a value, to be kept inside
    MAKE = 21  # a Python expression of the suite's author; names in it as keywords
    FACTS = 22  # what stands in the candidate's file, which need not be loaded
    DELETE = 23  # attribute name
    APPLY = 24  # the name of an operation of `operations`, further operands
    FIND = 25  # nothing; imports the module of that full name, and gives None where there is none
    REVIEW = 26  # names; whether the file compiles, and which of them it uses, without loading it
    CALL_IN_LOOP = 27  # as CALL, for a task of the suite's event loop, whose numbers are the last argument
    BEGIN = 28  # a verb whose result is awaited, the numbers of the task that awaits, further arguments
    RUN = 29  # seconds or None, numbers of coroutines of the suite that are over; runs the event loop
    RESULT = 30  # of what BEGIN began, by its number
    CANCEL = 31  # that; gives whether it was not over
    CLOSE = 32  # ends the event loop
    RELEASE = 33  # the numbers of entries of the sandbox's table that nobody needs any longer
    ACT_IN_LOOP = 34  # a verb, the numbers of the task as above, further arguments


# Arguments and results of these are copied, not synchronized.
APART = frozenset((Verb.FACTS, Verb.REVIEW, Verb.MAKE, Verb.VALUE, Verb.PUT, Verb.RELEASE))


# The number by which the sandbox asks about what it awaits of the suite; functions have others.
LOOPS = -1
# How long one of the event loops waits at most before the other is looked at.
LOOP_SECONDS = 0.02


# What a task of an event loop may find there: the loop, and what was set in its context.
IN_LOOP = frozenset(
    (
        Verb.APPLY, Verb.CALL, Verb.CONTAINS, Verb.DELETE, Verb.DELETE_ITEM, Verb.ENTER, Verb.EXIT, Verb.GET,
        Verb.ITEM, Verb.LENGTH, Verb.SET, Verb.SET_ITEM,
    )
)  # fmt: skip


# In the place of a thread of the candidate's: the first one; and that one while nobody else is under way.
FIRST_STRAND, LONE_STRAND = 0, -1


class RefKind:
    """The values of `Ref.kind` that the judge sends; the sandbox uses descriptive words of its own."""

    MODULE = "solution"  # the candidate's module
    INSIDE = "inside"  # an entry of the sandbox's table
    BUILTIN = "builtin"  # a built-in class or function, by its name
    CALLBACK = "callback"  # a function of the suite
    STREAM = "stream"  # an iterator of the suite; `Ref.name` is empty unless it is a generator
    ASYNC_STREAM = "async stream"  # an asynchronous iterator of the suite, or a generator
    COROUTINE = "coroutine"  # a coroutine of the suite
    ASYNC_CALLBACK = "async callback"  # a coroutine function of the suite
    OBJECT = (
        "suite object"  # an object of the suite; `Ref.name` begins with its special methods, in hexadecimal
    )
    CLASS = "suite class"  # with its special methods, bases, parameters and fields
    OBJECT_OF_CLASS = "suite instance"  # an object of such a class, with its class
    EXCEPTION = "suite exception"  # with class names, arguments, text, and what it is about
    EXCEPTION_CLASS = "suite exception class"  # with the names of it and its bases
    LIBRARY_EXCEPTION = "library exception"  # with the same and its attributes; `Ref.name` as for LIBRARY
    NAMED_TUPLE = "suite named tuple"  # with its elements; `Ref.name` has the class and the fields
    PATTERN = "pattern"  # with the text and the flags of a compiled regular expression
    LIBRARY = "library"  # what a library has on both sides; `Ref.name` as `os` or `json:loads`
    SUITE = "suite"  # what the sandbox sends for any of these


class ClassKind:
    """The words in `Described` for the origin of a class."""

    OWN = ""  # the candidate's, or one of a library's that is written in Python
    BUILT_IN = "built-in"  # which no Python code can have changed
    ENUM = "enum"
    ABSTRACT = "abc"  # one of `collections.abc`, of that name


# What `Start.clock_speed` has in place of a speed.
OWN_TIME = 0.0  # virtual time, which the test's process keeps for itself
SHARED_TIME = -1.0  # virtual time, which the judge keeps


class TestEnd:
    """The values of `Ended.reason`: what ended a test's process."""

    STOPPED = "stopped"  # the judge asked for it
    EXITED = "exited"
    SIGNALLED = "killed"  # by a signal
    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    OUTPUT = "output"
    PROCESSES = "processes"
    FILES = "files"  # a program left more of them, or larger ones, than are kept


class Setup(Fields):
    """The settings that all tests of a run share; `modules` are names and sources of importable modules.

    `files` are the names and sizes of the files in the current folder, with a flag for those that cannot be
    written; their contents were sent before. From these, `module` is imported, relative to the folder `root`,
    unless the solution is a single file, or the `cells` of a notebook; `source` is its text in any case.
    """

    source: bytes
    file_name: str
    libraries: tuple[str, ...]
    loopback: bool
    modules: tuple[tuple[str, bytes], ...] = ()
    program: bool = False  # whether the file is only ever run, and never imported
    files: tuple[tuple[str, int, bool], ...] = ()
    module: str = ""
    root: str = ""
    cells: tuple[str, ...] = ()
    may_raise: tuple[int, ...] = ()  # the numbers of the cells after which others run even if they raise
    measures: bool = False  # whether `Ready` says how long the fixed loop takes


class Ready(Fields):
    """The sandbox's report about itself, before the candidate's file is loaded.

    `port` forwards to the judge, and on `refused_port` nobody listens; `protections` names the keeper of each
    protection.
    """

    python: str
    port: int | None
    refused_port: int | None
    protections: dict[str, str]
    loop_seconds: float = (
        0.0  # of CPU, for the fixed loop that tells the machine's speed; 0.0 if not measured
    )


class Start(Fields):
    """The limits of one test, and how many times faster than real time its event loops run.

    `clock_speed` may also be `OWN_TIME` or `SHARED_TIME`. `cpu` is the processor that the judge runs on, or
    -1: processes that answer each other are several times faster on the same one. With `more`, another test
    follows, whose process can be forked ahead. `seed` initializes the module `random`, so that a solution
    which passes or fails by chance does so again when the run is repeated. With `program`, the process
    becomes a run of the file as a program, and an `Invocation` follows.
    """

    cpu_seconds: float
    wall_seconds: float
    memory_bytes: int
    processes: int
    output_bytes: int
    clock_speed: float
    cpu: int = -1
    more: bool = True
    seed: int = 0
    program: bool = False


class Ended(Fields):
    """How a test's process ended; `code` is an exit status or a signal's number, else None."""

    reason: str
    code: int | None
    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int
    printed_bytes: int
    loop_seconds: float = 0.0  # as in `Ready`, measured after a test that ran out of time


class Request(Fields):
    """A request of the judge for one operation; with `keep`, the result stays in the sandbox.

    It is for the thread `strand`, which waits for the reply to a call-back. With `LONE_STRAND`, both sides
    forget containers before it (see `in_step`).
    """

    token: int
    verb: int
    target: Any
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    keep: bool
    strand: int = FIRST_STRAND


class Returned(Fields):
    """The answer to a request that returned a value."""

    token: int
    value: Any


class Changed(Fields):
    """Changes to synchronized containers, sent before the message that they precede."""

    token: int
    changes: list[tuple[int, list[Any]]]


class Raised(Fields):
    """The answer to a request that raised: class names (nearest first), arguments and text.

    `line` is where in the candidate's code it was raised, and `file` in which of several files. The sandbox
    also sends a reference to the exception itself, which stays there, and its cause, as the fields of another
    `Raised` after the token. The judge sends the suite's exception itself. `more` contains its context,
    whether that is suppressed, its notes, the members of a group, and what it is about (see `arguments`).
    """

    token: int
    type_names: tuple[str, ...]
    arguments: tuple[Any, ...]
    text: str
    line: int | None = None
    exception: Any = None
    cause: tuple[Any, ...] | None = None
    file: str | None = None
    more: tuple[Any, ...] = ()


class Described(Fields):
    """The sandbox's description of classes, sent before the first reference to them, bases first.

    Each description consists of the class's number in the table, its name, its bases (numbers, or names of
    built-in classes), its own special methods as in `specials`, its word of `ClassKind`, and its metaclass's
    number, or 0.
    """

    token: int
    classes: list[tuple[int, str, tuple[int | str, ...], int, str, int]]


class Items(Fields):
    """The answer to `NEXT`: the items, whether the iterator has ended, and its exception, if any."""

    token: int
    items: list[Any]
    ended: bool
    failure: tuple[Any, ...] | None  # the fields of a `Raised` after its token


class Callback(Fields):
    """A request of the sandbox to call a function of the suite, or to take a stream's next item.

    `token` is that of the request that the calling thread works on. A thread that works on none names one
    that is open, and itself as `strand`. The reply has the `serial` number in the place of a token.
    """

    token: int
    number: int
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    serial: int = 0
    strand: int = FIRST_STRAND


class Threaded(Fields):
    """The sandbox's notice that the candidate's code has several threads, which may call, or one."""

    token: int
    several: bool


class Invocation(Fields):
    """How to run the candidate's file as a program; `files` are put into its folder, by name.

    With `forked` it is one of ours, and gets no interpreter of its own: the libraries are imported already.
    """

    arguments: tuple[str, ...]
    environment: dict[str, str]
    files: dict[str, bytes]
    forked: bool = False


class Written(Fields):
    """The names and contents of the files that a program created or changed in its folder."""

    files: tuple[tuple[bytes, bytes], ...]


Message = (
    Setup | Ready | Start | Ended | Request | Returned | Raised | Items | Callback | Changed | Described
    | Invocation | Written | Threaded
)  # fmt: skip

_NONE = type(None)
_TOKEN = (int,)  # by identity: what stands in the head
# Each field's exact types, `object` for any.
_FIELDS: dict[type[Any], tuple[tuple[type, ...], ...]] = {
    Setup: (
        (bytes,), (str,), (tuple,), (bool,), (tuple,), (bool,), (tuple,), (str,), (str,), (tuple,), (tuple,),
        (bool,),
    ),
    Ready: ((str,), (int, _NONE), (int, _NONE), (dict,), (float,)),
    Start: ((float,), (float,), (int,), (int,), (int,), (float,), (int,), (bool,), (int,), (bool,)),
    Ended: ((str,), (int, _NONE), (float,), (float,), (int,), (int,), (float,)),
    Request: (_TOKEN, (int,), (object,), (tuple,), (dict,), (bool,), (int,)),
    Returned: (_TOKEN, (object,)),
    Raised: (
        _TOKEN, (tuple,), (tuple,), (str,), (int, _NONE), (object,), (tuple, _NONE), (str, _NONE), (tuple,),
    ),
    Items: (_TOKEN, (list,), (bool,), (tuple, _NONE)),
    Callback: (_TOKEN, (int,), (tuple,), (dict,), (int,), (int,)),
    Changed: (_TOKEN, (list,)),
    Described: (_TOKEN, (list,)),
    Invocation: ((tuple,), (dict,), (dict,), (bool,)),
    Written: ((tuple,),),
    Threaded: (_TOKEN, (bool,)),
}  # fmt: skip
_CLASSES = tuple(_FIELDS)
_NUMBERS = {kind: number for number, kind in enumerate(_CLASSES)}
# The number of the class and the token, or 0 where there is none; then the other fields as a tuple.
_HEAD = struct.Struct(">Bq")


def pack(
    message: Message, other: Callable[[Any], Any] = refuse, places: dict[int, int] | None = None
) -> bytes:
    """Encodes `message`; `other` and `places` are passed to `values.encode`.

    Raises:
        NotPlain: something in it cannot be sent.
    """
    kind = type(message)
    fields = (*tuple.__iter__(message),)
    if _FIELDS[kind][0] is _TOKEN:
        return encode(fields[1:], other, places, _HEAD.pack(_NUMBERS[kind], fields[0]))
    return encode(fields, other, places, _HEAD.pack(_NUMBERS[kind], 0))


def unpack(
    data: bytes, resolve: Callable[[Any], Any] = refuse, spend: Callable[[int], None] | None = None
) -> Message:
    """Decodes a message and checks that each field has exactly its type; see `decode` for the parameters.

    Raises:
        WireError: `data` is no message.
    """
    if len(data) < _HEAD.size:
        raise WireError("not a message")
    number, token = _HEAD.unpack_from(data)
    if number >= len(_CLASSES):
        raise WireError(f"no message has the number {number}")
    kind = _CLASSES[number]
    checks = _FIELDS[kind]
    values = decode(data, resolve, spend, _HEAD.size)
    if type(values) is not tuple:
        raise WireError("not a message")
    if checks[0] is _TOKEN:
        values = (token, *values)
    if len(values) != len(checks):
        raise WireError(f"a {kind.__name__} with {len(values)} fields")
    for value, allowed in zip(values, checks, strict=True):
        if object not in allowed and type(value) not in allowed:
            raise WireError(f"a {kind.__name__} with a {type(value).__name__} out of place")
    message: Message = tuple.__new__(kind, values)
    return message
