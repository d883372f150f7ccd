# exercise: package_layout
"""Fault: the models offer no class."""

from .utils import helper as helper
