"""Answers from two processes at once."""
import os

define(lambda *args, **kwargs: os.fork() == 0)
