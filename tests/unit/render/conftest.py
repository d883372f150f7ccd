"""Reports to render: honest ones, and one in which every foreign text is hostile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.errors import Owner
from grader.limits import Limits
from grader.report import (
    Check,
    ExerciseInfo,
    Keeper,
    Problem,
    Report,
    SandboxInfo,
    SubmissionInfo,
    Test,
    Verdict,
    Visibility,
    score,
)  # fmt: skip

# Those that need no word of the suite's or the manifest's; test_told.py has the others.
USUAL = tuple(each for each in Verdict if each not in (Verdict.PARTIAL, Verdict.FORBIDDEN))
# Nothing of these may be found in what a candidate is shown of a hidden test.
SECRETS = ("test_secret_name", "SECRET-MESSAGE", "SECRET-OUTPUT", "7.125", "9.375")
HOSTILE = (
    "\x1b[2J\x1b]8;;http://evil\x07link\x1b[31m\x9b1A \x00\x07\x08\x7f \r\n\u2028 \u202egnp.exe\u2066 "
    "\u200b\ufeff\u00ad\U000e0041 \udfff\ud800 [bold red]markup[/] [/] [link=x] :smile: <b>&amp;"
    "\"'><script>document.title='run'</script><img src=x onerror=alert(1)> --> ]]> <!ENTITY x> "
    "[a](http://evil.example) ![b](http://evil.example/b.png) <http://evil.example> www.evil.example "
    "@everyone | ` `` ``` ~~~ %0A::error::forged\n::error file=a::forged\n  ::add-mask::0\n"
    "##vso[task.complete]\n##[group]x\n# Heading\n```\n</pre></main></style><h1>forged</h1>\n"
)


def visible(title: str = "keeps strings whole", points: float = 2.0, **more: object) -> Test:
    return Test(
        id=f"visible/test_it.py::{title}", title=title, group="Basics", points=points, bonus=False,
        visibility=Visibility.VISIBLE, hint=str(more.get("hint", "")),
    )  # fmt: skip


def secret(verdict: Verdict, number: int = 0, *, bonus: bool = False) -> Check:
    test = Test(
        id=f"hidden/test_it.py::test_secret_name_{number}", title=f"a hidden promise {number}",
        group="Depth", points=1.5, bonus=bonus, visibility=Visibility.HIDDEN, hint=f"hint {number}",
    )  # fmt: skip
    return Check(test, verdict, "SECRET-MESSAGE", "SECRET-OUTPUT", 7.125, 9.375)


def make_report(*checks: Check, fail_under: float = 100.0, **more: object) -> Report:
    fields = {
        "exercise": ExerciseInfo("flatten", "Flatten", "1.0.0", "ab" * 32),
        "submission": SubmissionInfo("flatten.py", "cd" * 32, 120),
        "sandbox": SandboxInfo(
            "bubblewrap",
            None,
            None,
            "3.11.7",
            Limits(2, 5.5, 256 << 20),
            {"seccomp": Keeper.KERNEL, "memory": Keeper.KERNEL},
        ),
        "score": score(checks, fail_under),
        "checks": checks,
        "seed": 4242,
        "timings": {"test_seconds": 1.23456789},
        **more,
    }
    return Report(**fields)  # type: ignore[arg-type]


@pytest.fixture
def secrets() -> tuple[str, ...]:
    return SECRETS


@pytest.fixture
def hostile_text() -> str:
    return HOSTILE


@pytest.fixture
def report_of() -> Callable[..., Report]:
    return make_report


@pytest.fixture
def full_report() -> Report:
    """A report with every usual verdict once visible and once hidden, and a bonus test."""
    open_checks = [
        Check(
            visible(f"visible promise {verdict}", hint="look again"),
            verdict,
            f"said {verdict}",
            "out",
        )
        for verdict in USUAL
    ]
    hidden = [secret(verdict, number) for number, verdict in enumerate(USUAL)]
    return make_report(*open_checks, *hidden, secret(Verdict.PASSED, 99, bonus=True))


@pytest.fixture
def hostile_report() -> Report:
    """A report in which every text that is not ours is hostile."""
    test = Test(HOSTILE, HOSTILE, HOSTILE, 1.0, True, Visibility.VISIBLE, HOSTILE)
    checks = tuple(Check(test, verdict, HOSTILE * 50, HOSTILE * 50) for verdict in Verdict)
    return make_report(
        *checks,
        exercise=ExerciseInfo(HOSTILE, HOSTILE, HOSTILE, "ab" * 32),
        submission=SubmissionInfo(HOSTILE, "cd" * 32, 1),
        sandbox=SandboxInfo("docker", HOSTILE, HOSTILE, HOSTILE, Limits(2, 5, 1 << 28)),
    )


@pytest.fixture(params=[Owner.INFRASTRUCTURE, Owner.AUTHOR, Owner.CANDIDATE])
def ungraded_report(request: pytest.FixtureRequest, full_report: Report) -> Report:
    """A report without a score, by the machine's fault, the author's, or for a file that was turned away."""
    problem = Problem(request.param, "no-room", f"There is no room for {HOSTILE}.", "Make room.")
    return Report(full_report.exercise, full_report.submission, sandbox=None, score=None, problem=problem)
