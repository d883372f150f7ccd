"""A container for each submission, by an engine that speaks Docker's interface."""
