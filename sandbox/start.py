"""The program that the sandbox starts: makes our modules importable, and immune to changed built-ins.

A candidate's file may replace `len` or `print` for itself; that is untidy, not wrong. So the worker's
modules are given a copy of the built-ins made before the file is loaded.
"""

import builtins
import gc
import sys
from _frozen_importlib import ModuleSpec  # `importlib.machinery` would bring much that nothing here needs
from _frozen_importlib_external import PathFinder, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

gc.disable()  # the supervisor enables it, when all is imported

HOME = "/grade"
BUILTINS = dict(vars(builtins))


class Loader(SourceFileLoader):
    """Loads a module that uses our copy of the built-ins."""

    def exec_module(self, module: "ModuleType") -> None:
        """Runs the module's code with our copy of the built-ins."""
        vars(module)["__builtins__"] = BUILTINS
        super().exec_module(module)


class Finder:
    """Finds the modules of the worker and the wire, and nothing else."""

    @staticmethod
    def find_spec(
        name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is ours, as `importlib` asks for it."""
        if name.partition(".")[0] not in ("worker", "grader"):
            return None
        spec = PathFinder.find_spec(name, path or [HOME])
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(name, spec.origin)
        return spec


sys.meta_path.insert(0, Finder)
sys.path.append(HOME + "/lib")

# Taken away, so that in all sandboxes a candidate finds the same.
(kind, *arguments), sys.argv[1:] = sys.argv[1:] or [""], []
if kind == "many":
    from worker.zygote import main as fork_many

    fork_many(*arguments)
else:
    from worker.supervisor import main

    if kind == "alone":
        from worker.namespaces import complete

        filter_descriptor, *counter = map(int, arguments)
        complete(filter_descriptor, *counter)
        main(*counter)
    else:
        main()
