# exercise: package_layout
"""Fault: the package offers no function."""

