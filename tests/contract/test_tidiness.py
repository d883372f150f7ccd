"""Untidy but right keeps its points; and afterwards nothing of a run is left."""

import os
import re

import docker
import pytest

from grader.exercises.find import find, root
from grader.machine.paths import shipped
from grader.sandboxes.base import SandboxProvider
from tests import real

from .conftest import Grade, Verdicts

SUITE = """
from solution import f

def test_one(): assert f([3, 1, 2]) == [1, 2, 3]
def test_two(): assert f([]) == []
def test_exception():
    try:
        f(7)
    except TypeError:
        return
    raise AssertionError
"""
PASSED = {"test_one": "passed", "test_two": "passed", "test_exception": "passed"}
UNTIDY: dict[str, str | bytes] = {
    "replaces built-ins": """
        import builtins
        kept = sorted
        def f(items): return kept(items)
        for name in ("print", "len", "isinstance", "type", "list", "dict", "sorted", "open", "str", "iter"):
            setattr(builtins, name, None)
    """,
    "shadows names": """
        import sys
        kept = sorted
        def f(items): return kept(items)
        list = dict = type = len = isinstance = print = id = iter = __name__ = __builtins__ = None
    """,
    "replaces library modules": """
        import json, os, socket, struct, sys, types, inspect, enum
        for module in (json, struct, inspect):
            for name in list(vars(module)):
                if not name.startswith("__"):
                    setattr(module, name, None)
        sys.modules.clear()
        sys.path[:] = []
        sys.meta_path[:] = []
        def f(items): return sorted(items)
    """,
    "closes and replaces its streams": """
        import sys
        sys.stdout.close()
        sys.stderr = sys.stdin = None
        sys.stdout = object()
        def f(items): return sorted(items)
    """,
    "sets limits and handlers of its own": """
        import gc, signal, sys, threading, atexit, faulthandler
        sys.setrecursionlimit(60)
        threading.stack_size(1 << 20)
        gc.disable()
        faulthandler.enable()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.settrace(lambda *args: None)
        sys.excepthook = None
        atexit.register(lambda: 1 / 0)
        def f(items): return sorted(items)
    """,
    "leaves threads": """
        import threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        def f(items):
            threading.Thread(target=time.sleep, args=(1000,)).start()
            return sorted(items)
    """,
    "prints 3 MB": """
        import sys
        def f(items):
            for _ in range(1000):
                print("x" * 1024)
                print("y" * 2048, file=sys.stderr)
            return sorted(items)
    """,
    "prints what is no text": r"""
        import os, sys
        def f(items):
            print("\udc80\0\x1b[2J")
            os.write(1, bytes(range(256)))
            sys.stdout.buffer.write(b"\xff\xfe")
            return sorted(items)
    """,
    "has a byte order mark and Windows line ends": (
        b"\xef\xbb\xbfdef f(items):\r\n    return sorted(items)\r\n"
    ),
    "names its encoding": b"# -*- coding: ascii -*-\ndef f(items):\n    return sorted(items)\n",
    "has other scripts": "def größe(列表):\n    return sorted(列表)\n\nf = größe\n",
    "is not a function": "import functools\nf = functools.partial(sorted)\n",
    "is a lambda": "f = lambda items: sorted(items)\n",
    "is a callable object": "class F:\n    def __call__(self, items): return sorted(items)\nf = F()\n",
    "looks at itself": """
        import inspect
        def f(items):
            assert "def f" in inspect.getsource(f)
            assert __name__ == "solution" and __file__
            return sorted(items)
    """,
    "has a main part": "f = sorted\nif __name__ == '__main__':\n    raise SystemExit(f(input()))\n",
    "changes the folder and the locale": """
        import locale, os, time
        os.chdir("/")
        os.umask(0o777)
        os.environ.clear()
        locale.setlocale(locale.LC_ALL, "C")
        os.environ["TZ"] = "Asia/Tokyo"
        time.tzset()
        def f(items): return sorted(items)
    """,
}


@pytest.mark.parametrize("habit", UNTIDY)
def test_an_untidy_but_right_solution_keeps_its_points(verdicts: Verdicts, habit: str) -> None:
    assert verdicts(SUITE, UNTIDY[habit]) == PASSED


def test_an_expression_of_the_suite_finds_its_tools_whatever_is_left_of_the_import_system(
    verdicts: Verdicts,
) -> None:
    source = """
    import sys

    sys.modules.clear()
    sys.path[:] = sys.meta_path[:] = sys.path_hooks[:] = []
    sys.path_importer_cache.clear()

    def f(items): return sorted(items)
    """
    suite = """
    from solution import f

    def test_deque(sandbox):
        assert f(sandbox.make("collections.deque(items)", items=[2, 1])) == [1, 2]

    def test_enum(sandbox):
        assert f(sandbox.make("[member.value for member in enum.Enum('E', 'A B')]")) == [1, 2]

    def test_numbers(sandbox):
        items = f(sandbox.make("[math.inf, *itertools.islice(itertools.count(5), 2)]"))
        assert items == [5, 6, float("inf")]
    """
    assert verdicts(suite, source) == {
        "test_deque": "passed",
        "test_enum": "passed",
        "test_numbers": "passed",
    }


def test_what_is_printed_is_kept_in_order_and_cut(grade: Grade) -> None:
    source = r"""
    import os
    import sys

    print("while loading")

    def f(): print("from print"); os.write(1, b"from write\n"); return 7
    def loud(): print("first"); print("x" * 100_000); return 7
    def nothing(): return 7
    """
    suite = """
    from solution import f, loud, nothing

    def test_f(): assert f() == 7
    def test_loud(): assert loud() == 7
    def test_nothing(): assert nothing() == 7
    """
    output = {check.test.id.rpartition("::")[2]: check.output for check in grade(suite, source).checks}
    assert sorted(output["test_f"].splitlines()) == ["from print", "from write", "while loading"]
    assert output["test_nothing"] == "while loading\n"
    assert output["test_loud"].startswith("while loading\nfirst\nxxx")
    assert len(output["test_loud"]) <= 17 << 10


def test_the_report_says_what_ran_and_what_it_used(grade: Grade, sandbox: SandboxProvider) -> None:
    source = """
    import time

    def f():
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        return 7
    """
    report = grade("from solution import f\n\ndef test_it(): assert f() == 7\n", source)
    (check,) = report.checks
    assert report.sandbox is not None
    assert report.sandbox.kind == sandbox.describe().kind
    assert re.fullmatch(r"3\.\d+\.\d+", report.sandbox.python)
    assert 0.25 <= check.cpu_seconds < 5
    assert check.wall_seconds >= 0.25


def test_no_container_is_left(grade: Grade, sandbox: SandboxProvider) -> None:
    if sandbox.describe().kind != "docker":
        pytest.skip("only Docker has containers")
    source = "import os\ndef f():\n    os.fork()\n    return 7\n"
    grade("from solution import f\n\ndef test_it(): assert f() == 7\n", source)
    client = docker.from_env()
    try:
        held = client.api.containers(all=True, filters={"label": "io.grade.sandbox=container"})
    finally:
        client.close()
    owners = [container["Labels"]["io.grade.sandbox.owner"].split() for container in held]
    assert [owner for owner in owners if owner[1] == str(os.getpid())] == []


def test_what_the_compiler_has_to_say_is_printed_in_each_test(grade: Grade) -> None:
    suite = """
    from solution import f

    def test_one(): assert f() == 7
    def test_two(): assert f() == 7
    """
    report = grade(suite, "def f(): return 7 if 1 is 1 else 8")
    assert [check.verdict.value for check in report.checks] == ["passed", "passed"]
    assert all("SyntaxWarning" in check.output for check in report.checks)


@pytest.mark.matrix
def test_both_sandboxes_give_the_same_verdicts_and_outputs() -> None:
    exercise = find("flatten", root(str(shipped("exercises"))))
    names = ("accepted/recursive_generator", "wrong/splits_strings", "wrong/depth_limit")
    for name in names:
        source = (exercise.folder / "submissions" / f"{name}.py").read_bytes()
        found = [
            [(check.test.id, check.verdict, check.output) for check in report.checks]
            for report in (real.graded(exercise, source, real.sandbox_or_skip(kind)) for kind in real.NAMES)
        ]
        assert found[0] == found[1]


def test_the_same_seed_gives_the_same_inputs_and_order(sandbox: SandboxProvider) -> None:
    exercise = find("flatten", root(str(shipped("exercises"))))
    source = b"""
import re

def flatten(items):
    print(re.sub("0x[0-9a-f]+", "", repr(items))[:200])
    raise ValueError
"""

    def run(seed: int) -> list[str]:
        order: list[str] = []
        watcher = real.Watcher(on_check=lambda check: order.append(f"{check.test.id}\n{check.output}"))
        real.graded(exercise, source, sandbox, seed=seed, watcher=watcher)
        return order

    first = run(5)
    assert run(5) == first
    assert run(6) != first
