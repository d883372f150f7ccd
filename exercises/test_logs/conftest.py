"""The test bench of test_logs: implementations of `logs` run here, in the judge, and act inside.

Theory of operation. The candidate's tests run inside, and so does the module `logs` that they import. But
that module holds no implementation: it carries out single steps, such as "enter this" or "print that". The
implementation is a coroutine here, written as it would be there; whatever it awaits becomes a step. So
nothing inside tells the right one from a broken one but what it does. To save time several steps are sent at
once, up to one of which nobody can foresee what comes of it: whether there is another line. Where a step
before that one raises, the implementation is run again up to there, and then meets the exception.

How the tests fared is a claim, as all that comes out of the sandbox. Forging it earns nothing: which
implementation is at work is drawn here for each round, after the last one is over. Who is right in every
round knows it from what `logs` did, and telling that is the task. Whoever guesses is right in all of 13
rounds once in 2**13 - 2 runs, so one of the six tests is passed by luck less than once in a thousand runs.
"""

import pytest

ROUNDS = 13
# More calls than these no honest tests have in one round.
MOST_CALLS = 1000
URL = "http://xx/containers/{}/logs?follow=1&stdout=1"
SOCKET = "/var/run/docker.sock"


class Raised(Exception):
    """Stands for an exception that is under way inside, where it has this number."""

    def __init__(self, number, is_connection_error):
        super().__init__(number)
        self.number = number
        self.is_connection_error = is_connection_error


class Step:
    """What an implementation awaits to have one thing done inside."""

    def __init__(self, *words):
        self._words = words

    def __await__(self):
        return (yield self._words)


class Thing:
    """Something inside: an expression that is evaluated when it is awaited, entered or iterated over."""

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
    """One call of `logs`: an implementation, and what has come of its steps."""

    def __init__(self, begin):
        self._begin = begin
        self._past = []
        self._live = begin()
        self._steps = ()

    def first(self):
        """The steps that it begins with."""
        return self._ahead(lambda: self._live.send(None))

    def came(self, answer):
        """The next steps, where the last ones went as foreseen and the very last gave `answer`."""
        place = len(self._past) * 2 + 2
        if self._steps[-1][0] == "next":
            answer = place if answer else None
        self._past.append(answer)
        return self._ahead(lambda: self._live.send(answer))

    def raised(self, at, is_connection_error):
        """The next steps, where the one after the first `at` of all raised."""
        failure = Raised(2 * at + 2, is_connection_error)
        self._live = self._begin()
        self._live.send(None)
        self._past = self._past[:at]
        for answer in self._past:
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
    """What an implementation may use of the inside."""

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
        self._rounds = iter(drawn)
        self._broken = broken
        self._is_broken = False
        self._wrong = "the tests did not run to their end"
        self._open = False
        self._calls = []
        self._sandbox.make("__import__('rounds').run(judge)", judge=self._answer)
        if self._wrong:
            raise AssertionError(self._wrong)

    def _answer(self, word, *more):
        answers = {
            "collected": self._collected, "next": self._next, "call": self._call, "over": self._over,
            "came": lambda number, answer: self._calls[number].came(answer),
            "raised": lambda number, *what: self._calls[number].raised(*what),
        }  # fmt: skip
        return answers[word](*more)

    def _collected(self, count, failed):
        if failed:
            self._wrong = f"the tests cannot be collected: {_shown(failed)}"
        elif not count:
            self._wrong = "there are no tests: their names begin with `test_`"
        else:
            self._wrong = ""

    def _next(self):
        if self._open:
            self._wrong = "a test ended the process"
        if self._wrong:
            return False
        self._is_broken = next(self._rounds, None)
        self._calls.clear()
        self._open = self._is_broken is not None
        return self._open

    def _call(self):
        if len(self._calls) >= MOST_CALLS:
            raise RuntimeError("too many calls of `logs`")
        implementation = self._broken if self._is_broken else right
        call = Call(lambda: implementation(Inside(), Thing("held", 0), Thing("held", 1)))
        self._calls.append(call)
        return len(self._calls) - 1, call.first()

    def _over(self, passed, failed, others):
        self._open = False
        if self._is_broken:
            if not failed:
                self._wrong = "with the broken `logs` no test fails"
        elif failed or others:
            words = "fails" if failed else "is skipped or expected to fail"
            self._wrong = f"with the right `logs` a test {words}: {_shown(failed or others)}"
        elif not passed:
            self._wrong = "with the right `logs` no test passes"


def _shown(texts):
    return "; ".join(str(text) for text in list(texts)[:5])


@pytest.fixture
def bench(sandbox, rng):
    return Bench(sandbox, rng)
