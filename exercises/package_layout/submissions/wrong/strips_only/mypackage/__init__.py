# exercise: package_layout
"""Fault: leaves the letters as they are."""

from .utils import helper as helper
