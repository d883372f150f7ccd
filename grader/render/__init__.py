"""Reports as text for people and programs: one module a format, each sees only a `Report`."""
