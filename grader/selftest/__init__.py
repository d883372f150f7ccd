"""Checks our own promises: the walls of a sandbox, and that exercises resist cheats."""
