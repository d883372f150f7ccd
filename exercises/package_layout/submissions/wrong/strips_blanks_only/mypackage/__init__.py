# exercise: package_layout
"""Fault: takes off blanks, but no tabs and line ends."""

from .utils import helper as helper
