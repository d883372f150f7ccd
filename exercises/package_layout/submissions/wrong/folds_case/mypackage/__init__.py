# exercise: package_layout
# fails: test_lower_case
"""Fault: casefold makes other letters of some that are small already."""

from .utils import helper as helper
