"""The trusted side: runs a suite with pytest in a process of its own, against a candidate in a sandbox."""
