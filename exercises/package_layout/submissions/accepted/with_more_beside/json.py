"""Has the name of a module of the standard library, and wins over it here."""
