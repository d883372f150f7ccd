# exercise: package_layout
"""Something lies beside the package, as it does at home."""

from .utils import helper as helper
