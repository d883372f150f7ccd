"""The program that the sandbox starts: makes our modules importable, hidden, and independent of built-ins.

A candidate's file may replace `len` or `print` for itself; that is untidy, not wrong. So the worker's modules
get a copy of the built-ins made before the file is loaded.

Their frames are hidden: they appear neither in `f_back` nor in tracebacks, traces, signal handlers or other
threads, since to Python a function has no frame before its instruction RESUME, and these functions have none.
The alternative, a separate thread, would cost each call two switches of threads. Generators are visible
nevertheless, which is why those that can be running while the candidate's code runs are in `visible`.
Whatever looks for its calling frame, as `super()` and `globals()` do, finds another one in all these modules.
(A traceback of ours has no lines either; to debug, leave the code as it was compiled.)
"""

import builtins
import gc
import os
import sys
from _frozen_importlib import ModuleSpec  # `importlib.machinery` would bring much that nothing here needs
from _frozen_importlib_external import PathFinder, SourceFileLoader
from _sitebuiltins import Quitter, _Helper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

gc.disable()  # the supervisor enables it, when all is imported

# The module `site`, which is not imported here, gives every program these.
builtins.exit, builtins.quit = Quitter("exit", "Ctrl-D (i.e. EOF)"), Quitter("quit", "Ctrl-D (i.e. EOF)")
builtins.help = _Helper()

HOME = "/grade"
BUILTINS = dict(vars(builtins))
# What the candidate may find and change; each has a copy of its own.
VISIBLE = (
    "worker.visible",
    "worker.suite_functions",
    "worker.lent_classes",
    "worker.fast_loop",
    "worker.virtual_waits",
    "worker.virtual_sockets",
    "grader.wire.steps",
    "grader.wire.tuples",
)
# A line that does nothing is compiled to NOP; `dis`, which knows the numbers, takes long to import. From
# CPython 3.15 on a unit of cache, which has the number 0, belongs to RESUME.
RESUME, *_UNITS = compile("pass\npass", "", "exec").co_code[::2]
NOP = next(filter(None, _UNITS))
WIDTH = 1 + _UNITS.index(NOP)
GENERATORS = 0x20 | 0x80 | 0x200  # flags of code, as in `inspect`
CODE = type(compile("", "", "exec"))


def unseen(code: "CodeType") -> "CodeType":
    """A copy of `code`, and of all functions in it, whose frames are hidden."""
    constants = tuple([unseen(value) if type(value) is CODE else value for value in code.co_consts])
    if code.co_flags & GENERATORS:
        return code.replace(co_consts=constants)
    changed = bytearray(code.co_code)
    start = 2 * changed[::2].index(RESUME)
    changed[start : start + 2 * WIDTH : 2] = [NOP] * WIDTH
    return code.replace(co_code=bytes(changed), co_consts=constants)


class Loader(SourceFileLoader):
    """Loads modules that use our copy of the built-ins and whose frames are hidden."""

    def get_code(self, fullname: str) -> "CodeType | None":
        """The code of the module with its frames hidden."""
        code = super().get_code(fullname)
        return code if code is None or fullname in VISIBLE else unseen(code)

    def exec_module(self, module: "ModuleType") -> None:
        """Runs the module's code with our copy of the built-ins."""
        vars(module)["__builtins__"] = dict(BUILTINS) if module.__name__ in VISIBLE else BUILTINS
        super().exec_module(module)


class Finder:
    """An import finder for the modules of the worker and the wire only."""

    @staticmethod
    def find_spec(
        name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is ours."""
        if name.partition(".")[0] not in ("worker", "grader"):
            return None
        spec = PathFinder.find_spec(name, path or [HOME])
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(name, spec.origin)
        return spec


sys.meta_path.insert(0, Finder)
sys.path.append(HOME + "/lib")

# Before anything is forked, which then need not import them.
from worker.child import main as answer  # noqa: E402
from worker.supervisor import main as watch  # noqa: E402

if sys.version_info < (3, 12):
    from worker.profiles import replace

    replace()
# Taken away, so that in all sandboxes a candidate finds the same; the variables are Podman's.
(kind, *arguments), sys.argv[1:] = sys.argv[1:] or [""], []
for name in ("container", "TERM"):
    os.environ.pop(name, None)
counter: "list[int]" = []
# Each process comes back to here when it was forked: below the candidate's code lies nothing of its parents'.
if kind == "many":
    from worker.zygote import main as fork_many

    counter = fork_many(*arguments)
elif kind == "alone":
    from worker.namespaces import complete

    filter_descriptor, *counter = map(int, arguments)
    complete(filter_descriptor, *counter)
answer(*watch(*counter))
