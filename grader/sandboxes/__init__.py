"""Sandboxes: where a submission runs; one small interface and its implementations."""
