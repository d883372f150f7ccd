"""Hidden suite of singleton.

Proxies of one object inside are equal and those of two are not, so `check` compares identity. Plain values,
which have no identity here, are not accepted at all.

Whether threads get into each other's way must not be left to luck. In the threads of `interleaved` the
candidate's code is traced and stops before each step until it is let go on, one thread at a time, in an order
that the seed decides; in those of `held_up` the others come one by one while the first is held. Each round
has a module of its own, in which nobody has called yet. In the threads of `crowd` every step takes longer,
and in each thread by another factor. A right solution only gets slower.
"""

import pytest
from solution import Singleton

THREADS = """
import importlib.util
import itertools
import queue
import random
import sys
import threading
import time

def traced(before_each_step):
    def trace(frame, event, argument):
        if frame.f_globals.get("__name__") != "solution":
            return None
        frame.f_trace_opcodes = True
        if not before_each_step():  # enough: whatever takes long by itself shall not take for ever
            sys.settrace(None)
            return None
        return trace
    sys.settrace(trace)

def interleaved(seed, rounds, count, most_seconds):
    rng = random.Random(seed)
    return all_rounds((shuffled(rng) for _ in range(rounds)), count, most_seconds)

def held_up(steps, count, most_seconds):
    return all_rounds((first_one_held(after) for after in range(steps)), count, most_seconds)

def shuffled(rng):
    faithful = rng.choice((0.0, 0.5, 0.9))  # how likely a thread goes on rather than another one
    latest = 0
    def choose(waiting):
        nonlocal latest
        if latest not in waiting or rng.random() >= faithful:
            latest = rng.choice(waiting)
        return latest
    return choose

def first_one_held(after):
    steps = 0
    def choose(waiting):
        nonlocal steps
        others = [place for place in waiting if place != 0]
        if 0 in waiting and (steps < after or not others):
            steps += 1
            return 0
        return others[0]
    return choose

def all_rounds(orders, count, most_seconds):
    until = time.monotonic() + most_seconds
    found = []
    for choose in orders:
        if time.monotonic() < until:
            found.append(one_round(choose, count))
    return found

def one_round(choose, count):
    spec = sys.modules["solution"].__spec__
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = [None] * count
    reports = queue.SimpleQueue()
    gates = [threading.Semaphore(0) for _ in range(count)]

    def run(place):
        steps = itertools.count()
        def stop():
            reports.put((place, False))
            gates[place].acquire()
            return next(steps) < 200
        traced(stop)
        try:
            found[place] = module.Singleton()
        finally:
            sys.settrace(None)
            reports.put((place, True))

    for place in range(count):
        threading.Thread(target=run, args=(place,)).start()
    running, waiting, blocked = set(range(count)), set(), set()
    while running or waiting or blocked:
        if running or not waiting:
            try:
                # Who does not come to its next step waits for another thread, in a lock say.
                place, done = reports.get(timeout=0.003 if running else 5)
            except queue.Empty:
                blocked |= running
                running.clear()
                continue
            running.discard(place)
            blocked.discard(place)
            if not done:
                waiting.add(place)
        else:
            place = choose(sorted(waiting))
            waiting.discard(place)
            running.add(place)
            gates[place].release()
    return found

def crowd(make, count, calls, step_seconds, most_seconds):
    found = []
    start = threading.Barrier(count)
    slow_until = time.monotonic() + most_seconds

    def run(place):
        def wait():
            time.sleep(step_seconds * (1 + place / 3))
            return time.monotonic() < slow_until
        start.wait()
        if step_seconds:
            traced(wait)
        mine = [make() for _ in range(calls)]
        sys.settrace(None)
        found.extend(mine)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
"""


@pytest.fixture
def threads(sandbox):
    """The functions of `THREADS`, inside."""
    names = sandbox.make("[exec(code, names := {}), names][1]", code=THREADS)
    return lambda name: sandbox.make("names[name]", names=names, name=name)


@pytest.fixture
def crowd(threads):
    """Calls in `count` threads at once and gives all that came; in the first second steps take longer."""

    def call(count, calls=1, step_seconds=0.0):
        found = threads("crowd")(Singleton, count, calls, step_seconds, 1.0)
        # A thread that failed has given nothing.
        assert len(found) == count * calls
        return found

    return call


def check(instances):
    """Each is an object of the candidate's, and they are all the same one."""
    assert all(type(instance) is type(Singleton) for instance in instances), "no object of yours"
    assert all(instance == instances[0] for instance in instances), "not the same object"


@pytest.mark.group("One instance")
class TestOneInstance:
    @pytest.mark.points(1)
    @pytest.mark.hint("Two objects that are equal, or share all they know, are still two.")
    def test_same(self):
        """gives the same instance twice"""
        check([Singleton(), Singleton()])

    @pytest.mark.points(1)
    @pytest.mark.hint("The third call and the hundredth are calls like the second.")
    def test_many_calls(self, sandbox, rng):
        """gives the same instance however often it is called"""
        count = rng.randint(110, 130)
        first = Singleton()
        many = sandbox.make("[make() for _ in range(count)]", make=Singleton, count=count)
        # Nothing is compared by what an object says of itself.
        others = sandbox.make("[one for one in many if one is not first]", many=many, first=first)
        assert len(many) == count
        assert len(others) == 0
        check([first, many[0], many[count - 1], Singleton()])

    @pytest.mark.points(2)
    @pytest.mark.hint("Somebody must keep the instance where the caller does not: the class.")
    def test_nobody_keeps_it(self, sandbox, rng):
        """gives the same instance where nobody has kept it"""
        mark = rng.randint(1, 10**9)
        try:
            sandbox.make("setattr(make(), 'mark', mark)", make=Singleton, mark=mark)
        except AttributeError:
            pass  # it takes no attributes, so it cannot be told by one
        else:
            sandbox.make("__import__('gc').collect()")
            for _ in range(3):
                assert sandbox.value(sandbox.make("make().mark", make=Singleton)) == mark
        check([Singleton(), Singleton()])


@pytest.mark.group("Threads")
class TestThreads:
    @pytest.mark.points(3)
    @pytest.mark.hint("A thread can be stopped between any two steps: after looking, before storing.")
    def test_first_call_at_once(self, threads, rng):
        """gives the same instance to threads that make the first call at once"""
        for count in (2, 3):
            # A round takes milliseconds, unless creating the instance takes longer by itself.
            rounds = threads("interleaved")(rng.getrandbits(32), 40, count, 1.5)
            assert len(rounds) > 0
            for found in rounds:
                assert len(found) == count
                check(found)
        check([Singleton(), Singleton()])

    @pytest.mark.points(1)
    @pytest.mark.hint("What may a thread do that comes while another one creates the instance?")
    def test_slow_creation(self, threads):
        """gives the same instance to threads that come while it is slowly created"""
        # One step later in each round the first thread is held, until all others have come.
        rounds = threads("held_up")(40, 4, 3.0)
        assert len(rounds) > 0
        for found in rounds:
            assert len(found) == 4
            check(found)

    @pytest.mark.points(2)
    @pytest.mark.hint("One instance for all threads, not one for each.")
    def test_every_thread(self, crowd):
        """gives the same instance in every thread, call after call"""
        first = Singleton()
        found = crowd(4, calls=3)
        found += crowd(4, calls=3, step_seconds=0.0002)
        check([first, *found, Singleton()])

    @pytest.mark.points(2)
    @pytest.mark.hint("The first call may come from any thread, and all others from other ones.")
    def test_created_in_a_thread(self, crowd):
        """keeps an instance that was created in a thread that is gone"""
        [first] = crowd(1, step_seconds=0.0002)
        check([first, Singleton(), *crowd(2, calls=2), Singleton()])
