"""Reports, exercises and submissions as bytes, for exchange between client, service and runner."""
