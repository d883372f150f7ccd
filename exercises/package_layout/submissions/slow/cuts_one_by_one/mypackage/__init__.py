# exercise: package_layout
"""Takes off one character after the other, each time with a copy of the rest."""

from .utils import helper as helper
