"""Takes submissions from the database, grades them, and writes the results; knows nothing of HTTP."""
