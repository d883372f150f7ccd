"""Tries what is promised: the walls of a sandbox, and cheats against the exercises."""
