"""Hostile bytes for everything that reads what a sandbox says; see `run`."""
