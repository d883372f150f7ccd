"""HTTP endpoints for handing in, waiting, and reading the report."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from ..database import receipts, shelf
from ..database.access import Bearer
from ..database.receipts import Arrival, NotTaken, Receipt, Standing
from ..database.shelf import Listed
from ..errors import UsageError
from ..records.encoded import encoded
from ..records.parcel import Parcel, opened
from ..render import renderer
from ..render.json import document
from ..report import Audience, Report
from ..submissions.fitting import fitted
from ..submissions.submission import Submission
from .dependencies import PROBLEMS, Anybody, Here, audience_of, report_of, standing_of
from .forms import ReceiptForm, StandingForm, SubmissionForm
from .state import Service
from .waiting import woken

router = APIRouter(responses=PROBLEMS)
MOST_WAIT_SECONDS = 60
# Who wants to know more asks again.
_MOST_EVENTS_SECONDS = 600
# Only the end of a grading wakes who waits; that it was begun is seen by looking.
_STATE_SECONDS = 5.0
_TYPES = {
    "json": "application/json", "junit": "application/xml", "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8", "gradescope": "application/json",
    "exercism": "application/json", "github": "text/plain; charset=utf-8",
    "record": "application/octet-stream",
}  # fmt: skip
Form = Literal["json", "junit", "gradescope", "exercism", "github", "markdown", "html", "record"]
# What a client may say that it takes, and the format that it means.
_ACCEPTED = {
    "application/json": "json", "application/*": "json", "*/*": "json", "application/xml": "junit",
    "text/xml": "junit", "text/html": "html", "text/*": "html", "text/markdown": "markdown",
    "text/plain": "github",
}  # fmt: skip
_REPORTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in _TYPES.values()}}
}
Key = Annotated[str | None, Header(min_length=1, max_length=200, pattern=r"^[!-~]+$")]


@router.post("/submissions", status_code=202, summary="Hand in a submission")
async def hand_in(
    form: SubmissionForm, request: Request, here: Here, who: Anybody, idempotency_key: Key = None
) -> ReceiptForm:
    """Takes a submission; the receipt says that it is on disk and will be graded."""
    digest = hashlib.sha256(await request.body()).digest()
    parcel = await asyncio.to_thread(form.parcel)
    receipt, place = await taken(here, who, Wish(parcel, form.exercise, form.note, idempotency_key, digest))
    request.state.facts = {"submission": receipt.id}
    return ReceiptForm.of(receipt, place)


@dataclass(frozen=True, slots=True)
class Wish:
    """A request to hand in; its key and the body's digest ensure that a repetition counts once."""

    parcel: Parcel
    exercise: str | None
    note: str
    key: str | None
    request_sha256: bytes


async def taken(here: Service, who: Bearer, wish: Wish) -> tuple[Receipt, int]:
    """Stores a submission; returns its receipt and its place in the queue.

    Raises:
        GraderError: it is not taken.
    """
    if who.invitation is not None:  # why a file is turned away tells of the exercise
        receipts.opened(who.invitation, datetime.now(UTC))
    submission = await asyncio.to_thread(opened, wish.parcel)
    listed = await _meant(here, who, wish.exercise, submission)
    exercise = await here.exercise(listed.digest)
    await asyncio.to_thread(fitted, submission, exercise)  # who is turned away is told now
    arrival = Arrival(wish.parcel, listed.slug, listed.digest, wish.note, wish.key, wish.request_sha256)
    async with here.connections().connection() as connection:
        receipt = await receipts.hand_in(connection, who, arrival)
        mine = await receipts.standing(connection, receipt.id, who)
        waits = mine is not None and mine.state == "queued"
        return receipt, await receipts.place(connection, mine.grading) if mine and waits else 0


async def _meant(here: Service, who: Bearer, named: str | None, submission: Submission) -> Listed:
    """The exercise that the submission is for: the invitation's, the named one, or what the file states."""
    invited = who.invitation.slug if who.invitation else None
    if invited and named not in (None, invited):
        raise NotTaken(f"You are invited to {invited!r} only.", code="forbidden")
    says = submission.named_exercise  # as each starter does
    if invited and named is None and says not in (None, invited):
        raise UsageError(
            f"The file says that it is for {says!r}, and you are invited to {invited!r}.",
            code="which-exercise", remedy="Hand in the other one, or take its line `# exercise:` out.",
        )  # fmt: skip
    stem = submission.file.partition(".")[0]
    async with here.connections().connection() as connection:
        for slug in filter(None, (invited, named, says, stem)):
            found = await shelf.named(connection, slug)
            if found is not None:
                return found
            if slug == named:
                break
    raise UsageError(
        "It is not clear which exercise this is for." if named is None else "There is no such exercise.",
        code="which-exercise", remedy="Say which; GET /exercises lists them.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How a report is to be shown: its format and its audience."""

    form: str
    readers: Audience


def _reading(
    request: Request, who: Anybody, audience: Audience | None = None,
    named: Annotated[Form | None, Query(alias="format")] = None,
) -> Reading:  # fmt: skip
    """The format and audience that a request asks for, by parameter or by its header `Accept`.

    Raises:
        NotTaken: no format is acceptable, or the audience is not permitted.
    """
    readers = audience_of(who, audience)
    if named is not None:
        return Reading(named, readers)
    asked = []
    for part in (request.headers.get("accept") or "*/*")[:1000].split(","):
        kind, _, more = part.partition(";")
        weight = re.search(r"\bq\s*=\s*([01](?:\.\d{0,3})?)(?:\s|;|$)", more)
        asked.append((float(weight[1]) if weight else 1.0, kind.strip().lower()))
    for much, kind in sorted(asked, key=lambda one: -one[0]):
        if much > 0 and kind in _ACCEPTED:
            return Reading(_ACCEPTED[kind], readers)
    raise NotTaken(
        "The report does not exist in a format that the request accepts.", code="not-acceptable",
        remedy="Name one with ?format=, or send Accept: application/json.",
    )  # fmt: skip


Asked = Annotated[Reading, Depends(_reading)]


@router.get(
    "/submissions/{submission_id}",
    response_model=StandingForm,
    responses=_REPORTS,
    summary="Read a submission's state and report",
)
async def look(
    submission_id: UUID, here: Here, who: Anybody, asked: Asked,
    wait: Annotated[float, Query(ge=0, le=MOST_WAIT_SECONDS, description="Seconds to wait for the end.")] = 0,
) -> StandingForm | Response:  # fmt: skip
    """The state of a submission with its report, once there is one; formats but JSON have only the report."""
    standing = await ended(here, submission_id, who, wait)
    report = await report_of(here, standing, asked.readers)
    if asked.form != "json":
        return await _answered(report, asked)
    place = 0
    if standing.state == "queued":
        async with here.connections().connection() as connection:
            place = await receipts.place(connection, standing.grading)
    shown = await asyncio.to_thread(_shown, report, asked.readers) if report else None  # megabytes, perhaps
    return StandingForm.of(standing, place, shown)


def _shown(report: Report, audience: Audience) -> dict[str, Any]:
    """The report as JSON's values; half a character, which a test may print, becomes an escape."""
    shown: dict[str, Any] = _in_utf8(document(report, audience))
    return shown


def _in_utf8(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_in_utf8(name): _in_utf8(one) for name, one in value.items()}
    return [_in_utf8(one) for one in value] if isinstance(value, (list, tuple)) else value


async def ended(here: Service, submission_id: UUID, who: Bearer, seconds: float) -> Standing:
    """The submission, after waiting until it is graded or `seconds` have passed.

    Raises:
        NotTaken: there is none that `who` may see.
    """
    until = time.monotonic() + seconds
    with here.waiting.watched(str(submission_id)) as event:
        while True:
            standing = await standing_of(here, submission_id, who)
            left = until - time.monotonic()
            if standing.state in ("done", "failed") or left <= 0 or here.waiting.is_over:
                return standing
            await woken(event, left)


@router.get(
    "/submissions/{submission_id}/events", response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
    summary="Follow a submission's states as events",
)  # fmt: skip
async def events(submission_id: UUID, here: Here, who: Anybody) -> StreamingResponse:
    """The states of a submission as server-sent events, until it is graded."""
    first = await standing_of(here, submission_id, who)
    return StreamingResponse(_states(here, first, who), media_type="text/event-stream")


async def _states(here: Service, standing: Standing, who: Bearer) -> AsyncIterator[str]:
    until, told = time.monotonic() + _MOST_EVENTS_SECONDS, ""
    with here.waiting.watched(standing.id) as event:
        while True:
            yield f"event: state\ndata: {standing.state}\n\n" if standing.state != told else ": still\n\n"
            told = standing.state
            if told in ("done", "failed") or time.monotonic() > until or here.waiting.is_over:
                return
            await woken(event, _STATE_SECONDS)
            standing = await standing_of(here, UUID(standing.id), who)


@router.get(
    "/submissions/{submission_id}/report",
    response_class=Response,
    responses=_REPORTS,
    summary="Read a submission's report in one format",
)
async def read_report(submission_id: UUID, here: Here, who: Anybody, asked: Asked) -> Response:
    """The report in one of the formats of `grade submit`; `record` is for `grade submit --server`."""
    report = await report_of(here, await standing_of(here, submission_id, who), asked.readers)
    return await _answered(report, asked)


async def _answered(report: Report | None, asked: Reading) -> Response:
    if report is None:
        raise NotTaken("There is no report yet.", code="not-found", remedy="Wait for it.")
    content = await asyncio.to_thread(_written, report, asked.form, asked.readers)
    return Response(content, media_type=_TYPES[asked.form])


def _written(report: Report, form: str, audience: Audience) -> bytes:
    if form == "record":
        return encoded(report)
    return renderer(form)(report, audience).encode("utf-8", "backslashreplace")
