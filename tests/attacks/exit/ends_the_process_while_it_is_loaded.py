# exercise: state_machine
# attack: X01, X02
# must: earn no more than a stub
# verdicts: crashed
"""Ends the process with status 0 while the file is loaded, without any of the interpreter's own farewell."""

import os

os._exit(0)
