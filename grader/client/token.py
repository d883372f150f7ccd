"""Finds the token for a service in the environment, a file or the system's keyring."""

from __future__ import annotations

import os
import stat

from ..errors import UsageError
from ..machine.regular import Unreadable, content
from ..text import quoted

VARIABLE, FILE_VARIABLE, SERVICE = "GRADE_TOKEN", "GRADE_TOKEN_FILE", "grade"
# What stands before the token in the link of an invitation.
INVITED = "/enter/"
_MOST_BYTES = 4096


def token_for(server: str) -> str:
    """The token for the service at `server`; the link that a candidate was sent does as well.

    Raises:
        UsageError: there is none, or others can read its file.
    """
    token = os.environ.get(VARIABLE, "") or _of_file(os.environ.get(FILE_VARIABLE)) or _of_keyring(server)
    token = token.strip().rpartition(INVITED)[2].rstrip("/")
    if not token:
        raise UsageError(
            f"There is no token for {server}.", code="no-token",
            remedy=f"Set {VARIABLE}, name its file with {FILE_VARIABLE}, or keep it with: "
            f"keyring set {SERVICE} {server}",
        )  # fmt: skip
    if not token.isascii() or not token.isprintable():
        raise UsageError("The token holds characters that no token has.", code="no-token")
    return token


def _of_file(path: str | None) -> str:
    if not path:
        return ""
    try:
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            raise UsageError(
                f"Others can read the token in {quoted(path)}.", code="open-token",
                remedy=f"chmod 600 {path}",
            )  # fmt: skip
        return content(path, _MOST_BYTES).decode("ascii", "replace")
    except (OSError, Unreadable) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise UsageError(
            f"The token's file {quoted(path)} cannot be read ({why}).", code="no-token"
        ) from None


def _of_keyring(server: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, server.rstrip("/")) or ""
    except KeyringError:
        return ""
