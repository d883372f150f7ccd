"""Says how to add an extra of ours to this installation: each tool that installs programs has its own way."""

from __future__ import annotations

import sys
from pathlib import Path

# The file by which an environment shows which tool has made it, and how that tool installs.
_TOOLS = {"uv-receipt.toml": "uv tool install", "pipx_metadata.json": "pipx install --force"}


def command(extra: str, prefix: str = sys.prefix) -> str:
    """The command that installs our package with `extra` where it is installed now."""
    tools = (tool for file, tool in _TOOLS.items() if (Path(prefix) / file).exists())
    return f"{next(tools, 'pip install')} 'grade-python-exercises[{extra}]'"
