"""The database between service and runners: its schema, and all SQL statements."""
