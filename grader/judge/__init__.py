"""The trusted side: runs a suite with pytest in its own process, against a candidate in a sandbox."""
