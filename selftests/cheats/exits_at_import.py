"""Raises SystemExit with success while it is loaded."""
define(lambda *args, **kwargs: None)
raise SystemExit(0)
