"""The pages of assessors: an exercise's submissions and statistics, comparing two, grading again."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import difflib
import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from ..database import listings, receipts, shelf
from ..database.access import Bearer
from ..database.listings import Wanted
from ..database.receipts import LATER, NotTaken, Standing
from ..errors import ExerciseError
from ..records.encoded import decoded
from ..records.parcel import Parcel, unsealed
from ..render import view
from ..report import Audience
from . import looks
from .administering import cursor, extended, invited, renewed, revoked, written_cursor
from .dependencies import Here, report_of, standing_of
from .forms import ExtensionForm, InvitationForm
from .pages import bearer, code_of, read_form
from .state import Service

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 100
# The shares of tests are of so many at most; a sample says the same of more.
_MOST_READ = 500
_STATES = ("queued", "running", "done", "failed")
# A candidate's lines may be such that the time for a comparison grows with the cube of their number: so many
# take half a second at most, a hundred thousand an hour.
_MOST_COMPARED = 4000


def _staff(request: Request) -> Bearer:
    who = bearer(request)
    if who is None or not who.is_staff:
        raise NotTaken("There is no such page.", code="not-found", remedy="Sign in with an assessor's token.")
    return who


@router.get("/exercises/{slug}")
async def exercise(slug: str, request: Request, here: Here) -> str:
    """An exercise's page: submissions with filters, the distribution of points, and each test's pass rate."""
    who = _staff(request)
    asked = request.query_params
    candidate, state = asked.get("candidate", "").strip(), asked.get("state", "")
    wanted = Wanted(slug, candidate or None, state if state in _STATES else None, cursor(asked.get("after")))
    async with here.connections().connection() as connection:
        listed = await shelf.named(connection, slug) if slug.isprintable() else None
        if listed is None or not candidate.isprintable():
            raise NotTaken("There is no such exercise.", code="not-found")
        found = await listings.submissions(connection, wanted, _PAGE + 1)
        points = await listings.fractions(connection, slug)
        invitations = await listings.invitations(connection, Wanted(slug, candidate or None), _PAGE)
    page = found[:_PAGE]
    after = ""
    if len(found) > _PAGE:
        more = written_cursor(page[-1].received_at, page[-1].id)
        after = urlencode({"candidate": candidate, "state": state, "after": more})
    spread, told = _spread(points)
    return looks.page(
        "exercise", who=who, exercise=listed, submissions=page, after=after, candidate=candidate, state=state,
        spread=spread, spread_told=told, shares=await _shares(here, slug), invitations=invitations,
        task=await _task(here, listed.digest),
    )  # fmt: skip


async def _task(here: Service, digest: str) -> Markup:
    """The task that candidates read; why there is none if it cannot be read."""
    try:
        exercise = await here.exercise(digest)
        return looks.task(await asyncio.to_thread(lambda: exercise.task))
    except ExerciseError as exc:
        return Markup("<p>{}</p>").format(str(exc))


def _spread(fractions: list[float]) -> tuple[list[dict[str, Any]], str]:
    """A histogram of `fractions` in ten bars, and the same in words."""
    if not fractions:
        return [], ""
    counts = [0] * 10
    for fraction in fractions:
        counts[min(9, int(fraction * 10 + 1e-9))] += 1
    most = max(counts)
    bars = [
        {"height": round(looks.PLOT_HEIGHT * count / most), "count": count, "label": f"{10 * place}+"}
        for place, count in enumerate(counts)
    ]
    words = ", ".join(f"{count} from {10 * place} percent" for place, count in enumerate(counts) if count)
    return bars, f"Candidates by percent of the points: {words}"


async def _shares(here: Service, slug: str) -> list[tuple[str, int]]:
    """The title of each test, and the percentage of candidates that pass it."""
    async with here.connections().connection() as connection:
        reports = await listings.latest_reports(connection, slug, _MOST_READ)

    def counted() -> list[tuple[str, int]]:
        passed: dict[str, list[bool]] = {}
        for data in reports:
            with contextlib.suppress(ValueError):  # a damaged one costs the page nothing but its share
                for check in view.shown(decoded(data), Audience.ASSESSOR):
                    passed.setdefault(check.title, []).append(check.passed)
        return [(view.line(title), round(100 * sum(all_) / len(all_))) for title, all_ in passed.items()]

    return await asyncio.to_thread(counted)


@router.get("/exercises/{slug}/results.csv")
async def results(slug: str, request: Request, here: Here) -> Response:
    """All submissions of an exercise as CSV for spreadsheets."""
    _staff(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ("candidate", "attempt", "received", "state", "points", "max_points", "owner", "sha256", "id")
    )
    wanted = Wanted(slug if slug.isprintable() else "")
    while True:
        async with here.connections().connection() as connection:
            found = await listings.submissions(connection, wanted, _PAGE)
        for one in found:
            writer.writerow(
                (_cell(one.candidate or ""), one.attempt, one.received_at.isoformat(), one.state, one.points,
                 one.max_points, one.owner, one.sha256, one.id)
            )  # fmt: skip
        if len(found) < _PAGE:
            break
        wanted = Wanted(wanted.slug, after=(found[-1].received_at, UUID(found[-1].id)))
    headers = {"content-disposition": 'attachment; filename="results.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(text: str) -> str:
    """Escapes a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@router.post("/submissions/{submission_id}/regrade")
async def regrade(submission_id: UUID, request: Request, here: Here) -> Response:
    """Grades a submission again, by the exercise as it was."""
    one = await standing_of(here, submission_id, _staff(request))
    async with here.connections().connection() as connection, connection.transaction():
        await receipts.queue(connection, one.id, LATER)
    return RedirectResponse(f"/submissions/{one.id}", 303)


@router.post("/exercises/{slug}/regrade")
async def regrade_all(slug: str, request: Request, here: Here) -> Response:
    """Grades all submissions for an exercise again, by the exercise as it is now."""
    _staff(request)
    async with here.connections().connection() as connection, connection.transaction():
        listed = await shelf.named(connection, slug) if slug.isprintable() else None
        if listed is None:
            raise NotTaken("There is no such exercise.", code="not-found")
        await listings.queue_all(connection, listed.slug, listed.digest)
    return RedirectResponse(f"/exercises/{listed.slug}", 303)


@router.post("/exercises/{slug}/invite")
async def invite(slug: str, request: Request, here: Here) -> Response:
    """Invites a candidate, and shows the link only this once."""
    who = _staff(request)
    async with read_form(request) as sent:
        asked = {name: str(sent.get(name, "")).strip() for name in ("candidate", "attempts", "deadline")}
    try:
        until = datetime.fromisoformat(asked["deadline"]) if asked["deadline"] else None
        form = InvitationForm(
            exercise=slug, candidate=asked["candidate"], attempts=int(asked["attempts"] or 0) or None,
            deadline=until and until.replace(tzinfo=UTC), extra_minutes=0,
        )  # fmt: skip
    except ValueError:
        raise NotTaken(
            "The invitation is incomplete.",
            code="form",
            remedy="Give a name; attempts and deadline may stay empty.",
        ) from None
    return HTMLResponse(looks.page("invited", who=who, made=await invited(here, form), is_renewed=False))


@router.post("/invitations/{invitation_id}/link")
async def renew_link(invitation_id: UUID, request: Request, here: Here) -> str:
    """Makes a new link for an invitation, ends the one before, and shows the new one only this once."""
    who = _staff(request)
    return looks.page("invited", who=who, made=await renewed(here, invitation_id), is_renewed=True)


@router.post("/invitations/{invitation_id}/revoke")
async def revoke_link(invitation_id: UUID, request: Request, here: Here) -> Response:
    """Ends the link of an invitation; what was handed in with it stays."""
    _staff(request)
    found = await revoked(here, invitation_id)
    return RedirectResponse(f"/exercises/{found.slug}#invited", 303)


@router.post("/invitations/{invitation_id}/extension")
async def put_off(invitation_id: UUID, request: Request, here: Here) -> Response:
    """Sets by how many minutes in total a deadline is extended."""
    _staff(request)
    async with read_form(request) as sent:
        minutes = str(sent.get("minutes", ""))
    try:
        form = ExtensionForm(extra_minutes=int(minutes))
    except ValueError:
        raise NotTaken("These are no minutes.", code="form", remedy="Give a whole number.") from None
    found = await extended(here, invitation_id, form)
    return RedirectResponse(f"/exercises/{found.slug}#invited", 303)


@router.get("/submissions/{submission_id}/compare")
async def compare(submission_id: UUID, other: UUID, request: Request, here: Here) -> str:
    """Compares two submissions, the later with the earlier: the tests that differ, and the code."""
    who = _staff(request)
    both = [await standing_of(here, one, who) for one in (submission_id, other)]
    both.sort(key=lambda one: one.received_at)
    async with here.connections().connection() as connection:
        sealed = [await receipts.parcel(connection, one.id) for one in both]
    left, right = [await _verdicts(here, one) for one in both]
    verdicts = [(title, left.get(title, "–"), right.get(title, "–")) for title in {**left, **right}]
    names = f"attempt {both[0].attempt}", f"attempt {both[1].attempt}"

    def page() -> str:
        changes = _changes(sealed, names)
        return looks.page("compare", who=who, one=both[0], other=both[1], verdicts=verdicts, changes=changes)

    return await asyncio.to_thread(page)


def _changes(sealed: list[bytes], names: tuple[str, str]) -> str:
    """The difference between two submissions, given as sealed parcels; of long ones, of their beginnings."""
    left, right = (_text(unsealed(data)) for data in sealed)
    changes = difflib.unified_diff(left[:_MOST_COMPARED], right[:_MOST_COMPARED], *names, lineterm="")
    is_cut = max(len(left), len(right)) > _MOST_COMPARED
    return "\n".join([*changes, *([f"Only the first {_MOST_COMPARED} lines are compared."] * is_cut)])


def _text(parcel: Parcel) -> list[str]:
    return "\n".join(f"{name}\n{text}" for name, text in code_of(parcel)).splitlines()


async def _verdicts(here: Service, one: Standing) -> dict[str, str]:
    report = await report_of(here, one, Audience.ASSESSOR)
    checks = view.shown(report, Audience.ASSESSOR) if report else ()
    return {view.line(check.title): view.WORDS[check.verdict] for check in checks}
