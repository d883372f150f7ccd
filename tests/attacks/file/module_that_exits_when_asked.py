# exercise: least_non_representable
# attack: B05
# must: earn no more than a stub
# verdicts: failed, error, crashed
"""Defines nothing; the module ends the process when it is asked for a name."""

import os


def __getattr__(name):
    os._exit(0)
