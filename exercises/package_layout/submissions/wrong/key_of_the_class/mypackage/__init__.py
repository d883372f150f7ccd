# exercise: package_layout
"""Fault: all users share the key of the last one."""

from .utils import helper as helper
