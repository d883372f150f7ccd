# exercise: flatten
# attack: R11, B06
# must: earn no more than a stub
"""Takes the module's place, and runs code whenever the worker looks at anything: attributes, names, garbage."""

import sys
import types
import weakref


class Hook(types.ModuleType):
    def __getattribute__(self, name):
        for module in ("worker.objects", "worker.child", "grader.wire.values", "grader.wire.messages"):
            held = sys.modules.get(module)
            for word in ("kind_of", "_is_enum_member", "plain_base", "encode"):
                if held is not None and word in vars(held):
                    vars(held)[word] = lambda *args: "enum class"
        return Result

    __dict__ = property(lambda self: {})


class Descriptor:
    def __get__(self, instance, owner):
        return Result()

    def __set__(self, instance, value):
        raise RuntimeError

    def __del__(self):
        sys.modules["grader.wire.messages"].pack = lambda *args: b""


class Result:
    __name__ = __next__ = __len__ = Descriptor()

    def __init__(self, *args):
        pass

    def __getattr__(self, name):
        return Result()

    def __del__(self):
        sys.modules["worker.child"].Returned = None


sys.modules["solution"] = Hook("solution")
kept = Result()
weakref.finalize(kept, lambda: sys.modules.clear())
del kept
flatten = Result
