# exercise: package_layout
# fails: test_relative_import
"""Fault: the user module does not import helper, but does the same once more."""

from .utils import helper as helper
