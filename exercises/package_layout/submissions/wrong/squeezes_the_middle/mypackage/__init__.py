# exercise: package_layout
"""Fault: makes one blank of several."""

from .utils import helper as helper
