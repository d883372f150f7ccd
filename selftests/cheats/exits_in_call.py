"""Raises SystemExit with success when it is called."""
define(raises(SystemExit))
