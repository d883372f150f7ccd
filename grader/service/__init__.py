"""The HTTP service: puts submissions into the database, shows reports; opens no sandbox, loads no suite."""
