"""Exercises as they are read from the disk; no code of theirs runs here."""
