"""Sandboxes, in which submissions run: one small interface and its implementations."""
