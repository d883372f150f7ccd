"""The Docker sandbox: a container for each submission, run by an engine with Docker's API."""
