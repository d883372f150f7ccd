"""The database between service and runners: its schema, and every SQL statement that they run."""
