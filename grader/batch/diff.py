"""Compares two runs of a batch, candidate by candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..text import printable
from .result import ResultDict


def summaries(records: Iterable[ResultDict]) -> dict[str, dict[str, Any]]:
    """The part of each candidate's record that is compared; the rest is not kept in memory."""
    return {record["candidate"]: _summary(record["report"]) for record in records}


def _summary(report: ResultDict) -> dict[str, Any]:
    score, problem = report["score"], report["problem"]
    return {
        "result": _score(score) if score else f"{report['status']} ({problem['code'] if problem else ''})",
        "tests": {test["id"]: (test["title"], test["verdict"]) for test in report["tests"]},
    }


def _score(score: ResultDict) -> str:
    bonus = f" + {score['bonus']:g}/{score['max_bonus']:g}" if score["max_bonus"] else ""
    return f"{score['points']:g}/{score['max_points']:g}{bonus}"


def changes(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yields the differences between two runs, by candidate in the order of names.

    `change` is `new`, `gone` or `changed`; `tests` lists the tests whose verdict differs, with both verdicts,
    which are None if a run lacks the test.
    """
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            kind = "new" if was is None else "gone"
            yield {"candidate": name, "change": kind, **_from_to(was, now), "tests": []}
            continue
        tests = list(_tests(was["tests"], now["tests"]))
        if tests or was["result"] != now["result"]:
            yield {"candidate": name, "change": "changed", **_from_to(was, now), "tests": tests}


def _from_to(was: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, str | None]:
    return {"from": was["result"] if was else None, "to": now["result"] if now else None}


def _tests(was: dict[str, Any], now: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in (*now, *(name for name in was if name not in now)):
        before, after = was.get(name, (None, None)), now.get(name, (None, None))
        if before[1] != after[1]:
            yield {"id": name, "title": after[0] or before[0], "from": before[1], "to": after[1]}


def lines(change: dict[str, Any]) -> Iterator[str]:
    """One candidate's change as lines of text for a person."""
    name = printable(change["candidate"], 80)
    if change["change"] == "new":
        yield f"+ {name}  {change['to']}"
    elif change["change"] == "gone":
        yield f"- {name}  {change['from']}"
    else:
        same = change["from"] == change["to"]
        yield f"~ {name}  {change['to'] if same else change['from'] + ' -> ' + change['to']}"
    for test in change["tests"]:
        verdicts = f"{test['from'] or 'not there'} -> {test['to'] or 'not there'}"
        yield f"    {verdicts}: {printable(test['title'], 120)}"
