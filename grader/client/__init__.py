"""The end of `grade submit --server` that talks to a service."""
