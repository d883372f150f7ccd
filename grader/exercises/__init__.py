"""Reads exercises from disk without running any of their code."""
