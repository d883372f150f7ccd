# exercise: package_layout
"""Fault: leaves the blanks."""

from .utils import helper as helper
