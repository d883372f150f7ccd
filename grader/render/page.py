"""The beginning and end of every HTML page of ours, which loads nothing and runs no script."""

from __future__ import annotations

import base64
import hashlib
import html

END = "</body>\n</html>\n"


def beginning(title: str, css: str) -> str:
    """The page up to its body; `title` must be escaped, and the only style allowed is `css`."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # Whatever came into the page: no script runs, nothing is loaded, and its style is this one by its digest.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>",
            f"<style>{css}</style>\n</head>\n<body>\n",
        ]
    )


def plain(page: str) -> str:
    """Escapes non-ASCII characters of a page, so that it is the same in every encoding."""
    # A build server that has this in its log shall find no command (`##vso[`) in it; no style has two.
    return page.replace("##", "&#35;&#35;").encode("ascii", "xmlcharrefreplace").decode("ascii")


def escaped(text: str) -> str:
    """Escapes `text` for HTML."""
    return html.escape(text, quote=True)
