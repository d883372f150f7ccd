# exercise: package_layout
# fails: test_prints_nothing
"""Fault: prints while it is imported."""

from .utils import helper as helper
