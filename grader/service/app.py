"""The web application: its routes, its background tasks, and the conversion of our errors to responses."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from psycopg_pool import PoolTimeout, TooManyRequests
from starlette.exceptions import HTTPException

from ..database.receipts import NotTaken
from ..errors import ExerciseError, GraderError, InfrastructureError, RejectedSubmission, UsageError
from ..version import __version__
from . import administering, looks, operating, pages, shelving, staff_pages, submitting
from .guard import API, Guard
from .refusals import sentence
from .state import Service
from .webhooks import tell

_LOG = logging.getLogger("grade.service")
_AGAIN_SECONDS = 1.0
# The status by error code; all others get 409, which means "not now, or not any more".
_STATUSES = {
    "forbidden": 403, "not-found": 404, "no-kit": 404, "not-acceptable": 406, "key-reused": 422,
    "cursor": 422, "form": 422, "private-address": 422, "broken-exercise": 422, "too-many-waiting": 429,
    "kit-later": 503,
}  # fmt: skip


def application(service: Service) -> Any:
    """Makes the ASGI application of a service."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with service.connected():
            works = (service.waiting.listen, service.sweep, partial(tell, service))
            beside = [asyncio.create_task(_kept_up(work)) for work in works]
            try:
                yield
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)

    app = FastAPI(
        title="grade", version=__version__, lifespan=lifespan, openapi_url=f"{API}/openapi.json",
        docs_url=None, redoc_url=None,
        redirect_slashes=False,  # they would lead where the header `Host` says
    )  # fmt: skip
    app.state.service = service
    _answer_errors(app)
    for router in (submitting.router, shelving.router, administering.router):
        app.include_router(router, prefix=API)
    for router in (operating.router, pages.router, staff_pages.router):
        app.include_router(router)
    return Guard(app, service, service.settings.rate, secure=service.settings.is_secure)


async def _kept_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs a background task for ever, and restarts it after unexpected exceptions."""
    while True:
        try:
            await work()
        except Exception:  # noqa: BLE001 - it is told, and what others need goes on
            _LOG.exception("failed beside the doors")
        await asyncio.sleep(_AGAIN_SECONDS)


def status_of(exc: GraderError) -> int:
    """The HTTP status for one of our errors."""
    if isinstance(exc, NotTaken):
        return _STATUSES.get(exc.code, 409)
    if isinstance(exc, RejectedSubmission):
        return 413 if exc.code == "too-large" else 422
    if isinstance(exc, UsageError):
        return 422
    return 409 if isinstance(exc, ExerciseError) else 503


def _answer_errors(app: FastAPI) -> None:
    def told(request: Request, status: int, code: str, message: str, remedy: str = "") -> Response:
        if not request.scope["path"].startswith(f"{API}/"):  # a person's, with a browser
            return HTMLResponse(looks.page("said", heading=message, trouble=remedy), status)
        return JSONResponse({"code": code, "message": message, "remedy": remedy}, status)

    @app.exception_handler(GraderError)
    async def ours(request: Request, exc: GraderError) -> Response:
        if isinstance(exc, InfrastructureError):
            _LOG.error("failed", extra={"code": exc.code, "trouble": str(exc)})
        return told(request, status_of(exc), exc.code, exc.message, exc.remedy)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, exc: RequestValidationError) -> Response:
        return told(request, 422, "invalid-request", sentence(exc.errors()[0]))

    @app.exception_handler(HTTPException)
    async def plain(request: Request, exc: HTTPException) -> Response:
        message = {404: "There is no such page."}.get(exc.status_code, str(exc.detail))
        answer = told(request, exc.status_code, f"http-{exc.status_code}", message)
        answer.headers.update(exc.headers or {})
        return answer

    @app.exception_handler(psycopg.errors.DiskFull)
    async def full(request: Request, exc: Exception) -> Response:
        _LOG.error("the database's disk is full")
        return told(
            request, 503, "disk-full", "The service's disk is full, and nothing was taken.",
            "Try again once whoever runs it has made room.",
        )  # fmt: skip

    @app.exception_handler(psycopg.OperationalError)
    @app.exception_handler(PoolTimeout)
    async def away(request: Request, exc: Exception) -> Response:
        if isinstance(exc, TooManyRequests):
            return told(request, 429, "too-many", "Too many requests; wait a second.")
        _LOG.warning("the database is away", extra={"trouble": type(exc).__name__})
        return told(request, 503, "database", "The database does not answer; try again in a minute.")

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, exc: Exception) -> Response:
        if isinstance(exc, OSError) and exc.errno == errno.ENOSPC:
            return await full(request, exc)
        _LOG.error("failed", exc_info=exc)
        return told(request, 500, "failed", "The service failed; this is a fault of ours.")
