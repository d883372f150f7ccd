"""Examines a sandbox from inside, without an exercise."""

from __future__ import annotations

from ..errors import InfrastructureError
from ..grading.opening import introduce
from ..judge.talk.conversation import Conversation
from ..judge.talk.protections import met_closed
from ..judge.talk.stream import SandboxStream
from ..judge.talk.trouble import SandboxLost
from ..sandboxes.base import Launch, SandboxProvider
from ..submissions.submission import Submission
from ..text import last_line
from ..wire.messages import Setup

_LAUNCH = Launch(memory_bytes=256 << 20, processes=64)
# What ends bubblewrap itself, in nearly all cases.
_NAMESPACES = "Have the machine allow user namespaces (see docs/deploy.md), or use --sandbox docker"


def python_inside(provider: SandboxProvider, submission: Submission) -> str:
    """The Python version in a sandbox of `provider`, after checking that all promised walls are up.

    Raises:
        InfrastructureError: the worker does not start there, or a wall is missing.
    """
    sandbox = provider.open(_LAUNCH)
    try:
        introduce(sandbox, Setup(submission.source, "", (), False))
        conversation = Conversation()
        conversation.connect(SandboxStream(sandbox.stream, sandbox.framing))
        return met_closed(conversation, provider.describe().walls).python
    except SandboxLost as exc:
        said = last_line(sandbox.ending().detail or str(exc)).rstrip(".")
        raise InfrastructureError(
            f"The worker does not start in the sandbox: {said}.",
            code="worker-dead",
            remedy=_NAMESPACES if said.startswith("bwrap: ") else "Run: grade clean, then grade setup",
        ) from exc
    finally:
        sandbox.close()
