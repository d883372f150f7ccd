"""Runs of the file as a program: what comes back is what pipes, the kernel and the folder say."""

import textwrap

from grader.report import Visibility

from .conftest import Grade, Verdicts

# What a program does is the first of its arguments.
PROGRAM = """
import os
import signal
import subprocess
import sys
import time

def answers(): print(input()); print("oh", file=sys.stderr); sys.exit(3)
def never_reads(): print("ok")
def closes_its_streams(): os.close(1); os.close(2); sys.stdin.read(); os._exit(0)
def kills_itself(): os.kill(os.getpid(), signal.SIGKILL)
def kills_the_first(): os.kill(1, signal.SIGKILL); time.sleep(0.1); print("alive")
def never_ends(): time.sleep(1000)
def never_stops():
    while True:
        pass
def prints_without_end():
    while True:
        print("y" * 1000)
def forks():
    while True:
        try:
            os.fork()
        except OSError:
            time.sleep(1)
def hoards():
    held = []
    while True:
        held.append(b"x" * (1 << 20))
def leaves_many_files():
    for number in range(500):
        open(str(number), "w").close()
def leaves_a_large_file(): open("large", "wb").truncate(20 << 20)
def leaves_a_deep_folder():
    for _ in range(3000):
        os.mkdir("x" * 100)
        os.chdir("x" * 100)
def leaves_links():
    os.symlink("/proc/1/environ", "environment")
    os.symlink("/grade", "folder")
    os.mkfifo("fifo")
    os.mkdir("made")
    open("made/text", "w").write("here")
    open("made/bytes", "wb").write(bytes([255, 0]))
    os.chmod("made/text", 0)
    os.chmod("made", 0)
    os.utime("in.csv", ns=(0, 0))
def changes_its_input(): open("in.csv", "a").write("!"); os.utime("in.csv", ns=(0, 0))
def leaves_a_daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in {*range(1, 65)} - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
                signal.signal(number, signal.SIG_IGN)
            while True:
                open("/tmp/mark", "w").close()
                time.sleep(0.001)
        os._exit(0)
    open("/dev/shm/mark", "w").close()
    print("gone")
def looks_around():
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]
    marks = [*os.listdir("/tmp"), *os.listdir("/dev/shm"), *os.listdir()]
    print(others, sorted(marks), os.getcwd(), sorted(os.listdir("/proc/self/fd"))[:3])
def tells_what_it_is():
    import site  # the libraries of its user
    fifo = [os.fstat(number).st_mode >> 12 for number in (0, 1, 2)]
    print(__name__, sys.argv, fifo, sys.stdin.isatty(), open("in.csv").read(), os.environ["MODE"])
    print(open("solution.py").read() == open(__file__).read(), len(os.listdir("/proc/self/fd")))
    print(subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout)
    import aiohttp
def asks():
    first = int(input("first? "))
    second = int(input("second? "))
    print(first + second, flush=True)
    sys.stdin.read()
    print("bye")

globals()[sys.argv[1]]()
"""
LIMITS = {"memory_mb": 128, "output_kb": 1024, "processes": 20, "cpu_seconds": 10}


def test_each_way_to_end_badly_has_its_verdict_and_touches_no_other_run(verdicts: Verdicts) -> None:
    ends = {
        "never_ends": "timeout", "never_stops": "timeout", "prints_without_end": "output", "forks": "crashed",
        "hoards": "memory", "leaves_many_files": "output", "leaves_a_large_file": "output",
        "leaves_a_deep_folder": "output",
    }  # fmt: skip
    codes = {"never_reads": 0, "closes_its_streams": 0, "kills_itself": -9, "leaves_a_daemon": 0}
    limits = {"never_ends": "wall_seconds=0.5", "never_stops": "cpu_seconds=0.5"}
    suite = "import pytest\n"
    for name in (*ends, *codes):
        suite += textwrap.dedent(f"""
        @pytest.mark.limits({limits.get(name, "")})
        def test_{name}(program):
            done = program("x\\n" * 100_000, args=["{name}"])
            assert done.exit_code == {codes.get(name)}
            again = program("", args=["looks_around"])
            assert again.stdout == "[] ['.local', 'program', 'solution.py'] /tmp/program ['0', '1', '2']\\n"
        """)
    found = verdicts(suite, PROGRAM, **LIMITS)
    expected = {f"test_{name}": verdict for name, verdict in ends.items()}
    assert found == expected | {f"test_{name}": "passed" for name in codes}


def test_a_run_is_one_of_python_with_a_file(verdicts: Verdicts) -> None:
    suite = """
    def test_streams(program):
        done = program("5\\n", args=["answers"])
        assert (done.stdout, done.stderr, done.exit_code, done.files) == ("5\\n", "oh\\n", 3, {})

    def test_surroundings(program):
        done = program(args=["tells_what_it_is", "a b"], files={"in.csv": "1,2"}, env={"MODE": "m"})
        assert done.stderr == ""
        assert done.stdout.splitlines()[0] == (
            "__main__ ['solution.py', 'tells_what_it_is', 'a b'] [1, 1, 1] False 1,2 m"
        )
        assert done.stdout.splitlines()[1:] == ["True 4", "42", ""]

    def test_files(program):
        done = program(args=["leaves_links"], files={"in.csv": "1", "sub/other.txt": b"2"})
        assert done.files == {"made/text": "here", "made/bytes": b"\\xff\\0"}
        assert program(args=["changes_its_input"], files={"in.csv": "1"}).files == {"in.csv": "1!"}

    def test_dialogue(program):
        talk = program.start(args=["asks"])
        assert talk.expects("first? ", seconds=20) == ""
        talk.sends("3\\n")
        talk.expects("? ")
        talk.sends("4\\n")
        assert talk.expects("\\n") == "7"
        done = talk.ends()
        assert (done.exit_code, done.stdout) == (0, "first? second? 7\\nbye\\n")

    def test_what_is_left_alone(program):
        talk = program.start(args=["asks"])
        talk.expects("first? ")
        assert program(args=["never_reads"]).stdout == "ok\\n"
        program.start(args=["never_ends"])

    def test_the_first_process_stands(program):
        assert program(args=["kills_the_first"]).stdout == "alive\\n"
    """
    assert set(verdicts(suite, PROGRAM, **LIMITS).values()) == {"passed"}


def test_the_limits_are_those_of_the_test_and_not_of_each_run(verdicts: Verdicts) -> None:
    suite = """
    import pytest

    @pytest.mark.limits(cpu_seconds=1)
    def test_cpu(program):
        for _ in range(50):
            program("0.2")

    @pytest.mark.limits(output_kb=10)
    def test_output(program):
        for _ in range(3):
            program("0.0")

    def test_swallowed(program):
        try:
            program("100.0")
        except BaseException:
            pass
    """
    source = """
    import time
    seconds = float(input())
    while time.process_time() < seconds:
        pass
    print("x" * 4000)
    """
    found = verdicts(suite, source, cpu_seconds=2)
    assert found == {"test_cpu": "timeout", "test_output": "output", "test_swallowed": "timeout"}


def test_a_program_is_never_imported(verdicts: Verdicts) -> None:
    suite = """
    def test_facts(facts): assert facts.imported("sys")
    def test_run(program): assert program().stdout == "__main__\\n"
    """
    source = "import sys\nprint(__name__)\nwhile __name__ != '__main__': pass\n"
    found = verdicts(suite, source, loopback='false\nkind = "program"')
    assert found == {"test_facts": "passed", "test_run": "passed"}


def test_hidden_runs_tell_a_candidate_nothing(grade: Grade) -> None:
    suite = """
    def test_secret(program):
        done = program("a secret input")
        assert done.same_lines("a secret answer")
    """
    report = grade(suite, "print(input())\n")
    (check,) = report.checks
    assert check.test.visibility is Visibility.HIDDEN
    assert "a secret answer" in check.message  # for the assessor
