"""Feeds hostile bytes to everything that reads what a sandbox says; see `run`."""
