"""HTTP endpoints for assessors, authors and administrators: invitations, lists, regrading, webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from ..database import access, listings, receipts, shelf
from ..database.access import Invitation
from ..database.connected import Connection
from ..database.listings import Wanted
from ..database.receipts import LATER, NotTaken
from .dependencies import PROBLEMS, Admin, Here, Staff, standing_of
from .forms import (
    ExtensionForm,
    InvitationForm,
    InvitationListed,
    InvitationPage,
    InvitationShown,
    InvitedForm,
    Line,
    RegradeForm,
    Slug,
    StandingForm,
    State,
    SubmissionPage,
    TokenListed,
    WebhookForm,
    WebhookListed,
    WebhookMade,
)
from .state import Service
from .webhooks import secret_of, unwelcome

router = APIRouter(responses=PROBLEMS)
_PAGE = 50
After = Annotated[str | None, Query(max_length=120, pattern=r"^[0-9T:.+Z-]+_[0-9a-f-]{36}$")]


def wanted(
    exercise: Slug | None = None, candidate: Line | None = None, state: State | None = None,
    after: After = None,
) -> Wanted:  # fmt: skip
    """The filter for submissions that a request's query parameters ask for."""
    return Wanted(exercise, candidate, state, cursor(after))


@router.get("/submissions", summary="List the submissions")
async def list_submissions(
    here: Here, who: Staff, wanted: Annotated[Wanted, Depends(wanted)]
) -> SubmissionPage:
    """Submissions, the latest first; `after` is the cursor that the previous page returned."""
    async with here.connections().connection() as connection:
        found = await listings.submissions(connection, wanted, _PAGE + 1)
    page = found[:_PAGE]
    more = written_cursor(page[-1].received_at, page[-1].id) if len(found) > _PAGE else None
    return SubmissionPage(submissions=[StandingForm.of(one) for one in page], after=more)


def written_cursor(moment: datetime, last_id: str) -> str:
    """Writes the cursor of the page that follows one whose last entry has that time and id."""
    return f"{moment.isoformat()}_{last_id}"


def cursor(text: str | None) -> tuple[datetime, UUID] | None:
    """Parses a cursor; returns None if there is none.

    Raises:
        NotTaken: it is not a valid cursor.
    """
    if text is None:
        return None
    moment, _, name = text.partition("_")
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+")), UUID(name)
        if found[0].tzinfo is None:
            raise ValueError("without a zone")
    except ValueError:
        raise NotTaken("This cursor is not one that the service gave.", code="cursor") from None
    return found


@router.post("/submissions/{submission_id}/regrade", status_code=202, summary="Grade a submission again")
async def regrade(submission_id: UUID, here: Here, who: Staff, latest: bool = False) -> RegradeForm:
    """Grades a submission again, by the exercise as it was or, with `latest`, as it is now."""
    standing = await standing_of(here, submission_id, who)
    async with here.connections().connection() as connection, connection.transaction():
        digest = await _digest(connection, standing.slug) if latest else None
        await receipts.queue(connection, standing.id, LATER, digest)
    return RegradeForm(gradings=1)


@router.post(
    "/exercises/{slug}/regrade", status_code=202, summary="Grade all submissions of an exercise again"
)
async def regrade_all(slug: Slug, here: Here, who: Staff, latest: bool = True) -> RegradeForm:
    """Grades all submissions for an exercise again, as it is now; the old results are kept."""
    async with here.connections().connection() as connection, connection.transaction():
        digest = await _digest(connection, slug)
        count = await listings.queue_all(connection, slug, digest if latest else None)
    return RegradeForm(gradings=count)


async def _digest(connection: Connection, slug: str) -> str:
    listed = await shelf.named(connection, slug)
    if listed is None:
        raise NotTaken("There is no such exercise.", code="not-found")
    return listed.digest


@router.post("/invitations", status_code=201, summary="Invite a candidate to an exercise")
async def invite(form: InvitationForm, here: Here, who: Staff) -> InvitedForm:
    """Invites a candidate; the token and the link are shown only this once."""
    return await invited(here, form)


async def invited(here: Service, form: InvitationForm) -> InvitedForm:
    """Creates the invitation that `form` asks for.

    Raises:
        NotTaken: there is no such exercise.
        UsageError: its deadline is over before anything can be handed in.
    """
    wanted = Invitation(
        "", form.exercise, form.candidate, form.opens, form.deadline, form.extra_minutes, form.attempts
    )
    async with here.connections().connection() as connection:
        await _digest(connection, form.exercise)
        made, token = await access.invite(connection, wanted)
    return _with_link(here, made, token)


def _with_link(here: Service, invitation: Invitation, token: str) -> InvitedForm:
    link = f"{here.settings.public_url}/enter/{token}"
    return InvitedForm.of(invitation, id=UUID(invitation.id), token=token, link=link)


def _wanted_invitations(
    exercise: Slug | None = None, candidate: Line | None = None, after: After = None
) -> Wanted:
    return Wanted(exercise, candidate, after=cursor(after))


@router.get("/invitations", summary="List the invitations")
async def list_invitations(
    here: Here, who: Staff, wanted: Annotated[Wanted, Depends(_wanted_invitations)]
) -> InvitationPage:
    """Invitations, the newest first; `after` is the cursor that the previous page returned."""
    async with here.connections().connection() as connection:
        found = await listings.invitations(connection, wanted, _PAGE + 1)
    page = found[:_PAGE]
    more = written_cursor(page[-1].created_at, page[-1].invitation.id) if len(found) > _PAGE else None
    return InvitationPage(invitations=[InvitationListed.of_use(one) for one in page], after=more)


@router.post(
    "/invitations/{invitation_id}/link", status_code=201, summary="Make a new link for an invitation"
)
async def renew_link(invitation_id: UUID, here: Here, who: Staff) -> InvitedForm:
    """Makes a new link, which is shown only this once, and ends the one before."""
    return await renewed(here, invitation_id)


async def renewed(here: Service, invitation_id: UUID) -> InvitedForm:
    """Makes a new link for an invitation and ends the one before.

    Raises:
        NotTaken: there is no such invitation.
    """
    async with here.connections().connection() as connection:
        found = await access.renew(connection, str(invitation_id))
    if found is None:
        raise _no_invitation()
    return _with_link(here, *found)


@router.delete(
    "/invitations/{invitation_id}/link", status_code=204, summary="Revoke the link of an invitation"
)
async def revoke_link(invitation_id: UUID, here: Here, who: Staff) -> None:
    """Ends the link of an invitation; what was handed in with it stays, and a new link can be made."""
    await revoked(here, invitation_id)


async def revoked(here: Service, invitation_id: UUID) -> Invitation:
    """Ends the link of an invitation; returns the invitation.

    Raises:
        NotTaken: there is no such invitation.
    """
    async with here.connections().connection() as connection:
        found = await access.revoke_invitation(connection, str(invitation_id))
    if found is None:
        raise _no_invitation()
    return found


def _no_invitation() -> NotTaken:
    return NotTaken("There is no such invitation.", code="not-found")


@router.post("/invitations/{invitation_id}/extension", summary="Put the deadline of an invitation off")
async def extend(invitation_id: UUID, form: ExtensionForm, here: Here, who: Staff) -> InvitationShown:
    """Sets by how many minutes in total a deadline is extended."""
    return InvitationShown.of(await extended(here, invitation_id, form))


async def extended(here: Service, invitation_id: UUID, form: ExtensionForm) -> Invitation:
    """Extends the deadline of an invitation as `form` asks for.

    Raises:
        NotTaken: there is no such invitation.
    """
    async with here.connections().connection() as connection:
        found = await access.extend(connection, str(invitation_id), form.extra_minutes)
    if found is None:
        raise _no_invitation()
    return found


@router.get("/tokens", summary="List the tokens of staff")
async def list_tokens(here: Here, who: Admin) -> list[TokenListed]:
    """The valid tokens of assessors, authors and administrators, the oldest first, without their texts."""
    async with here.connections().connection() as connection:
        return [TokenListed.of(one) for one in await listings.staff_tokens(connection)]


@router.post("/webhooks", status_code=201, summary="Add a webhook for events")
async def add_webhook(form: WebhookForm, here: Here, who: Admin) -> WebhookMade:
    """Adds a webhook, signed as Standard Webhooks specify; the secret is shown only this once."""
    if (why := await unwelcome(form.url, allow_private=here.settings.allow_private)) is not None:
        raise NotTaken(
            f"No message goes there: {why}.", code="private-address",
            remedy="Start the service with --allow-private if it may.",
        )  # fmt: skip
    secret = secret_of()
    async with here.connections().connection() as connection:
        made = await listings.add_webhook(connection, form.url, secret, list(dict.fromkeys(form.events)))
    return WebhookMade(url=form.url, events=form.events, id=UUID(made), secret=secret)


@router.get("/webhooks", summary="List the webhooks")
async def list_webhooks(here: Here, who: Admin) -> list[WebhookListed]:
    """Lists the webhooks, the oldest first."""
    async with here.connections().connection() as connection:
        return [WebhookListed(**each) for each in await listings.webhooks(connection)]


@router.delete("/webhooks/{webhook_id}", status_code=204, summary="Remove a webhook and its messages")
async def remove_webhook(webhook_id: UUID, here: Here, who: Admin) -> None:
    """Removes a webhook and all its undelivered messages."""
    async with here.connections().connection() as connection:
        if not await listings.remove_webhook(connection, str(webhook_id)):
            raise NotTaken("There is no such webhook.", code="not-found")
