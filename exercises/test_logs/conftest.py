"""The test bench of test_logs: implementations of `logs` run here, in the judge, and act inside.

Theory of operation. The candidate's tests run inside, and so does the module `logs` that they import. But
that module holds no implementation: it carries out single steps, such as "enter this" or "print that". The
implementation is a coroutine here, written as it would be there; whatever it awaits becomes a step. So
nothing inside tells the right one from a broken one but what it does. To save time several steps are sent at
once, up to one of which nobody can foresee what comes of it: whether there is another line. Where a step
before that one raises, the implementation is run again up to there, and then meets the exception. Between
them are some without effect, drawn anew for each call, so that to count them tells nothing.

How the tests fared is a claim, as all that comes out of the sandbox, and so is whatever the modules
inside say: the candidate's file can replace them. Forging it earns nothing: which implementation is at work
is drawn here for each round, after the last one is over. Who is right in every round knows it from what
`logs` did, and telling that is the task. Whoever guesses is right in all of 7 rounds once in 2**7 - 2 runs:
that earns one of the six tests in one run of twenty, and half of the points in one of a hundred thousand.
And nobody gets around a round: `Protocol` wants each thing said once and in its turn, up to the end, and
what was once wrong stays wrong.
"""

import functools
import random

import pytest

ROUNDS = 7
# More calls than these no honest tests have in one round.
MOST_CALLS = 1000
URL = "http://xx/containers/{}/logs?follow=1&stdout=1"
SOCKET = "/var/run/docker.sock"


# Expressions without any effect, and what an implementation is told of them.
IDLE = (("held", 0), ("held", 1), ("text", SOCKET), ("text", URL), ("name", "print"))
NOTHING = object()


class Raised(Exception):
    """Represents an exception that was raised inside the sandbox, where it is known by `number`."""

    def __init__(self, number, is_connection_error):
        super().__init__(number)
        self.number = number
        self.is_connection_error = is_connection_error


class Step:
    """A step that an implementation awaits, so that it is carried out inside the sandbox."""

    def __init__(self, *words):
        self._words = words

    def __await__(self):
        return (yield self._words)


class Thing:
    """An object inside the sandbox, as an expression that is evaluated when it is awaited or entered."""

    def __init__(self, *tree):
        self._tree = tree

    def __getattr__(self, name):
        return Thing("attribute", self._tree, name)

    def __call__(self, *arguments, **keywords):
        given = tuple((key, tree(value)) for key, value in keywords.items())
        return Thing("call", self._tree, tuple(map(tree, arguments)), given)

    def __await__(self):
        return Step("do", self._tree).__await__()

    async def __aenter__(self):
        self._leave = await Step("enter", self._tree)
        return Thing("held", self._leave + 1)

    async def __aexit__(self, kind, exc, traceback):
        if kind is None:
            return await Step("leave", self._leave)
        # Anything else ends an implementation that nobody waits for any more.
        return kind is Raised and await Step("leave", self._leave, exc.number)

    async def __aiter__(self):
        iterator = await Step("iterate", self._tree)
        while (line := await Step("next", iterator)) is not None:
            yield Thing("held", line)


class Call:
    """One call of `logs`: an implementation that runs here, and the answers to its steps so far."""

    def __init__(self, begin, rng):
        self._begin = begin
        self._rng = rng
        self._past = []
        self._live = begin()
        self._steps = ()

    def first(self):
        """The steps with which the call begins."""
        return self._ahead(lambda: self._live.send(None))

    def came(self, answer):
        """The next steps, after all steps of the last message succeeded and the last one gave `answer`."""
        place = len(self._past) * 2 + 2
        if self._steps[-1][0] == "next":
            answer = place if answer else None
        self._past.append(answer)
        return self._ahead(lambda: self._live.send(answer))

    def raised(self, at, is_connection_error):
        """The next steps, after the step that follows the first `at` steps of the call raised."""
        failure = Raised(2 * at + 2, is_connection_error)
        self._live = self._begin()
        self._live.send(None)
        self._past = self._past[:at]
        for answer in self._past:
            if answer is NOTHING:
                continue
            if type(answer) is Raised:
                self._live.throw(answer)
            else:
                self._live.send(answer)
        self._past.append(failure)
        return self._ahead(lambda: self._live.throw(failure))

    def _ahead(self, go_on):
        steps = []
        try:
            step = go_on()
            while step[0] != "next" and not (step[0] == "leave" and len(step) == 3):
                steps.append(step)
                place = len(self._past) * 2 + 2
                self._past.append(place)
                while self._rng.random() < 0.4:
                    steps.append(("do", self._rng.choice(IDLE)))
                    self._past.append(NOTHING)
                step = self._live.send(place)
        except StopIteration:
            step = ("return",)
        except Raised as failure:
            step = ("raise", failure.number)
        self._steps = (*steps, step)
        return self._steps


def tree(value):
    return object.__getattribute__(value, "_tree") if type(value) is Thing else ("text", value)


class Inside:
    """The names and operations inside the sandbox that an implementation may use."""

    Raised = Raised
    aiohttp = Thing("name", "aiohttp")
    print = Thing("name", "print")

    def opened(self):
        return self.aiohttp.ClientSession(connector=self.aiohttp.UnixConnector(path=SOCKET))

    def url(self, cont):
        return Thing("format", URL, tree(cont))


async def right(inside, cont, name):
    """The implementation that the task shows."""
    async with inside.opened() as session, session.get(inside.url(cont)) as response:
        async for line in response.content:
            await inside.print(name, line)


class Protocol:
    """Checks the reports on the rounds: first one `collected`, then a `next` and an `over` for each round.

    Nothing that is said can take back what was wrong, and who does not come to the end has not passed.
    """

    def __init__(self, drawn):
        self._left = list(drawn)
        self._state = "new"  # then by turns "between" and "open", and "ended" after the last round
        self._wrong = ""
        self._asked = False
        self.is_broken = False

    @property
    def verdict(self):
        """The first thing that was wrong; empty if nothing was."""
        return self._wrong or ("" if self._state == "ended" else "the tests did not run to their end")

    @property
    def is_open(self):
        """Whether a round has begun and not ended, and nothing was wrong so far."""
        return self._state == "open" and not self._wrong

    def collected(self, count, failed):
        """Takes the report on the collection: the number of tests, and the texts of failures to collect."""
        self._expect("new", type(count) is int and texts(failed))
        if failed:
            self._fail(f"the tests cannot be collected: {shown(failed)}")
        elif count < 1:
            self._fail("there are no tests: their names begin with `test_`")
        self._state = "between"

    def next(self):
        """Begins the next round, if there is one; returns whether there is."""
        if self._state == "open":
            self._fail("a test ended the process")
        self._expect("between", True)
        if self._wrong:
            return False
        self._state = "open" if self._left else "ended"
        if self._left:
            self.is_broken, self._asked = self._left.pop(), False
        return self.is_open

    def asked(self):
        """Takes the report that the tests call `logs` in this round."""
        self._asked = True

    def over(self, passed, failed, others):
        """Takes the report on how the tests of this round ended."""
        self._expect("open", type(passed) is int and texts(failed) and texts(others))
        if not self._asked:
            self._fail("no test calls `logs`")
        elif self.is_broken:
            if not failed:
                self._fail("with the broken `logs` no test fails")
        elif failed or others:
            words = "fails" if failed else "is skipped or expected to fail"
            self._fail(f"with the right `logs` a test {words}: {shown(failed or others)}")
        elif passed < 1:
            self._fail("with the right `logs` no test passes")
        self._state = "between"

    def _expect(self, state, is_sound):
        if self._state != state or not is_sound:
            self.out_of_turn()

    def out_of_turn(self):
        """Notes a report that the modules inside would never send."""
        self._fail("something else than pytest says how the tests fared")

    def _fail(self, sentence):
        self._wrong = self._wrong or sentence


class Bench:
    """Runs the candidate's tests with the right implementation and a broken one, in an order of its own."""

    def __init__(self, sandbox, rng):
        self._sandbox = sandbox
        self._rng = rng

    right = staticmethod(right)

    def check(self, broken):
        """Fail unless the tests tell `broken` from the right implementation in every round."""
        drawn = [False] * ROUNDS
        while len(set(drawn)) == 1:
            drawn = [self._rng.random() < 0.5 for _ in drawn]
        self._broken = broken
        self._idle = random.Random(self._rng.getrandbits(128))
        self._calls = []
        self._protocol = Protocol(drawn)
        self._sandbox.make("__import__('rounds').run(judge)", judge=self._answer)
        if self._protocol.verdict:
            raise AssertionError(self._protocol.verdict)

    def _answer(self, word=None, *more):
        if word in ("call", "came", "raised"):
            return self._step(word, *more)
        if word == "next":
            self._calls.clear()
        try:
            said = {
                "collected": self._protocol.collected,
                "next": self._protocol.next,
                "over": self._protocol.over,
            }
            return said[word](*more)
        except (KeyError, TypeError):  # no such word, or not so many with it
            return self._protocol.out_of_turn()

    def _step(self, word, *more):
        """The steps that a call of `logs` takes next; a thread that is too late for its round gets none."""
        if not self._protocol.is_open:
            raise RuntimeError("no round is open")
        if word != "call":
            call, *came = more
            return getattr(self._calls[call], word)(*came)
        if len(self._calls) >= MOST_CALLS:
            raise RuntimeError("too many calls of `logs`")
        self._protocol.asked()
        implementation = self._broken if self._protocol.is_broken else right
        begin = functools.partial(implementation, Inside(), Thing("held", 0), Thing("held", 1))
        self._calls.append(Call(begin, self._idle))
        return len(self._calls) - 1, self._calls[-1].first()


def texts(value):
    """Whether `value` is exactly a list of texts, which are safe to compare and to show."""
    return type(value) is list and all(type(text) is str for text in value)


def shown(messages):
    return "; ".join(messages[:5])


@pytest.fixture
def bench(sandbox, rng):
    return Bench(sandbox, rng)
