"""The report as JUnit XML, which GitLab, Jenkins and editors read.

A candidate's failure is a `failure`, whatever its kind; an `error` is always ours, and then there is
nothing else, so that no reader counts a fault of ours against somebody. A test that was not run is skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from ..report import Audience, Report, Verdict
from . import view
from .view import WORDS, Shown

# More than an honest test says, and little enough for readers that hold a document in memory.
_LINES = 200
_COLUMNS = 500


def render(report: Report, audience: Audience) -> str:
    """The report as one XML document, ASCII only, with a test suite for each group."""
    if report.score is None:
        root = _nothing_graded(report)
    else:
        checks = view.shown(report, audience)
        suites = [_suite(report, audience, name, group) for name, group in view.groups(checks).items()]
        if suites:  # only a suite can have properties
            _add_submission(report, suites[0])
        root = _element("testsuites", {"name": _title(report), **_counts(checks)}, suites)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, "us-ascii", xml_declaration=False).decode("ascii")
    # A build server that has this in its log shall find no command (`##vso[`) in it.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.replace("##", "&#35;&#35;")}\n'


def _add_submission(report: Report, suite: ElementTree.Element) -> None:
    """Adds properties that name the graded files, if several, and those left out."""
    properties = suite.find("properties")
    assert properties is not None
    listed = {line[66:]: line[:64] for line in view.graded_files(report)}
    for name, value in [("file " + name, digest) for name, digest in listed.items()]:
        properties.append(_element("property", {"name": name, "value": value}))
    for remark in view.remarks(report):
        properties.append(_element("property", {"name": "remark", "value": remark}))


def _nothing_graded(report: Report) -> ElementTree.Element:
    problem = report.problem
    kind = problem.code if problem else "not-graded"
    error = _element("error", {"message": view.why(report), "type": view.line(kind)})
    counts = {"tests": "1", "failures": "0", "errors": "1", "skipped": "0", "time": "0"}
    case = _element("testcase", {"name": "grading", "classname": "grade", "time": "0"}, [error])
    suite = _element("testsuite", {"name": "grade", **counts}, [case])
    return _element("testsuites", {"name": _title(report), **counts}, [suite])


def _suite(report: Report, audience: Audience, name: str, checks: list[Shown]) -> ElementTree.Element:
    base, bonus = ([check for check in checks if check.bonus is is_bonus] for is_bonus in (False, True))
    properties = _sums(base, "points") | (_sums(bonus, "bonus") if bonus else {})
    seed = view.seed(report, audience)
    if seed is not None:
        properties["seed"] = str(seed)
    slug = report.exercise.slug if report.exercise else "grade"
    place = f"{view.line(slug)}.{view.line(name).replace('.', ' ')}"
    names = _names(checks)
    cases = [_case(check, place, title) for check, title in zip(checks, names, strict=True)]
    attributes = {"name": view.line(name), **_counts(checks)}
    return _element("testsuite", attributes, [_properties(properties), *cases])


def _case(check: Shown, place: str, title: str) -> ElementTree.Element:
    properties = {
        "points": f"{check.points:g}",
        "max_points": f"{check.max_points:g}",
        "bonus": str(check.bonus).lower(),
        "visibility": check.visibility.value,
        "verdict": check.verdict.value,
    }
    inner = [_properties(properties)]
    lines = view.lines(check.message, _LINES, _COLUMNS)
    if check.advice:
        lines.append(f"Hint: {view.line(check.advice)}")
    if check.verdict is Verdict.NOT_RUN:
        inner.append(_element("skipped", {"message": lines[0] if lines else "not run"}))
    elif not check.passed:
        summary = f"{WORDS[check.verdict]}: {lines[0]}" if lines else WORDS[check.verdict]
        inner.append(
            _element("failure", {"message": summary, "type": check.verdict.value}, text="\n".join(lines))
        )
    unpaid = lines if check.passed else []  # the message then says why it earns nothing
    output = "\n".join([*unpaid, *view.lines(check.output.rstrip("\n"), _LINES, _COLUMNS)])
    if output:
        inner.append(_element("system-out", {}, text=output))
    return _element(
        "testcase", {"name": title, "classname": place, "time": f"{check.wall_seconds:.3f}"}, inner
    )


def _names(checks: list[Shown]) -> list[str]:
    """Unique names for the tests, since readers merge equal ones: titles, numbered if repeated."""
    uses: Counter[str] = Counter()
    names = []
    for check in checks:
        title = view.line(check.title)
        uses[title] += 1
        names.append(title if uses[title] == 1 else f"{title} ({uses[title]})")
    return names


def _sums(checks: list[Shown], name: str) -> dict[str, str]:
    return {
        name: f"{sum(check.points for check in checks):g}",
        f"max_{name}": f"{sum(check.max_points for check in checks):g}",
    }


def _counts(checks: Sequence[Shown]) -> dict[str, str]:
    skipped = sum(check.verdict is Verdict.NOT_RUN for check in checks)
    return {
        "tests": str(len(checks)),
        "failures": str(sum(not check.passed for check in checks) - skipped),
        "errors": "0",
        "skipped": str(skipped),
        "time": f"{sum(check.wall_seconds for check in checks):.3f}",
    }


def _title(report: Report) -> str:
    return view.line(report.exercise.title) if report.exercise else "grade"


def _properties(properties: dict[str, str]) -> ElementTree.Element:
    elements = [_element("property", {"name": name, "value": value}) for name, value in properties.items()]
    return _element("properties", {}, elements)


def _element(
    name: str, attributes: dict[str, str], inner: Iterable[ElementTree.Element] = (), text: str = ""
) -> ElementTree.Element:
    """Makes an XML element; `text` must come from `view.line` or `view.lines`, which make it valid in XML."""
    element = ElementTree.Element(name, attributes)
    element.text = text or None
    element.extend(inner)
    return element
