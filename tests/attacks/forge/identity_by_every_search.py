# exercise: singleton
# attack: R03, I01, I05
# must: earn at most 50 %
# verdicts: failed, timeout
"""Gives a new object each time; looks for the table of objects wherever Python lets one look: modules, frames of
all threads, the collector's lists, classes, hooks, and what the suite's functions refer to."""

import gc
import signal
import sys

found = {}


class Singleton:
    __slots__ = ()

    def __new__(cls):
        search()
        return object.__new__(cls)


def note(names):
    if type(names) is dict and str(names.get("__name__")).startswith(("worker.", "grader.")):
        found[id(names)] = names


def notice(frame=None, *event):
    while frame is not None:
        note(frame.f_globals)
        frame = frame.f_back
    return notice


def functions():
    gc.unfreeze()
    yield from gc.get_objects()
    todo, known = [object], set()
    while todo:
        for kind in type.__subclasses__(todo.pop()):
            if id(kind) not in known:
                known.add(id(kind))
                todo.append(kind)
                yield from vars(kind).values()


def forge(names):
    names["id"] = lambda value: 0
    for kind in [value for value in names.values() if isinstance(value, type) and "handle" in vars(value)]:
        real, first = kind.handle, []

        def same(self, value, real=real, first=first):
            if type(value).__name__ == "Singleton":
                first[1:] = []
                value = (first or first.append(value) or first)[0]
            return real(self, value)

        kind.handle = same


def search(left=[2]):
    if not left[0]:
        return
    left[0] -= 1
    notice(sys._getframe())
    for frame in sys._current_frames().values():
        notice(frame)
    for module in list(sys.modules.values()):
        note(vars(module))
    for thing in functions():
        note(thing)
        note(getattr(thing, "__globals__", None) if callable(thing) else None)
    for names in list(found.values()):
        forge(names)


sys.setprofile(notice)
sys.settrace(notice)
signal.signal(signal.SIGALRM, lambda number, frame: notice(frame))
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
gc.callbacks.append(lambda *event: notice(sys._getframe()))
search()
signal.setitimer(signal.ITIMER_REAL, 0)
sys.settrace(None)
