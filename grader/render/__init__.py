"""Renders reports for people and programs: one module for each format."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from ..report import Audience, Report

Renderer = Callable[[Report, Audience], str]

# The name of a format -> the module in here that writes it, imported when it is asked for. The one for
# terminals, `terminal`, is not among them: it needs the file, for its width and its encoding.
FORMATS = {
    "json": "json",
    "junit": "junit",
    "gradescope": "gradescope",
    "exercism": "exercism",
    "github": "github",
    "markdown": "markdown",
    "html": "html",
}


def renderer(name: str) -> Renderer:
    """The function that writes a report in the format `name`."""
    render: Renderer = importlib.import_module(f".{FORMATS[name]}", __name__).render
    return render
