"""Looks at a sandbox from inside, without an exercise."""

from __future__ import annotations

from ..errors import InfrastructureError, not_closed
from ..exercises.submission import Submission
from ..judge.talk.conversation import Conversation, SandboxLost
from ..judge.talk.protections import met
from ..judge.talk.stream import SandboxStream
from ..sandboxes.base import WALLS, Launch, SandboxProvider
from ..text import last_line
from ..wire.frames import Frame, Kind
from ..wire.messages import Setup, pack

_LAUNCH = Launch(memory_bytes=256 << 20, processes=64)


def python_inside(provider: SandboxProvider, submission: Submission) -> str:
    """The version of Python inside the sandbox, which must have all walls that it promises.

    Raises:
        InfrastructureError: the worker does not start there, or a wall is missing.
    """
    sandbox = provider.open(_LAUNCH)
    try:
        sandbox.stream.sendall(Frame(Kind.SETUP, 0, pack(Setup(submission.source, "", (), False))).encode())
        conversation = Conversation()
        conversation.connect(SandboxStream(sandbox.stream, sandbox.framing))
        inside = met(conversation, provider.describe().walls)
    except (SandboxLost, OSError) as exc:
        raise InfrastructureError(
            f"The worker does not start in the sandbox: {last_line(sandbox.ending().detail or str(exc))}.",
            code="worker-dead",
            remedy="Run: grade clean, then grade setup",
        ) from exc
    finally:
        sandbox.close()
    if inside.gaps:
        raise not_closed(WALLS[name] for name in inside.gaps)
    return inside.python
