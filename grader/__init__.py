"""Grades Python exercises: hidden pytest suites against submissions that run in a sandbox.

Everything for programs that embed the grader: `from grader import grade`. Modules are imported only when
used.
"""

from .version import __version__ as __version__

TYPE_CHECKING = False  # as type checkers take it; `typing` has one too, but takes a while to import
if TYPE_CHECKING:
    from .api import find_exercise, grade, grade_async, list_exercises, render_report
    from .errors import (
        ExerciseError,
        GraderError,
        InfrastructureError,
        RejectedSubmission,
        UsageError,
    )
    from .exercises.exercise import Exercise
    from .limits import Limits
    from .report import Audience, Check, Provenance, Report, SandboxInfo, Score, Test, Verdict, Visibility

__all__ = [
    "Audience",
    "Check",
    "Exercise",
    "ExerciseError",
    "GraderError",
    "InfrastructureError",
    "Limits",
    "Provenance",
    "RejectedSubmission",
    "Report",
    "SandboxInfo",
    "Score",
    "Test",
    "UsageError",
    "Verdict",
    "Visibility",
    "find_exercise",
    "grade",
    "grade_async",
    "list_exercises",
    "render_report",
]

_WHERE = {
    "api": ("find_exercise", "grade", "grade_async", "list_exercises", "render_report"),
    "errors": ("ExerciseError", "GraderError", "InfrastructureError", "RejectedSubmission", "UsageError"),
    "exercises.exercise": ("Exercise",),
    "limits": ("Limits",),
    "report": (
        "Audience", "Check", "Provenance", "Report", "SandboxInfo", "Score", "Test", "Verdict", "Visibility",
    ),
}  # fmt: skip


def __getattr__(name: str) -> object:
    for module, names in _WHERE.items():
        if name in names:
            import importlib

            value: object = getattr(importlib.import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
