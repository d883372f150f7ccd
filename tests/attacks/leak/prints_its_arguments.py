# exercise: flatten
# attack: L01
# must: earn no more than a stub
"""Prints, logs and warns of its arguments, through Python and past it."""

import logging
import os
import sys
import warnings

logging.basicConfig(level=logging.DEBUG)


def _told(*args, **kwargs):
    return f"LEAK<{args!r}{kwargs!r}>KAEL"


def flatten(*args, **kwargs):
    text = _told(*args, **kwargs)[:2000]
    print(text)
    print(text, file=sys.stderr, flush=True)
    os.write(1, text.encode("utf-8", "backslashreplace") + b"\n")
    os.write(2, text.encode("utf-8", "backslashreplace") + b"\n")
    sys.__stdout__.write(text + "\n")
    logging.critical("%s", text)
    warnings.warn(text, stacklevel=1)
    warnings.showwarning(text, UserWarning, text, 1)
    sys.stderr.write(f"::error file={text}::{text}\n")
