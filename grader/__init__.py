"""Grades Python exercises: hidden pytest suites against submissions that run in a sandbox."""

from .version import __version__ as __version__
