# exercise: package_layout
"""Fault: the function of the package is another one."""

from . import utils


def helper(text):
    return utils.helper(text)
