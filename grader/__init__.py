"""Grades Python exercises: hidden pytest suites against submissions that run in a sandbox."""

__version__ = "0.1.0"
