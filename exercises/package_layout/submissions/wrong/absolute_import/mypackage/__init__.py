# exercise: package_layout
"""Fault: the user module imports by the name of the package."""

from .utils import helper as helper
