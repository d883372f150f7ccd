"""The pages of candidates, and the entrance for everybody with a browser; no page needs a script."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from ..database import access, listings, receipts, shelf
from ..database.access import Bearer, Invitation
from ..database.receipts import NotTaken, Standing
from ..errors import GraderError
from ..exercises.demands import CEILING_BYTES, CEILING_FILES
from ..exercises.exercise import Exercise
from ..records.parcel import Parcel, unsealed
from ..render import view
from ..report import Audience
from ..text import printable
from . import looks
from .dependencies import Here, report_of, standing_of
from .guard import cookie_name
from .shelving import kit_answer, kit_of, named_for
from .state import Service
from .submitting import Wish, taken

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LINK = re.compile(r"(?:.*/enter/)?(grade_[A-Za-z0-9_-]{43})/?")
_MOST_LINES = 2000
_MOST_BARS = 30
_MOST_PLAIN = 16 << 10  # bytes of a form without a file


@router.get("/style.css")
async def style() -> Response:
    """The style sheet of all pages."""
    return Response(looks.STYLE, media_type="text/css", headers={"cache-control": "max-age=3600"})


@router.get("/icon.svg")
async def icon() -> Response:
    """The icon of all pages."""
    return Response(looks.ICON, media_type="image/svg+xml", headers={"cache-control": "max-age=3600"})


@router.get("/enter")
@router.get("/enter/{token}")
async def enter(token: str = "") -> str:
    """The form for entering a token; a link fills the token in, but sets no cookie."""
    if not token or _LINK.fullmatch(token):
        return looks.page("enter", token=token)
    trouble = "This link is not whole. Copy all of it, or ask whoever sent it for a new one."
    return looks.page("enter", token="", trouble=trouble)


@router.post("/enter")
async def entered(request: Request, here: Here) -> Response:
    """Stores a valid token in a cookie that scripts and other sites cannot use."""
    async with read_form(request) as form:
        match = _LINK.fullmatch(str(form.get("token", "")).strip())
    who = None
    if match is not None:
        async with here.for_strangers().connection() as connection:
            who = await access.bearer(connection, match[1])
    if match is None or who is None:
        trouble = "This token is not valid. It may have expired; ask whoever sent it for a new one."
        page = looks.page("enter", token="", trouble=trouble)
        return HTMLResponse(page, 403)
    answer = RedirectResponse("/", 303)
    secure = here.settings.is_secure
    answer.set_cookie(
        cookie_name(secure=secure), match[1], httponly=True, samesite="strict", secure=secure, path="/"
    )
    return answer


@router.post("/leave")
async def leave(here: Here) -> Response:
    """Deletes the cookie."""
    answer, secure = RedirectResponse("/enter", 303), here.settings.is_secure
    answer.delete_cookie(
        cookie_name(secure=secure), httponly=True, samesite="strict", secure=secure, path="/"
    )
    return answer


def bearer(request: Request) -> Bearer | None:
    """The bearer of the token in the cookie, or None."""
    found: Bearer | None = getattr(request.state, "bearer", None)
    return found


@router.get("/")
async def home(request: Request, here: Here) -> Response:
    """For candidates their task with the form, for everybody else the list of exercises."""
    who = bearer(request)
    if who is None:
        return RedirectResponse("/enter", 303)
    if who.invitation is None:
        async with here.connections().connection() as connection:
            exercises = await listings.counted(connection)
            failed = await listings.submissions(connection, listings.Wanted(state="failed"), 20)
            load = await listings.load(connection)
        return HTMLResponse(looks.page("staff", who=who, exercises=exercises, failed=failed, load=load))
    return HTMLResponse(await _of_candidate(here, who, who.invitation))


async def _of_candidate(
    here: Service, who: Bearer, invitation: Invitation, trouble: str = "", pasted: str = ""
) -> str:
    exercise = await _exercise(here, who, invitation)
    async with here.connections().connection() as connection:
        mine = await receipts.own(connection, invitation.id)
    closed = ""
    try:
        receipts.permit(invitation, datetime.now(UTC), len(mine) + 1)
    except NotTaken as exc:
        closed = str(exc)
    task = await asyncio.to_thread(lambda: exercise.task)
    files = await asyncio.to_thread(exercise.beginning)
    return looks.page(
        "candidate", who=who, exercise=exercise, task=looks.task(task), starter=sorted(files),
        submissions=mine, closed=closed, terms=_terms(invitation, len(mine)), key=secrets.token_hex(16),
        trouble=trouble, pasted=pasted,
    )  # fmt: skip


def _terms(invitation: Invitation, used: int) -> str:
    """Describes in a sentence or two what an invitation allows."""
    told = []
    if invitation.attempts is not None:
        left = max(0, invitation.attempts - used)
        told.append(f"{left} of {invitation.attempts} attempts left.")
    if invitation.closes_at is not None:
        told.append(f"Open until {looks.moment(invitation.closes_at)}.")
        rest = invitation.closes_at - datetime.now(UTC)
        if rest > timedelta():
            told.append(looks.time_left(rest))
    told = told or ["There is no limit to your attempts."]
    if invitation.attempts != 1:
        told.append("Your latest submission counts.")
    return " ".join(told)


async def _exercise(here: Service, who: Bearer, invitation: Invitation) -> Exercise:
    """The exercise of an invitation, which must have opened."""
    return await here.exercise((await named_for(here, who, invitation.slug)).digest)


@router.get("/starter/{name:path}")
async def starter(name: str, request: Request, here: Here) -> Response:
    """Downloads one of the files that candidates begin with."""
    who = bearer(request)
    if who is None or who.invitation is None:
        return RedirectResponse("/enter", 303)
    exercise = await _exercise(here, who, who.invitation)
    files = await asyncio.to_thread(exercise.beginning)
    if name not in files:
        raise NotTaken("There is no such file.", code="not-found")
    return Response(files[name], media_type="application/octet-stream")


@router.get("/kit")
async def kit(request: Request, here: Here) -> Response:
    """Downloads everything that candidates are given, as one archive."""
    who = bearer(request)
    if who is None or who.invitation is None:
        return RedirectResponse("/enter", 303)
    listed = await named_for(here, who, who.invitation.slug)
    return kit_answer(listed.slug, await kit_of(here, listed.digest))


@router.post("/hand-in")
async def hand_in(request: Request, here: Here) -> Response:
    """Hands in what the form contains, and redirects to the receipt; a repeated request counts once."""
    who = bearer(request)
    if who is None or who.invitation is None:
        return RedirectResponse("/enter", 303)
    pasted = ""
    try:
        async with read_form(request) as form:
            pasted = _pasted(form)
            parcel = await _parcel(form, who.invitation.slug)
            key = str(form.get("key", "")) or None
        if key is not None and not re.fullmatch(r"[0-9a-f]{32}", key):
            raise NotTaken("The form was not sent by this site.", code="form")
        digest = hashlib.sha256(parcel.sealed()).digest()
        receipt, _ = await taken(here, who, Wish(parcel, None, "", key, digest))
        request.state.facts = {"submission": receipt.id}
    except GraderError as exc:
        return HTMLResponse(await _of_candidate(here, who, who.invitation, str(exc), pasted), 422)
    return RedirectResponse(f"/submissions/{receipt.id}", 303)


async def _parcel(form: FormData, slug: str) -> Parcel:
    """The submission in the form: a folder, a file or pasted text.

    Raises:
        NotTaken: there is none, or more than one.
    """
    uploads = [one for one in form.getlist("folder") if isinstance(one, UploadFile) and one.filename]
    file, text = form.get("file"), _pasted(form)
    is_file = isinstance(file, UploadFile) and bool(file.filename)
    if not uploads and not is_file and not text.strip():
        raise NotTaken(
            "There is nothing to hand in.", code="form",
            remedy="Choose a file or a folder, or paste your code.",
        )  # fmt: skip
    if bool(uploads) + is_file + bool(text.strip()) > 1:
        raise NotTaken(
            "A file, a folder or pasted code can be handed in, and you gave more than one of them.",
            code="form", remedy="Hand in one.",
        )  # fmt: skip
    if uploads:
        names = [str(one.filename).replace("\\", "/") for one in uploads]
        top = names[0].partition("/")[0] if "/" in names[0] else ""
        inner = [name.removeprefix(f"{top}/") if top else name for name in names]
        files = tuple([(name, await one.read()) for name, one in zip(inner, uploads, strict=True)])
        return Parcel(printable(top or slug, 200), None, files)
    if isinstance(file, UploadFile) and file.filename:
        name = str(file.filename).replace("\\", "/").rpartition("/")[2]
        return Parcel(printable(name, 200), await file.read())
    return Parcel(f"{slug}.py", text.encode("utf-8", "replace"))


def _pasted(form: FormData) -> str:
    source = form.get("source")
    # A browser sends each end of a line as two characters.
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


@asynccontextmanager
async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Parses a request's form, whose size the guard has limited."""
    # Of what no browser sends, the parser takes an eighth of a second for each megabyte, and all wait for it.
    is_short = len(await request.body()) <= _MOST_PLAIN
    try:
        if not is_short and not request.headers.get("content-type", "").startswith("multipart/"):
            raise HTTPException(413)
        form = await request.form(
            max_files=CEILING_FILES, max_fields=CEILING_FILES, max_part_size=CEILING_BYTES
        )
    except (HTTPException, UnicodeError):  # the latter where it names an encoding that decodes nothing
        raise NotTaken("The form cannot be read.", code="form") from None
    try:
        yield form
    finally:
        await form.close()


@router.get("/submissions/{submission_id}")
async def submission(submission_id: UUID, request: Request, here: Here) -> Response:
    """The page of one submission: receipt, progress, report; for assessors also the code."""
    who = bearer(request)
    if who is None:
        return RedirectResponse("/enter", 303)
    one = await standing_of(here, submission_id, who)
    audience = Audience.ASSESSOR if who.is_staff else Audience.CANDIDATE
    report = await report_of(here, one, audience)
    facts: dict[str, Any] = {"gradings": [], "others": [], "course": []}
    sealed = None
    async with here.connections().connection() as connection:
        listed = await shelf.named(connection, one.slug)
        place = await receipts.place(connection, one.grading) if one.state == "queued" else 0
        if who.is_staff:
            sealed = await receipts.parcel(connection, one.id)
            facts["gradings"] = await listings.gradings(connection, one.id)
            if one.invitation_id:
                mine = await receipts.own(connection, one.invitation_id)
                facts["others"] = mine if len(mine) > 1 else []
                facts["course"] = looks.course(mine[:_MOST_BARS]) if len(mine) > 1 else []

    def page() -> str:  # megabytes of code, perhaps
        return looks.page(
            "submission", who=who, one=one, report=report, title=listed.title if listed else one.slug,
            waits=_waits(one, place), problem=view.why(report) if report else one.problem or "",
            score=looks.score(report) if report else "",
            checks=looks.checks(report, audience) if report else "",
            code=code_of(unsealed(sealed)) if sealed else [], **facts,
        )  # fmt: skip

    return HTMLResponse(await asyncio.to_thread(page))


def _waits(one: Standing, place: int) -> str:
    if one.state == "queued":
        return f"Waiting: number {place} in the queue"
    return "Being graded" if one.state == "running" else ""


def code_of(parcel: Parcel) -> list[tuple[str, str]]:
    """The text of each submitted file, made printable."""
    files = parcel.files or ((parcel.name, parcel.content or b""),)
    return [
        (view.line(name), "\n".join(view.lines(data.decode("utf-8", "backslashreplace"), _MOST_LINES, 500)))
        for name, data in files[:50]
    ]
