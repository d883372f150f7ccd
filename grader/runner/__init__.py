"""The runner: takes submissions from the database, grades them, and stores the results; knows no HTTP."""
