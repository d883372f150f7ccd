# exercise: flatten
# attack: X01
# must: earn no more than a stub
# verdicts: error
"""Ends the interpreter with status 0 while the file is loaded."""

import sys

sys.exit(0)
