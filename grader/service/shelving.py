"""HTTP endpoints for exercises: listing, downloading what candidates are given, and uploading."""

from __future__ import annotations

import asyncio
import base64
import time
from datetime import UTC, datetime

from fastapi import APIRouter, Response

from ..database import receipts, shelf
from ..database.access import Bearer
from ..database.receipts import NotTaken
from ..database.shelf import Listed
from ..errors import ExerciseError
from ..exercises.exercise import MANIFEST
from ..records.bundle import bundled, unpacked
from .dependencies import PROBLEMS, Anybody, Author, Here
from .forms import BundleForm, ExerciseForm, Slug, TaskForm
from .state import Service
from .waiting import woken

router = APIRouter(responses=PROBLEMS)
# A kit is made once, by collecting the suites; who is told to come back has it the next time.
_KIT_SECONDS = 20.0


@router.get("/exercises", summary="List the exercises")
async def list_exercises(here: Here, who: Anybody) -> list[ExerciseForm]:
    """All exercises; for a candidate, the one that they are invited to, once it is open."""
    if who.invitation is not None and not who.invitation.is_open(datetime.now(UTC)):
        return []
    async with here.connections().connection() as connection:
        found = await shelf.listed(connection)
    return [_exercise(one) for one in found if who.invitation is None or who.invitation.slug == one.slug]


@router.get("/exercises/{slug}", summary="Read an exercise's task and starter")
async def show_exercise(slug: str, here: Here, who: Anybody) -> TaskForm:
    """One exercise: its task, and the files that candidates begin with."""
    listed = await named_for(here, who, slug)
    exercise = await here.exercise(listed.digest)
    task = await asyncio.to_thread(lambda: exercise.task)
    files = await asyncio.to_thread(exercise.beginning)
    starter = {name: base64.b64encode(data).decode("ascii") for name, data in files.items()}
    return TaskForm(**_exercise(listed).model_dump(), task=task, starter=starter)


@router.get(
    "/exercises/{slug}/kit", response_class=Response, summary="Download an exercise's kit",
    responses={200: {"content": {"application/zip": {}}}},
)  # fmt: skip
async def show_kit(slug: str, here: Here, who: Anybody) -> Response:
    """What candidates are given, as a ZIP archive: task, starter, the visible suite and how to run it."""
    listed = await named_for(here, who, slug)
    return kit_answer(listed.slug, await kit_of(here, listed.digest))


def kit_answer(slug: str, content: bytes) -> Response:
    """The response with a kit."""
    headers = {"content-disposition": f'attachment; filename="{slug}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


async def kit_of(here: Service, digest: str) -> bytes:
    """The kit of the exercise with that digest; a runner makes it at the first request.

    Raises:
        NotTaken: there can be none, or there is none yet.
    """
    until = time.monotonic() + _KIT_SECONDS
    with here.waiting.watched(digest) as event:
        asked = False
        while True:
            async with here.connections().connection() as connection:
                content, problem = await shelf.kit(connection, digest)
                if content is None and problem is None and not asked:
                    await shelf.want_kit(connection, digest)
                    asked = True
            if content is not None:
                return content
            if problem is not None:
                raise NotTaken("This exercise has no kit.", code="no-kit", remedy="Ask whoever invited you.")
            left = until - time.monotonic()
            if left <= 0 or here.waiting.is_over:
                raise NotTaken("The kit is not ready yet.", code="kit-later", remedy="Ask again in a minute.")
            await woken(event, left)


@router.put("/exercises/{slug}", summary="Put an exercise in")
async def put_exercise(slug: Slug, form: BundleForm, here: Here, who: Author) -> ExerciseForm:
    """Uploads an exercise; earlier submissions are still graded by the exercise as it was."""
    if MANIFEST not in form.files:
        raise NotTaken(f"There is no {MANIFEST} among the files.", code="broken-exercise")
    bundle = await asyncio.to_thread(bundled, slug, form.files)
    try:
        exercise = await asyncio.to_thread(unpacked, bundle, here.settings.cache)
        await asyncio.to_thread(lambda: (exercise.task, exercise.beginning()))
    except ExerciseError as exc:
        raise NotTaken(exc.message, code="broken-exercise", remedy=exc.remedy) from None
    if exercise.slug != slug or exercise.is_kit:
        raise NotTaken("This is a kit, which has no hidden tests.", code="broken-exercise")
    async with here.connections().connection() as connection:
        await shelf.put_bundle(connection, bundle, exercise)
        listed = await shelf.named(connection, slug)
    assert listed is not None
    return _exercise(listed)


async def named_for(here: Service, who: Bearer, slug: str) -> Listed:
    """The exercise with that name, if `who` may see it.

    Raises:
        NotTaken: there is none, which looks the same; or it is too early to look.
    """
    listed = None
    if who.invitation is None or who.invitation.slug == slug:
        if who.invitation is not None:
            receipts.opened(who.invitation, datetime.now(UTC))
        async with here.connections().connection() as connection:
            listed = await shelf.named(connection, slug) if slug.isprintable() else None
    if listed is None:
        raise NotTaken("There is no such exercise.", code="not-found")
    return listed


def _exercise(listed: Listed) -> ExerciseForm:
    return ExerciseForm(
        slug=listed.slug, title=listed.title, version=listed.version, summary=listed.summary,
        digest=listed.digest,
    )  # fmt: skip
