"""The client of a service, which `grade submit --server` uses."""
