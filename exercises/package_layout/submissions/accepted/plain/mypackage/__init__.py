# exercise: package_layout
"""The package as the task draws it."""

from .utils import helper as helper
