# exercise: flatten
# attack: L02
# must: earn no more than a stub
"""Raises with its arguments in the text, in the notes, in the cause and in the context."""


def flatten(*args, **kwargs):
    text = f"LEAK<{args!r}{kwargs!r}>KAEL"[:2000]
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            error.add_note(text)
            raise ValueError(text, args) from OSError(5, text, text)
    except ValueError as error:
        error.add_note(text)
        error.__traceback__ = None
        raise AssertionError(text) from error
