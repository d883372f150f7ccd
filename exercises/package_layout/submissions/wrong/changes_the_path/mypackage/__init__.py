# exercise: package_layout
# fails: test_relative_import
"""Fault: the user module finds utils by way of sys.path."""

from .utils import helper as helper
