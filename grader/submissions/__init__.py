"""Reads submissions and fits them to an exercise; never runs their code."""
