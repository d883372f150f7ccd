"""Hidden suite of singleton.

Which object is which is looked at inside, where the candidate's are mixed with others in an order that the
judge draws: `same_as` says of each where it came first. That the judge's own references are equal is not
enough, since their numbers come from inside. Plain values, which have no identity, are not accepted at all.

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
                place, done = reports.get(timeout=0.0005 if running else 5)
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

class Other:
    pass

# For each group, mixed with other objects in that order: at which place each object came first.
def same_as(groups, orders):
    others = [Other(), Other(), None]
    found = []
    for group, order in zip(groups, orders):
        mixed = [group[place] if place >= 0 else others[place] for place in order]
        firsts = []
        for thing in mixed:
            place = 0
            while mixed[place] is not thing:
                place += 1
            firsts.append(place)
        found.append(firsts)
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


def mixed(rng, count):
    """An order of so many objects and of others; and where each came first, if the former are all one."""
    order = [*range(count), *rng.choices(range(-3, count), k=rng.randint(3, 6)), -1, -2, -3]
    rng.shuffle(order)
    which = [min(place, 0) for place in order]
    return order, [which.index(one) for one in which]


@pytest.fixture
def threads(sandbox):
    """The functions of `THREADS`, inside."""
    names = sandbox.make("[exec(code, names := {}), names][1]", code=THREADS)
    return lambda name: sandbox.make("names[name]", names=names, name=name)


@pytest.fixture
def check(sandbox, threads, rng):
    """Each group inside holds so many instances, which are all the same one."""

    def look(groups, count):
        held = sandbox.value(groups)
        assert type(held) is list
        for group in held:
            assert type(group) is list
            # A thread that failed has given nothing, or None.
            assert len(group) == count
            assert all(sandbox.kind(one) != "value" for one in group), "no object of yours"
            assert all(one is group[0] for one in group), "not the same object"
            assert group[0] is not Singleton, "no instance, but what was called"
        drawn = [mixed(rng, count) for _ in held]
        found = threads("same_as")(groups, [order for order, _ in drawn])
        assert found == [firsts for _, firsts in drawn], "not the same object"
        return len(held)

    return look


@pytest.fixture
def crowd(sandbox, threads):
    """Calls in `count` threads at once and gives all that came; in the first second steps take longer."""
    return lambda count, calls=1, step_seconds=0.0: sandbox.keep(
        threads("crowd"), Singleton, count, calls, step_seconds, 1.0
    )


@pytest.mark.group("One instance")
class TestOneInstance:
    @pytest.mark.points(1)
    @pytest.mark.hint("Two objects that are equal, or share all they know, are still two.")
    def test_same(self, sandbox, check):
        """gives the same instance twice"""
        check(sandbox.make("[[make(), make()]]", make=Singleton), 2)

    @pytest.mark.points(1)
    @pytest.mark.hint("The third call and the hundredth are calls like the second.")
    def test_many_calls(self, sandbox, check, rng):
        """gives the same instance however often it is called"""
        count = rng.randint(110, 130)
        check(sandbox.make("[[make() for _ in range(count)]]", make=Singleton, count=count), count)

    @pytest.mark.points(2)
    @pytest.mark.hint("Somebody must keep the instance where the caller does not: the class.")
    def test_nobody_keeps_it(self, sandbox, check, rng):
        """gives the same instance where nobody has kept it"""
        for mark in rng.sample(range(10**9), 3):
            try:
                sandbox.make("setattr(make(), 'mark', mark)", make=Singleton, mark=mark)
            except AttributeError:
                break  # it takes no attributes, so it cannot be told by one
            sandbox.make("__import__('gc').collect()")
            for _ in range(2):
                assert sandbox.value(sandbox.make("make().mark", make=Singleton)) == mark
        check(sandbox.make("[[make(), make()]]", make=Singleton), 2)


@pytest.mark.group("Threads")
class TestThreads:
    @pytest.mark.points(3)
    @pytest.mark.hint("A thread can be stopped between any two steps: after looking, before storing.")
    def test_first_call_at_once(self, sandbox, threads, check, rng):
        """gives the same instance to threads that make the first call at once"""
        for count in (2, 3):
            # A round takes milliseconds, unless creating the instance takes longer by itself.
            rounds = sandbox.keep(threads("interleaved"), rng.getrandbits(32), 40, count, 1.5)
            assert check(rounds, count) > 0
        check(sandbox.make("[[make(), make()]]", make=Singleton), 2)

    @pytest.mark.points(1)
    @pytest.mark.hint("What may a thread do that comes while another one creates the instance?")
    def test_slow_creation(self, sandbox, threads, check):
        """gives the same instance to threads that come while it is slowly created"""
        # One step later in each round the first thread is held, until all others have come.
        rounds = sandbox.keep(threads("held_up"), 40, 4, 3.0)
        assert check(rounds, 4) > 0
        check(sandbox.make("[[make(), make()]]", make=Singleton), 2)

    @pytest.mark.points(2)
    @pytest.mark.hint("One instance for all threads, not one for each.")
    def test_every_thread(self, sandbox, crowd, check):
        """gives the same instance in every thread, call after call"""
        first = sandbox.make("[make()]", make=Singleton)
        found = [crowd(4, calls=3), crowd(4, calls=3, step_seconds=0.0002)]
        all_of_them = "[[*first, *found[0], *found[1], make()]]"
        check(sandbox.make(all_of_them, first=first, found=found, make=Singleton), 26)

    @pytest.mark.points(2)
    @pytest.mark.hint("The first call may come from any thread, and all others from other ones.")
    def test_created_in_a_thread(self, sandbox, crowd, check):
        """keeps an instance that was created in a thread that is gone"""
        first = crowd(1, step_seconds=0.0002)
        then = sandbox.make("[make()]", make=Singleton)
        found = crowd(2, calls=2)
        all_of_them = "[[*first, *then, *found, make()]]"
        check(sandbox.make(all_of_them, first=first, then=then, found=found, make=Singleton), 7)
