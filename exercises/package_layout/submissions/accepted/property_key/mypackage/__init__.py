# exercise: package_layout
"""The key is a property, and a module more does the work."""

from .utils import helper as helper
