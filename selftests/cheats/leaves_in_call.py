"""Ends its process with success when it is called."""
import os

define(lambda *args, **kwargs: os._exit(0))
