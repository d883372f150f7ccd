# exercise: package_layout
"""Fault: the key must be called."""

from .utils import helper as helper
