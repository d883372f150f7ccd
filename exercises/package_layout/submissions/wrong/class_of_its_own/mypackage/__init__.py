# exercise: package_layout
"""Fault: the class of the models derives from that of the module."""

from .utils import helper as helper
