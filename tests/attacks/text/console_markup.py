# exercise: flatten
# attack: T02
# must: earn no more than a stub
# verdicts: failed
"""Markup of the console library in messages, results and names, balanced and not."""

MARKUP = "[/x] [bold green]passed[/] [/] [link=http://x]y[/link] [@click=app.quit]z[/] :boom: \\[ [[ ]] [red"


def flatten(items):
    print(MARKUP)
    if len(repr(items)) % 2:
        return [MARKUP, [MARKUP]]
    raise type("[b]Odd[/b]", (ValueError,), {})(MARKUP)
