"""Dependencies that endpoints share: the service, the bearer, permissions, submissions and reports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from ..database import receipts
from ..database.access import Bearer, Role
from ..database.receipts import NotTaken, Standing
from ..errors import InfrastructureError
from ..records.encoded import decoded
from ..render.view import narrowed
from ..report import Audience, Report
from .forms import ProblemForm
from .state import Service

STAFF = (Role.ASSESSOR, Role.AUTHOR, Role.ADMIN)
_SCHEME = HTTPBearer(auto_error=False, description="A token, which stands for one role.")
# What every door may answer, in the form of `ProblemForm`.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemForm, "description": text}
    for status, text in {
        400: "The request cannot be read.",
        401: "There is no valid token.",
        403: "The token does not permit it.",
        404: "There is none, or none that this token may see.",
        406: "There is none in a format that the request takes.",
        408: "The request took too long to be sent.",
        409: "Not now, or not any more.",
        413: "Too large.",
        422: "It cannot be taken as it is.",
        429: "Too often.",
        500: "A fault of the service.",
        503: "The database does not answer.",
    }.items()
}


def service(request: Request) -> Service:
    """The service to which the request's application belongs."""
    found: Service = request.app.state.service
    return found


def needs(*roles: Role) -> Callable[..., Bearer]:
    """Makes a dependency that admits only bearers with one of `roles`."""

    def check(request: Request, scheme: Annotated[Any, Depends(_SCHEME)]) -> Bearer:
        who: Bearer | None = getattr(request.state, "bearer", None)
        if who is None or who.role not in roles:
            raise NotTaken("This token does not allow that.", code="forbidden")
        return who

    return check


Here = Annotated[Service, Depends(service)]
Anybody = Annotated[Bearer, Depends(needs(*Role))]
Staff = Annotated[Bearer, Depends(needs(*STAFF))]
Author = Annotated[Bearer, Depends(needs(Role.AUTHOR, Role.ADMIN))]
Admin = Annotated[Bearer, Depends(needs(Role.ADMIN))]


def audience_of(who: Bearer, wanted: Audience | None) -> Audience:
    """The audience for which `who` may get reports; candidates are never assessors.

    Raises:
        NotTaken: a candidate asks for an assessor's report.
    """
    if who.is_staff:
        return wanted or Audience.ASSESSOR
    if wanted is Audience.ASSESSOR:
        raise NotTaken("This token does not allow that.", code="forbidden")
    return Audience.CANDIDATE


async def standing_of(here: Service, submission_id: UUID, who: Bearer) -> Standing:
    """The submission with that id, if `who` may see it.

    Raises:
        NotTaken: there is none, or none that `who` may see, which look the same.
    """
    async with here.connections().connection() as connection:
        found = await receipts.standing(connection, str(submission_id), who)
    if found is None:
        raise NotTaken("There is no such submission.", code="not-found")
    return found


async def report_of(here: Service, standing: Standing, audience: Audience) -> Report | None:
    """The report on a submission as `audience` may see it; None if there is none yet."""
    async with here.connections().connection() as connection:
        data = await receipts.report(connection, standing.grading)
    if not data:
        return None
    try:
        return await asyncio.to_thread(lambda: narrowed(decoded(data), audience))
    except ValueError as exc:
        raise InfrastructureError(
            "The report is damaged.", code="report-damaged", remedy="An assessor can have it graded again."
        ) from exc
