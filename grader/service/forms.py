"""The bodies of requests and responses, as the OpenAPI description shows them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Base64Encoder,
    BaseModel,
    ConfigDict,
    EncodedBytes,
    Field,
    model_validator,
)

from ..database.access import Invitation, is_tellable
from ..database.listings import InvitationUse, StaffToken
from ..database.receipts import Receipt, Standing
from ..exercises.demands import CEILING_FILES
from ..records.parcel import MOST_NAME, Parcel
from ..text import printable


def _one_line(text: str) -> str:
    if printable(text, len(text) + 1) != text:
        raise ValueError("holds characters that cannot be shown")
    return text


def _utf8(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("holds half of a character, which UTF-8 cannot") from None
    return text


def _in_the_calendar(moment: datetime) -> datetime:
    """Refuses times at the calendar's ends, which cannot be told in every zone."""
    try:
        told = moment.astimezone(UTC)
    except OverflowError:
        told = datetime.min
    if not is_tellable(told):
        raise ValueError("is not between the years 2 and 9998")
    return told


def _with_a_host(url: str) -> str:
    try:
        parts = urlsplit(url)
        (parts.hostname or "").encode("idna")
        is_one = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise ValueError("has no host and port that there can be")
    return url


class _WholeBase64(Base64Encoder):
    """Base64 in lines of any length; elsewhere, other characters would be left out in silence."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        """The bytes that `data` encodes."""
        try:
            return base64.b64decode(data.translate(None, b" \t\r\n"), validate=True)
        except ValueError:
            raise ValueError("is not base64") from None


# A file's content.
Content = Annotated[bytes, EncodedBytes(encoder=_WholeBase64)]
# What people give names to and say in one line; it lies in the database and on pages.
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,80}$")]
# When something opens or ends.
Moment = Annotated[AwareDatetime, AfterValidator(_in_the_calendar)]
State = Literal["queued", "running", "done", "failed"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemForm(_Form):
    """The reason why a request failed: a code for programs, a message and a remedy for people."""

    code: str
    message: str
    remedy: str = ""


class SubmissionForm(_Form):
    """A submission: the text of a Python file, a file's content, or the files of a folder."""

    exercise: Slug | None = Field(None, description="Found by the file where it is left out.")
    name: Annotated[str, Field(min_length=1, max_length=MOST_NAME), AfterValidator(_one_line)] = "solution.py"
    source: Annotated[str, AfterValidator(_utf8)] | None = Field(
        None, description="The text of a Python file."
    )
    content: Content | None = Field(None, description="A file, notebook or archive, in base64.")
    files: dict[Annotated[str, Field(min_length=1, max_length=400)], Content] | None = Field(
        None, description="The files of a folder by their names, each in base64."
    )
    note: Annotated[str, Field(max_length=200), AfterValidator(_one_line)] = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> SubmissionForm:
        if sum(one is not None for one in (self.source, self.content, self.files)) != 1:
            raise ValueError("has to have one of source, content and files")
        return self

    def parcel(self) -> Parcel:
        """The submission as a parcel."""
        if self.files is not None:
            return Parcel(self.name, None, tuple(sorted(self.files.items())))
        return Parcel(self.name, self.content if self.source is None else self.source.encode("utf-8"))


class ReceiptForm(_Form):
    """The proof that a submission is on disk."""

    id: UUID
    exercise: str
    name: str
    sha256: str
    bytes: int
    received_at: datetime
    attempt: int
    attempts: int | None = Field(description="How many there are in all; null where nothing bounds them.")
    place: int = Field(description="How many are graded before it, with itself; 0 once it is begun.")

    @classmethod
    def of(cls, receipt: Receipt, place: int) -> ReceiptForm:
        """Makes the form from a receipt."""
        return cls(
            id=UUID(receipt.id), exercise=receipt.slug, name=receipt.name, sha256=receipt.sha256,
            bytes=receipt.size, received_at=receipt.received_at, attempt=receipt.attempt,
            attempts=receipt.attempts, place=place,
        )  # fmt: skip


class StandingForm(_Form):
    """A submission, and its report once there is one."""

    id: UUID
    exercise: str
    candidate: str | None
    name: str
    sha256: str
    bytes: int
    note: str
    received_at: datetime
    attempt: int
    state: State
    place: int
    regrading: bool
    owner: Literal["candidate", "author", "infrastructure"] | None
    points: float | None
    max_points: float | None
    finished_at: datetime | None
    report: dict[str, Any] | None = Field(None, description="As in `grade submit --format json`.")

    @classmethod
    def of(cls, standing: Standing, place: int = 0, report: dict[str, Any] | None = None) -> StandingForm:
        """Makes the form from a submission's state."""
        state: State = standing.state  # type: ignore[assignment]
        owner: Literal["candidate", "author", "infrastructure"] | None = standing.owner  # type: ignore[assignment]
        return cls(
            id=UUID(standing.id), exercise=standing.slug, candidate=standing.candidate, name=standing.name,
            sha256=standing.sha256, bytes=standing.size, note=standing.note,
            received_at=standing.received_at, attempt=standing.attempt, state=state, place=place,
            regrading=standing.regrading, owner=owner, points=standing.points,
            max_points=standing.max_points, finished_at=standing.finished_at, report=report,
        )  # fmt: skip


class SubmissionPage(_Form):
    """One page of a list; `after` is the cursor of the next page, or null at the end."""

    submissions: list[StandingForm]
    after: str | None


class ExerciseForm(_Form):
    """An exercise as lists show it."""

    slug: str
    title: str
    version: str
    summary: str
    digest: str


class BundleForm(_Form):
    """An exercise with its files; sample submissions are not uploaded."""

    files: dict[Annotated[str, Field(min_length=1, max_length=400)], Content] = Field(
        min_length=1, max_length=CEILING_FILES, description="Its files by their names, each in base64."
    )


class TaskForm(ExerciseForm):
    """An exercise with what candidates are given."""

    task: str
    starter: dict[str, str] = Field(description="Files to begin with by their names, in base64.")


class InvitationForm(_Form):
    """What one candidate may hand in, and when."""

    exercise: Slug
    candidate: Line
    opens: Moment | None = None
    deadline: Moment | None = None
    attempts: int | None = Field(None, ge=1, le=10_000)
    extra_minutes: int = Field(0, ge=0, le=525_600)


class InvitationShown(_Form):
    """An invitation that there is, whatever is in it: commands and older versions bound it otherwise."""

    exercise: str
    candidate: str
    opens: datetime | None
    deadline: datetime | None
    attempts: int | None
    extra_minutes: int

    @classmethod
    def of(cls, invitation: Invitation, **more: Any) -> Self:
        """Makes the form from an invitation; `more` are the fields that only a subclass has."""
        return cls(
            exercise=invitation.slug, candidate=invitation.candidate, opens=invitation.opens_at,
            deadline=invitation.deadline, attempts=invitation.attempts,
            extra_minutes=invitation.extra_minutes, **more,
        )  # fmt: skip


class InvitationListed(InvitationShown):
    """An invitation that there is, without its link, and what became of it."""

    id: UUID
    created_at: datetime
    attempts_used: int
    last_submission: UUID | None = Field(description="The id of the latest; null before the first.")
    last_received_at: datetime | None
    has_link: bool = Field(description="Whether its link works; false once it has been revoked.")

    @classmethod
    def of_use(cls, use: InvitationUse) -> InvitationListed:
        """Makes the form from an invitation and what became of it."""
        return cls.of(
            use.invitation, id=UUID(use.invitation.id), created_at=use.created_at,
            attempts_used=use.attempts_used,
            last_submission=UUID(use.last_submission) if use.last_submission else None,
            last_received_at=use.last_received_at, has_link=use.has_link,
        )  # fmt: skip


class InvitationPage(_Form):
    """One page of a list; `after` is the cursor of the next page, or null at the end."""

    invitations: list[InvitationListed]
    after: str | None


class InvitedForm(InvitationShown):
    """An invitation with its new token and link, which are shown only this once."""

    id: UUID
    token: str
    link: str


class ExtensionForm(_Form):
    """By how many minutes the deadline of an invitation is extended."""

    extra_minutes: int = Field(ge=0, le=525_600)


class TokenListed(_Form):
    """A valid token that is no candidate's; nobody but its owner has its text."""

    role: Literal["assessor", "author", "admin"]
    label: str
    created_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, token: StaffToken) -> TokenListed:
        """Makes the form from a token."""
        role: Literal["assessor", "author", "admin"] = token.role  # type: ignore[assignment]
        return cls(role=role, label=token.label, created_at=token.created_at, expires_at=token.expires_at)


class RegradeForm(_Form):
    """The gradings that were queued."""

    gradings: int


class WebhookForm(_Form):
    """The address for events, which are signed as Standard Webhooks specify."""

    url: Annotated[str, AfterValidator(_with_a_host)] = Field(max_length=2000, pattern=r"^https?://[!-~]+$")
    events: list[Literal["submission.done", "submission.failed"]] = Field(min_length=1, max_length=2)


class WebhookListed(WebhookForm):
    """A webhook that there is, without its secret."""

    id: UUID


class WebhookMade(WebhookListed):
    """A new webhook; its secret is shown only this once."""

    secret: str
