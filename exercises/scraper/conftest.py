"""What both suites of scraper share."""

import html

import pytest

DOCUMENT = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>Articles</title></head>
<body>
{body}
</body></html>
"""


def card(title=None, link=None, date=None):
    """The HTML of an article's card; a part that is None is left out."""
    parts = [
        title is not None and f'<h2 class="title">{html.escape(title)}</h2>',
        link is not None and f'<a href="{html.escape(link)}">Read it</a>',
        date is not None and f'<span class="date">{html.escape(date)}</span>',
    ]
    return '<div class="article-card">\n  ' + "\n  ".join(part for part in parts if part) + "\n</div>"


@pytest.fixture
def serve(web):
    """Serves pages: each has a body as text or as articles, and may link to a `following` page."""

    def page(body, following=None, *, charset="utf-8", **options):
        if not isinstance(body, str):
            body = "\n".join(card(**article) for article in body)
        if following is not None:
            body += f'\n<a class="next-page" href="{following}">Older articles</a>'
        text = DOCUMENT.format(charset=charset, body=body)
        return web.page(text, content_type=f"text/html; charset={charset}", **options)

    return page
