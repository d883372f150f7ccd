# exercise: package_layout
"""A data class whose key is made after its name."""

from .utils import helper as helper
