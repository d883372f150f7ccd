"""The conversation between a suite and the candidate's code, used by proxies and fixtures."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock, get_ident
from typing import Any, Protocol

from ...report import Verdict
from ...wire.messages import IN_LOOP, Items, Raised, RefKind, Returned, Verb
from ...wire.values import Ref
from . import descriptors, validation_errors
from .beside_values import Noted
from .calls import described, note_method
from .exceptions import as_raised, is_error, own_of, rebuilt, showable
from .hashes import Hashes, is_asked
from .launches import Launches
from .loops import Loops, Pending, running_loop
from .marked import Marked
from .placeholders import Step, take
from .proxies import is_class
from .stand_ins import StandIns
from .trouble import Trouble

# How often one test may call back.
_CALL_BACKS = 1_000_000
_MOST_TEXTS = 100_000
_TEXTS = frozenset((str, type(Path())))
_HASHES = "[hash(it) for it in them]"
_COLLECT = "__import__('gc').collect()"


class KeptInStep(Protocol):
    """A folder whose files are kept the same in judge and sandbox."""

    def send(self) -> None:
        """Copies changes in the judge's folder to the sandbox's."""

    def receive(self) -> None:
        """Copies changes in the sandbox's folder to the judge's."""


class Conversation(Launches):
    """Asks the candidate's code what the suite wants, and receives the answers."""

    def __init__(self, *, before_hearing: Callable[[], None] = lambda: None) -> None:
        """Calls `before_hearing` once, before anything from the candidate's code is read."""
        self._marked: Marked | None = None
        super().__init__(before_hearing)
        descriptors.watch()  # before a suite is imported, and makes spies around them
        self.module = Ref(RefKind.MODULE, 0)

    def _reset(self) -> None:
        super()._reset()
        self._folders: tuple[KeptInStep, ...] = ()  # what both sides see of the same files
        self._look: Callable[[], None] | None = None
        # The threads that ask for the folder's sake, and to look; one at a time does either.
        self._in_step = self._looking = 0
        self._one_looks = RLock()
        self._modules: dict[str, Any] = {}  # those that were asked for, by their full names
        self.beside_values: Noted = []
        self._texts: set[int] = set()  # the hashes of texts that the code has given
        self._last_call: tuple[Any, tuple[Any, ...], dict[str, Any], Any] | None = None
        self.hashes = Hashes(self._hashes_of)
        if self._marked is not None:
            self._marked.forget()
        self._marked = Marked(self._answered)

    def has_given(self, text: str) -> bool:
        """Whether the candidate's code has given that very text in this test, as far as that is noted."""
        return hash(text) in self._texts or len(self._texts) >= _MOST_TEXTS

    def _note_texts(self, value: Any) -> None:
        """Notes the texts and paths that the code gives, also as items."""
        items = value if type(value) in (list, tuple) else (value,)
        if len(self._texts) >= _MOST_TEXTS or _TEXTS.isdisjoint(map(type, items)):
            return
        texts = (each if type(each) is str else str(each) for each in items if type(each) in _TEXTS)
        self._texts.update(map(hash, texts))

    def keep_in_step(self, folder: KeptInStep) -> None:
        """Keeps `folder` the same on both sides until the test ends."""
        self._folders += (folder,)

    def look_before_asking(self, look: Callable[[], None]) -> None:
        """Calls `look` before each request of the test; what it asks itself does not call it again."""
        self._look = look

    def _new_stand_ins(self) -> StandIns:
        return StandIns(self, _CALL_BACKS, self.imported)

    @property
    def loops(self) -> Loops:
        """The event loops of the running test."""
        return self._stand_ins.loops

    @property
    def last_call(self) -> str:
        """Describes the last call to the candidate's code and its result in a line; empty without one."""
        try:
            return described(*self._last_call) if self._last_call else self._last_run
        except BaseException as exc:
            if not is_error(exc) and not isinstance(exc, Trouble):
                raise
            return ""  # to show a dict its keys are looked up, and so their hashes asked for

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and returns the answer: a plain value or a `Proxy`.

        Raises:
            Trouble: there is no valid answer.
            Exception: the candidate's code raised one.
        """
        return self._ask(verb, target, arguments, keywords, keep=False)

    def ask_telling(self, target: Any, name: str, *operands: Any) -> Any:
        """Asks for an operation whose operands may be what a test expects.

        Raises:
            Trouble: there is no valid answer; never a time-out, since who is tried again would know them.
            Exception: the candidate's code raised one.
        """
        try:
            return self.ask(Verb.APPLY, target, name, *operands)
        except Trouble:
            if self.trouble is not None and self.trouble.verdict is Verdict.TIMEOUT:
                self.trouble = Trouble(Verdict.FAILED, "it does not say how its object compares with a value")
                raise self.trouble from None
            raise

    def ask_to_keep(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request whose result stays in the sandbox, and returns a `Proxy` of it."""
        return self._ask(verb, target, arguments, keywords, keep=True)

    def next_items(self, iterator: Any, count: int) -> tuple[list[Any], bool, BaseException | None]:
        """Asks for `count` items of an iterator; returns the items, whether it ended, and its exception."""
        answer = self._request(Verb.NEXT, iterator, (count,), {}, keep=False)
        if type(answer) is Raised:
            raise rebuilt(answer, own_of(answer))
        if type(answer) is not Items or len(answer.items) > count:
            raise self._broken("the wrong kind of answer")
        items = self._hash_again(answer.items)
        self._note_texts(items)
        failed = None if answer.failure is None else self._failed(answer.failure)
        return items, answer.ended, failed and self._rebuilt(failed)

    def _rebuilt(self, raised: Raised) -> BaseException:
        exc = rebuilt(raised, own_of(raised))
        if type(exc) is StopIteration:
            exc.value = self.ask(Verb.GET, raised.exception, "value")
        return validation_errors.real(exc, self._answered)

    def _answered(self, verb: int, target: Any, **keywords: Any) -> Any:
        """The value that comes of a request; None if it raises, whatever that is."""
        answer = self._request(verb, target, (), keywords, keep=False)
        return answer.value if type(answer) is Returned else None

    def _hash_again(self, values: Iterable[Any]) -> list[Any]:
        together = list(values)
        if self.hashes.any_early:
            in_step = self._stand_ins.in_step
            self.hashes.settle((together, *in_step.containers), in_step.reordered)
        return together

    def _hashes_of(self, things: list[Any]) -> dict[int, int]:
        """The hashes of those of `things` that are asked for theirs, by identity; none if one raises."""
        asked = [thing for thing in things if is_asked(self, type(thing))]
        if not asked:
            return {}
        try:
            made = self._asked(Verb.MAKE, _HASHES, (), {"them": asked}, keep=False)
            found = self._asked(Verb.VALUE, made, (), {}, keep=False)
        except BaseException as exc:
            if not is_error(exc):
                raise
            return {}
        if type(found) is not list or len(found) != len(asked) or set(map(type, found)) != {int}:
            raise self._broken("no hashes")
        return dict(zip(map(id, asked), found, strict=True))

    def _failed(self, fields: tuple[Any, ...]) -> Raised:
        failed = as_raised(fields)
        if failed is None:
            raise self._broken("not a failure")
        return showable(failed)

    def _ask(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        me = get_ident()
        if self._look is not None and self._looking != me:
            with self._one_looks:
                self._looking = me
                try:
                    self._look()
                finally:
                    self._looking = 0
        if not self._folders or self._in_step == me:
            return self._asked(verb, target, arguments, keywords, keep=keep)
        for folder in self._folders:
            self._keep_folder(folder.send)
        try:
            return self._asked(verb, target, arguments, keywords, keep=keep)
        finally:
            for folder in self._folders:
                if self.trouble is None:
                    self._keep_folder(folder.receive)

    def _keep_folder(self, copy: Callable[[], None]) -> None:
        with self._one_looks:
            self._in_step = get_ident()  # what it asks is for the folder's sake
            try:
                copy()
            finally:
                self._in_step = 0

    def _asked(
        self, verb: int, target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], *, keep: bool
    ) -> Any:
        how, sent = verb, arguments
        if verb in IN_LOOP and running_loop() is not None:
            strand, is_call = self.loops.strand(), verb == Verb.CALL
            how = Verb.CALL_IN_LOOP if is_call else Verb.ACT_IN_LOOP
            sent = (*arguments, strand) if is_call else (verb, strand, *arguments)
        answer = self._request(how, target, sent, keywords, keep=keep)
        if verb == Verb.CALL and self._in_step != get_ident():  # and not for the folder's sake
            self._last_call = (target, arguments, keywords, answer)
        if type(answer) is Raised:
            raise self._rebuilt(answer)
        if type(answer) is Items and verb == Verb.BEGIN:
            return Pending(*answer.items)
        if type(answer) is not Returned:
            raise self._broken("the wrong kind of answer")
        (value,) = self._hash_again((answer.value,))
        if verb == Verb.GET:
            note_method(value, target, *arguments)
        if verb == Verb.CALL and self._marked is not None:
            self._marked.look_at(value)
        self._note_texts(value)
        if verb == Verb.GET and (is_class(target) or self.names.has_module(target)):
            self.names.note(value, arguments[0])
        return value

    def forget(self) -> None:
        """Refers to nothing any longer for the sake of messages."""
        self._last_run, self._last_call = self.last_call, None

    def release(self) -> None:
        """Lets go inside what nobody here refers to any longer."""
        if released := self._stand_ins.released():
            self._request(Verb.RELEASE, None, (released,), {}, keep=False)
            self._answered(Verb.MAKE, _COLLECT)

    def named(self, name: str) -> Any:
        """The object with that name in the candidate's file, which a suite has imported.

        Raises:
            Trouble: it does not define it, or cannot be loaded.
        """
        self._imported()
        if not self._live:
            raise RuntimeError("the candidate's code can only be used while a test runs")
        if self.trouble is not None:
            raise self.trouble
        self.settle()
        if name in self.names:
            return self.names[name]
        place, _, attribute = name.rpartition(":")
        if place:  # the module may have raised when it was imported with the file
            module = self.module_called(place)
            with contextlib.suppress(AttributeError):
                return self._attribute(module, attribute)
            return self.module_called(f"{place}.{attribute}")
        raise self._lacks(name)

    def import_anew(self, module: str) -> None:
        """Repeats in the running test what a module of the suite did with the candidate's file at its import.

        Raises:
            Trouble: the file lacks a name without which it is not imported, or one of the steps fails.
        """
        self._hash_again((self.names.bound,))
        for name in self.names.needed_by(module):
            try:
                self.named(name)
            except BaseException as exc:
                if not is_error(exc):  # whatever the module it is in raised is one
                    raise
                raise self.fail(
                    f"`{name.replace(':', '.')}` cannot be imported: {type(exc).__name__}"
                ) from None
        take(self.names.steps, module, self.fail)

    @property
    def meanings(self) -> dict[int, Any]:
        """The results of these steps in the running test, by the ids of their placeholders."""
        return self.names.meanings

    def note_step(self, step: Step) -> None:
        """Notes something that a suite did with the candidate's code at its import, for tests to repeat."""
        self.names.steps.append(step)

    def has(self, name: str) -> bool:
        """Whether the candidate's file, once loaded, defines a name that a suite has imported."""
        return name in self.names

    def attribute(self, name: str, module: str = "") -> Any:
        """The current value of an attribute of `solution`, or of the candidate's module `module`.

        Raises:
            AttributeError: it has none.
        """
        return self._attribute(self.module_called(module), name)

    def module_called(self, name: str) -> Any:
        """The candidate's module with that full name; the solution if `name` is empty.

        Raises:
            Trouble: there is none.
            Exception: it raised one.
        """
        if name and name not in self._modules:
            found = self.ask(Verb.FIND, name)
            if found is None:
                raise self._lacks(name)
            self._modules[name] = found
        return self._modules[name] if name else self.module

    def _attribute(self, module: Any, name: str) -> Any:
        value = self.ask(Verb.GET, module, name)
        self.names.note(value, name)
        return value

    def _lacks(self, name: str) -> Trouble:
        return self._give_up(Verdict.ERROR, f"the file does not define `{name}`")

    def note_class(self, made: Any) -> None:
        """Records a class that the suite made below one of the candidate's, as if it had imported it."""
        if not is_class(made):
            raise self.fail("a class of its own, below which the suite makes one, makes something else")
        self.names.note(made, "")

    def names_class(self, kind: type) -> bool:
        """Whether the suite imported the class `kind` or a base of it."""
        return self.names.has_class(kind)

    def names_class_or_object(self, kind: type) -> bool:
        """Whether the suite imported the class `kind` itself, or an object of it."""
        return self.names.has_class_or_object(kind)

    def can_be_operands(self, values: tuple[Any, ...]) -> bool:
        """Whether `values` can be sent to an operator, and are no objects of the suite."""
        return self._stand_ins.can_be_operands(values)

    def module_for_suite(self, told: Any) -> Any:
        """What to tell the suite for the name `told` of a function's module."""
        return self._stand_ins.functions.module_for_suite(told)

    def was_given_method(self, owner: type, name: str) -> bool:
        """Whether the suite's method `name` of its class `owner` was passed to the candidate's code."""
        return self._stand_ins.functions.has_method(owner, name)

    def disbelieve(self, what: str) -> Trouble:
        """Ends the test because of an impossible claim of the sandbox; returns the exception to raise."""
        return self._give_up(Verdict.ERROR, what)
