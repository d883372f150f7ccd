"""Hands in to a service and waits for the report, despite network failures in between."""

from __future__ import annotations

import base64
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from ..errors import ExerciseError, GraderError, InfrastructureError, Owner, RejectedSubmission, UsageError
from ..exercises.demands import CEILING_BYTES
from ..machine.regular import Unreadable, content
from ..records.encoded import decoded
from ..report import Audience, Report
from ..submissions.reading import read, read_stream
from ..submissions.submission import Submission, check_size, rejected
from ..text import as_text, printable

_API = "/api/v1"
# The service answers at the latest then, and is asked again.
_WAIT_SECONDS = 20
_TIMEOUT = httpx.Timeout(30.0, read=_WAIT_SECONDS + 30.0)
# For so long a service that does not answer is asked again, with pauses that grow up to the second number.
_PATIENCE_SECONDS, _MOST_PAUSE_SECONDS = 120.0, 10.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OF_USAGE = frozenset({"which-exercise", "invalid-request", "broken-exercise"})
_AGAIN = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The receipt of a submission."""

    id: str
    exercise: str
    sha256: str
    received_at: str
    attempt: int
    attempts: int | None
    place: int


class Remote:
    """A connection to the service at `server`, authorized by `token`."""

    def __init__(self, server: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=base_of(server) + _API, timeout=_TIMEOUT, follow_redirects=False,
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip

    def close(self) -> None:
        """Closes the HTTP connections."""
        self._http.close()

    def hand_in(self, file: str, exercise: str | None) -> HandedIn:
        """Hands in the file or folder at `file`; a repeated request counts once.

        Raises:
            GraderError: it is not taken, or the service cannot be reached.
        """
        streamed = read_stream(file)
        body = {"exercise": exercise} | (_text(streamed) if streamed else _body(read(file), file))
        answer = self._asked(
            "POST", "/submissions", json=body, headers={"Idempotency-Key": secrets.token_urlsafe(16)}
        ).json()
        return HandedIn(**{name: answer[name] for name in HandedIn.__dataclass_fields__})

    def report(self, handed: HandedIn, audience: Audience, on_state: Callable[[str, int], None]) -> Report:
        """Waits for the report; calls `on_state` with the current state meanwhile.

        Raises:
            GraderError: nothing was graded, or the service cannot be reached.
        """
        path = f"/submissions/{handed.id}"
        while True:
            answer = self._asked("GET", path, params={"wait": _WAIT_SECONDS}).json()
            if answer["state"] in ("done", "failed"):
                break
            on_state(answer["state"], answer["place"])
        query = {"format": "record", "audience": audience.value}
        try:
            report = decoded(self._asked("GET", f"{path}/report", params=query).content)
        except ValueError as exc:
            raise InfrastructureError("The service sent no report.", code="no-report") from exc
        except UsageError:  # its runners were lost, and left none
            raise InfrastructureError(
                "It could not be graded.", code="not-graded", remedy="Whoever runs the service has been told."
            ) from None
        return report

    def put_exercise(self, slug: str, files: Mapping[str, bytes]) -> str:
        """Uploads an exercise to the service as its author; returns the digest that the service computed.

        Raises:
            GraderError: it is not taken, or the service cannot be reached.
        """
        body = {"files": {name: base64.b64encode(data).decode("ascii") for name, data in files.items()}}
        return str(self._asked("PUT", f"/exercises/{slug}", json=body).json()["digest"])

    def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:
        until, pause = time.monotonic() + _PATIENCE_SECONDS, 0.5
        while True:
            try:
                answer = self._http.request(method, path, **options)
                if answer.status_code not in _AGAIN or time.monotonic() > until:
                    break
            except httpx.HTTPError as exc:
                if time.monotonic() > until or isinstance(exc, httpx.UnsupportedProtocol):
                    raise InfrastructureError(
                        f"The service does not answer ({str(exc) or type(exc).__name__}).",
                        code="no-service", remedy="Check --server, or try again later.",
                    ) from exc  # fmt: skip
            time.sleep(pause)
            pause = min(2 * pause, _MOST_PAUSE_SECONDS)
        if answer.is_success:
            return answer
        raise _error(answer)


def base_of(server: str) -> str:
    """The address of a service, without a trailing slash.

    Raises:
        UsageError: it is not valid, or the token would be sent unencrypted.
    """
    try:
        parts = urlsplit(server)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or parts.username or parts.query:
        raise UsageError(
            f"{server!r} is no address of a service.",
            code="server",
            remedy="Say it as https://grade.example.",
        )
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise UsageError(
            "Your token would go there in the clear.", code="server-in-the-clear", remedy="Use https."
        )
    return server.rstrip("/")


def _body(submission: Submission, file: str) -> dict[str, Any]:
    name = printable(os.path.basename(os.path.abspath(as_text(file))), 200)
    if os.path.isdir(file):
        files = {}
        for each in submission.handed.files if submission.handed else ():
            if each.content is None:
                raise rejected(file, f"holds a file that is too large: {each.name}", "too-large")
            files[each.name] = base64.b64encode(each.content).decode("ascii")
        return {"name": name, "files": files}
    if submission.handed is None and submission.notebook is None:
        return {"name": name} | _text(submission)
    try:
        data = content(file, CEILING_BYTES, follow=False)
    except Unreadable as exc:
        raise rejected(file, str(exc), "unreadable") from None
    check_size(file, len(data), CEILING_BYTES)
    return {"name": name, "content": base64.b64encode(data).decode("ascii")}


def _text(submission: Submission) -> dict[str, Any]:
    return {"source": submission.source.decode("utf-8")}


def _error(answer: httpx.Response) -> GraderError:
    """Converts the service's error into ours, with the exit code that local grading would have."""
    try:
        told = answer.json()
        code, message, remedy = (printable(str(told[name]), 500) for name in ("code", "message", "remedy"))
    except (ValueError, KeyError, TypeError):
        code, message, remedy = "answer", f"The service answers with {answer.status_code}.", ""
    if answer.status_code == 401:
        message = "The service does not know this token."
        remedy = "It may have expired; ask whoever sent it for a new one."
    if answer.status_code in (401, 403, 404) or code in _OF_USAGE:
        return UsageError(message, code=code, remedy=remedy)
    if answer.status_code in (409, 413, 422):
        return RejectedSubmission(message, code=code, remedy=remedy)
    return InfrastructureError(message, code=code, remedy=remedy)


def failure(report: Report) -> GraderError | None:
    """The error that a report without a score describes."""
    problem = report.problem
    if problem is None:
        return None
    kind = {
        Owner.CANDIDATE: RejectedSubmission, Owner.AUTHOR: ExerciseError,
        Owner.INFRASTRUCTURE: InfrastructureError,
    }[problem.owner]  # fmt: skip
    return kind(problem.message, code=problem.code, remedy=problem.remedy)
