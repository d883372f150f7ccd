"""Tools for authors of exercises: write a new exercise, verify one, make the kit for candidates."""
