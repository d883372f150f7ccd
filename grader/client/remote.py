"""Hands in to a service and waits for the report, despite network failures in between."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import ssl
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
from .token import INVITED, VARIABLE, token_for

_API = "/api/v1"
# The service answers at the latest then, and is asked again.
_WAIT_SECONDS = 20
_TIMEOUT = httpx.Timeout(30.0, read=_WAIT_SECONDS + 30.0)
# For so long a service that does not answer is asked again, with pauses that grow up to the second number.
_PATIENCE_SECONDS, _MOST_PAUSE_SECONDS = 120.0, 10.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OF_USAGE = frozenset({"which-exercise", "invalid-request", "broken-exercise"})
_AGAIN = frozenset({429, 502, 503, 504})
# What answers may be anything, of any length. Only reports can be large.
_MOST_BYTES, _MOST_REPORT_BYTES = 8 << 20, 64 << 20
# A service that answers at once although asked to wait is asked no more often than this.
_BETWEEN_SECONDS = 0.25


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response, read to the end and within its bound."""

    status: int
    content: bytes

    def read(self, **kinds: tuple[type, ...]) -> dict[str, Any]:
        """The JSON object's fields by their names, each of one of the types given.

        Raises:
            InfrastructureError: it is something else, so that no service of ours is there.
        """
        try:
            found = json.loads(self.content)
            if all(type(found[name]) in allowed for name, allowed in kinds.items()):
                return {name: found[name] for name in kinds}
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            pass
        raise InfrastructureError(
            "What answers there is no service of this kind.", code="no-service",
            remedy="Check --server; a network that asks for a sign-in first answers so too.",
        )  # fmt: skip


class Remote:
    """A connection to the service at `server`, authorized by `token`."""

    def __init__(self, server: str, token: str, on_silence: Callable[[str], None] = lambda why: None) -> None:
        """Calls `on_silence` with the reason when the service does not answer and is asked again."""
        base = base_of(server)
        self._on_silence = on_silence
        try:
            self._http = httpx.Client(
                base_url=base + _API, timeout=_TIMEOUT, follow_redirects=False,
                headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
                trust_env=base.startswith("https"),  # else a proxy would get the token in the clear
            )  # fmt: skip
        except httpx.InvalidURL:
            raise _no_address(server) from None

    def close(self) -> None:
        """Closes the HTTP connections."""
        self._http.close()

    def check(self, audience: Audience) -> None:
        """Makes sure that the token may read reports for `audience`, before an attempt is spent on it.

        Raises:
            GraderError: it may not, or the service cannot be reached.
        """
        if audience is not Audience.ASSESSOR:
            return
        try:
            self._asked("GET", "/submissions", params={"state": "running"})  # which no candidate may list
        except UsageError as exc:
            if exc.code != "forbidden":
                raise
            raise UsageError(
                "This token is a candidate's, who may not read an assessor's report.", code="forbidden",
                remedy="Say --audience candidate.",
            ) from None  # fmt: skip

    def hand_in(self, file: str, exercise: str | None) -> HandedIn:
        """Hands in the file or folder at `file`; a repeated request counts once.

        Raises:
            GraderError: it is not taken, or the service cannot be reached.
        """
        streamed = read_stream(file)
        body = {"exercise": exercise} | (_text(streamed) if streamed else _body(read(file), file))
        answer = self._asked(
            "POST", "/submissions", json=body, headers={"Idempotency-Key": secrets.token_urlsafe(16)}
        )
        return HandedIn(
            **answer.read(
                id=(str,), exercise=(str,), sha256=(str,), received_at=(str,), attempt=(int,),
                attempts=(int, type(None)), place=(int,),
            )
        )  # fmt: skip

    def report(self, handed: HandedIn, audience: Audience, on_state: Callable[[str, int], None]) -> Report:
        """Waits for the report; calls `on_state` with the current state meanwhile.

        Raises:
            GraderError: nothing was graded, or the service cannot be reached.
        """
        path = f"/submissions/{handed.id}"
        while True:
            began = time.monotonic()
            answer = self._asked("GET", path, params={"wait": _WAIT_SECONDS}).read(state=(str,), place=(int,))
            if answer["state"] in ("done", "failed"):
                break
            on_state(answer["state"], answer["place"])
            time.sleep(max(0.0, began + _BETWEEN_SECONDS - time.monotonic()))
        query = {"format": "record", "audience": audience.value}
        try:
            report = decoded(self._asked("GET", f"{path}/report", params=query).content)
        except ValueError as exc:
            raise InfrastructureError("The service sent no report.", code="no-report") from exc
        except UsageError as exc:
            if exc.code != "not-found":
                raise
            # Its runners were lost, and left none.
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
        return str(self._asked("PUT", f"/exercises/{slug}", json=body).read(digest=(str,))["digest"])

    def _asked(self, method: str, path: str, **options: Any) -> _Answer:
        until, pause, is_told = time.monotonic() + _PATIENCE_SECONDS, 0.5, False
        while True:
            try:
                answer = self._read(self._http.build_request(method, path, **options))
                if answer.status not in _AGAIN or time.monotonic() > until:
                    break
                why = f"status {answer.status}"
            except (httpx.HTTPError, httpx.InvalidURL) as exc:
                if time.monotonic() > until or not _may_pass(exc):
                    raise InfrastructureError(
                        f"The service does not answer ({str(exc) or type(exc).__name__}).",
                        code="no-service", remedy="Check --server, or try again later.",
                    ) from exc  # fmt: skip
                why = str(exc) or type(exc).__name__
            if not is_told:
                self._on_silence(why)
                is_told = True
            time.sleep(pause)
            pause = min(2 * pause, _MOST_PAUSE_SECONDS)
        if 200 <= answer.status < 300:
            return answer
        raise _error(answer)

    def _read(self, request: httpx.Request) -> _Answer:
        """Sends a request and reads the answer, and unpacks nothing: packed twice, 5 KB hold 3 GB."""
        answer = self._http.send(request, stream=True)
        with contextlib.closing(answer):
            is_report = request.url.path.endswith("/report")
            most, content = _MOST_REPORT_BYTES if is_report else _MOST_BYTES, bytearray()
            for part in answer.iter_raw(1 << 16):
                content += part
                if len(content) > most:
                    raise InfrastructureError(
                        f"The service sends more than {most >> 20} MiB.", code="no-service",
                        remedy="Check --server.",
                    )  # fmt: skip
            return _Answer(answer.status_code, bytes(content))


def _may_pass(exc: Exception) -> bool:
    """Whether asking again may help; it does not where an address or a certificate is not valid."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, (httpx.UnsupportedProtocol, httpx.InvalidURL, ssl.SSLCertVerificationError)):
            return False
        cause = cause.__cause__ or cause.__context__
    return True


def remote_of(server: str, on_silence: Callable[[str], None]) -> Remote:
    """A connection to the service at `server` with the token that is kept for it.

    Raises:
        UsageError: the address is not valid, or there is no token.
    """
    base_of(server)  # before the token is asked for, as who gives a link for the address has none yet
    return Remote(server, token_for(server), on_silence)


def base_of(server: str) -> str:
    """The address of a service, without a trailing slash.

    Raises:
        UsageError: it is not valid, or the token would be sent unencrypted.
    """
    # What stands behind it is a token, which no message says again.
    base, is_link, _ = server.partition(INVITED)
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if (
        host is None
        or " " in base
        or not base.isprintable()
        or parts.scheme not in ("http", "https")
        or parts.username
        or parts.query
    ):
        raise _no_address(base)
    if is_link:
        raise UsageError(
            "This is the link of an invitation.", code="server",
            remedy=f"Say --server {base}, and keep the link in {VARIABLE}.",
        )  # fmt: skip
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise UsageError(
            "Your token would go there in the clear.", code="server-in-the-clear", remedy="Use https."
        )
    return server.rstrip("/")


def _no_address(server: str) -> UsageError:
    return UsageError(
        f"{server!r} is no address of a service.", code="server", remedy="Say it as https://grade.example."
    )


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


def _error(answer: _Answer) -> GraderError:
    """Converts the service's error into ours, with the exit code that local grading would have."""
    try:
        told = json.loads(answer.content)
        code, message, remedy = (printable(str(told[name]), 500) for name in ("code", "message", "remedy"))
    except (ValueError, KeyError, TypeError, RecursionError):
        code, message, remedy = "answer", f"The service answers with {answer.status}.", ""
    if answer.status == 401:
        message = "The service does not know this token."
        remedy = "It may have expired; ask whoever sent it for a new one."
    if answer.status in (401, 403, 404) or code in _OF_USAGE:
        return UsageError(message, code=code, remedy=remedy)
    if answer.status in (409, 413, 422):
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
