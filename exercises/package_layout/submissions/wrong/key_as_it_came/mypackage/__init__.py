# exercise: package_layout
"""Fault: the key is the name."""

from .utils import helper as helper
