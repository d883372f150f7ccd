"""Which version of the grader this is."""

__version__ = "0.1.0"
